"""The way to the map of territories and to the page of each, from sections that may not import it."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language
from wagtail.models import Page

from core.paths import path_of_page


def territories_path() -> Subquery:
    """For a query over pages: where the map of territories stands in the language of each; None: nowhere.

    Told within the query that is asked anyway: the way there costs none of its own.
    """
    return path_of_page("home", "territoriespage", locale=OuterRef("locale"))


def map_path_in_active_language() -> Subquery:
    """The same in the language being read, for a query over anything."""
    return path_of_page("home", "territoriespage", locale__language_code=get_language())


def territories_url(request, path: str | None, slug: str = "") -> str:
    """Address of the map, or with `slug` of one territory; empty where there is no map (`path` as above)."""
    if not path:
        return ""
    url = Page(url_path=path).get_url(request) or ""
    return f"{url}{slug}/" if url and slug else url
