"""Reminds applicants and members of what they have not answered; to be run every day."""

from django.core.management.base import BaseCommand, CommandError

from home.adhesion import reminders


class Command(BaseCommand):
    help = "Reminds of completions, renewals and fee calls that are overdue; run again, sends nothing twice."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="tell how many would leave; send nothing")

    def handle(self, *, dry_run, **options):
        failures = 0
        for kind in reminders.KINDS:
            if dry_run:
                self.stdout.write(f"{kind.name}: {kind.due().count()} to remind of")
                continue
            sent, failed = reminders.send(kind)
            failures += failed
            self.stdout.write(f"{kind.name}: {sent} reminded of")
        if failures:
            raise CommandError(f"{failures} reminders were not sent: see the log.")
