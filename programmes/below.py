"""Pages that the index of programmes makes itself, at addresses below its own."""

from copy import copy
from dataclasses import dataclass

from django.template.response import TemplateResponse
from django.utils.translation import get_language, override
from wagtail.models import Locale

from core.models import BasePage


@dataclass(frozen=True)
class RouteInLanguage:
    """The same route of the index in another language: what the switcher and search engines are told."""

    locale: Locale
    url: str
    full_url: str

    def get_url(self, request=None) -> str:
        return self.url


def render_below(index, request, route: str, template: str, *, title, description, stylesheets, **extra):
    """Answers a route of the index with a page of its own title, address and breadcrumbs.

    Whoever comes by the other language's words is sent to this one's.
    """
    url = index.route_url(route, request)
    if (redirection := index.elsewhere(request, url)) is not None:
        return redirection
    page = _standing_below(index, request, route, title=title, description=description)
    page.stylesheets = [*index.stylesheets, *stylesheets]
    context = BasePage.get_context(page, request) | extra
    context["page_url"] = url
    context["breadcrumbs"] = [*index.breadcrumbs, index]
    context["structured_data"] = _structured_data(index, request, page)
    return TemplateResponse(request, template, context)


def _standing_below(index, request, route: str, *, title, description):
    page = copy(index)
    page.title, page.seo_title = title, ""
    page.introduction = page.search_description = description
    page.canonical_url = _full_url(index, request, route)
    page.translations_for_switcher = [
        _in_language(translation, request, route) for translation in index.translations_for_switcher
    ]
    return page


def _full_url(index, request, route: str) -> str:
    return index.get_full_url(request) + index.reverse_subpage(f"{route}_{index.route_language}")


def _in_language(translation, request, route: str) -> RouteInLanguage:
    with override(translation.locale.language_code):
        below = translation.reverse_subpage(f"{route}_{translation.route_language}")
    return RouteInLanguage(
        translation.locale,
        translation.get_url(request) + below,
        translation.get_full_url(request) + below,
    )


def _structured_data(index, request, page) -> list[dict]:
    trail = [
        *((each.title, each.get_full_url(request)) for each in (*index.breadcrumbs, index)),
        (page.title, page.canonical_url),
    ]
    return [
        {
            "@type": "WebPage",
            "name": page.title,
            "description": page.introduction,
            "url": page.canonical_url,
            "inLanguage": get_language(),
            "isPartOf": {"@type": index.schema_type, "url": index.get_full_url(request)},
        },
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": position, "name": name, "item": address}
                for position, (name, address) in enumerate(trail, start=1)
            ],
        },
    ]
