"""The weight of a file as readers know it."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NO_BREAK = "\u00a0"


def weight(size: int) -> str:
    """So many bytes, in decimal units (IEC 80000-13): « 320 octets », « 48 ko », « 2,4 Mo », or “48 kB”."""
    size = int(size)
    if size < 1000:
        return (ngettext("%(size)d byte", "%(size)d bytes", size) % {"size": size}).replace(" ", NO_BREAK)
    # What rounds up to a thousand is told in the unit above.
    if size < 999_500:
        return _joined(round(size / 1000), _("kB"))
    if size < 999_950_000:
        return _joined(round(size / 1e6, 1), _("MB"))
    return _joined(round(size / 1e9, 1), _("GB"))


def _joined(number: float, unit: str) -> str:
    return f"{number_format(number, 0 if number == int(number) else 1)}{NO_BREAK}{unit}"
