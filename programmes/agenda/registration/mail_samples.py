"""Samples of the mails of registration: each kind once, about an event that does not exist."""

from datetime import datetime
from decimal import Decimal
from urllib.parse import urljoin

from django.apps import apps
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page
from wagtail.permissions import policy_registry

from core.clock import today
from core.mail_samples import Sample, Section
from programmes.agenda.models.registrations import Registration
from programmes.agenda.registration.mails import WITH_CALENDAR, Kind, written
from programmes.agenda.registration.prices import price_text
from programmes.agenda.registration.staff.access import may_view


def samples(language: str) -> list[Sample]:
    with translation.override(language):
        event = _event()
        return [_sample(event, kind, language) for kind in Kind]


def _sample(event, kind, language) -> Sample:
    is_waiting = kind == Kind.WAITING
    state = Registration.State
    registration = Registration(
        pk=0,
        state=state.WAITING if is_waiting else state.CONFIRMED,
        name=_("Camille Example"),
        email="camille@example.org",
        language=language,
        price=Decimal(12),
    )
    event.is_cancelled = kind == Kind.CANCELLED
    subject, text = written(
        registration,
        kind,
        event=event,
        event_url=urljoin(settings.WAGTAILADMIN_BASE_URL, "/agenda/…/"),
        position=3 if is_waiting else 0,
        price=price_text(registration.price),
        is_on_again=False,
        organisation_name=settings.WAGTAIL_SITE_NAME,
    )
    return Sample(
        key=kind.value.replace("_", "-"),
        name=kind.label,
        reader=gettext_lazy("whoever registered"),
        subject=subject,
        text=text,
        enclosed=(f"{event.slug}.ics",) if kind in WITH_CALENDAR else (),
    )


def _event():
    year = today().year + 1
    return apps.get_model("agenda", "EventPage")(
        title=_("Meeting that does not exist"),
        slug="exemple",
        starts_at=timezone.make_aware(datetime(year, 1, 5, 10)),
        ends_at=timezone.make_aware(datetime(year, 1, 5, 17)),
        place=_("Hall of Nowhere"),
        cancellation_reason=_("The reason that the page gives stands here."),
    )


def _is_readable(user) -> bool:
    """Whoever handles registrations, and whoever publishes events: changing one writes to those who come."""
    return may_view(user) or policy_registry.get_by_type(Page).user_has_permission(user, "publish")


SECTION = Section("registration", gettext_lazy("Registration for events"), _is_readable, samples)
