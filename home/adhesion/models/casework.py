"""What the team writes about a request: notes, which stay inside, and messages, which leave."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.clock import now

from .history import RequestMail
from .requests import AdhesionRequest


class _Writing(models.Model):
    """Something written about a request; its author's name outlives the account."""

    wagtail_reference_index_ignore = True

    at = models.DateTimeField(_("when"), default=now)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    author_name = models.CharField(_("who"), max_length=150, blank=True)
    text = models.TextField(_("text"), max_length=2000)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.request_id} {self.at:%Y-%m-%d}"

    def save(self, *args, **kwargs):
        if self.author and not self.author_name:
            self.author_name = self.author.get_full_name() or self.author.get_username()
        super().save(*args, **kwargs)


class InternalNote(_Writing):
    """For the team alone: never sent."""

    request = models.ForeignKey(AdhesionRequest, on_delete=models.PROTECT, related_name="notes")

    class Meta(_Writing.Meta):
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")


class Message(_Writing):
    """Between the team and the applicant; without an author, it is the applicant's."""

    request = models.ForeignKey(AdhesionRequest, on_delete=models.PROTECT, related_name="messages")
    # The mail that carried it, where it was the team's.
    mail = models.OneToOneField(
        RequestMail, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    class Meta(_Writing.Meta):
        verbose_name = _("message")
        verbose_name_plural = _("messages")
