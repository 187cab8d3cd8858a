"""The mails of a registration: written with what they tell of, in one transaction; sent by the outbox.

Each kind is written once. Where it has to be told again, the new copy takes the place of the one that left.
"""

from datetime import timedelta

from django.template.loader import render_to_string
from django.utils import translation
from post_office.models import STATUS, Email

from core import outbox
from core.clock import now
from core.pdf.printing import contact
from programmes.agenda.models.registrations import Registration, RegistrationMail
from programmes.agenda.models.sequences import CalendarEntry
from programmes.agenda.places import in_own_language
from programmes.agenda.registration import links, lists
from programmes.agenda.registration.prices import price_to_tell

Kind = RegistrationMail.Kind

#: What calendars should be told of.
WITH_CALENDAR = {Kind.CONFIRMED, Kind.PROMOTED, Kind.REMINDER, Kind.CHANGED, Kind.CANCELLED}
#: Told again where the event changed again.
EACH_CHANGE = {Kind.CHANGED, Kind.CANCELLED, Kind.REMINDER}
#: What tells somebody their state is not sent more often.
PAUSE = timedelta(minutes=10)

#: What makes somebody change their plans: a page in another language that tells another day is behind.
_PLANS = ("starts_at", "ends_at", "all_day", "date_text", "is_cancelled", "place", "address")


class Letters:
    """Writes the mails about one event; what many of them share is made once a language."""

    def __init__(self, head):
        self._head = head
        self._pages: dict = {}
        self._calendars: dict = {}
        self._house = None
        self._sequence: int | None = None

    def put(self, registration: Registration, kind: Kind, *, again: bool = False) -> bool:
        """Stores the mail of that kind in the outbox; False where it has been, unless it is due `again`."""
        written = registration.mails.filter(kind=kind)
        if kind in EACH_CHANGE:
            written = written.filter(sequence=self.sequence)
        before = written.order_by("-pk").first()
        if before and not (again and self._may_repeat(before)):
            return False
        email = self._compose(registration, kind)
        facts = {"sequence": self.sequence, "email": email, "queued_at": now()}
        if before:
            outbox.erase(Email.objects.filter(pk=before.email_id))
            RegistrationMail.objects.filter(pk=before.pk).update(**facts)
        else:
            RegistrationMail.objects.create(registration=registration, kind=kind, **facts)
        return True

    def forget(self, registration: Registration) -> None:
        """Deletes what was written to an address that was not theirs: it may be told again at once."""
        outbox.erase(_emails(Registration.objects.filter(pk=registration.pk)))

    @property
    def sequence(self) -> int:
        """Number of the event's last change, as calendars count them."""
        if self._sequence is None:
            family = CalendarEntry.objects.filter(event__translation_key=self._head.translation_key)
            self._sequence = max(family.values_list("sequence", flat=True), default=0)
        return self._sequence

    @staticmethod
    def _may_repeat(before: RegistrationMail) -> bool:
        """One that is still to leave, or has just left, is not written again."""
        if before.email is None:
            return True
        waits = before.email.status in (STATUS.queued, STATUS.requeued)
        return not waits and before.queued_at < now() - PAUSE

    def _compose(self, registration, kind):
        is_waiting = registration.state == Registration.State.WAITING
        with translation.override(registration.language):
            page = self._page(registration.language)
            subject, body = written(
                registration,
                kind,
                event=page,
                event_url=page.full_url if page.live else "",
                position=lists.position(registration) if is_waiting else 0,
                price=price_to_tell(registration, self._head),
                is_on_again=kind == Kind.CHANGED and _was_told_of_cancellation(registration),
                organisation_name=self._contact.organisation_name,
            )
            return outbox.put(
                (registration.email,),
                subject,
                body,
                reply_to=self._contact.email,
                enclosed=self._calendar(page) if kind in WITH_CALENDAR else (),
            )

    @property
    def _contact(self):
        if self._house is None:
            self._house = contact()
        return self._house

    def _page(self, language):
        """The event as that language announces it; where it does not, or not yet, the head of the list."""
        if language not in self._pages:
            self._pages[language] = self._find(language)
        return self._pages[language]

    def _find(self, language):
        page = lists.announced(self._head, language)
        if _plans(page) != _plans(self._head):
            page = self._head
        in_own_language([page])
        return page

    def _calendar(self, page):
        """The event as a file for calendars; none while its day is not set."""
        if page.date_text:
            return ()
        if page.pk not in self._calendars:
            # Not before it is asked for: that module reads the models, which read this one.
            from programmes.agenda.ics import event_file

            self._calendars[page.pk] = outbox.Enclosed(f"{page.slug}.ics", event_file(page), "text/calendar")
        return (self._calendars[page.pk],)


def written(registration: Registration, kind: Kind, *, event, **known) -> tuple[str, str]:
    """Its subject and its text, in the active language.

    Its templates are `agenda/mail/<kind>_subject.txt` and `<kind>.txt`; `known` holds what they tell besides:
    `event_url`, `position` on the waiting list, `price`, `is_on_again`, `organisation_name`.
    """
    context = known | {
        "registration": registration,
        "event": event,
        "venue": event.held_at,
        "is_day_set": not event.date_text,
        "link": links.url(registration),
    }
    subject = render_to_string(f"agenda/mail/{kind}_subject.txt", context)
    body = render_to_string(f"agenda/mail/{kind}.txt", context)
    return " ".join(subject.split()), body.strip() + "\n"


def erase(registrations) -> None:
    """Deletes registrations with their mails, those that wait included, and what was attached."""
    outbox.erase(_emails(registrations))
    registrations.delete()


def _plans(page) -> list:
    """What pages in two languages must say alike."""
    venue = page.venue.translation_key if page.venue else None
    return [venue, *(getattr(page, name) for name in _PLANS)]


def _was_told_of_cancellation(registration) -> bool:
    """Whether the last that they heard of the event is that it is cancelled."""
    told = registration.mails.filter(kind__in=[Kind.CHANGED, Kind.CANCELLED])
    last = told.order_by("-sequence", "-pk").first()
    return last is not None and last.kind == Kind.CANCELLED


def _emails(registrations):
    pks = list(
        RegistrationMail.objects.filter(registration__in=registrations.values("pk"))
        .exclude(email=None)
        .values_list("email", flat=True)
    )
    return Email.objects.filter(pk__in=pks)
