"""All programmes and what joins them, drawn and in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.utils.translation import gettext as _

from core.below import render_below
from programmes.junction_drawing import Drawing


@dataclass(frozen=True)
class Joined:
    """A junction between two programmes, told once: from the one on which it was entered."""

    kind: str
    verb: str
    source: object
    target: object
    note: str
    is_mutual: bool


def drawn_between(programmes: Iterable) -> list[Joined]:
    """Junctions that have both ends among these programmes, all of one language. One query.

    A translation carries copies of the links of its original, whose targets may still be those of the
    original: both ends are found by what all translations of a programme share.
    """
    programmes = list(programmes)
    by_pk = {programme.pk: programme for programme in programmes}
    by_key = {programme.translation_key: programme for programme in programmes}
    links = (
        apps.get_model("programmes", "ProgrammeLink")
        .objects.filter(page__in=by_pk, target__translation_key__in=by_key)
        .select_related("target")
        .only("kind", "note", "page_id", "sort_order", "target__translation_key")
        .order_by("sort_order", "pk")
    )
    order = {pk: position for position, pk in enumerate(by_pk)}
    once: dict = {}
    for link in sorted(links, key=lambda link: order[link.page_id]):
        source, target = by_pk[link.page_id], by_key[link.target.translation_key]
        if source is target:
            continue
        ends = frozenset((source.pk, target.pk)) if link.is_mutual else (source.pk, target.pk)
        joined = Joined(link.kind, link.get_kind_display(), source, target, link.note, link.is_mutual)
        once.setdefault((link.kind, ends), joined)
    return list(once.values())


def programmes_before(junctions: Iterable[Joined]) -> dict[int, list]:
    """For each programme, the open ones that come before it: those that prepare it, those that it extends."""
    before: dict[int, list] = {}
    for each in junctions:
        first, then = {
            "prepares": (each.source, each.target),
            "extends": (each.target, each.source),
        }.get(each.kind, (None, None))
        if first is not None and first.is_open and first not in before.setdefault(then.pk, []):
            before[then.pk].append(first)
    return before


class JunctionMap:
    """The programmes of one language and their junctions."""

    def __init__(self, programmes: list):
        self.programmes = programmes
        self.junctions = drawn_between(programmes)

    @cached_property
    def drawing(self) -> Drawing:
        """Open programmes alone: what is asleep or over is told apart."""
        shown = [each for each in self.programmes if each.is_open]
        return Drawing(
            shown, [each for each in self.junctions if each.source.is_open and each.target.is_open]
        )

    @property
    def by_programme(self) -> list[tuple]:
        """Programmes that do something to others, each with its junctions."""
        groups = [
            (programme, [each for each in self.junctions if each.source is programme])
            for programme in self.programmes
        ]
        return [(programme, junctions) for programme, junctions in groups if junctions]

    @property
    def alone(self) -> list:
        """Open programmes that nothing joins to another."""
        joined = {end.pk for each in self.junctions for end in (each.source, each.target)}
        return [each for each in self.programmes if each.is_open and each.pk not in joined]

    @property
    def closed(self) -> list:
        return [programme for programme in self.programmes if not programme.is_open]


def serve(request, index):
    """The drawing, and the same in words."""
    url = index.route_url("junctions", request)
    if (redirection := index.elsewhere(request, url)) is not None:
        return redirection
    return render_below(
        index,
        request,
        "programmes/junctions.html",
        route="junctions",
        standing={
            "title": _("How the programmes join up"),
            "introduction": _(
                "What each programme prepares, extends or feeds, and with which it shares places."
            ),
            "stylesheets": [*index.stylesheets, "core/css/junctions.css"],
        },
        map=JunctionMap(index.programmes),
        index_url=index.get_url(request),
    )
