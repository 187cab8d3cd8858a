"""What the front door shows of every room, asked for in one query."""

from collections import defaultdict
from functools import cached_property

from django.db.models import Q
from wagtail.models import Page

from blog.models import PostPage, RoadmapPage
from core.blocks.links import raw_links
from core.choices import Availability
from core.clock import today
from core.languages import or_untranslated
from core.querysets import open_to_all
from home.models.territories import TerritoriesPage
from programmes.agenda.models import EventPage
from programmes.models import ProgrammeIndexPage, ProgrammePage
from publications.models import BookPage, EpisodePage

LATEST_POSTS = 3
NEXT_EVENTS = 4

#: Types shown, by the name that Django gives to their part of a page.
TYPES = {
    model._meta.model_name: model
    for model in (
        ProgrammePage,
        ProgrammeIndexPage,
        TerritoriesPage,
        RoadmapPage,
        PostPage,
        EpisodePage,
        BookPage,
        EventPage,
    )
}
#: Types of which those that nobody has translated are shown too: a step and a date concern every reader.
SHOWN_UNTRANSLATED = (ProgrammePage, EventPage)


class Shown:
    """Pages that a front door shows, each in its own type and in the order in which it is read. One query."""

    def __init__(self, door):
        self.door = door
        self.pages = list(_pages(door))
        self._typed = defaultdict(list)
        for page in self.pages:
            name = page.cached_content_type.model
            if name in TYPES and (page.locale_id == door.locale_id or TYPES[name] in SHOWN_UNTRANSLATED):
                self._typed[TYPES[name]].append(getattr(page, name))
        for model in SHOWN_UNTRANSLATED:
            self._typed[model] = _each_once(self._typed[model], door.locale_id)

    @cached_property
    def steps(self) -> list[ProgrammePage]:
        """The programme that leads each step of the parcours, from the first one up."""
        leading = [page for page in self._typed[ProgrammePage] if page.on_home and page.stage]
        return sorted(leading, key=lambda page: (page.step_number, page.title))

    @cached_property
    def programme_index(self) -> ProgrammeIndexPage | None:
        """Where the programmes are, and the finder."""
        return next(iter(self._typed[ProgrammeIndexPage]), None)

    @cached_property
    def territories(self) -> TerritoriesPage | None:
        """The map of terrains."""
        return next(iter(self._typed[TerritoriesPage]), None)

    @cached_property
    def roadmap(self) -> RoadmapPage | None:
        """The roadmap chosen, in the language of the door."""
        chosen = {page.translation_key for page in self.pages if page.pk == self.door.roadmap_id}
        return next((page for page in self._typed[RoadmapPage] if page.translation_key in chosen), None)

    @cached_property
    def posts(self) -> list[PostPage]:
        """The latest, first the very last."""
        latest = sorted(self._typed[PostPage], key=lambda page: (page.date, page.pk), reverse=True)
        return latest[:LATEST_POSTS]

    @cached_property
    def episodes(self) -> list[EpisodePage]:
        """The last one that can be seen, if any."""
        return [page for page in self._typed[EpisodePage] if page.availability == Availability.PUBLISHED][:1]

    @cached_property
    def books(self) -> list[BookPage]:
        """The last one that can be had, if any."""
        return [page for page in self._typed[BookPage] if page.availability == Availability.PUBLISHED][:1]

    @cached_property
    def coming_events(self) -> list[EventPage]:
        """The next ones, soonest first."""
        coming = [event for event in self._typed[EventPage] if not event.is_past(today())]
        return sorted(coming, key=lambda event: (event.starts_at, event.pk))[:NEXT_EVENTS]

    @cached_property
    def past_events(self) -> list[EventPage]:
        """The last one that took place, if any."""
        past = [event for event in self._typed[EventPage] if event.is_past(today())]
        return sorted(past, key=lambda event: (event.starts_at, event.pk))[-1:]

    @cached_property
    def translations(self) -> list[Page]:
        """The door itself in other languages."""
        key = self.door.translation_key
        return [page for page in self.pages if page.translation_key == key and page.alias_of_id is None]

    @cached_property
    def links(self) -> list[dict]:
        """First steps as a visitor follows them: `label`, and `page` or `url`."""
        pages = {page.pk: page for page in self.pages}
        translated = {
            page.translation_key: page for page in self.pages if page.locale_id == self.door.locale_id
        }
        links = []
        for link in raw_links(self.door.actions):
            page = pages.get(link["page"])
            page = page and translated.get(page.translation_key, page)
            if page or link["url"]:
                links.append({"label": link["label"] or page.title, "page": page, "url": link["url"]})
        return links


def _each_once(pages: list, locale_id: int) -> list:
    """Without those of which there is a version in that language."""
    translated = {page.translation_key for page in pages if page.locale_id == locale_id}
    return [page for page in pages if page.locale_id == locale_id or page.translation_key not in translated]


def _pages(door):
    """Every page shown, without its body."""
    own = Q(locale_id=door.locale_id)
    available = own & Q(availability=Availability.PUBLISHED)
    roadmap = RoadmapPage.objects.filter(pk=door.roadmap_id).values("translation_key")
    linked = Page.objects.filter(pk__in=[link["page"] for link in raw_links(door.actions) if link["page"]])
    choices = [
        or_untranslated(ProgrammePage.objects.all(), door.locale).leading_steps().order_by(),
        open_to_all(ProgrammeIndexPage.objects.filter(own)),
        open_to_all(TerritoriesPage.objects.filter(own)),
        open_to_all(RoadmapPage.objects.filter(translation_key__in=roadmap)),
        open_to_all(PostPage.objects.filter(own)).order_by("-date", "-pk")[:LATEST_POSTS],
        open_to_all(EpisodePage.objects.filter(available)).order_by("-published_on", "-number")[:1],
        open_to_all(BookPage.objects.filter(available)).order_by("-published_on", "-pk")[:1],
        or_untranslated(EventPage.objects.all(), door.locale).coming()[:NEXT_EVENTS],
        or_untranslated(EventPage.objects.all(), door.locale).past()[:1],
        open_to_all(Page.objects.filter(translation_key__in=linked.values("translation_key"))),
        open_to_all(Page.objects.filter(translation_key=door.translation_key).exclude(pk=door.pk)),
    ]
    wanted = Q()
    for choice in choices:
        wanted |= Q(pk__in=choice.values("pk"))
    bodies = [f"{name}__body" for name, model in TYPES.items() if hasattr(model, "body")]
    places = ("eventpage__territory", "eventpage__venue__territory")
    return Page.objects.filter(wanted).select_related("locale", *TYPES, *places).defer(*bodies)
