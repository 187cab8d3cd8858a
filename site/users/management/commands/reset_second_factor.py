"""`manage.py reset_second_factor <username>`: for whoever lost telephone and recovery codes."""

from django.core.management.base import BaseCommand, CommandError

from users import second_factor
from users.models import User


class Command(BaseCommand):
    help = "Ask a user for a password only, until a second step of log-in is turned on again."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *args, username, **options):
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError("No user has this name.")
        if not second_factor.turn_off(user, actor=None):
            raise CommandError("This user has no second step of log-in.")
        self.stdout.write("Log-in asks this user for a password only.")
