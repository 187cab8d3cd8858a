"""The feeds of a blog."""

from dataclasses import replace

from django.db.models import Q
from django.http import Http404, HttpResponse

from blog.facets import Facet
from blog.models.posts import PostPage
from core import feeds, news


def serve(request, blog, name: str) -> HttpResponse:
    """The feed called `name` (rss or atom) of all posts of a blog."""
    pages = news.latest({PostPage: "date"}, Q(pk__in=_keys(blog.posts)))
    return news.serve(request, name, _channel(request, blog, blog.title), pages)


def serve_facet(request, blog, name: str, facet: Facet) -> HttpResponse:
    """The feed of one tag, year or author, whose name is asked for with its posts; 404 where it has none."""
    condition = Q(pk__in=_keys(facet.filter(blog.posts)))
    pages = news.latest({PostPage: "date"}, condition, facet_name=facet.name_in_database)
    if not pages:
        raise Http404
    facet = replace(facet, name=pages[0].facet_name)
    return news.serve(request, name, _channel(request, blog, f"{facet.heading} — {blog.title}"), pages)


def _keys(posts):
    return posts.order_by().values("pk")


def _channel(request, blog, title: str) -> feeds.Channel:
    return feeds.Channel(
        title=title, url=request.build_absolute_uri("../"), description=blog.introduction or blog.title
    )
