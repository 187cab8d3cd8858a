"""The search page."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.atlas.addresses import map_path_in_active_language, territories_url
from core.models import Territory
from search import vain
from search.kinds import KINDS
from search.query import Outcome, search
from search.words import MAX_CHARACTERS


@require_safe
def results(request):
    """Answers any text, kind and page number with a page; search engines are asked not to index it."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:MAX_CHARACTERS]
    outcome = search(text, request.GET.get("kind", ""), request.GET.get("page", "1"))
    place = place_named(request, text)
    if vain.is_vain(request, outcome, is_place=place is not None):
        vain.record(text, outcome.terms)
    context = {
        "place": place,
        "text": text,
        "outcome": outcome,
        "filters": kind_filters(text, outcome),
        "page_query": urlencode({"q": text} | ({"kind": outcome.kind} if outcome.kind else {})) + "&",
        "max_length": MAX_CHARACTERS,
    }
    response = render(request, "search/search.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def place_named(request, text: str) -> dict | None:
    """The territory whose name is what was asked for, and the address of what happened there. One query."""
    slug = slugify(text.replace("’", " ").replace("'", " "))
    territories = Territory.objects.filter(slug=slug).annotate(map_path=map_path_in_active_language())
    territory = territories.first() if slug else None
    url = territories_url(request, territory.map_path, territory.slug) if territory else ""
    return {"name": territory.name, "url": url} if url else None


def kind_filters(text: str, outcome: Outcome) -> list[dict]:
    """A link for all results and one for each kind that has some, with its count."""
    choices = [("", _("Everything"), outcome.total)]
    choices += [(kind, label, outcome.counts[kind]) for kind, (label, _types) in KINDS.items()]
    return [
        {
            "label": label,
            "url": "?" + urlencode({"q": text} | ({"kind": kind} if kind else {})),
            "count": count,
            "current": kind == outcome.kind,
        }
        for kind, label, count in choices
        if count or kind == outcome.kind
    ]
