"""The two screens: what is brought, and what it makes."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from core.importing import Converted, UnreadableError, convert
from desk.pasting import bringing
from desk.pasting.forms import ConfirmForm, DocumentForm
from desk.pasting.models import BroughtDocument
from desk.pasting.pictures import Kept, Shown
from desk.pasting.reading import Source, read


class DocumentScreen(WagtailAdminTemplateMixin, FormView):
    header_icon = "upload"

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.back_url, "label": self.page.get_admin_display_title()},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_page_subtitle(self):
        return self.page.get_admin_display_title()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.back_url, "target": self.page}


class BringView(DocumentScreen):
    """Takes a document for a page that is there already."""

    page_title = gettext_lazy("Bring a document in")
    template_name = "pasting/bring.html"
    form_class = DocumentForm
    types: tuple = ()

    def dispatch(self, request, page_id):
        self.page = get_object_or_404(Page, pk=page_id).specific
        if not self.is_allowed():
            raise PermissionDenied
        return super().dispatch(request, page_id)

    def is_allowed(self) -> bool:
        return bringing.may_bring(self.request.user, self.page)

    @property
    def back_url(self):
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"types": self.types}

    def new_type(self, form):
        """None: the document goes to the page itself."""
        return None

    def form_valid(self, form):
        BroughtDocument.objects.forgotten().forget()
        kind, name, content = form.brought
        document = BroughtDocument(
            owner=self.request.user, page=self.page, new_type=self.new_type(form), kind=kind, name=name[:255]
        )
        document.file.save(name, ContentFile(content.encode()) if isinstance(content, str) else content)
        try:
            converted = converted_for_check(document, self.request.user)[0]
            if converted.is_empty:
                raise UnreadableError(_("There is nothing in it that a page could hold."))
        except UnreadableError as refusal:
            BroughtDocument.objects.filter(pk=document.pk).forget()
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return redirect("pasting_check", document.pk)


class NewPageView(BringView):
    """Takes a document that becomes a new page below the one given."""

    page_title = gettext_lazy("New page from a document")

    def is_allowed(self) -> bool:
        self.types = tuple(bringing.new_types(self.request.user, self.page))
        return bool(self.types)

    @property
    def back_url(self):
        return reverse("wagtailadmin_explore", args=[self.page.pk])

    def new_type(self, form):
        label = form.cleaned_data.get("new_type") or self.types[0]._meta.label_lower
        return ContentType.objects.get_by_natural_key(*label.split("."))


class CheckView(DocumentScreen):
    """Shows what a document makes, with what was changed and left out; makes a draft of it once confirmed."""

    page_title = gettext_lazy("Check the document")
    template_name = "pasting/check.html"
    form_class = ConfirmForm

    def dispatch(self, request, pk):
        documents = BroughtDocument.objects.select_related("page", "new_type")
        self.document = get_object_or_404(documents, pk=pk, owner=request.user)
        self.page = self.document.page.specific
        self.model = self.document.new_type.model_class() if self.document.new_type else None
        if self.model:
            is_allowed = self.model in bringing.new_types(request.user, self.page)
        else:
            is_allowed = bringing.may_bring(request.user, self.page)
        if not is_allowed:
            raise PermissionDenied
        return super().dispatch(request, pk)

    @property
    def back_url(self):
        name = "pasting_new" if self.model else "pasting_bring"
        return reverse(name, args=[self.page.pk])

    @cached_property
    def draft(self) -> Page | None:
        return None if self.model else self.page.get_latest_revision_as_object()

    @cached_property
    def checked(self) -> tuple[Converted, Shown]:
        return converted_for_check(self.document, self.request.user)

    def get_form_kwargs(self):
        has_body = self.draft is not None and bool(getattr(self.draft, bringing.FIELD))
        return super().get_form_kwargs() | {"has_body": has_body}

    def get_initial(self):
        found = self.checked[0].title
        title = self.draft.title if self.draft else found or self.document.name.rpartition(".")[0]
        return super().get_initial() | {"title": title}

    def get_context_data(self, **kwargs):
        converted, shown = self.checked
        title = converted.title if self.draft and converted.title != self.draft.title else ""
        return super().get_context_data(**kwargs) | {
            "report": converted.report,
            "blocks": shown_blocks(converted, shown),
            "document_title": title,
            "is_new": self.model is not None,
        }

    def post(self, request, *args, **kwargs):
        if "discard" in request.POST:
            BroughtDocument.objects.filter(pk=self.document.pk).forget()
            return redirect(self.back_url)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        user, title = self.request.user, form.cleaned_data["title"]
        # Before the transaction, which lets nobody else write on SQLite.
        source = read(self.document)
        with transaction.atomic():
            converted = _converted(self.document, source, Kept(user, {}))
            # Sent twice, it is brought once: the second waits for the first, then finds nothing.
            if not BroughtDocument.objects.filter(pk=self.document.pk).delete()[0]:
                raise Http404
            transaction.on_commit(lambda: self.document.file.delete(save=False))
            if self.model:
                page = bringing.make_page(self.page, self.model, converted, user=user, title=title)
            else:
                replace = form.cleaned_data.get("mode") == ConfirmForm.Mode.REPLACE
                bringing.bring_into(self.page, converted, user=user, replace=replace, title=title)
                page = self.page
        history = reverse("wagtailadmin_pages:history", args=[page.pk])
        messages.success(
            self.request,
            _("The document is in the draft of “%(title)s”. Nothing is published.") % {"title": title},
            buttons=[messages.button(history, _("History"))],
        )
        return redirect("wagtailadmin_pages:edit", page.pk)


def converted_for_check(document: BroughtDocument, user) -> tuple[Converted, Shown]:
    """The blocks of a document, whose images are numbers, and the pictures by these."""
    shown = Shown(user, {})
    return _converted(document, read(document), shown), shown


def _converted(document: BroughtDocument, source: Source, keep: Shown) -> Converted:
    keep.held = source.pictures
    return convert(source.html, keep=keep, language=document.page.locale.language_code)


def shown_blocks(converted: Converted, shown: Shown) -> list[dict]:
    """Blocks for the template: their type, their value, and for an image what it looks like."""
    return [
        {
            "type": block["type"],
            "value": block["value"],
            "thumbnail": shown.thumbnails.get(block["value"]["image"]["image"])
            if block["type"] == "image"
            else "",
        }
        for block in converted.blocks
    ]
