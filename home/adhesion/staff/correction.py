"""What was stated, mended by the team while nothing is decided: a name, a SIRET, an address that bounces."""

from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages

from home.adhesion import corrections
from home.adhesion.forms.application import answers_of
from home.adhesion.forms.staff import CorrectionForm
from home.adhesion.models.requests import Source
from home.adhesion.transitions import TransitionRefused, what_happened

from .detail import RequestMixin
from .screens import ObjectMixin


class CorrectionView(ObjectMixin, RequestMixin, View):
    """GET shows the answers as they are, POST writes them; whoever comes second keeps what they typed."""

    template_name = "adhesion/admin/correct.html"

    def get(self, request, *args, **kwargs):
        if not self.is_possible:
            return self.page(
                self.form(), conflict=what_happened(self.object, reader=request.user), status=409
            )
        return self.page(self.form())

    def post(self, request, *args, **kwargs):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            corrected = corrections.correct(
                self.object.pk, form.answers(), actor=request.user, version=form.cleaned_data["version"]
            )
        except TransitionRefused as refusal:
            return self.conflict(form, str(refusal))
        if corrected.version == form.cleaned_data["version"]:
            messages.info(request, _("Nothing was changed."))
        else:
            messages.success(request, _("%(reference)s is corrected.") % {"reference": corrected})
        return redirect(self.detail_url)

    def conflict(self, form, refusal):
        """Shows what stands now beside what was typed: the next attempt rests on having seen it."""
        self.object.refresh_from_db()
        data = self.request.POST.copy()
        data["version"] = self.object.version
        stated = answers_of(self.object)
        now_stated = [
            (field.label, corrections.written(name, stated[name]) or _("nothing"))
            for name, field in form.fields.items()
            if name in stated and stated[name] != form.cleaned_data[name]
        ]
        return self.page(self.form(data), conflict=refusal, now_stated=now_stated, status=409)

    @property
    def is_possible(self) -> bool:
        return self.object.is_open and self.object.anonymised_at is None

    def form(self, data=None) -> CorrectionForm:
        initial = answers_of(self.object) | {"version": self.object.version}
        # Paper forms may come without an address.
        is_email_required = self.object.source != Source.PAPER
        return CorrectionForm(data, initial=initial, is_email_required=is_email_required)

    def page(self, form, *, conflict="", now_stated=(), status=200):
        context = self.get_context_data(
            object=self.object,
            form=form,
            conflict=conflict,
            now_stated=now_stated,
            is_possible=self.is_possible,
            detail_url=self.detail_url,
            media=form.media,
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def get_page_title(self):
        return _("Correct what was stated")

    def get_page_subtitle(self):
        return self.object.organisation_name

    def get_breadcrumbs_items(self):
        return self.trail((self.object.reference, self.detail_url), (self.get_page_title(), ""))
