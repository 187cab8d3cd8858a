"""When a publication came out, or that it will."""

from django.utils.translation import gettext as _

from core.citing.dates import csl_date


def issued(page) -> dict:
    """The date of what is published, the word for what is not yet, under the names of CSL."""
    if page.is_forthcoming:
        return {"issued": {"literal": _("forthcoming")}, "status": "forthcoming"}
    return {"issued": csl_date(page.published_on, page.date_text)}
