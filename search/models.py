"""What readers looked for in vain."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

#: Longer searches are sentences: they say more of who asks than of what lacks.
VAIN_CHARACTERS = 80


class VainSearch(models.Model):
    """How often some words found nothing on a day, in a language; nothing about who asked, nor when."""

    wagtail_reference_index_ignore = True

    words = models.CharField(_("words"), max_length=VAIN_CHARACTERS)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    day = models.DateField(_("day"), db_index=True)
    number = models.PositiveIntegerField(_("searches"), default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["words", "language", "day"], name="search_words_once_a_day_and_language"
            )
        ]

    def __str__(self):
        return f"{self.words} ({self.language}), {self.day}: {self.number}"
