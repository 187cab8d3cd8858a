"""Two years side by side: what was carried over, and what became of it.

The earlier year always stands first, whichever of the two is asked to compare itself with the other.
"""

from django.http import Http404
from django.utils.translation import gettext as _

from blog.comparison import Outcomes, budget_rows, figure_rows
from blog.models.commitments import Commitment
from blog.models.parts import parts_of
from blog.progress import Progress
from blog.wording import say
from core.below import full_url, render_below

STYLESHEETS = [
    "core/css/roadmap.css",
    "core/css/charts.css",
    "core/css/commitments.css",
    "core/css/comparison.css",
]


def serve(request, roadmap, year: int | None = None):
    """The comparison with `year` or, where none is given, with the year before or else the year after."""
    route, args = ("compare", []) if year is None else ("compare_with", [year])
    if (redirection := roadmap.elsewhere(request, roadmap.route_url(route, request, *args))) is not None:
        return redirection
    years = list(type(roadmap).objects.sibling_of(roadmap).published().defer_streamfields().order_by("year"))
    other = _other(roadmap, years, year)
    if other is None:
        return _alone(request, roadmap)
    if year is not None:
        roadmap.translations_for_switcher = _translated_with(roadmap, other)
    earlier, later = sorted((roadmap, other), key=lambda each: each.year)
    words = {"earlier": earlier.year, "later": later.year}
    standing = {
        "title": _("%(earlier)d and %(later)d side by side") % words,
        "introduction": _(
            "What became of the promises of %(earlier)d, what %(later)d takes up again, and what changes."
        )
        % words,
        "stylesheets": STYLESHEETS,
    }
    return render_below(
        roadmap,
        request,
        "blog/roadmap_comparison.html",
        route=route,
        args=args,
        canonical=full_url(later, request, "compare_with", earlier.year),
        standing=standing,
        **_contents(earlier, later),
        **_around(request, roadmap, years, earlier, later),
    )


def _other(roadmap, years, year: int | None):
    """The roadmap to compare with; None where there is no other year at all. An unknown year is not found."""
    others = {each.year: each for each in years if each.pk != roadmap.pk}
    if year is not None:
        if year not in others:
            raise Http404
        return others[year]
    before = [each for each in others.values() if each.year < roadmap.year]
    after = [each for each in others.values() if each.year > roadmap.year]
    return before[-1] if before else (after[0] if after else None)


def _alone(request, roadmap):
    standing = {
        "title": _("%(year)d cannot be compared yet") % {"year": roadmap.year},
        "introduction": _("It is the only year with a roadmap."),
        "stylesheets": STYLESHEETS,
    }
    return render_below(
        roadmap,
        request,
        "blog/roadmap_alone.html",
        route="compare",
        standing=standing,
        roadmap=roadmap,
    )


def _translated_with(roadmap, other) -> list:
    """Translations of a roadmap in the languages in which the other year can be read too."""
    translations = roadmap.translations_for_switcher
    if not translations:
        return []
    languages = set(other.get_translations().live().values_list("locale", flat=True))
    return [translation for translation in translations if translation.locale_id in languages]


def _contents(earlier, later) -> dict:
    """What both years hold, and how they differ. Three queries, one more where years between count."""
    of_both = Commitment.objects.of_roadmap(earlier) | Commitment.objects.of_roadmap(later)
    commitments: dict = {earlier.translation_key: [], later.translation_key: []}
    for commitment in say(list(of_both), later):
        commitments[commitment.roadmap.translation_key].append(commitment)
    before, after = commitments[earlier.translation_key], commitments[later.translation_key]
    progress = Progress(before), Progress(after)
    parts = parts_of(earlier), parts_of(later)
    return {
        "earlier": earlier,
        "later": later,
        "figures": figure_rows(earlier, later, progress),
        "columns": [
            {"roadmap": each, "progress": stands, "priorities": lists["priorities"]}
            for each, stands, lists in zip((earlier, later), progress, parts, strict=True)
        ],
        "outcomes": Outcomes(before, after),
        "budget_sides": budget_rows(parts[0]["budget_lines"], parts[1]["budget_lines"]),
        "has_priorities": any(lists["priorities"] for lists in parts),
    }


def _around(request, roadmap, years, earlier, later) -> dict:
    """Comparisons of the years before and after these two, and of this roadmap with any other year."""
    before = [each for each in years if each.year < earlier.year]
    after = [each for each in years if each.year > later.year]
    others = [each for each in years if each.year not in (earlier.year, later.year)]
    pairs = [sorted((roadmap, other), key=lambda each: each.year) for other in others]
    return {
        "previous_pair": _pair(request, before[-1], earlier) if before else None,
        "next_pair": _pair(request, later, after[0]) if after else None,
        "other_pairs": [_pair(request, *pair) for pair in pairs],
    }


def _pair(request, earlier, later) -> dict:
    return {
        "earlier": earlier.year,
        "later": later.year,
        "url": later.route_url("compare_with", request, earlier.year),
    }
