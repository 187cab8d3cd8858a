"""Junctions between programmes: entered once, shown from both ends."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q
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

    @property
    def is_mutual(self) -> bool:
        return self.kind == self.Kind.SHARES_PLACES

    def get_reverse_kind_display(self) -> str:
        """The kind, told by the target."""
        return str(self.REVERSE[self.Kind(self.kind)])


@dataclass(frozen=True)
class Junction:
    """What a programme does to another one, told from the page that shows it."""

    verb: str
    #: "out" from the page that shows it, "in" towards it, "both".
    direction: str
    programme: models.Model
    note: str


def junctions_of(page, *, drafted: bool = False) -> list[Junction]:
    """Links of a programme from both ends, to public pages only, those entered on the page itself first.

    Each end is the page of the reader's language where there is one. Translations carry copies of the links
    of their original: only those of the page that the reader would see count. Two queries, one more where the
    page shows a draft (`drafted`), whose own links are not stored as such yet.
    """
    links = list(
        ProgrammeLink.objects.filter(Q(page_id=page.pk) | Q(target__translation_key=page.translation_key))
    )
    own = page.links.all() if drafted else [link for link in links if link.page_id == page.pk]
    forward = [(link, link.target_id) for link in own if link.kind]
    backward = [(link, link.page_id) for link in links if link.page_id != page.pk]
    ends = _public_pages(page, {pk for _link, pk in [*forward, *backward]})
    shown = {pk: _as_read(ends, pk, page.locale_id) for pk in ends}
    junctions = [
        Junction(link.get_kind_display(), "both" if link.is_mutual else "out", shown[pk], link.note)
        for link, pk in forward
        if pk in shown
    ]
    junctions += [
        Junction(link.get_reverse_kind_display(), "both" if link.is_mutual else "in", shown[pk], link.note)
        for link, pk in backward
        if pk in shown and shown[pk].pk == pk
    ]
    return _each_once(junctions)


def _each_once(junctions: list[Junction]) -> list[Junction]:
    """Without what the other end repeats: places shared, entered on both programmes."""
    once = {}
    for junction in junctions:
        once.setdefault((junction.direction, junction.verb, junction.programme.pk), junction)
    return list(once.values())


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
