"""The feed of everything: what any section publishes, in one language. Events have their calendar instead."""

from django.conf import settings
from django.db.models import Q
from django.http import HttpResponse

from blog.models import PostPage, RoadmapPage
from core import feeds, news
from publications.models import BookPage, EpisodePage, ReportPage

#: Types of pages that are news, and the field that tells their day.
DATES = {
    PostPage: "date",
    RoadmapPage: "published_on",
    EpisodePage: "published_on",
    BookPage: "published_on",
    ReportPage: "published_on",
}


def serve(request, door, name: str) -> HttpResponse:
    """The feed called `name` (rss or atom) of all below a front door."""
    channel = feeds.channel_of(request, door, title=settings.WAGTAIL_SITE_NAME)
    return news.serve(request, name, channel, news.latest(DATES, Q(path__startswith=door.path)))
