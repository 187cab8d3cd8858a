"""Pages that nobody has looked over for two years."""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Locale, Page

from blog.models import PostPage, RoadmapPage
from core.clock import now
from core.querysets import open_to_all
from programmes.agenda.models import EventPage

from .finding import Sighting
from .holdings import PAGE, Holding
from .models import Review

#: They say of which day they are, and are not written anew.
DATED = (PostPage, EventPage, RoadmapPage)
KEEPS_FOR = datetime.timedelta(days=2 * 365)


def overdue() -> QuerySet[Page]:
    """Published pages last published and last reviewed two years ago or more, the oldest first.

    Posts, events and roadmaps stay as they were on their day. A translation follows its original: where that
    is published, that alone is to be looked over.
    """
    limit = now() - KEEPS_FOR
    originals = Page.objects.live().filter(
        translation_key=OuterRef("translation_key"), locale=Locale.get_default()
    )
    recent = Review.objects.filter(page=OuterRef("pk"), reviewed_on__gte=limit)
    pages = open_to_all(Page.objects.filter(depth__gt=1, alias_of=None).not_exact_type(*DATED))
    return (
        pages.filter(Q(locale=Locale.get_default()) | ~Exists(originals))
        .filter(Q(last_published_at__lt=limit) | Q(last_published_at=None))
        .exclude(Exists(recent))
        .order_by("last_published_at")
    )


def sightings() -> list[Sighting]:
    content_type = ContentType.objects.get_for_model(Page).pk
    return [
        Sighting(
            subject=f"page:{pk}",
            label=title,
            places=[Holding(PAGE, pk, content_type_id=content_type, object_id=pk)],
        )
        for pk, title in overdue().values_list("pk", "draft_title")
    ]
