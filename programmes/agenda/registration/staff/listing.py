"""The events that one registers for, and the list of one of them."""

from django.core.paginator import Paginator
from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core import clock
from core.leaves import leaf_or_404
from programmes.agenda.models import EventPage, Registration
from programmes.agenda.querysets import lasts_on
from programmes.agenda.registration import lists
from programmes.agenda.registration.prices import price_text

from .access import EventMixin, StaffOnlyMixin, may_change

State = Registration.State
#: Over those who are in each state.
HEADINGS = {
    State.CONFIRMED: gettext_lazy("Those who have a seat"),
    State.WAITING: gettext_lazy("Waiting list"),
    State.WITHDRAWN: gettext_lazy("Withdrawals"),
}

PAGE_SIZE = 50

#: The order in which they are listed: those who come, those who wait, those who withdrew.
_ORDER = Case(
    When(state=State.CONFIRMED, then=Value(0)),
    When(state=State.WAITING, then=Value(1)),
    default=Value(2),
)


class EventListView(StaffOnlyMixin, WagtailAdminTemplateMixin, View):
    """Coming events first, soonest first; then those that are over, latest first."""

    template_name = "agenda/admin/registration_events.html"
    page_title = None
    header_icon = "group"

    def get(self, request):
        leaf = leaf_or_404(Paginator(self.events(), PAGE_SIZE), request)
        context = self.get_context_data(leaf=leaf, rows=[_row(event) for event in leaf.object_list])
        return TemplateResponse(request, self.template_name, context)

    def events(self):
        is_coming = lasts_on(clock.today())
        of_another = Registration.objects.filter(event=OuterRef("pk"))
        numbers = {
            name: Count("registrations", filter=Q(registrations__state=state))
            for name, state in (("taken", State.CONFIRMED), ("waiting", State.WAITING))
        }
        # Pages in other languages stand behind that of the first (`lists.head_of`): registrations are there.
        versions = EventPage.objects.filter(translation_key=OuterRef("translation_key")).order_by()
        stands_alone = ~Exists(versions.filter(lists.LEADS)) & ~Exists(versions.filter(pk__lt=OuterRef("pk")))
        heads = Q(takes_registrations=True) & (lists.LEADS | stands_alone)
        return (
            EventPage.objects.filter(heads | Exists(of_another))
            .annotate(is_coming=Case(When(is_coming, then=Value(0)), default=Value(1)), **numbers)
            .defer_streamfields()
            .order_by(
                "is_coming",
                Case(When(is_coming, then="starts_at")),
                "-starts_at",
                "pk",
            )
        )

    def get_page_title(self):
        return _("Registrations")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"label": self.get_page_title(), "url": ""}]


def _row(event) -> dict:
    return {
        "event": event,
        "is_past": event.is_past(clock.today()),
        "seats": f"{event.taken} / {event.capacity}" if event.capacity is not None else str(event.taken),
    }


class EventView(EventMixin, View):
    """Who comes, who waits and in which order, who withdrew."""

    template_name = "agenda/admin/registration_list.html"

    def get(self, request, *args, **kwargs):
        registrations = lists.of_event(self.event).annotate(rank=_ORDER).order_by("rank", "queued_at", "pk")
        numbers = _numbers(self.event)
        paginator = Paginator(registrations, PAGE_SIZE)
        # Known already: it is not asked for once more.
        paginator.count = sum(numbers.values())
        leaf = leaf_or_404(paginator, request)
        taken = numbers.get(State.CONFIRMED, 0)
        context = self.get_context_data(
            event=self.event,
            event_url=self.event.url if self.event.live else "",
            leaf=leaf,
            groups=_groups(leaf, taken),
            taken=taken,
            waiting=numbers.get(State.WAITING, 0),
            may_change=may_change(request.user),
        )
        return TemplateResponse(request, self.template_name, context)

    def get_page_title(self):
        return _("Who comes")

    def get_breadcrumbs_items(self):
        return super().get_breadcrumbs_items()[:-1]


def _numbers(event) -> dict[str, int]:
    """How many registrations there are in each state. One query."""
    return dict(lists.of_event(event).order_by().values_list("state").annotate(number=Count("pk")))


def _groups(leaf, taken: int) -> list[dict]:
    """The registrations of that leaf by state; those who wait with their place on the list."""
    first_place = leaf.start_index() - taken
    rows = [
        {
            "registration": registration,
            "place": first_place + number if registration.state == State.WAITING else None,
            "price": price_text(registration.price),
        }
        for number, registration in enumerate(leaf.object_list)
    ]
    return [
        {"state": state, "heading": HEADINGS[state], "rows": members}
        for state in State
        if (members := [row for row in rows if row["registration"].state == state])
    ]
