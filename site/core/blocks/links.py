"""Blocks that lead elsewhere."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page
from wagtail_localize.segments import OverridableSegmentValue

from core.blocks.choosers import PageBlock
from core.cards import public_cards
from core.choices import GroundColour
from core.references import pages_to_read


class AddressBlock(blocks.CharBlock):
    """An address. Translators are not asked to translate it, and may give another one for their language."""

    def get_translatable_segments(self, value):
        return [OverridableSegmentValue("", value)] if value else []

    def restore_translated_segments(self, value, segments):
        return segments[0].data

    def deconstruct(self):
        # Migrations know it as what it stores.
        return ("wagtail.blocks.CharBlock", *super().deconstruct()[1:])


class LinkBlock(blocks.StructBlock):
    """A link to a page of the site or to an address."""

    page = PageBlock(label=_("Page"), required=False)
    url = AddressBlock(
        label=_("Or address"), required=False, help_text=_("For instance https://… or /blog/rss/")
    )
    label = blocks.CharBlock(
        label=_("Words of the link"), required=False, help_text=_("Empty: the page’s title.")
    )

    class Meta:
        icon = "link"
        label = _("Link")
        description = _("To a page of the site, or to an address elsewhere.")
        preview_value = {"page": None, "url": "/blog/", "label": "Lire le blog"}

    def clean(self, value):
        value = super().clean(value)
        errors = {}
        if bool(value["page"]) == bool(value["url"]):
            errors["page"] = ValidationError(_("Choose a page or give an address: one of the two."))
        if value["url"] and not value["url"].startswith(("https://", "http://", "/", "#", "mailto:")):
            errors["url"] = ValidationError(_("Begin the address with https:// or with /."))
        if value["url"] and not value["label"]:
            errors["label"] = ValidationError(_("An address needs words for its link."))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return value


def raw_links(stream) -> list[dict]:
    """Stored values of a stream of links, pages as primary keys: nothing is fetched one by one."""
    return [child["value"] for child in stream.raw_data]


class CallToActionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    text = blocks.TextBlock(label=_("Text"), required=False)
    link = LinkBlock(label=_("Button"))
    ground = blocks.ChoiceBlock(
        label=_("Ground"), choices=GroundColour.choices, default="yellow", search_index=False
    )

    class Meta:
        label = _("Call to action")
        icon = "pick"
        group = _("Links")
        template = "core/blocks/call_to_action.html"
        description = _("One thing to do, with its button.")
        preview_value = {
            "title": "Adhérer",
            "text": "Un montant unique, quelle que soit votre taille.",
            "link": {"page": None, "url": "/", "label": "Déposer une demande"},
            "ground": "yellow",
        }

    def get_context(self, value, parent_context=None):
        """The page is the one in the reader's language where there is one, as in `core.references`."""
        context = super().get_context(value, parent_context=parent_context)
        chosen = value["link"]["page"]
        context["page"] = next(iter(pages_to_read([chosen.pk])), None) if chosen else None
        return context


class PageCardsBlock(blocks.StructBlock):
    #: Its pages are shown, and not only led to: see `core.references`.
    shows_pages = True

    title = blocks.CharBlock(label=_("Title"), required=False)
    pages = blocks.ListBlock(PageBlock(), label=_("Pages"), min_num=1, max_num=6)

    class Meta:
        label = _("Page cards")
        icon = "grip"
        group = _("Links")
        template = "core/blocks/page_cards.html"
        description = _("One to six pages of the site, as cards.")

    def get_preview_value(self):
        latest = Page.objects.live().public().filter(depth__gt=2).order_by("-first_published_at")[:3]
        return self.normalize({"title": "À lire aussi", "pages": list(latest)})

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        context["cards"] = public_cards([page.pk for page in value["pages"] if page])
        return context
