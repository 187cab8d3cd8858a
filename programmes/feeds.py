"""The feed of a programme: what any section publishes about it. Events have their calendar instead."""

from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _

from core import feeds, news
from programmes.thread import SOURCES


def serve(request, programme, name: str) -> HttpResponse:
    """The feed called `name` (rss or atom), in the language of the programme."""
    dates = {
        source.linked(programme): source.fields["date"]
        for source in SOURCES
        if "date" in source.fields and not source.page and not source.through
    }
    about = Q()
    for model in dates:
        key = f"{model._meta.model_name}__programme__translation_key"
        about |= Q(**{key: programme.translation_key})
    channel = feeds.channel_of(
        request, programme, title=_("News of %(programme)s") % {"programme": programme.title}
    )
    pages = news.latest(dates, about & Q(locale_id=programme.locale_id))
    return news.serve(request, name, channel, pages)
