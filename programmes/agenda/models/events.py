"""Meetings, discovery days, showings: what one can come to."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.models import Page, PageManager
from wagtail.search import index

from core import clock
from core.atlas.addresses import territories_path, territories_url
from core.facts import Fact, known
from core.models import ReadingPage
from core.querysets import open_to_all
from programmes.agenda import feed
from programmes.agenda.checking import errors_of
from programmes.agenda.forms import EventForm
from programmes.agenda.models.registrations import RegistrationSettings
from programmes.agenda.models.venues import Venue
from programmes.agenda.places import in_own_language, joined
from programmes.agenda.querysets import EventQuerySet
from programmes.agenda.registration.prices import price
from programmes.agenda.registration.routes import RegistrationRoutesMixin
from programmes.agenda.schema import event_data, with_offer
from programmes.agenda.times import Times
from programmes.wording import day, days, hour

#: What routes of the agenda answer.
RESERVED_SLUGS = ("archive", "archives", "list", "liste")


class EventPage(Times, RegistrationRoutesMixin, ReadingPage):
    """One event. Where its date is not fixed yet, `date_text` says what is known."""

    class Kind(models.TextChoices):
        DISCOVERY = "discovery", _("Discovery day")
        WORKSHOP = "workshop", _("Workshop")
        SHOWING = "showing", _("Showing of results")
        MEETING = "meeting", _("Meeting")
        STUDY_TRIP = "study_trip", _("Study trip")
        MILESTONE = "milestone", _("Milestone of a programme")

    class Pricing(models.TextChoices):
        FREE = "free", _("Free")
        BASE = "base", _("That of discovery days")
        OWN = "own", _("Its own")

    event_kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.MEETING)
    starts_at = models.DateTimeField(_("begins"), help_text=_("Also used for sorting."))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    all_day = models.BooleanField(_("hours unknown or all day"), default=False)
    date_text = models.CharField(
        _("date in words"),
        max_length=80,
        blank=True,
        help_text=_(
            "Where the day is not fixed, for instance “premier trimestre 2016”; replaces the date. "
            "“Begins” and “ends” then hold the earliest and the latest day possible."
        ),
    )
    is_cancelled = models.BooleanField(
        _("cancelled"),
        default=False,
        help_text=_("The page stays, calendars strike the event out, and whoever registered is told."),
    )
    cancellation_reason = models.CharField(_("why it is cancelled"), max_length=300, blank=True)
    venue = models.ForeignKey(
        "agenda.Venue",
        verbose_name=_("venue"),
        on_delete=models.SET_NULL,
        related_name="events",
        null=True,
        blank=True,
        help_text=_("With its address, how to get there and what it offers to people with disabilities."),
    )
    place = models.CharField(
        _("place"), max_length=120, blank=True, help_text=_("Where it is no known venue, or for its room.")
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    territory = models.ForeignKey(
        "core.Territory",
        verbose_name=_("territory"),
        on_delete=models.PROTECT,
        related_name="events",
        null=True,
        blank=True,
    )
    programme = models.ForeignKey(
        "programmes.ProgrammePage",
        verbose_name=_("programme"),
        on_delete=models.SET_NULL,
        related_name="events",
        null=True,
        blank=True,
    )
    capacity = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    access = models.CharField(
        _("how to take part"), max_length=200, blank=True, help_text=_("For instance “Sur inscription”.")
    )
    takes_registrations = models.BooleanField(
        _("registration on this site"),
        default=False,
        help_text=_("Seats are counted, and those who come after the last one wait in order."),
    )
    registration_deadline = models.DateTimeField(
        _("registration until"), null=True, blank=True, help_text=_("Empty: until the event begins.")
    )
    pricing = models.CharField(_("price"), max_length=10, choices=Pricing.choices, default=Pricing.FREE)
    own_price = models.DecimalField(
        _("its own price (€)"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    reduced_for_members = models.BooleanField(
        _("reduced for members"), default=True, help_text=_("By the share that the settings tell.")
    )
    registration_url = models.URLField(
        _("registration address"), blank=True, help_text=_("Where people register on another site.")
    )

    stylesheets = ["core/css/slip.css", "core/css/agenda.css", "core/css/registration.css"]
    shown_with = [*ReadingPage.shown_with, "territory", "venue__territory"]
    parent_page_types = ["agenda.AgendaPage"]
    subpage_types = []
    base_form_class = EventForm
    schema_type = "Event"

    content_panels = [
        *ReadingPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("event_kind"),
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldRowPanel([FieldPanel("all_day"), FieldPanel("date_text")]),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [FieldPanel("is_cancelled"), FieldPanel("cancellation_reason")], heading=_("Cancellation")
        ),
        MultiFieldPanel(
            [
                FieldPanel("venue", heading=_("Known venue")),
                FieldPanel("place", heading=_("Room, or place in words")),
                FieldPanel("address"),
                FieldPanel("territory"),
            ],
            heading=_("Where"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("programme"),
                FieldRowPanel([FieldPanel("capacity"), FieldPanel("access")]),
                FieldPanel("takes_registrations"),
                FieldPanel("registration_deadline"),
                FieldRowPanel(
                    [FieldPanel("pricing"), FieldPanel("own_price"), FieldPanel("reduced_for_members")]
                ),
                FieldPanel("registration_url"),
            ],
            heading=_("Taking part"),
        ),
    ]
    search_fields = [
        *ReadingPage.search_fields,
        index.SearchField("place"),
        index.RelatedFields("venue", [index.SearchField("name"), index.SearchField("city")]),
        index.FilterField("starts_at"),
        index.FilterField("event_kind"),
    ]

    objects = PageManager.from_queryset(EventQuerySet)()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    @classmethod
    def shown_values(cls) -> dict:
        return {"map_path": territories_path()}

    def clean(self):
        super().clean()
        if errors := errors_of(self, RESERVED_SLUGS):
            raise ValidationError(errors)

    def get_context(self, request, *args, **kwargs):
        in_own_language([self])
        context = super().get_context(request, *args, **kwargs)
        context["programme"] = self._public_programme()
        context["is_past"] = self.is_past(clock.today())
        context["calendar_url"] = self.file_address(request)
        context["venue_page"] = self._venue_page()
        context["territory_url"] = self._territory_url(request)
        context["structured_data"] = self._with_offer(request, context)
        return context

    def _with_offer(self, request, context) -> list[dict]:
        """The structured data, with what a seat costs."""
        event, *others = context["structured_data"]
        offer = context["registration"]
        if offer is None:
            return [event, *others]
        euros = price(self, RegistrationSettings.for_request(request), is_member=False)
        return [with_offer(event, offer, euros), *others]

    def _venue_page(self):
        """The page about its venue, where anybody may read it. One query where there is one."""
        if self.held_at is None or self.held_at.page_id is None:
            return None
        family = Page.objects.filter(pk=self.held_at.page_id).values("translation_key")
        versions = list(open_to_all(Page.objects.filter(translation_key__in=family)).select_related("locale"))
        own = [each for each in versions if each.locale_id == self.locale_id]
        return next(iter([*own, *versions]), None)

    def _territory_url(self, request) -> str:
        """All that happened there; empty without a territory, and in a preview."""
        path = getattr(self, "map_path", None)
        return territories_url(request, path, self.territory.slug) if self.territory else ""

    @path("<slug:name>.ics/", name="ics_fr")
    @path("<slug:name>.ics/", name="ics_en")
    def serve_file(self, request, name):
        """The event for a calendar."""
        return feed.serve_event(request, self, name)

    def file_address(self, request=None) -> str:
        """Of its calendar file; empty where its day is not fixed, and in a preview without address."""
        if self.date_text or not self.get_url(request):
            return ""
        return self.file_url("ics", request, self.slug)

    def get_structured_data(self, request) -> list[dict]:
        page, *others = super().get_structured_data(request)
        return [event_data(self, request, page), *others]

    def _public_programme(self):
        """The programme in the reader's language, unless it is not public. One query."""
        if self.programme_id is None:
            return None
        programmes = self._meta.get_field("programme").related_model.objects
        family = programmes.filter(pk=self.programme_id).values("translation_key")
        versions = list(
            open_to_all(programmes.filter(translation_key__in=family))
            .select_related("locale")
            .defer_streamfields()
        )
        return next(
            (each for each in versions if each.locale_id == self.locale_id), next(iter(versions), None)
        )

    @property
    def when_text(self) -> str:
        """“vendredi 15 janvier 2016, de 18 h à 20 h”, “du 14 au 20 novembre 2016”, or the editor's words."""
        if self.date_text:
            return capfirst(self.date_text)
        if self.all_day:
            return capfirst(days(self.first_day, self.last_day, weekday=True))
        if self.first_day != self.last_day:
            moments = {
                "first_day": day(self.first_day),
                "first_hour": hour(self.starts_at),
                "last_day": day(self.last_day),
                "last_hour": hour(self.ends_at),
            }
            return (
                pgettext("moments", "From %(first_day)s, %(first_hour)s, to %(last_day)s, %(last_hour)s")
                % moments
            )
        return capfirst(f"{day(self.first_day, weekday=True)}, {self.hours_text}")

    @property
    def day_numerals(self) -> str:
        """“15”, “14–20”; empty where the day is not fixed."""
        if self.date_text:
            return ""
        same_month = self.first_day.replace(day=1) == self.last_day.replace(day=1)
        if same_month and self.first_day != self.last_day:
            return f"{self.first_day.day}–{self.last_day.day}"
        return str(self.first_day.day)

    @property
    def has_several_days(self) -> bool:
        """Whether `day_numerals` are a first and a last day."""
        return "–" in self.day_numerals

    @property
    def first_hour_text(self) -> str:
        """“18 h”: when it begins; empty where the hours are not known."""
        return "" if self.date_text or self.all_day else hour(self.starts_at)

    @property
    def hours_text(self) -> str:
        """“de 18 h à 20 h”; empty where the hours are not known."""
        if self.date_text or self.all_day or self.first_day != self.last_day:
            return ""
        if self.ends_at is None or self.ends_at == self.starts_at:
            return hour(self.starts_at)
        return pgettext("hours", "from %(first)s to %(last)s") % {
            "first": hour(self.starts_at),
            "last": hour(self.ends_at),
        }

    @cached_property
    def held_at(self) -> Venue | None:
        """Its venue; `places.in_own_language` gives the translation."""
        return self.venue

    @property
    def place_text(self) -> str:
        """“Grande salle, Superpublic, Paris”: with the town or territory where it adds something."""
        return joined(self.place, self._venue_name, self._town)

    @property
    def address_text(self) -> str:
        """“4 rue La Vacquerie, 75011 Paris”; empty where it is not known."""
        return self.held_at.address_text if self.held_at else self.address

    @property
    def location_text(self) -> str:
        """All that leads there in one line: the place, then its address."""
        if self.address_text:
            return joined(self.place, self._venue_name, self.address_text)
        return self.place_text

    @property
    def _venue_name(self) -> str:
        return self.held_at.name if self.held_at else ""

    @property
    def _town(self) -> str:
        """Of its venue, else its territory."""
        if self.held_at and self.held_at.town:
            return self.held_at.town
        return self.territory.name if self.territory else ""

    @property
    def facts(self) -> list[Fact]:
        return known(
            Fact(_("When"), self.when_text),
            Fact(
                _("Where"), self.place_text, "" if self.address_text in self.place_text else self.address_text
            ),
            Fact(_("What"), self.get_event_kind_display()),
            Fact(_("Taking part"), self.access),
            Fact(_("Seats"), str(self.capacity or "")),
        )
