"""From an address to its page in one query, however deep the page stands."""

from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page


class WholePathRoutingMixin:
    """For the home page: finds all pages along the path at once.

    Wagtail asks for each level and for its specific page, two queries a level. Here the pages along the path
    come in one, the deepest is made specific, and the others become its breadcrumbs. A page with routes of its
    own (`RoutablePageMixin`) is asked before its children, as in Wagtail.
    """

    def route(self, request, path_components):
        if not path_components:
            return super().route(request, path_components)
        trail = self._pages_along(path_components)
        page = trail.pop().specific if trail else self
        if page is self:
            return super().route(request, path_components)
        page.breadcrumbs = [self, *(ancestor for ancestor in trail if ancestor.live)]
        page._cached_parent_obj = trail[-1] if trail else self
        return page.route(request, path_components[len(trail) + 1 :])

    def _pages_along(self, path_components: list[str]) -> list[Page]:
        """Pages from the child of this one downwards, as far as the path leads or one routes itself."""
        paths, url_path = [], self.url_path
        for slug in path_components:
            url_path = f"{url_path}{slug}/"
            paths.append(url_path)
        found = {
            page.url_path: page
            for page in Page.objects.filter(url_path__in=paths).select_related("content_type")
        }
        trail = []
        for url_path in paths:
            if url_path not in found:
                break
            trail.append(found[url_path])
            if issubclass(found[url_path].specific_class or Page, RoutablePageMixin):
                break
        return trail
