"""What the site says of itself on every page."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="mail")
class ContactSettings(BaseSiteSetting):
    """How to reach and follow the association. Empty means unknown, and is not shown."""

    organisation_name = models.CharField(_("name"), max_length=120, default="La 27e Région")
    street = models.CharField(_("street"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    mastodon_url = models.URLField("Mastodon", blank=True)
    linkedin_url = models.URLField("LinkedIn", blank=True)
    youtube_url = models.URLField("YouTube", blank=True)
    slideshare_url = models.URLField("SlideShare", blank=True)
    sharing_image = models.ForeignKey(
        "images.CustomImage",
        verbose_name=_("default sharing image"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Shown by social networks for pages that have none."),
    )

    select_related = ["sharing_image"]

    panels = [
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("organisation_name", "street", "postal_code", "city", "email", "telephone")
            ],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("mastodon_url", "linkedin_url", "youtube_url", "slideshare_url")],
            heading=_("Social networks"),
        ),
        FieldPanel("sharing_image"),
    ]

    class Meta:
        verbose_name = _("contact and social networks")

    @property
    def social_links(self) -> list[tuple[str, str]]:
        """(name of the network, address) of those filled in."""
        fields = ("mastodon_url", "linkedin_url", "youtube_url", "slideshare_url")
        return [
            (self._meta.get_field(name).verbose_name, getattr(self, name))
            for name in fields
            if getattr(self, name)
        ]
