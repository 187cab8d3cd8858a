"""Where trashed pages stand: below a page of their own, beside the home pages.

No site begins there, so that no address leads below it, and `desk.trash.policy` keeps it out of what the
admin lists, offers and searches. Its path begins with a character that no slug holds: no page of a site can
have the same.
"""

from django.db.models import Q, QuerySet
from wagtail.models import Page

URL_PATH = "/~trash/"
#: Condition of a page in the trash, for queries that are no search.
IN_TRASH = Q(url_path__startswith=URL_PATH)


def existing_bin() -> Page | None:
    return Page.objects.filter(depth=2, url_path=URL_PATH).first()


def the_bin() -> Page:
    """The bin, made when it is first needed; in a transaction, where two who need it at once make one."""
    found = existing_bin()
    if found is None:
        root = Page.objects.select_for_update().get(pk=Page.get_first_root_node().pk)
        found = existing_bin()
    if found is None:
        found = root.add_child(instance=Page(title="Trash", slug="trash", live=False, locale=root.locale))
        Page.objects.filter(pk=found.pk).update(slug="~trash", url_path=URL_PATH)
        found.refresh_from_db()
    return found


def is_in_trash(page: Page) -> bool:
    return page.url_path.startswith(URL_PATH)


def out_of_trash(pages: QuerySet) -> QuerySet:
    """Those of `pages` that are not in the trash. By `path`, which a search can be narrowed by. One query."""
    found = existing_bin()
    return pages.exclude(path__startswith=found.path) if found else pages
