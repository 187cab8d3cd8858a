"""From an address to its page in two queries, however deep the page stands.

Wagtail asks for the language, the home page, then each level and its specific page, and twice more for view
restrictions. Here the pages along the path come in one query with what must be known of them, and the
deepest is made specific. As in Wagtail, a page with routes of its own (`RoutablePageMixin`) is asked before
its children.
"""

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.urls import Resolver404
from django.utils.translation import get_language
from wagtail import views
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from core.models import BasePage
from core.prepared import prepared
from core.sites import know_site


def serve(request, path):
    """Wagtail's own view, the site and the page being found already."""
    know_site(request)
    request._wagtail_route_for_request = find_route(request, path)
    return views.serve(request, path)


def find_route(request, path: str) -> RouteResult | None:
    """The page at that path in the language being read, with what its routes need; None for no page."""
    slugs = [slug for slug in path.split("/") if slug]
    trail, above = _trail(request, slugs)
    if not trail:
        return None
    page = _served(trail[-1])
    ancestors = trail[:-1]
    page.breadcrumbs = [ancestor for ancestor in ancestors if ancestor.live]
    if ancestors:
        page._cached_parent_obj = ancestors[-1]
    if not trail[-1].has_translation:
        page.translations_for_switcher = []
    page.is_known_unrestricted = not any(ancestor.is_restricted for ancestor in (*above, *trail))
    try:
        return page.route(request, slugs[len(ancestors) :])
    except Http404:
        return None


def _served(page: Page) -> Page:
    """The same page in its own type, with what its type is always shown with."""
    page_class = page.specific_class
    if page_class is None:
        return page
    (served,) = _specific(page_class, pk=page.pk)
    return served


@prepared
def _specific(page_class, *, pk):
    pages = page_class._default_manager.select_related(*getattr(page_class, "shown_with", ()))
    if issubclass(page_class, BasePage):
        pages = pages.annotate(**page_class.shown_values())
    return pages.filter(pk=pk)


def _trail(request, slugs: list[str]) -> tuple[list[Page], list[Page]]:
    """Pages from the home page down as far as the path leads or one routes itself; those above."""
    root_path = _root_path(request)
    if root_path is None:
        return [], []
    paths = [root_path]
    for slug in slugs:
        paths.append(f"{paths[-1]}{slug}/")
    sought = [*_paths_above(root_path), *paths]
    top = Site.find_for_request(request).root_page.path[: Page.steplen]
    slugs = [path.rsplit("/", 2)[-2] for path in sought]
    found = {page.url_path: page for page in _pages_at(paths=sought, slugs=slugs, top=top)}
    above = [page for url_path, page in found.items() if url_path not in paths]
    trail = []
    for url_path in paths:
        if url_path not in found:
            break
        trail.append(found[url_path])
        if _routes_itself(found[url_path], slugs[len(trail) - 1 :]):
            break
    return trail, above


def _routes_itself(page: Page, slugs: list[str]) -> bool:
    """Whether the type of the page has a route of its own for what is left of the path."""
    page_class = page.specific_class
    if not (slugs and page_class and issubclass(page_class, RoutablePageMixin)):
        return False
    try:
        page_class.get_resolver().resolve("/" + "/".join(slugs) + "/")
    except Resolver404:
        return False
    return True


def _root_path(request) -> str | None:
    """Path of the home page in the language being read; None where there is none."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    return next(
        (
            root.root_path
            for root in Site.get_site_root_paths()
            if root.site_id == site.pk and root.language_code == get_language()
        ),
        None,
    )


def _paths_above(root_path: str) -> list[str]:
    """`/` and what else stands above the home page: a view restriction there holds for the whole site."""
    slugs = root_path.strip("/").split("/")[:-1]
    return ["/", *("/" + "/".join(slugs[: depth + 1]) + "/" for depth in range(len(slugs)))]


@prepared
def _pages_at(*, paths, slugs, top):
    """The pages at these paths; `top` is the place in the tree of what stands above all of them, at `/`.

    Paths are not indexed, slugs and places are.
    """
    # An alias is under the restrictions of its original, which may be an alias itself.
    restrictions = PageViewRestriction.objects.filter(
        Q(page=OuterRef("pk")) | Q(page=OuterRef("alias_of")) | Q(page=OuterRef("alias_of__alias_of"))
    )
    translations = Page.objects.filter(
        translation_key=OuterRef("translation_key"), live=True, alias_of=None
    ).exclude(pk=OuterRef("pk"))
    return Page.objects.filter(Q(slug__in=slugs) | Q(path=top), url_path__in=paths).annotate(
        is_restricted=Exists(restrictions), has_translation=Exists(translations)
    )
