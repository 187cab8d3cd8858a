"""Putting a page in the trash, with all below it."""

from django.db import transaction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, Site, WorkflowState
from wagtail_localize.models import Translation

from desk.trash.bin import is_in_trash, the_bin
from desk.trash.links import part
from desk.trash.models import TrashedPage

#: Action of the audit trail.
LOG_ACTION = "trash.put"


@transaction.atomic
def put(page: Page, user=None, *, translations=(), thrown_with: TrashedPage | None = None) -> TrashedPage:
    """Puts `page` in the trash with all below it, the copies that show it elsewhere, and those translations.

    Whether it may be deleted is for the caller to know. Nothing of it is public any more: workflows under way
    are cancelled, and dates of publication forgotten.
    """
    page = Page.objects.get(pk=page.pk)
    parent = page.get_parent()
    below = list(page.get_descendants(inclusive=True).specific())
    trashed = TrashedPage.objects.create(
        page=page,
        parent=parent,
        following=list(
            page.get_siblings().filter(path__gt=page.path).order_by("path").values_list("pk", flat=True)
        ),
        place=_place(page),
        slug=page.slug,
        url_path=page.url_path,
        states={str(each.pk): _state(each) for each in below},
        thrown_with=thrown_with,
        trashed_by=user,
    )
    for companion in [*_copies_elsewhere(page), *translations]:
        companion = Page.objects.filter(pk=companion.pk).first()
        if companion and not is_in_trash(companion):
            put(companion, user, thrown_with=thrown_with or trashed)
    for each in below:
        _withdraw(each, user)
    # What was thrown away under the same address may lie there already.
    Page.objects.filter(pk=page.pk).update(slug=f"trash-{page.pk}")
    page = Page.objects.get(pk=page.pk)
    log(instance=page.specific_deferred, action=LOG_ACTION, user=user, data={"place": trashed.place})
    MovePageAction(page, the_bin(), pos="last-child", user=user).execute(skip_permission_checks=True)
    Site.clear_site_root_paths_cache()
    return trashed


def _place(page) -> str:
    """Titles from below the home page down; of the home page itself for what stands right below it."""
    titles = list(page.get_ancestors().filter(depth__gt=1).values_list("title", flat=True))
    return " › ".join(titles[1:] or titles)


def _state(page) -> dict:
    """How a page is, for it to be so again."""
    return {
        "live": page.live,
        "has_unpublished_changes": page.has_unpublished_changes,
        "live_revision": page.live_revision_id,
        "translation_key": str(page.translation_key),
        "translations": list(
            Translation.objects.filter(
                source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
            ).values_list("pk", flat=True)
        ),
    }


def _copies_elsewhere(page):
    """Aliases of the page or of one below it: they show it, and cannot stay without it. The highest first."""
    own = page.get_descendants(inclusive=True)
    copies = Page.objects.filter(alias_of__in=own.values("pk")).exclude(path__startswith=page.path)
    return list(copies.order_by("depth", "path"))


def _withdraw(page, user) -> None:
    for state in WorkflowState.objects.for_instance(page).filter(status=WorkflowState.STATUS_IN_PROGRESS):
        state.cancel(user=user)
    page.revisions.update(approved_go_live_at=None)
    if page.live:
        UnpublishPageAction(page, user=user, log_action=False).execute(skip_permission_checks=True)
    part(page)
