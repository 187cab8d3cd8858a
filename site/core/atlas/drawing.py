"""A map of France as a template prints it: see `core/components/france.html`."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.atlas.france import HEIGHT, MAINLAND_HEIGHT, REGIONS, WIDTH, Shape
from core.atlas.marks import Mark, Pin, placed


@dataclass(frozen=True)
class DrawnRegion:
    """A Region on a map: where it leads and under which name, if anywhere; how it stands out."""

    shape: Shape
    url: str = ""
    label: str = ""
    is_lit: bool = False
    is_chosen: bool = False

    @property
    def tone(self) -> str:
        if self.is_chosen:
            return "chosen"
        return "lit" if self.is_lit else "bare"


@dataclass(frozen=True)
class MapOfFrance:
    """Outlines, marks, and the name of the whole."""

    label: str
    regions: list[DrawnRegion]
    marks: list[Mark] = field(default_factory=list)

    @property
    def has_overseas(self) -> bool:
        return any(region.shape.is_overseas for region in self.regions)

    @property
    def legend(self) -> list[tuple[str, str]]:
        """What each shape of mark means: those on this map."""
        meanings = {
            "announced": _("Announced"),
            "running": _("Under way"),
            "over": _("Over"),
            "many": _("Several, near one another"),
        }
        drawn = {mark.state for mark in self.marks}
        return [(state, meaning) for state, meaning in meanings.items() if state in drawn]

    @property
    def source_url(self) -> str:
        """Where the licence of the outlines stands: it asks for nothing, readers may."""
        return "https://www.naturalearthdata.com/about/terms-of-use/"

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDTH} {HEIGHT if self.has_overseas else MAINLAND_HEIGHT}"

    @property
    def linked(self) -> list[DrawnRegion]:
        return [region for region in self.regions if region.url]

    @property
    def plain(self) -> list[DrawnRegion]:
        """Drawn first, under those that lead somewhere."""
        return [region for region in self.regions if not region.url]

    def __bool__(self):
        return bool(self.marks) or any(region.tone != "bare" for region in self.regions)


def map_of_france(
    label: str,
    pins: list[Pin],
    *,
    lit: dict[str, tuple[str, str]] | None = None,
    chosen: str = "",
    whole: bool = False,
    url_of_many: str = "",
) -> MapOfFrance:
    """A map of `pins`.

    `lit` gives the address (may be empty) and the name of Regions that stand out, by code; `chosen` is the
    code of the one that the page is about. The overseas ones are left out where nothing is there, unless
    `whole`.
    """
    lit = lit or {}
    standing_out = {*lit, chosen}
    is_whole = whole or any(
        shape.is_overseas and (shape.code in standing_out or any(_is_in(pin, shape) for pin in pins))
        for shape in REGIONS.values()
    )
    regions = [
        DrawnRegion(shape, *lit.get(shape.code, ("", "")), shape.code in lit, shape.code == chosen)
        for shape in REGIONS.values()
        if is_whole or not shape.is_overseas
    ]
    return MapOfFrance(label, regions, placed(pins, name_of_many=_name_of_many, url_of_many=url_of_many))


def _is_in(pin: Pin, overseas: Shape) -> bool:
    left, top, width, height = overseas.frame
    return left <= pin.point[0] <= left + width and top <= pin.point[1] <= top + height


def _name_of_many(count: int, names: list[str]) -> str:
    said = ", ".join(names)
    if count > len(names):
        said = _("%(names)s and others") % {"names": said}
    return ngettext("%(count)s terrain: %(names)s", "%(count)s terrains: %(names)s", count) % {
        "count": count,
        "names": said,
    }
