"""Members that agreed to be named: by year, by type of body, by territory.

Nothing here is personal: organisations alone are read, and none without its consent.
"""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.choices import OrganisationType
from core.clock import today
from core.models import Territory
from home.adhesion.models.members import Membership

#: What stands over the members of one type.
HEADINGS = {
    OrganisationType.REGION: gettext_lazy("Regions"),
    OrganisationType.DEPARTMENT: gettext_lazy("Departments"),
    OrganisationType.CITY: gettext_lazy("Towns, metropolises and groups of communes"),
    OrganisationType.PUBLIC_ESTABLISHMENT: gettext_lazy("National public establishments"),
    OrganisationType.STATE: gettext_lazy("Ministries and State services"),
    OrganisationType.EUROPEAN: gettext_lazy("European institutions"),
    OrganisationType.FOREIGN: gettext_lazy("Foreign governments and local authorities"),
    OrganisationType.OTHER: gettext_lazy("Other public bodies"),
}


@dataclass(frozen=True)
class Year:
    """How many members a year has, and how many of them are named."""

    year: int
    members: int
    named: int


@dataclass(frozen=True)
class Member:
    """One member, as the public reads it."""

    name: str
    category: str
    #: Name of its territory; blank where there is none, or where the member's name says it.
    territory: str
    #: The Region around it, else the largest place known; None for a body of no place.
    place: Territory | None


class Directory:
    """The members named for one year, narrowed to a type and to a place.

    What is asked comes from an address: a value that nobody bears finds nobody, and fails nothing.
    """

    def __init__(self, *, year: str = "", category: str = "", place: str = ""):
        self.category = category
        self.place = place
        self._asked_year = year

    @cached_property
    def years(self) -> list[Year]:
        """Years with members, up to this one, the latest first. One query."""
        rows = (
            Membership.objects.filter(year__lte=today().year)
            .order_by("-year")
            .values("year")
            .annotate(members=Count("pk"), named=Count("pk", filter=Q(is_listed=True)))
        )
        return [Year(**row) for row in rows]

    @cached_property
    def latest(self) -> Year | None:
        """This year, else the last one for which somebody is named; None where nobody ever was."""
        return next((year for year in self.years if year.named), None)

    @cached_property
    def shown(self) -> Year | None:
        """The year that was asked for, if somebody is named for it; else the latest."""
        asked = (year for year in self.years if year.named and str(year.year) == self._asked_year)
        return next(asked, self.latest)

    @property
    def everybody(self) -> str:
        """Address of the year's list, narrowed by nothing."""
        return self.address(type="", territory="")

    @cached_property
    def groups(self) -> list[dict]:
        """Members by type, in the order in which the association names its circles: `heading`, `members`."""
        found = self._narrowed(category=self.category, place=self.place)
        groups = [
            {"heading": heading, "members": [member for member in found if member.category == category]}
            for category, heading in HEADINGS.items()
        ]
        return [group for group in groups if group["members"]]

    @cached_property
    def filters(self) -> list[dict]:
        """Groups of the component filters.html; only those between which there is something to choose."""
        groups = [
            {"label": _("Year"), "options": self._year_options()},
            {"label": _("Type"), "options": self._category_options()},
            {"label": _("Territory"), "options": self._place_options()},
        ]
        return [group for group in groups if len(group["options"]) > 1]

    @cached_property
    def members(self) -> list[Member]:
        """All that are named for the year, by name. Two queries at most."""
        if self.shown is None:
            return []
        memberships = (
            Membership.objects.of_year(self.shown.year)
            .named_publicly()
            .select_related("organisation")
            .only(*(f"organisation__{name}" for name in ("name", "category", "territory_id")))
        )
        organisations = [membership.organisation for membership in memberships]
        territories = Territory.objects.in_bulk() if any(body.territory_id for body in organisations) else {}
        members = [_member(body, territories) for body in organisations]
        return sorted(members, key=lambda member: slugify(member.name))

    def address(self, **changes) -> str:
        """Query of the same list with other choices; “?” alone where none is left."""
        choices = {"year": self._year_in_address, "type": self.category, "territory": self.place} | changes
        return "?" + urlencode({name: value for name, value in choices.items() if value})

    @property
    def _year_in_address(self) -> str:
        return "" if self.shown is None or self.shown == self.latest else str(self.shown.year)

    def _narrowed(self, *, category="", place="") -> list[Member]:
        return [
            member
            for member in self.members
            if (not category or member.category == category)
            and (not place or (member.place is not None and member.place.slug == place))
        ]

    def _year_options(self):
        return [
            {
                "label": str(year.year),
                "url": self.address(year="" if year == self.latest else year.year, type="", territory=""),
                "count": year.named,
                "current": year == self.shown,
            }
            for year in self.years
            if year.named
        ]

    def _category_options(self):
        around = self._narrowed(place=self.place)
        options = [
            self._option("type", category.value, str(heading), [m for m in around if m.category == category])
            for category, heading in HEADINGS.items()
        ]
        return self._with_all("type", around, options)

    def _place_options(self):
        around = self._narrowed(category=self.category)
        places = {member.place.slug: member.place for member in self.members if member.place}
        options = [
            self._option("territory", slug, place.name, [m for m in around if m.place == place])
            for slug, place in sorted(places.items(), key=lambda item: slugify(item[1].name))
        ]
        return self._with_all("territory", around, options)

    def _with_all(self, name, members, options):
        chosen = [option for option in options if option["count"] or option["current"]]
        return [self._option(name, "", _("All"), members), *chosen] if chosen else []

    def _option(self, name, value, label, members):
        current = self.category if name == "type" else self.place
        return {
            "label": label,
            "url": self.address(**{name: value}),
            "count": len(members),
            "current": value == current,
        }


def _member(organisation, territories: dict[int, Territory]) -> Member:
    territory = territories.get(organisation.territory_id)
    around = _from_here_up(territory, territories)
    region = next((place for place in around if place.kind == Territory.Kind.REGION), None)
    is_said = territory is None or slugify(territory.name) in slugify(organisation.name)
    return Member(
        name=organisation.name,
        category=organisation.category,
        territory="" if is_said else territory.name,
        place=region or (around[-1] if around else None),
    )


def _from_here_up(territory, territories) -> list[Territory]:
    """The territory and what it is part of, the smallest first; a loop ends where it closes."""
    around = []
    while territory is not None and territory not in around:
        around.append(territory)
        territory = territories.get(territory.parent_id)
    return around
