"""Pages, laid out as an editor would: drafted, then published in a revision, at the date of their content."""

import datetime

from django.utils import timezone
from wagtail.models import Locale, Page, PageLogEntry, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from demo.errors import GoneError
from demo.fields import FieldWriter
from demo.source import HOME, PageItem

#: When in the day pages of the demonstration were published.
PUBLISHED_AT = datetime.time(9, 30)


def draft(
    items: list[PageItem],
    writers: dict[str, FieldWriter],
    register,
    root: Page,
    locale: Locale,
    owner,
) -> list[tuple[PageItem, Page]]:
    """Create the pages, all of them before any is filled: any may link to any."""
    return list(_draft(items, writers, register, root, locale, owner))


def publish(drafts: list[tuple[PageItem, Page]], writers: dict[str, FieldWriter], owner, advance) -> None:
    """Fill the pages that were drafted, and publish each on its day."""
    for item, page in drafts:
        writer = writers[item.key]
        writer.fill(page)
        writer.check(page)
        _publish(page, item, owner)
        advance()


def _draft(items, writers, register, root, locale, owner):
    """(item, page) of each page created; a page whose parent an editor has deleted is left out with it."""
    parents: dict[str | None, Page] = {None: root}
    for item in items:
        parent = parents.get(item.parent) or _laid_parent(item, register)
        if parent is None:
            continue
        page = item.model(
            slug=item.slug, live=False, locale=locale, owner=owner, **writers[item.key].plain_values()
        )
        with disable_reference_index_auto_update():
            parent.add_child(instance=page)
        register.add(item.key, page)
        parents[item.address] = page
        yield item, page


def _laid_parent(item: PageItem, register) -> Page | None:
    try:
        return Page.objects.get(pk=register.pk(f"page:{item.parent or HOME}"))
    except (GoneError, KeyError):
        return None


def _publish(page: Page, item: PageItem, owner) -> None:
    moment = timezone.make_aware(datetime.datetime.combine(item.published, PUBLISHED_AT))
    page.first_published_at = moment
    revision = page.save_revision(user=owner, clean=False)
    revision.publish(user=owner, skip_permission_checks=True)
    Page.objects.filter(pk=page.pk).update(
        first_published_at=moment, last_published_at=moment, latest_revision_created_at=moment
    )
    Revision.objects.filter(pk=revision.pk).update(created_at=moment)
    PageLogEntry.objects.filter(page=page.pk).update(timestamp=moment)
