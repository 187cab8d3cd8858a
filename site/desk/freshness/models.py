"""What is kept to tell whether a translation follows its original, without reading the original again."""

from django.db import models


class Fingerprint(models.Model):
    """The translatable words of an original, as digests: those published, those last handed over.

    A row for each original, made the first time that somebody asks. States are never stored: `states` draws
    them from this and from the records of wagtail-localize.
    """

    translation_key = models.UUIDField(primary_key=True, editable=False)
    #: As lists name it.
    title = models.CharField(max_length=255)
    #: Of the words that visitors read now.
    digest = models.CharField(max_length=64, blank=True)
    #: When those words last changed for visitors.
    changed_at = models.DateTimeField(null=True)
    #: Whether the original was saved since its digest was taken.
    is_due = models.BooleanField(default=True)
    #: Of the words that translators were last given; blank where they were given none.
    source_digest = models.CharField(max_length=64, blank=True)
    source_changed_at = models.DateTimeField(null=True)
    #: First publication after which the two differ; null where they do not.
    differs_since = models.DateTimeField(null=True)

    def __str__(self):
        return self.title

    @property
    def differs(self) -> bool:
        return bool(self.digest and self.source_digest) and self.digest != self.source_digest

    def settle(self, at) -> None:
        """Date the difference: from `at` where it is new, from no day where there is none."""
        if not self.differs:
            self.differs_since = None
        elif self.differs_since is None:
            self.differs_since = at
