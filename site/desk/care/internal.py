"""Links within the site that lead a reader nowhere."""

from collections.abc import Iterable
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.urls import Resolver404, resolve
from django.utils import translation
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.coreutils import get_dummy_request
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from core import permalinks
from core.serving import find_route, serve
from core.sites import know_site

from .addresses import own_path
from .finding import Sighting
from .holdings import ADDRESS, DOCUMENT, PAGE, Holding


def sightings(holdings: Iterable[Holding], hosts: set[str]) -> list[Sighting]:
    """Each dead target once, with all places that lead there. A few queries for each address typed."""
    by_kind = {kind: [each for each in holdings if each.kind == kind] for kind in (PAGE, DOCUMENT, ADDRESS)}
    found: dict[str, Sighting] = {}

    def see(subject: str, reason: str, label: str, holding: Holding) -> None:
        sighting = found.setdefault(subject, Sighting(subject=subject, reason=reason, label=label))
        sighting.places.append(holding)

    pages = _Pages({holding.target for holding in by_kind[PAGE]})
    for holding in by_kind[PAGE]:
        if reason := pages.why_dead(holding.target, holding.locale_id):
            see(f"page:{holding.target}", reason, pages.title(holding.target), holding)
    wanted = {holding.target for holding in by_kind[DOCUMENT]}
    there = set(get_document_model().objects.filter(pk__in=wanted).values_list("pk", flat=True))
    for holding in by_kind[DOCUMENT]:
        if holding.target not in there:
            see(f"document:{holding.target}", "deleted", "", holding)
    paths: dict[str, bool] = {}
    for holding in by_kind[ADDRESS]:
        path = own_path(holding.target, hosts)
        if path is None:
            continue
        if path not in paths:
            paths[path] = leads_somewhere(path)
        if not paths[path]:
            see(path, "missing", "", holding)
    return list(found.values())


class _Pages:
    """Pages that are linked to, with what readers of each language are sent to in their place."""

    def __init__(self, keys: set[int]):
        translation_keys = Page.objects.filter(pk__in=keys).values("translation_key")
        family = Page.objects.filter(translation_key__in=translation_keys)
        rows = family.values_list("pk", "translation_key", "locale", "live", "draft_title")
        self._pages = {pk: row for pk, *row in rows}
        self._live = {(key, locale) for key, locale, live, _title in self._pages.values() if live}

    def why_dead(self, pk: int, locale_id: int | None) -> str:
        if pk not in self._pages:
            return "deleted"
        translation_key, _locale, is_live, _title = self._pages[pk]
        return "" if is_live or (translation_key, locale_id) in self._live else "unpublished"

    def title(self, pk: int) -> str:
        return self._pages[pk][-1] if pk in self._pages else ""


def leads_somewhere(path: str) -> bool:
    """Whether somebody who asks for that path of the site gets something, be it by a redirect."""
    path = unquote(path)
    if "\x00" in path:
        return False
    if path.startswith(settings.MEDIA_URL):
        try:
            return default_storage.exists(path.removeprefix(settings.MEDIA_URL))
        except SuspiciousOperation:
            return False
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        request = get_dummy_request(path=path, site=Site.objects.filter(is_default_site=True).first())
        return _is_answered(request, path) or _is_redirected(request, path)


def _is_answered(request, path: str) -> bool:
    try:
        match = resolve(path)
    except Resolver404:
        # As Django sends on who forgets the last slash.
        return not path.endswith("/") and _is_answered(request, f"{path}/")
    if match.view_name == "wagtail_serve" or match.func is serve:
        know_site(request)
        return find_route(request, match.args[0]) is not None
    if match.func is permalinks.follow:
        return Page.objects.live().filter(pk=match.kwargs["pk"]).exists()
    if match.url_name == "wagtaildocs_serve":
        return get_document_model().objects.filter(pk=match.args[0]).exists()
    return True


def _is_redirected(request, path: str) -> bool:
    redirect = get_redirect(request, Redirect.normalise_path(path))
    return redirect is not None and redirect.link is not None
