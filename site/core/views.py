"""Answers that belong to no page."""

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import get_language
from django.views import defaults
from wagtail.models import Page, Site

from core.querysets import open_to_all


def csrf_failure(request, reason=""):
    """A form that arrived without its cookie: says what to do, and that what was typed is still there."""
    return render(request, "core/csrf_failure.html", status=403)


def page_not_found(request, exception):
    """404, with the page that stands at the same address on the site's other language, if there is one."""
    request.version_elsewhere = _version_elsewhere(request)
    return defaults.page_not_found(request, exception)


def _version_elsewhere(request) -> Page | None:
    """A public page at the same path in another language, or the only one that bears its last word.

    Two queries at most; none for what is no address of a page.
    """
    if "\0" in request.path:  # PostgreSQL takes no text that holds one
        return None
    slugs = request.path.strip("/").split("/")
    languages = [code for code, _name in settings.LANGUAGES]
    slugs = slugs[1:] if slugs[0] in languages else slugs
    if not slugs or not slugs[-1] or "." in slugs[-1]:
        return None
    roots = [root for root in Site.get_site_root_paths() if root.language_code != get_language()]
    pages = open_to_all(Page.objects.filter(alias_of=None)).select_related("locale")
    below = pages.filter(url_path__in=[f"{root.root_path}{'/'.join(slugs)}/" for root in roots])
    same_word = pages.filter(slug=slugs[-1], locale__language_code__in=[root.language_code for root in roots])
    found = list(below[:1]) or list(same_word.order_by()[:2])
    return found[0] if len(found) == 1 else None
