"""The feeds of a blog."""

from datetime import datetime, time

from django.db.models import Count, Max
from django.http import HttpResponse
from django.utils import timezone

from core import feeds


def serve(request, blog, name: str, facet=None) -> HttpResponse:
    """A feed of a blog, whole or of one tag, year or author."""
    posts = facet.filter(blog.posts) if facet else blog.posts
    state = posts.order_by().aggregate(
        number=Count("pk", distinct=True), published=Max("last_published_at"), latest=Max("date")
    )
    channel = feeds.Channel(
        title=f"{facet.heading} — {blog.title}" if facet else blog.title,
        url=request.build_absolute_uri("../"),
        description=blog.introduction or blog.title,
    )
    return feeds.serve(
        request,
        name,
        channel,
        lambda: [entry(request, post) for post in posts.for_feed()[: feeds.LENGTH]],
        state=state,
        changed=max(filter(None, [state["published"], blog.last_published_at]), default=None),
    )


def entry(request, post) -> feeds.Entry:
    return feeds.Entry(
        title=post.title,
        url=request.build_absolute_uri(post.get_url(request)),
        published=timezone.make_aware(datetime.combine(post.date, time())),
        changed=post.last_published_at,
        summary=post.introduction,
        html=feeds.page_html(request, post),
        authors=tuple(author.name for author in post.authors),
        categories=tuple(item.tag.name for item in post.tagged_items.all()),
    )
