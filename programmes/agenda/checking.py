"""What an event must not say of itself, told to the editor field by field."""

from django.utils.translation import gettext as _

#: The association was not born before; what is announced beyond is a slip of the keyboard.
YEARS = range(2000, 2101)


def errors_of(event, reserved_slugs) -> dict[str, str]:
    """Field → what to do about it. A draft may lack anything."""
    return {
        **_dates(event),
        **_registration(event),
        **(
            {"slug": _("This address is the one of another page of the site: choose another.")}
            if event.slug in reserved_slugs
            else {}
        ),
    }


def _dates(event) -> dict[str, str]:
    errors = {}
    for name in ("starts_at", "ends_at"):
        moment = getattr(event, name)
        if moment and moment.year not in YEARS:
            errors[name] = _("Check the year: it must be between %(first)s and %(last)s.") % {
                "first": YEARS.start,
                "last": YEARS.stop - 1,
            }
    if event.starts_at and event.ends_at and event.ends_at.timestamp() < event.starts_at.timestamp():
        errors["ends_at"] = _("The end comes before the beginning.")
    if event.date_text and not event.ends_at:
        errors["ends_at"] = _(
            "Give the latest day possible: the event leaves the list of coming ones after it."
        )
    if event.cancellation_reason and not event.is_cancelled:
        errors["cancellation_reason"] = _("Tick “cancelled” too, or empty this field.")
    return errors


def _registration(event) -> dict[str, str]:
    errors = {}
    if event.pricing == event.Pricing.OWN and event.own_price is None:
        errors["own_price"] = _("Give the price, or choose another way of pricing.")
    if event.own_price is not None and event.own_price < 0:
        errors["own_price"] = _("A price cannot be less than nothing: give 0 or more.")
    if not event.takes_registrations:
        return errors
    if event.registration_url:
        errors["registration_url"] = _(
            "Choose one: people register on this site, or at the address of another one."
        )
    deadline = event.registration_deadline
    last = (event.ends_at or event.starts_at) if event.date_text else event.starts_at
    if deadline and last and deadline > last:
        errors["registration_deadline"] = _("Registration must close before the event begins.")
    return errors
