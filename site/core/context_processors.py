"""What the frame of every page needs: header, footer, contact, languages."""

from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from core.models import ContactSettings, Navigation


def site_frame(request) -> dict:
    """`navigation` (see `Navigation.resolve`) and `contact`; nothing is queried unless a template asks."""
    return {
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
        "contact": SimpleLazyObject(lambda: ContactSettings.for_request(request)),
    }


def _navigation(request) -> dict:
    navigations = Navigation.objects.filter(locale__language_code__in=[get_language(), "fr"]).select_related(
        "locale"
    )
    by_language = {navigation.locale.language_code: navigation for navigation in navigations}
    navigation = by_language.get(get_language()) or by_language.get("fr")
    return navigation.resolve(request) if navigation else {"header": [], "join": None, "footer": []}
