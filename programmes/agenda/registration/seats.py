"""Giving seats and taking them back: one at a time, with the mail that says so, in one transaction.

The page that heads the list is locked first (`lists.head_of`): of two people who take the last seat at once,
one has it and the other is first on the waiting list. SQLite takes its only lock as the transaction begins.
What has been erased meanwhile raises `Registration.DoesNotExist`.
"""

from django.db import transaction

from core.clock import now
from programmes.agenda.models.registrations import Registration, RegistrationMail
from programmes.agenda.registration import lists, mails
from programmes.agenda.registration.offer import Standing
from programmes.agenda.registration.prices import house_settings, price

State = Registration.State
Kind = RegistrationMail.Kind


class Closed(Exception):
    """Nobody registers for that event any more."""


class Cancelled(Closed):
    """Nobody is given a seat at an event that does not take place, not even by the team."""


class Taken(Exception):
    """Somebody else is registered under that e-mail."""


def register(
    event, answers: dict, *, language: str, by_staff: bool = False, has_seat: bool = False
) -> tuple[Registration, bool]:
    """(the registration, whether this call made it): with a seat where there is one left, else waiting.

    Who is registered already is sent their state again. The team registers people after the deadline too, and
    with `has_seat` beyond the number of seats. Raises `Closed`; for a cancelled event, `Cancelled`.
    """
    with transaction.atomic():
        head = lists.head_of(event, lock=True)
        letters = mails.Letters(head)
        move_up(head, letters)
        taken, waiting = lists.counts(head)
        standing = Standing.of(head, taken, waiting, now())
        if standing == Standing.CANCELLED:
            raise Cancelled
        if not (by_staff or standing in (Standing.OPEN, Standing.FULL)):
            raise Closed
        if known := _active(head, answers["email"]):
            letters.put(known, _state_kind(known, head), again=True)
            return known, False
        is_full = standing == Standing.FULL or (by_staff and _free(head) == 0)
        state = State.WAITING if is_full and not has_seat else State.CONFIRMED
        at = now()
        registration = Registration.objects.create(
            event=head,
            state=state,
            language=language,
            price=price(head, house_settings(), is_member=answers["is_member"]),
            registered_at=at,
            queued_at=at,
            **answers,
        )
        letters.put(registration, _state_kind(registration, head))
        return registration, True


def withdraw(registration: Registration) -> bool:
    """Frees the seat for the first who waits; False where somebody withdrew already."""
    with transaction.atomic():
        head = lists.head_of(registration.event, lock=True)
        registration = Registration.objects.get(pk=registration.pk)
        if not registration.is_active:
            return False
        registration.state = State.WITHDRAWN
        registration.withdrawn_at = now()
        registration.save(update_fields=["state", "withdrawn_at"])
        letters = mails.Letters(head)
        letters.put(registration, Kind.WITHDRAWN)
        move_up(head, letters)
        return True


def give_seat(registration: Registration) -> bool:
    """Gives a seat to one who waits, before their turn; False where they wait no longer.

    Raises `Cancelled`.
    """
    with transaction.atomic():
        head = lists.head_of(registration.event, lock=True)
        registration = Registration.objects.get(pk=registration.pk)
        if registration.state != State.WAITING:
            return False
        if head.is_cancelled:
            raise Cancelled
        _seat(registration, mails.Letters(head))
        return True


def correct(registration: Registration, answers: dict) -> Registration:
    """Mends what was typed; a new e-mail is sent the state, with a link that works. Raises `Taken`.

    Who turns out to be a member, or not to be, pays what the settings of the day make it.
    """
    with transaction.atomic():
        head = lists.head_of(registration.event, lock=True)
        registration = Registration.objects.get(pk=registration.pk)
        other = _active(head, answers["email"])
        if registration.is_active and other and other.pk != registration.pk:
            raise Taken
        is_moved = registration.email.lower() != answers["email"].lower()
        if registration.is_member != answers["is_member"]:
            answers = answers | {"price": price(head, house_settings(), is_member=answers["is_member"])}
        for name, answer in answers.items():
            setattr(registration, name, answer)
        registration.save(update_fields=list(answers))
        if is_moved and registration.is_active:
            letters = mails.Letters(head)
            letters.forget(registration)
            letters.put(registration, _state_kind(registration, head), again=True)
        return registration


def send_again(registration: Registration) -> bool:
    """Tells somebody their state once more; False where it has just been told."""
    with transaction.atomic():
        head = lists.head_of(registration.event, lock=True)
        registration = Registration.objects.get(pk=registration.pk)
        return mails.Letters(head).put(registration, _state_kind(registration, head), again=True)


def erase(registration: Registration) -> None:
    """Deletes a registration with its mails; the first who waits is given the seat."""
    with transaction.atomic():
        head = lists.head_of(registration.event, lock=True)
        mails.erase(Registration.objects.filter(pk=registration.pk))
        move_up(head, mails.Letters(head))


def move_up(head, letters: mails.Letters) -> int:
    """Gives the seats that are free to those who wait, in order; their number. To be called under lock."""
    if head.is_cancelled or now() >= lists.begins_at(head):
        return 0
    free = _free(head)
    chosen = list(lists.waiting(head)[:free] if free is not None else lists.waiting(head))
    for registration in chosen:
        _seat(registration, letters)
    return len(chosen)


def _seat(registration, letters):
    registration.state = State.CONFIRMED
    registration.promoted_at = now()
    registration.save(update_fields=["state", "promoted_at"])
    letters.put(registration, Kind.PROMOTED)


def _free(head) -> int | None:
    """Seats that nobody has; None: no limit."""
    if head.capacity is None:
        return None
    return max(0, head.capacity - lists.confirmed(head).count())


def _active(head, email) -> Registration | None:
    return lists.of_event(head).filter(email__iexact=email, state__in=Registration.ACTIVE).first()


def _state_kind(registration, head) -> Kind:
    """The mail that says where somebody stands."""
    if head.is_cancelled and registration.is_active:
        return Kind.CANCELLED
    return {State.CONFIRMED: Kind.CONFIRMED, State.WAITING: Kind.WAITING, State.WITHDRAWN: Kind.WITHDRAWN}[
        registration.state
    ]
