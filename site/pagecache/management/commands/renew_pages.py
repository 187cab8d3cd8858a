from django.core.management.base import BaseCommand

from pagecache.generations import shared


class Command(BaseCommand):
    help = (
        "Has every page rendered anew, for when the database was written by other means than the site's own."
    )

    def handle(self, *args, **options):
        shared().renew()
