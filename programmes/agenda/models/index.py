"""The agenda itself."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.contrib.routable_page.models import path, re_path

from core import clock
from core.below import full_url
from core.languages import or_untranslated
from core.models import BasePage
from core.querysets import open_to_all
from core.routes import RoutesByLanguageMixin
from programmes.agenda import feed, views
from programmes.agenda.almanac import Almanac
from programmes.agenda.models.events import EventPage

#: A year and a month as somebody may type them; a page says what is wrong with those that do not exist.
MONTH = r"(?P<year>[0-9]{1,9})/(?P<number>[0-9]{1,9})/$"
YEAR = r"(?P<year>[0-9]{4})/$"
PROGRAMME_CALENDAR = r"(?P<slug>[-\w]+)\.ics/$"


class AgendaPage(RoutesByLanguageMixin, BasePage):
    """All events: those to come by month, as a list or on a wall calendar; the archive; calendars to take."""

    stylesheets = ["core/css/agenda.css"]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["agenda.EventPage"]
    max_count_per_parent = 1
    schema_type = "CollectionPage"

    class Meta:
        verbose_name = _("agenda")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs) | views.front(request, self)
        self.canonical_url = context["canonical_url"]
        return context

    @path("liste/", name="list_fr")
    @path("list/", name="list_en")
    def serve_list(self, request):
        return views.serve_list(request, self)

    @re_path(rf"^{MONTH}", name="month_fr")
    @re_path(rf"^{MONTH}", name="month_en")
    def serve_month(self, request, year, number):
        return views.serve_month(request, self, year, number)

    @path("archives/", name="archive_fr")
    @path("archive/", name="archive_en")
    def serve_archive(self, request):
        return views.serve_archive(request, self)

    @re_path(rf"^archives/{YEAR}", name="year_fr")
    @re_path(rf"^archive/{YEAR}", name="year_en")
    def serve_year(self, request, year):
        return views.serve_year(request, self, year)

    @path("agenda.ics/", name="calendar_fr")
    @path("agenda.ics/", name="calendar_en")
    def serve_calendar(self, request):
        return feed.serve_all(request, self)

    @re_path(rf"^calendriers/{PROGRAMME_CALENDAR}", name="programme_calendar_fr")
    @re_path(rf"^calendars/{PROGRAMME_CALENDAR}", name="programme_calendar_en")
    def serve_programme_calendar(self, request, slug):
        return feed.serve_programme(request, self, slug)

    @property
    def events(self):
        """Public events below this page, and those that nobody has translated: dates concern every reader."""
        events = EventPage.objects.child_of(self)
        if self.first_version:
            events = or_untranslated(events | EventPage.objects.child_of(self.first_version), self.locale)
        return events.published()

    def calendar_events(self):
        """Those that calendars may hold: of which the day is fixed."""
        return self.events.filter(date_text="").select_related("calendar_entry").defer_streamfields()

    @property
    def event_kinds(self) -> list[tuple]:
        return EventPage.Kind.choices

    def public_programmes(self):
        """Programmes in the language of this page that anybody may read of."""
        programmes = EventPage._meta.get_field("programme").related_model.objects
        return open_to_all(programmes.filter(locale_id=self.locale_id)).defer_streamfields()

    def month_url(self, month, request=None) -> str:
        """Address of a month, by any of its days."""
        return self.route_url("month", request, f"{month.year:04}", f"{month.month:02}")

    def addresses_below(self, request) -> list[str]:
        """Whole addresses of the list and of the years of the archive, for the sitemap."""
        with override(self.locale.language_code):
            years = Almanac(self.events, clock.today()).past_years
            return [
                full_url(self, request, "list"),
                *(full_url(self, request, "year", year) for year in years),
            ]
