"""The trash in the admin: what lies there, restored or erased one by one, or emptied."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.leaves import leaf_or_404
from desk.trash.access import TrashMixin, may_erase
from desk.trash.forms import RestoreForm
from desk.trash.models import DAYS_KEPT, TrashedPage
from desk.trash.restoring import erase_all, former_parent, restore

PAGE_SIZE = 50


class TrashView(TrashMixin, WagtailAdminTemplateMixin, View):
    """A screen of the trash."""

    header_icon = "bin"
    page_title = None

    def show(self, *, status=200, **context):
        context = self.get_context_data(days=DAYS_KEPT, **context)
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def get_page_title(self):
        return _("Trash")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"label": _("Trash"), "url": reverse("trash:index")}]

    @cached_property
    def trashed(self):
        entries = TrashedPage.objects.select_related("page", "parent")
        return get_object_or_404(entries, pk=self.kwargs["pk"])


class IndexView(TrashView):
    template_name = "trash/index.html"

    def get(self, request):
        entries = TrashedPage.objects.leading().select_related(
            "page__content_type", "page__locale", "parent", "trashed_by"
        )
        leaf = leaf_or_404(
            Paginator(entries.prefetch_related("companions__page__locale"), PAGE_SIZE), request
        )
        rows = [
            {
                "trashed": entry,
                "kind": entry.page.page_type_display_name,
                "below": len(entry.states) - 1,
                "is_parent_gone": former_parent(entry) is None,
                "translations": [
                    companion.page for companion in entry.companions.all() if not companion.page.alias_of_id
                ],
            }
            for entry in leaf.object_list
        ]
        return self.show(leaf=leaf, rows=rows, may_erase=may_erase(request.user))


class RestoreView(TrashView):
    template_name = "trash/restore.html"

    def get(self, request, pk):
        return self.ask(RestoreForm(trashed=self.trashed, user=request.user))

    def post(self, request, pk):
        form = RestoreForm(request.POST, trashed=self.trashed, user=request.user)
        if not form.is_valid():
            return self.ask(form, status=422)
        title = self.trashed.page.title
        restored = restore(self.trashed, form.cleaned_data["parent"], form.cleaned_data["slug"], request.user)
        messages.success(request, _("“%(page)s” is back.") % {"page": title})
        for left in restored.left:
            messages.warning(
                request,
                _("“%(page)s” has nowhere to go back to: it stays in the trash.") % {"page": left.page.title},
            )
        for page in restored.alone:
            messages.warning(
                request,
                _("“%(page)s” is no longer linked to its original: another translation took its place.")
                % {"page": page.title},
            )
        return redirect("wagtailadmin_explore", restored.page.pk)

    def ask(self, form, status=200):
        return self.show(
            status=status,
            form=form,
            media=form.media,
            trashed=self.trashed,
            parent=former_parent(self.trashed),
            companions=self.trashed.companions.select_related("page__locale"),
        )


class ErasingView(TrashView):
    """Asks once, then erases for good."""

    is_allowed = staticmethod(may_erase)
    template_name = "trash/erase.html"

    def get(self, request, **kwargs):
        return self.show(entries=list(self.entries()))

    def post(self, request, **kwargs):
        erased, kept = erase_all(self.entries(), request.user)
        if erased:
            text = ngettext(
                "%(number)d page was erased for good.", "%(number)d pages were erased for good.", erased
            )
            messages.success(request, text % {"number": erased})
        for trashed in kept:
            messages.error(
                request,
                _("“%(page)s” cannot be erased: something else rests on it.") % {"page": trashed.page.title},
            )
        return redirect("trash:index")

    def entries(self):
        raise NotImplementedError


class EraseView(ErasingView):
    def get_page_title(self):
        return _("Erase for good")

    def entries(self):
        return [self.trashed]


class EmptyView(ErasingView):
    def get_page_title(self):
        return _("Empty the trash")

    def entries(self):
        return TrashedPage.objects.leading().select_related("page")
