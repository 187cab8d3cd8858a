"""Erases who came to events that are over for some time; to be run every day."""

from django.core.management.base import BaseCommand

from programmes.agenda.registration import purge


class Command(BaseCommand):
    help = "Erases registrations, with their mails, so many days after the event as the settings tell."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be erased, and change nothing"
        )

    def handle(self, *, dry_run, **options):
        if dry_run:
            events = purge.due()
            self.stdout.write(f"Registrations to erase: {purge.count(events)}, of {len(events)} events")
            return
        self.stdout.write(f"Registrations erased: {purge.carry_out()}")
