"""What search engines are told: the addresses of all public pages, and what to leave alone."""

from collections import defaultdict

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page, get_page_models


class PageSitemap(Sitemap):
    """Live public pages in every language. Copies that wait for their translation are left out."""

    limit = 10_000

    def items(self):
        homes = self.get_wagtail_site().root_page.get_translations(inclusive=True)
        pages = Page.objects.none()
        for home in homes:
            pages |= Page.objects.descendant_of(home, inclusive=True)
        return pages.live().public().filter(alias_of__isnull=True).select_related("locale").order_by("path")

    def lastmod(self, page):
        """When visitors last saw it change; a draft, which Wagtail falls back on, is nothing to them."""
        return page.last_published_at

    def _urls(self, page, protocol, domain):
        """Each page with its last change and its translations (`alternates`)."""
        urls, families = [], defaultdict(list)
        for item in self.paginator.page(page).object_list:
            entry = {"item": item, "location": item.get_full_url(self.request), "lastmod": self.lastmod(item)}
            families[item.translation_key].append(
                {"location": entry["location"], "lang_code": item.locale.language_code}
            )
            urls.append(entry)
        for entry in urls:
            family = families[entry["item"].translation_key]
            entry["alternates"] = family if len(family) > 1 else []
        if page == 1:
            urls += self._below()
        changes = [entry["lastmod"] for entry in urls if entry["lastmod"]]
        if changes:
            self.latest_lastmod = max(changes)
        return urls

    def _below(self) -> list[dict]:
        """Addresses that pages make below their own, as `addresses_below` of their type tells."""
        types = [model for model in get_page_models() if hasattr(model, "addresses_below")]
        pages = self.items().type(*types).specific() if types else []
        return [
            {"item": each, "location": location, "lastmod": None, "alternates": []}
            for each in pages
            for location in each.addresses_below(self.request)
        ]


@require_safe
def robots(request):
    """robots.txt: neither the editors' side nor the endless pages of search results."""
    closed = [reverse("wagtailadmin_home")]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            closed.append(reverse("search"))
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
