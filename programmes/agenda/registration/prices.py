"""What a seat costs: for all, and for members."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from wagtail.models import Site

from core.typography import amount
from programmes.agenda.models.registrations import RegistrationSettings

CENT = Decimal("0.01")


def house_settings() -> RegistrationSettings:
    """Where no visit tells the site. Two queries."""
    site = Site.objects.filter(is_default_site=True).first()
    return RegistrationSettings.for_site(site) if site else RegistrationSettings()


def price(event, settings: RegistrationSettings, *, is_member: bool) -> Decimal | None:
    """In euros, to the cent, halves upwards; None where it is not known."""
    if event.pricing == event.Pricing.FREE:
        return Decimal(0)
    full = settings.base_price if event.pricing == event.Pricing.BASE else event.own_price
    if full is None:
        return None
    share = 100 - settings.member_discount if is_member and event.reduced_for_members else 100
    return (Decimal(full) * share / 100).quantize(CENT, ROUND_HALF_UP)


def price_text(euros: Decimal | None) -> str:
    """“60 €”, “free of charge”, or that it is to be completed."""
    if euros is None:
        return _("to be completed")
    return amount(euros) if euros else _("free of charge")


def price_to_tell(registration, event) -> str:
    """The same for whoever registered: where it is not known yet, members are told by how much it is less.

    Two queries there, none elsewhere.
    """
    is_reduced = registration.is_member and event.reduced_for_members and registration.price is None
    discount = house_settings().member_discount if is_reduced else 0
    if not discount:
        return price_text(registration.price)
    return _("to be completed, less %(discount)d%% for members") % {"discount": discount}
