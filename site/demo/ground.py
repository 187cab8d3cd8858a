"""The ground that the site stands on: languages, the root of pages, the root of collections, the Site record.

Migrations lay most of it; a database that was flushed has lost it, and gets it back here.
"""

from django.conf import settings
from wagtail.models import Collection, Locale, Page, Site

from demo.errors import DemoError


def prepare() -> tuple[Page, Locale]:
    """Root of the page tree, French locale; Wagtail's welcome page is gone. Refuses somebody else's site."""
    locales = {
        code: Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES
    }
    french = locales[settings.LANGUAGE_CODE]
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=french)
    )
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    _remove_welcome_page(root)
    root.refresh_from_db()
    if root.numchild:
        raise DemoError(
            "This database already holds another site: name another one in DATABASE_URL, "
            "or empty it with --fresh."
        )
    return root, french


def french_root() -> tuple[Page, Locale]:
    """Root of the page tree and French locale of a site already laid."""
    return Page.get_first_root_node(), Locale.objects.get(language_code=settings.LANGUAGE_CODE)


def _remove_welcome_page(root: Page) -> None:
    for page in root.get_children().filter(content_type__model="page", slug="home"):
        Site.objects.filter(root_page=page).delete()
        page.delete()


def serve_from(home: Page, port: int) -> None:
    """The Site record of a site being laid: addresses in feeds and sitemaps begin with it."""
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": "localhost",
            "port": port,
            "site_name": settings.WAGTAIL_SITE_NAME,
            "root_page": home,
        },
    )


def follow_port(port: int) -> None:
    """Point a site that is still served from this machine at the port in use today."""
    Site.objects.filter(is_default_site=True, hostname="localhost").exclude(port=port).update(port=port)
    Site.clear_site_root_paths_cache()
