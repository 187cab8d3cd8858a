"""Deleting a page in the admin, one or several: the question, and the way to the trash."""

from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page, ReferenceIndex, Site

from blog.keeping import KeepingDelete
from desk.trash.access import may_restore
from desk.trash.bin import is_in_trash, out_of_trash
from desk.trash.forms import ThrowForm
from desk.trash.models import DAYS_KEPT
from desk.trash.throwing import put


def throw(request, page):
    """Hook, after those that refuse: instead of Wagtail's deletion."""
    if is_in_trash(page):
        return redirect("trash:index")
    if refused := refuse_front_door(request, [page]):
        return refused
    form = ThrowForm(
        request.POST if request.method == "POST" else None, translations=_translations(request.user, page)
    )
    if request.method == "POST" and form.is_valid():
        translations = list(form.cleaned_data["translations"])
        if refused := refuse_front_door(request, translations):
            return refused
        for translation in translations:
            if refused := _refusal(request, translation):
                return refused
        back = get_valid_next_url_from_request(request) or reverse(
            "wagtailadmin_explore", args=[page.get_parent().pk]
        )
        trashed = put(page, request.user, translations=translations)
        say(request, trashed)
        return redirect(back)
    usage = ReferenceIndex.get_references_to(page).group_by_source_object()
    context = {
        "page": page,
        "form": form,
        "has_translations": form.fields["translations"].queryset.exists(),
        "descendant_count": page.get_descendant_count(),
        "days": DAYS_KEPT,
        "next": get_valid_next_url_from_request(request),
        "model_opts": page._meta,
        "usage_count": usage.count(),
        "usage_url": reverse("wagtailadmin_pages:usage", args=[page.pk]),
    }
    return TemplateResponse(request, "trash/throw.html", context)


def _translations(user, page):
    """Translations that may go with it; copies do so anyway."""
    family = out_of_trash(page.get_translations().filter(alias_of=None)).select_related("locale")
    allowed = [each.pk for each in family if each.permissions_for_user(user).can_delete()]
    return family.filter(pk__in=allowed)


def _refusal(request, page):
    """The answer of whoever else has a say before a page is deleted."""
    for hook in hooks.get_hooks("before_delete_page"):
        answer = None if hook is throw else hook(request, page)
        if hasattr(answer, "status_code"):
            return answer
    return None


def refuse_front_door(request, pages):
    """The home page of the site, or a page above it, stays; None where none of them is."""
    doors = [site.root_page for site in Site.objects.select_related("root_page")]
    held = [page for page in pages for door in doors if door.path.startswith(page.path)]
    if not held:
        return None
    messages.error(request, _("The home page of the site cannot be put in the trash."))
    return redirect("wagtailadmin_explore", held[0].pk)


def say(request, trashed):
    """That it lies there and until when, with the way back."""
    text = _("“%(page)s” is in the trash. It can be restored until %(day)s.") % {
        "page": trashed.page.title,
        "day": date_format(trashed.erased_on, "j F Y"),
    }
    messages.success(
        request, text, buttons=[messages.button(reverse("trash:restore", args=[trashed.pk]), _("Restore"))]
    )


class ThrowingDelete(KeepingDelete):
    """The same for several pages at once; their translations stay, their copies go with them."""

    template_name = "trash/throw_several.html"

    def dispatch(self, request, *args, **kwargs):
        pages, _without_access = self.get_actionable_objects()
        return refuse_front_door(request, pages) or super().dispatch(request, *args, **kwargs)

    @classmethod
    def execute_action(cls, objects, user=None, **kwargs):
        number = below = 0
        for page in sorted(objects, key=lambda page: page.path):
            page.refresh_from_db()
            # One of them may lie below another.
            if not is_in_trash(page):
                number, below = number + 1, below + page.get_descendant_count()
                put(page, user)
        return number, below

    def get_success_message(self, num_parent_objects, num_child_objects):
        return ngettext(
            "%(number)d page was put in the trash, with all below it.",
            "%(number)d pages were put in the trash, with all below them.",
            num_parent_objects,
        ) % {"number": num_parent_objects}


def lead_to_trash(request, page, *args):
    """Hook: a page in the trash is not edited, moved, copied nor added to before it is restored."""
    if is_in_trash(page):
        messages.warning(request, _("This page is in the trash: restore it first."))
        return redirect("trash:index" if may_restore(request.user) else "wagtailadmin_home")
    return None


def lead_several_to_trash(request, action_type, objects, action):
    """Hook: the same for several pages at once."""
    pages = [each for each in objects if isinstance(each, Page)]
    return next(filter(None, (lead_to_trash(request, page) for page in pages)), None)


def leave_out_trash(pages, request):
    """Hook: what choosers offer."""
    return out_of_trash(pages)
