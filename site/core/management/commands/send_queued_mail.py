from django.core.management.base import BaseCommand

from core.mail import deliver_queued


class Command(BaseCommand):
    """Takes the place of the outbox's own command: it writes down each mail as soon as it has left."""

    help = "Sends the mail that waits in the outbox, and tries again what was refused."

    def handle(self, *args, **options):
        left, refused = deliver_queued()
        if options["verbosity"] > 1:
            self.stdout.write(f"{left} sent, {refused} refused")
