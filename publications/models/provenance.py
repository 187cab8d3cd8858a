"""Where a publication comes from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FromProgrammeMixin(models.Model):
    """A publication that may come from a programme, on whose page it is then listed."""

    programme = models.ForeignKey(
        "programmes.ProgrammePage",
        verbose_name=_("programme"),
        on_delete=models.SET_NULL,
        related_name="%(class)ss",
        null=True,
        blank=True,
        help_text=_("Where it comes from: it is listed on the page of that programme."),
    )

    class Meta:
        abstract = True
