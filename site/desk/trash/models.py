"""What lies in the trash: a page with all that is below it, where it was and how it was."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

#: How long the trash keeps what is put there.
DAYS_KEPT = 30


class TrashedPageQuerySet(models.QuerySet):
    def leading(self):
        """Without the translations and copies that were thrown away with another page."""
        return self.filter(thrown_with=None)

    def overdue(self):
        """Those whose day has come."""
        return self.filter(trashed_at__lt=timezone.now() - datetime.timedelta(days=DAYS_KEPT))


class TrashedPage(models.Model):
    """A page in the trash. It stands below the bin (`desk.trash.bin`) until it is restored or erased."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="in_trash")
    #: Where it was, as long as that is there.
    parent = models.ForeignKey(Page, on_delete=models.SET_NULL, related_name="+", null=True)
    #: Primary keys of the pages that it stood before, the nearest first.
    following = models.JSONField(default=list)
    #: Titles of the pages above it, for when they are gone.
    place = models.TextField(_("place"))
    slug = models.CharField(_("slug"), max_length=255)
    url_path = models.TextField(_("path"))
    #: How each page of it was, by primary key: see `desk.trash.throwing`.
    states = models.JSONField(default=dict)
    thrown_with = models.ForeignKey(
        "self", on_delete=models.SET_NULL, related_name="companions", null=True, blank=True
    )
    trashed_at = models.DateTimeField(_("put in the trash on"), default=timezone.now)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("put in the trash by"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )

    objects = TrashedPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page in the trash")
        verbose_name_plural = _("pages in the trash")
        ordering = ["-trashed_at", "-pk"]
        # Who may restore or erase depends on pages: see `desk.trash.access`.
        default_permissions = ()

    def __str__(self):
        return self.page.title

    @property
    def erased_on(self) -> datetime.date:
        """The day on which it is erased for good."""
        return timezone.localdate(self.trashed_at + datetime.timedelta(days=DAYS_KEPT))

    @property
    def was_live(self) -> bool:
        """Whether any page of it was public."""
        return any(state["live"] for state in self.states.values())
