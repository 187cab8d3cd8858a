"""Erases what has lain in the trash for its thirty days; to be run every day."""

from django.core.management.base import BaseCommand, CommandError

from desk.trash.models import TrashedPage
from desk.trash.restoring import erase_all


class Command(BaseCommand):
    help = "Erases for good what was put in the trash more than thirty days ago."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="tell how many; erase nothing")

    def handle(self, *, dry_run, **options):
        due = TrashedPage.objects.leading().overdue()
        if dry_run:
            self.stdout.write(f"{due.count()} to erase")
            return
        erased, kept = erase_all(due)
        self.stdout.write(f"{erased} erased")
        if kept:
            pages = ", ".join(str(trashed.page_id) for trashed in kept)
            raise CommandError(f"Something rests on pages {pages}: they stay in the trash.")
