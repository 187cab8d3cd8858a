"""Reminds those who have a seat some days before their event; to be run every day."""

from django.core.management.base import BaseCommand, CommandError

from programmes.agenda.registration import reminders


class Command(BaseCommand):
    help = "Reminds those who have a seat at an event that comes soon; run again, sends nothing twice."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="tell how many would leave; send nothing")

    def handle(self, *, dry_run, **options):
        if dry_run:
            self.stdout.write(f"Reminders to send: {reminders.due().count()}")
            return
        sent, failed = reminders.send()
        self.stdout.write(f"Reminders sent: {sent}")
        if failed:
            raise CommandError(f"{failed} reminders were not sent: see the log.")
