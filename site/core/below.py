"""Pages that a page makes itself, at addresses below its own."""

from copy import copy
from dataclasses import dataclass

from django.template.response import TemplateResponse
from django.utils.translation import get_language, override
from wagtail.models import Locale, Page

from core import schema_org


@dataclass(frozen=True)
class RouteInLanguage:
    """The same route of the page in another language: what the switcher and search engines are told."""

    locale: Locale
    url: str
    full_url: str

    def get_url(self, request=None) -> str:
        return self.url


def render_below(above, request, template, *, route, args=(), canonical=None, standing=None, **extra):
    """Answers a route of the page `above` with a page of its own.

    `standing` are its `title`, `introduction`, `stylesheets`, or whatever else of a page it has of its own;
    `canonical` its whole address where another one shows the same.
    """
    page = copy(above)
    page.seo_title = ""
    for name, value in (standing or {}).items():
        setattr(page, name, value)
    page.search_description = page.introduction
    page.canonical_url = canonical or full_url(above, request, route, *args)
    page.translations_for_switcher = [
        _in_language(translation, request, route, args) for translation in above.translations_for_switcher
    ]
    context = Page.get_context(page, request) | extra
    context["breadcrumbs"] = [*above.breadcrumbs, above]
    context["structured_data"] = _structured_data(above, request, page)
    return TemplateResponse(request, template, context)


def full_url(above, request, route: str, *args) -> str:
    """Whole address of a route of a page, in the language being read."""
    below = above.reverse_subpage(f"{route}_{above.route_language}", args=args)
    return above.get_full_url(request) + below


def _in_language(translation, request, route: str, args) -> RouteInLanguage:
    with override(translation.locale.language_code):
        below = translation.reverse_subpage(f"{route}_{translation.route_language}", args=args)
    return RouteInLanguage(
        translation.locale,
        translation.get_url(request) + below,
        translation.get_full_url(request) + below,
    )


def _structured_data(above, request, page) -> list[dict]:
    trail = [
        *((each.title, each.get_full_url(request)) for each in (*above.breadcrumbs, above)),
        (page.title, page.canonical_url),
    ]
    page_data = {"@type": "WebPage"} | schema_org.stated(
        name=page.title,
        description=page.introduction,
        url=page.canonical_url,
        inLanguage=get_language(),
        isPartOf={"@type": above.schema_type, "name": above.title, "url": above.get_full_url(request)},
        publisher=schema_org.organisation(request),
    )
    return [page_data, schema_org.breadcrumbs(trail)]
