"""The feeds of a blog."""

from dataclasses import replace

from django.db.models import Q
from django.http import Http404, HttpResponse

from blog.addresses import facet_url
from blog.facets import Facet
from blog.models.posts import PostPage
from core import feeds, news


def serve(request, blog, name: str) -> HttpResponse:
    """The feed called `name` (rss or atom) of all posts of a blog."""
    pages = news.latest({PostPage: "date"}, Q(pk__in=_keys(blog.posts)))
    return news.serve(request, name, feeds.channel_of(request, blog), pages)


def serve_facet(request, blog, name: str, facet: Facet) -> HttpResponse:
    """The feed of one tag, year or author, whose name is asked for with its posts; 404 where it has none."""
    condition = Q(pk__in=_keys(facet.filter(blog.posts)))
    pages = news.latest({PostPage: "date"}, condition, facet_name=facet.name_in_database)
    if not pages:
        raise Http404
    facet = replace(facet, name=pages[0].facet_name)
    channel = feeds.channel_of(
        request,
        blog,
        title=f"{facet.heading} — {blog.title}",
        url=facet_url(blog.get_full_url(request), facet.kind, facet.slug),
    )
    return news.serve(request, name, channel, pages)


def _keys(posts):
    return posts.order_by().values("pk")
