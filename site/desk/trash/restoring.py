"""Taking a page out of the trash: back to where and to what it was, or for good."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from wagtail.actions.move_page import MovePageAction
from wagtail.contrib.redirects.signal_handlers import create_redirects
from wagtail.log_actions import log
from wagtail.models import Page, Revision, Site
from wagtail.signals import page_published

from desk.trash.bin import is_in_trash
from desk.trash.links import join
from desk.trash.models import TrashedPage

#: Action of the audit trail.
LOG_ACTION = "trash.restore"


@dataclass
class Restored:
    """What came back, and what did not come back as it was."""

    page: Page
    #: Translations and copies that have nowhere to go back to: they stay in the trash.
    left: list[TrashedPage] = field(default_factory=list)
    #: Translations whose place another one has taken: they stand alone.
    alone: list[Page] = field(default_factory=list)


def former_parent(trashed: TrashedPage) -> Page | None:
    """Where it was, if that is there and not in the trash itself."""
    parent = trashed.parent
    return parent if parent and not is_in_trash(parent) else None


def free_slug(trashed: TrashedPage, parent: Page) -> str:
    """Its slug, or the first one after it that no page below `parent` has."""
    taken = set(parent.get_children().values_list("slug", flat=True))
    slug, number = trashed.slug, 1
    while slug in taken:
        number += 1
        slug = f"{trashed.slug}-{number}"
    return slug


@transaction.atomic
def restore(trashed: TrashedPage, parent: Page, slug: str, user=None) -> Restored:
    """Puts it below `parent`, and what was thrown away with it where that was.

    What was public is public again, as it then was; drafts are drafts, and so is what has expired meanwhile.
    """
    restored = Restored(_bring_back(trashed, parent, slug, user))
    companions = list(trashed.companions.select_related("page", "parent"))
    states = dict(trashed.states)
    for companion in sorted(companions, key=lambda each: len(each.url_path)):
        place = former_parent(companion)
        if place is None:
            restored.left.append(companion)
            continue
        _bring_back(companion, place, free_slug(companion, place), user)
        states |= companion.states
        companion.delete()
    trashed.delete()
    # Only now do all stand where they will stay: their links and addresses are right.
    for page in Page.objects.filter(pk__in=states).order_by("path").specific():
        state = states[str(page.pk)]
        if not join(page, state):
            restored.alone.append(page)
        _publish_again(page, state)
    Site.clear_site_root_paths_cache()
    restored.page = Page.objects.get(pk=restored.page.pk)
    return restored


def _bring_back(trashed: TrashedPage, parent: Page, slug: str, user) -> Page:
    Page.objects.filter(pk=trashed.page_id).update(slug=slug)
    page = Page.objects.get(pk=trashed.page_id)
    sisters = parent.get_children().in_bulk(trashed.following)
    following = next((sisters[pk] for pk in trashed.following if pk in sisters), None)
    if following:
        action = MovePageAction(page, following, pos="left", user=user)
    else:
        action = MovePageAction(page, parent, pos="last-child", user=user)
    action.execute(skip_permission_checks=True)
    page = Page.objects.get(pk=page.pk)
    _keep_slug(page)
    _lead_from_former_address(page, trashed)
    log(instance=page.specific_deferred, action=LOG_ACTION, user=user, data={"place": trashed.place})
    return page


def _keep_slug(page: Page) -> None:
    """The latest draft takes the slug that the page came back with: it would ask for the taken one."""
    revision = Revision.objects.filter(pk=page.latest_revision_id).first()
    if revision and revision.content["slug"] != page.slug:
        revision.content["slug"] = page.slug
        revision.save(update_fields=["content"])


def _lead_from_former_address(page: Page, trashed: TrashedPage) -> None:
    """Somebody else's parent, or another slug: who comes by the former address is led to the new one."""
    if page.url_path == trashed.url_path:
        return
    present = page.specific
    former = type(present)()
    former.__dict__.update(present.__dict__)
    former.url_path = trashed.url_path
    create_redirects(page=present, page_old=former, sites=Site.objects.exclude(root_page=page.pk))


def _publish_again(page: Page, state: dict) -> None:
    has_expired = page.expire_at is not None and page.expire_at <= timezone.now()
    if not state["live"] or has_expired:
        return
    revision = Revision.objects.filter(pk=state["live_revision"]).first()
    # As read anew: the link to its original may just have been written.
    page = page.specific_class.objects.get(pk=page.pk)
    page.live = True
    page.live_revision = revision
    page.has_unpublished_changes = state["has_unpublished_changes"]
    page.save(clean=False)
    page_published.send(sender=type(page), instance=page, revision=revision)


def erase(trashed: TrashedPage, user=None) -> None:
    """Deletes it for good, and what was thrown away with it; `ProtectedError` if something rests on it."""
    with transaction.atomic():
        for each in [*trashed.companions.select_related("page"), trashed]:
            for page in Page.objects.filter(pk__in=each.states):
                # wagtail-localize clears the records of a translation by its link to the original.
                join(page, each.states[str(page.pk)])
            Page.objects.get(pk=each.page_id).delete(user=user)


def erase_all(entries, user=None) -> tuple[int, list[TrashedPage]]:
    """How many were erased; those that something rests on, which stay."""
    erased, kept = 0, []
    for trashed in entries:
        try:
            erase(trashed, user)
        except ProtectedError:
            kept.append(trashed)
        else:
            erased += 1
    return erased, kept
