"""The search page."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.kinds import KINDS
from search.query import Outcome, search
from search.words import MAX_CHARACTERS


@require_safe
def results(request):
    """Answers any text, kind and page number with a page; search engines are asked not to index it."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:MAX_CHARACTERS]
    outcome = search(text, request.GET.get("kind", ""), request.GET.get("page", "1"))
    context = {
        "text": text,
        "outcome": outcome,
        "filters": kind_filters(text, outcome),
        "page_query": urlencode({"q": text} | ({"kind": outcome.kind} if outcome.kind else {})) + "&",
        "max_length": MAX_CHARACTERS,
    }
    response = render(request, "search/search.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


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
