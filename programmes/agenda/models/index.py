"""The agenda itself."""

from itertools import groupby

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from core import clock
from core.leaves import leaf_or_404
from core.models import BasePage
from programmes.agenda.calendar import Calendar
from programmes.agenda.models.events import EventPage

ARCHIVE_PAGE_SIZE = 20


class AgendaPage(BasePage):
    """All events: those to come by month, then the archive by year."""

    stylesheets = ["core/css/agenda.css"]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["agenda.EventPage"]
    max_count_per_parent = 1
    schema_type = "CollectionPage"

    class Meta:
        verbose_name = _("agenda")

    def get_context(self, request, *args, **kwargs):
        """`?page=` turns the leaves of the archive; those after the first show nothing else."""
        context = super().get_context(request, *args, **kwargs)
        events = EventPage.objects.child_of(self).defer_streamfields()
        archive = leaf_or_404(Paginator(events.past(), ARCHIVE_PAGE_SIZE), request)
        context["archive"] = archive
        context["archive_years"] = _by_year(archive.object_list)
        context["calendar"] = Calendar.of(events.coming(), clock.today()) if archive.number == 1 else None
        return context


def _by_year(events) -> list[tuple[int, list[EventPage]]]:
    return [(year, list(group)) for year, group in groupby(events, lambda event: event.first_day.year)]
