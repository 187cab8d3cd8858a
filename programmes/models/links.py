"""Junctions between programmes: entered once, shown from both ends."""

from dataclasses import dataclass, replace

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel

from core.models import TranslatablePart
from core.querysets import is_open_to_all, open_to_all


class ProgrammeLink(TranslatablePart):
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

    class Meta(TranslatablePart.Meta):
        verbose_name = _("junction")
        verbose_name_plural = _("junctions")

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

    Each end is the page of the reader's language where there is one. One query where all ends are in that
    language, two otherwise; a few more for a draft (`drafted`), whose own links are not stored as such yet.
    """
    links = list(_links_to_public_pages(page))
    own = page.links.all() if drafted else [link for link in links if link.page_id == page.pk]
    others = [link for link in links if link.page_id != page.pk]
    junctions = [
        Junction(link.get_kind_display(), "both" if link.is_mutual else "out", link.target, link.note)
        for link in own
        if link.kind and link.target_id and link.target.live
    ] + [
        Junction(link.get_reverse_kind_display(), "both" if link.is_mutual else "in", link.page, link.note)
        for link in others
    ]
    return _each_once(_as_read(junctions, page.locale_id))


def _links_to_public_pages(page):
    """Rows that touch the programme. Translations carry copies of the links of their original: another page
    counts only in the reader's language, unless it has no public version in it.
    """
    programmes = type(page).objects
    as_read = open_to_all(
        programmes.filter(translation_key=OuterRef("page__translation_key"), locale_id=page.locale_id)
    )
    from_here = Q(page_id=page.pk) & is_open_to_all("target__")
    from_elsewhere = (
        Q(target__translation_key=page.translation_key)
        & ~Q(page__translation_key=page.translation_key)
        & is_open_to_all("page__")
        & (Q(page__locale_id=page.locale_id) | ~Q(Exists(as_read)))
    )
    return (
        ProgrammeLink.objects.filter(from_here | from_elsewhere)
        .select_related("page__locale", "target__locale")
        .defer("page__body", "target__body")
    )


def _as_read(junctions: list[Junction], locale_id: int) -> list[Junction]:
    """The same, each leading to the translation for a reader of this language where there is one."""
    foreign = [each.programme for each in junctions if each.programme.locale_id != locale_id]
    if not foreign:
        return junctions
    translations = open_to_all(
        type(foreign[0]).objects.filter(
            locale_id=locale_id, translation_key__in=[page.translation_key for page in foreign]
        )
    )
    by_key = {
        page.translation_key: page for page in translations.select_related("locale").defer_streamfields()
    }
    return [
        replace(each, programme=by_key.get(each.programme.translation_key, each.programme))
        for each in junctions
    ]


def _each_once(junctions: list[Junction]) -> list[Junction]:
    """Without what the other end repeats: places shared, entered on both programmes."""
    once = {}
    for junction in junctions:
        once.setdefault((junction.direction, junction.verb, junction.programme.pk), junction)
    return list(once.values())
