"""What the admin refuses to delete: promises that were made in public, and the pages that they rest on."""

from dataclasses import dataclass

from django.db.models import Q
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.models import Page
from wagtail.permissions import policy_registry

from blog.models import Commitment
from core.deletion import deleted_with

#: Commitments named one by one on the page that refuses.
NAMED = 20


@dataclass(frozen=True)
class Hold:
    """A page that cannot go, and the commitments that rest on it."""

    page: Page
    commitments: list[Commitment]
    #: Whether it is their roadmap; otherwise it is their programme.
    is_roadmap: bool

    @property
    def named(self) -> list[Commitment]:
        return self.commitments[:NAMED]

    @property
    def others(self) -> int:
        """How many commitments are not named."""
        return len(self.commitments) - len(self.named)

    @property
    def sentence(self) -> str:
        number = len(self.commitments)
        if self.is_roadmap:
            words = ngettext(
                "“%(page)s” cannot be deleted: it holds %(number)d commitment.",
                "“%(page)s” cannot be deleted: it holds %(number)d commitments.",
                number,
            )
        else:
            words = ngettext(
                "“%(page)s” cannot be deleted: %(number)d commitment is about it.",
                "“%(page)s” cannot be deleted: %(number)d commitments are about it.",
                number,
            )
        return words % {"page": self.page.title, "number": number}

    @property
    def instead(self) -> str:
        """What can be done in its place."""
        if self.is_roadmap:
            return _("Unpublish it: readers no longer see it, and what was promised is kept.")
        return _(
            "If it has come to its end, mark it as over: it stays where people look for it. "
            "If nobody should see it any more, unpublish it."
        )


def holds_on(pages) -> list[Hold]:
    """What keeps these pages, or a page below them, from being deleted. Two queries."""
    below = Q(pk__in=[])
    for page in pages:
        below |= Q(path__startswith=page.path)
    leaving = Page.objects.filter(below)
    commitments = list(
        Commitment.objects.filter(
            Q(roadmap__in=leaving.values("pk")) | Q(programme__in=leaving.values("pk"))
        ).order_by("roadmap__year", "position", "pk")
    )
    if not commitments:
        return []
    titles = {page.pk: page for page in leaving}
    held: dict[tuple, list] = {}
    for commitment in commitments:
        for page, is_roadmap in ((commitment.roadmap_id, True), (commitment.programme_id, False)):
            if page in titles:
                held.setdefault((page, is_roadmap), []).append(commitment)
    return [Hold(titles[page], members, is_roadmap) for (page, is_roadmap), members in held.items()]


def keep_page(request, page):
    """Hook: instead of Wagtail's question, or of an error, the page that says what holds."""
    if holds := holds_on(deleted_with(page)):
        return refusal(request, holds, back=reverse("wagtailadmin_pages:edit", args=[page.pk]))
    return None


class KeepingDelete(DeleteBulkAction):
    """The same for several pages at once. Wagtail would say that there is no permission, and not why."""

    def dispatch(self, request, *args, **kwargs):
        pages, _without_access = self.get_actionable_objects()
        if holds := holds_on([each for page in pages for each in deleted_with(page)]):
            return refusal(request, holds, back=self.next_url)
        return super().dispatch(request, *args, **kwargs)


def refusal(request, holds: list[Hold], *, back: str):
    policy = policy_registry.get_by_type(Commitment)
    context = {
        "holds": holds,
        "back_url": back,
        "may_edit": policy.user_has_permission(request.user, "change"),
        "edit_url_name": Commitment.snippet_viewset.get_url_name("edit"),
    }
    return TemplateResponse(request, "blog/admin/held.html", context, status=409)


def keep_commitments(request, instances):
    """Hook: commitments that are not deleted, and why; none of those asked for with them is."""
    if not all(isinstance(instance, Commitment) for instance in instances):
        return None
    reasons = [reason for instance in instances if (reason := reason_to_keep(instance))]
    if not reasons:
        return None
    for reason in reasons:
        messages.error(request, reason)
    listing = reverse(Commitment.snippet_viewset.get_url_name("list"))
    return redirect(listing)


def reason_to_keep(commitment: Commitment) -> str:
    """Why it cannot be deleted; blank where it can."""
    words = {"commitment": capfirst(commitment.title)}
    if commitment.is_kept:
        return (
            _(
                "“%(commitment)s” was promised in a published roadmap: it is not deleted. "
                "Record it as dropped, with the reason."
            )
            % words
        )
    later = commitment.carried_to.select_related("roadmap").first()
    if later:
        return _(
            "“%(commitment)s” is not deleted: the roadmap of %(year)s takes it up again. "
            "Part the two first: empty “carried over from” there."
        ) % (words | {"year": later.roadmap.year})
    return ""
