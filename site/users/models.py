"""Who may work on the site, and by what second step they prove who they are."""

import datetime

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice


class User(AbstractUser):
    """A member of the team. Visitors and prospects have no account."""


class Authenticator(TOTPDevice):
    """The application, on the telephone of a user, that shows a code of six digits every half-minute.

    A user has one at most. Its secret cannot be hashed: both sides make the codes from it.
    """

    #: However many codes were wrong, the wait ends: whoever knows a colleague's password must not be able to
    #: keep the colleague out. At this pace guessing a code takes some ten years.
    LONGEST_WAIT = datetime.timedelta(minutes=15)

    class Meta:
        proxy = True
        default_permissions = ()

    def __str__(self):
        return f"Authenticator {self.pk}"

    def verify_is_allowed(self):
        allowed, why = super().verify_is_allowed()
        if not allowed and timezone.now() >= self.throttling_failure_timestamp + self.LONGEST_WAIT:
            return True, None
        return allowed, why

    @property
    def wait(self) -> datetime.timedelta:
        """How long no code is looked at, after wrong ones."""
        allowed, why = self.verify_is_allowed()
        if allowed:
            return datetime.timedelta()
        now = timezone.now()
        return min(why["locked_until"], self.throttling_failure_timestamp + self.LONGEST_WAIT) - now


class RecoveryCode(models.Model):
    """A code on paper that takes the place of the authenticator, once; the row goes when it is used.

    Only its digest is stored. Eighty random bits need no slow hash: nobody tries them all.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="one_recovery_code_of_a_kind")]

    def __str__(self):
        return f"Recovery code {self.pk}"
