"""`manage.py roles`: the groups of the team, made or completed."""

from django.core.management.base import BaseCommand
from django.db import transaction

from users import roles


class Command(BaseCommand):
    help = "Create the groups of the team, or give them the permissions they lack. Takes nothing away."

    def handle(self, *args, **options):
        with transaction.atomic():
            groups = roles.establish_all()
        self.stdout.write(", ".join(group.name for group in groups))
