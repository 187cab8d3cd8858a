"""What an event offers to whoever would like to come: seats, until when, for how much."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import now
from core.facts import Fact
from programmes.agenda.models.registrations import RegistrationSettings
from programmes.agenda.registration import lists
from programmes.agenda.registration.prices import price, price_text
from programmes.wording import day, hour


class Standing(StrEnum):
    OPEN = "open"
    #: Open for the waiting list alone.
    FULL = "full"
    #: The deadline has passed.
    CLOSED = "closed"
    #: The event has begun, or is over.
    BEGUN = "begun"
    CANCELLED = "cancelled"

    @classmethod
    def of(cls, head, taken: int, waiting: int, at: datetime.datetime) -> Self:
        """Where the list of that event stands at that moment."""
        if head.is_cancelled:
            return cls.CANCELLED
        if at >= lists.begins_at(head):
            return cls.BEGUN
        if at >= lists.closes_at(head):
            return cls.CLOSED
        if head.capacity is not None and (taken >= head.capacity or waiting):
            return cls.FULL
        return cls.OPEN


@dataclass(frozen=True)
class Offer:
    """As it stands now. Seats are given in `seats`, under lock: what is shown here may be taken meanwhile."""

    standing: Standing
    #: None: no limit.
    capacity: int | None
    taken: int
    waiting: int
    closes_at: datetime.datetime
    has_deadline: bool
    is_day_set: bool
    price: str
    member_price: str
    is_price_known: bool
    is_reduced: bool
    discount: int
    retention_ends: datetime.date
    #: Address of the form; empty in a preview.
    url: str

    @classmethod
    def of(cls, event, request=None) -> Self | None:
        """None where nobody registers here, or a draft does not say yet when it is. Two or three queries."""
        if event.starts_at is None:
            return None
        head = lists.head_of(event)
        if not head.takes_registrations:
            return None
        settings = RegistrationSettings.for_request(request)
        taken, waiting = lists.counts(event)
        full, reduced = (price(head, settings, is_member=is_member) for is_member in (False, True))
        return cls(
            standing=Standing.of(head, taken, waiting, now()),
            capacity=head.capacity,
            taken=taken,
            waiting=waiting,
            closes_at=lists.closes_at(head),
            has_deadline=head.registration_deadline is not None,
            is_day_set=not head.date_text,
            price=price_text(full),
            member_price=price_text(reduced),
            is_price_known=full is not None,
            is_reduced=full != 0 and head.reduced_for_members and settings.member_discount > 0,
            discount=settings.member_discount,
            retention_ends=head.last_day + datetime.timedelta(days=settings.retention_days),
            url=event.route_url("register", request) if event.get_url(request) else "",
        )

    @property
    def is_open(self) -> bool:
        """Whether one can register, be it for the waiting list."""
        return self.standing in (Standing.OPEN, Standing.FULL)

    @property
    def is_full(self) -> bool:
        return self.standing == Standing.FULL

    @property
    def sentence(self) -> str:
        """Where registration stands."""
        return {
            Standing.OPEN: self._seats_left,
            Standing.FULL: self._full,
            Standing.CLOSED: self._closed,
            Standing.BEGUN: lambda: _("This event has begun or is over: one can no longer register."),
            Standing.CANCELLED: lambda: _("This event is cancelled: one can no longer register."),
        }[self.standing]()

    @property
    def until(self) -> str:
        """The deadline in words; empty where the event's beginning is all there is."""
        return self._moment if self.has_deadline and self.is_open else ""

    @property
    def facts(self) -> list[Fact]:
        """Prices, and until when."""
        facts = [Fact(_("Price"), self.price)]
        if self.is_reduced:
            facts.append(Fact(_("For members"), self.member_price, f"−{self.discount} %"))
        if self.until:
            facts.append(Fact(_("Registration until"), self.until))
        return facts

    @property
    def _moment(self) -> str:
        closing = timezone.localtime(self.closes_at)
        last = closing.date()
        if closing.time() == datetime.time.min:
            # “Mardi 9, minuit” is when Tuesday ends.
            last -= datetime.timedelta(days=1)
        return f"{day(last, weekday=True)}, {hour(closing)}"

    def _seats_left(self) -> str:
        if self.capacity is None:
            return _("Registration is open.")
        words = ngettext("%(left)d seat left of %(all)d.", "%(left)d seats left of %(all)d.", self._left)
        return words % {"left": self._left, "all": self.capacity}

    def _full(self) -> str:
        if not self.waiting:
            return _("All seats are taken: you can put yourself on the waiting list.")
        words = ngettext(
            "All seats are taken and %(count)d person is waiting: you can put yourself on the list.",
            "All seats are taken and %(count)d people are waiting: you can put yourself on the list.",
            self.waiting,
        )
        return words % {"count": self.waiting}

    def _closed(self) -> str:
        return _("Registration closed: %(moment)s.") % {"moment": self._moment}

    @property
    def _left(self) -> int:
        return max(0, (self.capacity or 0) - self.taken)
