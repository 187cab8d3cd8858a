"""Who may work on the site."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A member of the team. Visitors and prospects have no account."""
