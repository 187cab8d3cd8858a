"""The blog's index: posts latest first, by tag, year or author, and their feeds."""

from urllib.parse import urljoin

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path

from blog import feeds
from blog.addresses import KINDS, facet_url, word
from blog.facets import Facet, language_of_tags
from blog.models.posts import PostPage
from core.feeds import feed_links
from core.leaves import leaf_or_404
from core.models import BasePage

#: Posts on one page of the list.
PAGE_SIZE = 12
#: Tags offered as filters, the most used first; the others keep their address.
TAGS_OFFERED = 16


class BlogIndexPage(RoutablePageMixin, BasePage):
    """Posts, latest first, by tag, year or author; feeds."""

    levels_listed = 1
    stylesheets = ["core/css/listing.css"]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["blog.PostPage"]
    max_count_per_parent = 1
    schema_type = "Blog"

    class Meta:
        verbose_name = gettext_lazy("blog")

    @path("")
    def all_posts(self, request):
        return self.render(request)

    @re_path(r"^(?P<feed>rss|atom)/$", name="feed")
    def feed(self, request, feed):
        return feeds.serve(request, self, feed)

    @re_path(rf"^(?P<kind>{'|'.join(KINDS)})/(?P<slug>[^/]+)/$", name="filtered")
    def filtered(self, request, kind, slug):
        facet = self._facet_or_404(KINDS[kind], slug)
        if kind != word(facet.kind):
            return redirect(self._facet_url(request, facet), permanent=True)
        return self.render(request, facet=facet)

    @re_path(rf"^(?P<kind>{'|'.join(KINDS)})/(?P<slug>[^/]+)/(?P<feed>rss|atom)/$", name="filtered_feed")
    def filtered_feed(self, request, kind, slug, feed):
        facet = Facet(KINDS[kind], slug)
        if kind != word(facet.kind):
            return redirect(f"{self._facet_url(request, facet)}{feed}/", permanent=True)
        return feeds.serve_facet(request, self, feed, facet)

    def get_context(self, request, *args, facet: Facet | None = None, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        address = self._facet_url(request, facet) if facet else self.get_url(request)
        page_obj = self._page_or_404(request, facet)
        number = f"?page={page_obj.number}" if page_obj.number > 1 else ""
        self.canonical_url = urljoin(self.get_full_url(request), address + number)
        if facet:
            self.seo_title = facet.heading
        context |= {
            "facet": facet,
            "heading": facet.heading if facet else self.title,
            "page_obj": page_obj,
            "filters": self._filters(request, facet),
            "feeds": feed_links(address, facet.heading if facet else self.title),
        }
        if facet:
            context["breadcrumbs"] = [*context["breadcrumbs"], self]
        return context

    @property
    def posts(self):
        """Public posts below this page."""
        return PostPage.objects.child_of(self).published()

    @cached_property
    def facets(self) -> list[Facet]:
        """Tags (most used first), years (latest first) and authors (by name) that lead to posts."""
        facets = [Facet(*row) for row in self.posts.facets()]
        tags = sorted((f for f in facets if f.kind == "tag"), key=lambda tag: (-tag.count, tag.name.lower()))
        years = sorted((f for f in facets if f.kind == "year"), key=lambda year: year.slug, reverse=True)
        authors = sorted((f for f in facets if f.kind == "author"), key=lambda author: author.name.lower())
        return [*tags, *years, *authors]

    def _facet_or_404(self, kind: str, slug: str) -> Facet:
        for facet in self.facets:
            if (facet.kind, facet.slug) == (kind, slug):
                return facet
        raise Http404

    def _page_or_404(self, request, facet):
        posts = facet.filter(self.posts) if facet else self.posts
        paginator = Paginator(posts, PAGE_SIZE)
        # Years share the posts out: together they count them all, without one more query.
        paginator.count = facet.count if facet else sum(f.count for f in self.facets if f.kind == "year")
        page = leaf_or_404(paginator, request)
        page.object_list = page.object_list.for_cards()
        return page

    def _filters(self, request, current) -> list[dict]:
        """Groups of the component filters.html: `label` and `options`."""
        labels = {"tag": _("Subject"), "year": _("Year"), "author": _("Author")}
        groups = []
        for kind, label in labels.items():
            facets = [facet for facet in self.facets if facet.kind == kind]
            if kind == "tag":
                facets = [f for i, f in enumerate(facets) if i < TAGS_OFFERED or f == current]
            options = [
                {
                    "label": facet.name,
                    "url": self._facet_url(request, facet),
                    "count": facet.count,
                    "current": facet == current,
                    # Tags are words of the first language: all versions of a post bear the same.
                    "language": language_of_tags() if kind == "tag" else "",
                }
                for facet in facets
            ]
            if options:
                groups.append({"label": label, "options": options})
        return groups

    def _facet_url(self, request, facet: Facet) -> str:
        return facet_url(self.get_url(request), facet.kind, facet.slug)
