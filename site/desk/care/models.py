"""What the site needs from those who keep it: findings, where they stand, what each address answered."""

import hashlib

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page


def fingerprint(text: str) -> str:
    """What stands for a text of any length where there may be only one of it."""
    return hashlib.sha256(text.encode()).hexdigest()


class Kind(models.TextChoices):
    INTERNAL = "internal", _("Dead link within the site")
    EXTERNAL = "external", _("Dead link to another site")
    MOVED = "moved", _("Link to a page that has moved")
    EMBED = "embed", _("Vanished film")
    REVIEW = "review", _("Not reviewed for two years")
    SEARCH = "search", _("Looked for in vain")


class FindingQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=Finding.State.OPEN)


class Finding(models.Model):
    """Something to mend, to look over or to write. One for each kind and subject, whatever holds it."""

    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        OPEN = "open", _("To do")
        DONE = "done", pgettext_lazy("finding", "Done")
        GONE = "gone", _("No longer found")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    #: An address, `page:<key>`, `document:<key>`, or a language and words.
    subject = models.TextField(_("subject"))
    fingerprint = models.CharField(max_length=64, editable=False)
    #: What people call the subject, where its own text says nothing to them.
    label = models.CharField(_("name"), max_length=255, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True, choices=settings.LANGUAGES)
    #: Why: a status of HTTP, or one of `wording.REASONS`.
    reason = models.CharField(_("reason"), max_length=20, blank=True)
    moved_to = models.TextField(_("new address"), blank=True)
    number = models.PositiveIntegerField(_("searches"), default=0)
    state = models.CharField(_("state"), max_length=5, choices=State.choices, default=State.OPEN)
    first_seen = models.DateTimeField(_("first seen"), default=timezone.now)
    last_seen = models.DateTimeField(_("last seen"), default=timezone.now)
    gone_at = models.DateTimeField(_("not found any more since"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="findings",
    )
    #: Kept when it comes back, so that it can be said.
    done_at = models.DateTimeField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("done by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    note = models.CharField(_("note"), max_length=250, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(fields=["kind", "fingerprint"], name="care_one_finding_a_subject")
        ]
        indexes = [models.Index(fields=["state", "kind"], name="care_finding_state_kind")]

    def __str__(self):
        return self.label or self.subject

    def save(self, *args, **kwargs):
        self.fingerprint = fingerprint(self.subject)
        super().save(*args, **kwargs)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def came_back(self) -> bool:
        return self.is_open and self.done_at is not None


class Place(models.Model):
    """Where a finding stands: a page or another record of the site, and the field or block in it."""

    wagtail_reference_index_ignore = True

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="places")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    holder = GenericForeignKey()
    #: As Wagtail's editor finds a block: `body.<id of block>.link.url`; empty for the whole.
    content_path = models.CharField(max_length=500, blank=True)
    #: The same in the model's terms: `body.quote.source_url`.
    model_path = models.CharField(max_length=255, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "content_type", "object_id", "content_path"], name="care_one_place"
            )
        ]

    def __str__(self):
        return f"{self.content_type_id}:{self.object_id} {self.content_path}"


class Address(models.Model):
    """An address outside of the site that something published leads to, and what it last answered."""

    wagtail_reference_index_ignore = True

    url = models.TextField()
    fingerprint = models.CharField(max_length=64, unique=True)
    host = models.CharField(max_length=255)
    is_film = models.BooleanField(default=False)
    checked_at = models.DateTimeField(null=True)
    #: Also says that somebody is at it: who takes an address moves this on before asking.
    next_check = models.DateTimeField(default=timezone.now, db_index=True)
    taken_by = models.UUIDField(null=True)
    failing_since = models.DateField(null=True)
    is_dead = models.BooleanField(default=False)
    reason = models.CharField(max_length=20, blank=True)
    moved_to = models.TextField(blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.url


class Review(models.Model):
    """Somebody read a page again and found that it still holds."""

    wagtail_reference_index_ignore = True

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="care_reviews")
    reviewed_on = models.DateTimeField(_("reviewed on"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["-reviewed_on", "-pk"]

    def __str__(self):
        return f"{self.page_id}, {self.reviewed_on:%Y-%m-%d}"
