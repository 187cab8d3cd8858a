"""Junctions between programmes: entered once, shown from both ends."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from programmes.querysets import open_to_all


class ProgrammeLink(Orderable):
    """A junction: this programme prepares, extends, feeds or shares places with another. Entered once."""

    class Kind(models.TextChoices):
        PREPARES = "prepares", _("prepares")
        EXTENDS = "extends", _("extends")
        FEEDS = "feeds", _("feeds")
        SHARES_PLACES = "shares_places", _("shares places with")

    #: The same links, told from the other end.
    REVERSE = {
        Kind.PREPARES: _("is prepared by"),
        Kind.EXTENDS: _("is extended by"),
        Kind.FEEDS: _("is fed by"),
        Kind.SHARES_PLACES: _("shares places with"),
    }

    page = ParentalKey("programmes.ProgrammePage", on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    target = models.ForeignKey(
        "programmes.ProgrammePage",
        verbose_name=_("programme"),
        on_delete=models.CASCADE,
        related_name="reverse_links",
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    panels = [FieldPanel("kind"), FieldPanel("target"), FieldPanel("note")]


@dataclass(frozen=True)
class Junction:
    """What a programme does to another one, told from the page that shows it."""

    verb: str
    programme: models.Model
    note: str


def junctions_of(page) -> list[Junction]:
    """Links of a programme from both ends, to public pages only, those entered on the page itself first.

    Each end is the page of the reader's language where there is one. Translations carry copies of the links
    of their original: only those of the page that the reader would see count. Three queries.
    """
    kinds = ProgrammeLink.Kind
    forward = [(kinds(link.kind).label, link.target_id, link.note) for link in page.links.all() if link.kind]
    backward = [
        (ProgrammeLink.REVERSE[kinds(link.kind)], link.page_id, link.note)
        for link in ProgrammeLink.objects.filter(target__translation_key=page.translation_key)
    ]
    ends = _public_pages(page, {pk for _verb, pk, _note in [*forward, *backward]})
    shown = {pk: _as_read(ends, pk, page.locale_id) for pk in ends}
    junctions = [Junction(verb, shown[pk], note) for verb, pk, note in forward if pk in shown]
    junctions += [
        Junction(verb, shown[pk], note) for verb, pk, note in backward if pk in shown and shown[pk].pk == pk
    ]
    return list({(each.verb, each.programme.pk): each for each in reversed(junctions)}.values())[::-1]


def _public_pages(page, ids: set[int]) -> dict:
    """Public pages of these ids, and their translations, by id."""
    programmes = type(page).objects
    families = programmes.filter(pk__in=ids).values("translation_key")
    pages = open_to_all(programmes.filter(translation_key__in=families)).exclude(
        translation_key=page.translation_key
    )
    return {each.pk: each for each in pages.select_related("locale").defer_streamfields()}


def _as_read(pages: dict, pk: int, locale_id: int):
    """The translation of a page for a reader of this language; itself where there is none."""
    family = [page for page in pages.values() if page.translation_key == pages[pk].translation_key]
    return next((page for page in family if page.locale_id == locale_id), pages[pk])
