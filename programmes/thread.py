"""Everything published about a programme, whichever section publishes it."""

from dataclasses import dataclass

from core import clock
from programmes.querysets import open_to_all


@dataclass(frozen=True)
class Thread:
    """Posts and events in the language of the programme's page, commitments as they are written.

    The sections that publish them are not known here: they are reached through their links to the programme.
    """

    posts: list
    coming_events: list
    past_events: list
    commitments: list

    @classmethod
    def of(cls, page) -> "Thread":
        """Three queries, whatever there is."""
        events = list(_pages_about(page, page.events).order_by("-starts_at", "-pk"))
        today = clock.today()
        return cls(
            posts=list(_pages_about(page, page.posts).order_by("-date", "-pk")),
            coming_events=[event for event in reversed(events) if not event.is_past(today)],
            past_events=[event for event in events if event.is_past(today)],
            commitments=list(
                open_to_all(page.commitments.model.objects.all(), prefix="roadmap__")
                .filter(programme__translation_key=page.translation_key)
                .select_related("roadmap__locale")
                .order_by("-roadmap__year", "position", "pk")
            ),
        )

    def __bool__(self):
        return bool(self.posts or self.coming_events or self.past_events or self.commitments)


def _pages_about(page, related):
    """Public pages linked to the programme or to one of its translations, in the language of its page."""
    return (
        open_to_all(related.model.objects.filter(programme__translation_key=page.translation_key))
        .filter(locale_id=page.locale_id)
        .select_related("locale")
        .defer_streamfields()
    )
