"""What registrations hold about one person, for whoever answers that person (`core.personal_data`)."""

import datetime
from functools import partial

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import words
from core.personal_data import Record, Source
from core.typography import written_date
from programmes.agenda.models.registrations import Registration
from programmes.agenda.registration.prices import house_settings, price_text
from programmes.agenda.registration.staff.access import may_change, may_view
from programmes.agenda.registration.wording import yes_or_no


def find(who: str, user) -> list[Record]:
    """Registrations of that person, and those in which others name that person. Three queries at most."""
    mentioned = Q(needs__iregex=words.phrase(who))
    found = Registration.objects.filter(_is(who) | mentioned).select_related("event__locale")
    own = set(Registration.objects.filter(_is(who)).values_list("pk", flat=True))
    retention = datetime.timedelta(days=house_settings().retention_days)
    return [
        _record(registration, user, retention, is_own=registration.pk in own)
        for registration in found.order_by("-registered_at", "-pk")
    ]


def _is(who: str) -> Q:
    return Q(email__iexact=who) if "@" in who else words.query(who, ["name"])


def _record(registration, user, retention, *, is_own: bool) -> Record:
    event = registration.event
    values = partial(_own, registration, retention) if is_own else partial(_mention, registration)
    return Record(
        key=f"registration-{registration.pk}",
        title=f"{event.title} – {event.when_text}",
        state=registration.get_state_display() if is_own else _("Named in what was written"),
        known_as=f"{registration.name}, {registration.email}" if is_own else "",
        url=reverse("event_registrations:event", args=[event.pk]),
        erase_url=reverse("event_registrations:erase", args=[registration.pk])
        if is_own and may_change(user)
        else "",
        values=values,
    )


def _own(registration, retention) -> dict:
    event = registration.event
    mails = registration.mails.exclude(email=None).select_related("email").order_by("queued_at", "pk")
    return {
        **_event(event),
        _("State"): registration.get_state_display(),
        _("Registered on"): _moment(registration.registered_at),
        _("Given a seat on"): _moment(registration.promoted_at),
        _("Withdrew on"): _moment(registration.withdrawn_at),
        _("To be erased on"): written_date(event.last_day + retention + datetime.timedelta(days=1)),
        _("Name"): registration.name,
        _("E-mail"): registration.email,
        _("Organisation"): registration.organisation,
        _("Member"): yes_or_no(registration.is_member),
        _("What would help them take part"): registration.needs,
        _("Language of the mails"): registration.get_language_display(),
        _("Price"): price_text(registration.price),
        _("Mails"): [
            {
                _("When"): _moment(mail.queued_at),
                _("Kind"): mail.get_kind_display(),
                _("To"): ", ".join(mail.email.to),
                _("Subject"): mail.email.subject,
                _("Text"): mail.email.message,
            }
            for mail in mails
        ],
    }


def _mention(registration) -> dict:
    """Nobody is handed what concerns another."""
    return {**_event(registration.event), _("What would help them take part"): registration.needs}


def _event(event) -> dict:
    return {_("Event"): event.title, _("When"): event.when_text}


def _moment(at) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _notice() -> dict:
    days = house_settings().retention_days
    kept = ngettext("%(count)d day after the event.", "%(count)d days after the event.", days)
    return {
        _("Purpose"): _("To keep a seat, to tell of changes and to welcome people on the day."),
        _("Legal basis"): _(
            "Our legitimate interest in organising our meetings; for what would help people take part, their "
            "agreement."
        ),
        _("Source"): _("The registration form of the site, or what was told to the team."),
        _("Who sees it"): _("The members of the team who prepare the event."),
        _("How long"): kept % {"count": days},
    }


SOURCE = Source(gettext_lazy("Registrations for events"), may_view, find, _notice)
