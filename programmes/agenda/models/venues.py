"""Places where events are held."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from core.previews import FramedPreviewMixin


class Venue(FramedPreviewMixin, TranslatableMixin, index.Indexed, models.Model):
    """A place with its address, how to get there, and what it offers to people with disabilities.

    Empty means unknown, and is said to be so.
    """

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120)
    street = models.CharField(_("street"), max_length=160, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    territory = models.ForeignKey(
        "core.Territory",
        verbose_name=_("territory"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    access = models.TextField(
        _("how to get there"), max_length=600, blank=True, help_text=_("Transport, entrance, floor.")
    )
    accessibility = models.TextField(
        _("accessibility"),
        max_length=600,
        blank=True,
        help_text=_("Steps, lift, width of doors, hearing loop, quiet room, toilets."),
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page about it"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    is_default = models.BooleanField(
        _("proposed for new events"), default=False, help_text=_("One venue a language.")
    )

    preview_template = "agenda/previews/venue.html"
    preview_stylesheets = ("core/css/agenda.css",)

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("slug"), FieldPanel("is_default")]),
        MultiFieldPanel(
            [
                FieldPanel("street"),
                FieldRowPanel([FieldPanel("postal_code"), FieldPanel("city")]),
                FieldPanel("territory"),
            ],
            heading=_("Address"),
            help_text=_(
                "Calendars follow another name or address, and whoever is registered for a coming event here "
                "is told by e-mail."
            ),
        ),
        FieldPanel("access"),
        FieldPanel("accessibility"),
        PageChooserPanel("page"),
    ]
    # What a letter or a map needs is the same in every language.
    override_translatable_fields = [
        SynchronizedField(name) for name in ("slug", "street", "postal_code", "city")
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("city"),
        index.FilterField("locale"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["locale", "slug"], name="unique_venue_slug"),
            models.UniqueConstraint(
                fields=["locale"], condition=models.Q(is_default=True), name="unique_default_venue"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def town(self) -> str:
        """Its town, else its territory."""
        return self.city or (self.territory.name if self.territory else "")

    @property
    def address_text(self) -> str:
        """“4 rue La Vacquerie, 75011 Paris”; empty where neither street nor town is known."""
        return ", ".join(part for part in (self.street, self.locality) if part)

    @property
    def locality(self) -> str:
        """“75011 Paris”"""
        return f"{self.postal_code} {self.city}".strip()

    def clean(self):
        super().clean()
        if not self.is_default:
            return
        others = Venue.objects.filter(is_default=True, locale_id=self.locale_id).exclude(pk=self.pk)
        if other := others.first():
            message = _("Another venue is proposed already: “%(name)s”. Untick it there first.")
            raise ValidationError({"is_default": message % {"name": other.name}})
