"""What the frame of every page needs: header, footer, contact, languages."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override
from wagtail.models import Site

from core.models import ContactSettings
from core.models.navigation import navigations


def site_frame(request) -> dict:
    """`navigation` (see `Navigation.resolve`), `home_url` and `contact`; queried only if a template asks."""
    return {
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
        "home_url": SimpleLazyObject(_home_url),
        "contact": SimpleLazyObject(lambda: ContactSettings.for_request(request)),
    }


def _home_url() -> str:
    """Address of the home page in the language being read, or of the French one where there is none yet."""
    languages = {root.language_code for root in Site.get_site_root_paths()}
    language = get_language() if get_language() in languages else settings.LANGUAGE_CODE
    with override(language):
        return reverse("wagtail_serve", args=[""])


def _navigation(request) -> dict:
    by_language = {navigation.locale.language_code: navigation for navigation in navigations()}
    navigation = by_language.get(get_language()) or by_language.get(settings.LANGUAGE_CODE)
    if navigation is None:
        return {"language": "", "header": [], "join": None, "footer": []}
    return navigation.resolve(request)
