"""Pages with addresses of their own below them, in the words of each language."""

from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from wagtail.contrib.routable_page.models import RoutablePageMixin


class RoutesByLanguageMixin(RoutablePageMixin):
    """A page whose routes are named `<name>_fr` and `<name>_en`.

    The site's addresses end in a slash; those of a file that the page makes do not, though their route does.
    """

    @property
    def route_language(self) -> str:
        return "fr" if get_language() == "fr" else "en"

    def route_url(self, name: str, request=None, *args) -> str:
        """Address of a route in the language being read."""
        return self.get_url(request) + self.reverse_subpage(f"{name}_{self.route_language}", args=args)

    def file_url(self, name: str, request=None, *args) -> str:
        """Address of a file, in the language being read."""
        return self.route_url(name, request, *args).removesuffix("/")

    def elsewhere(self, request, url: str) -> HttpResponseRedirectBase | None:
        """The way to `url` for whoever came by the other language's words; None for who is there already."""
        if request.path == url:
            return None
        query = request.META.get("QUERY_STRING", "")
        return redirect(f"{url}?{query}" if query else url, permanent=True)
