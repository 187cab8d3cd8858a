"""A change of state: confirmed on its own page, which shows the mails before they leave."""

from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages

from home.adhesion import transitions

from .detail import RequestMixin

PREVIEW = "preview"


class DecisionView(RequestMixin, View):
    """GET shows the confirmation, POST applies it; whoever comes second keeps what they typed."""

    def dispatch(self, request, *args, **kwargs):
        if not self.is_allowed():
            return self.refuse()
        try:
            self.transition = transitions.TRANSITIONS[kwargs["action"]]
        except KeyError:
            raise Http404 from None
        if not self.transition.is_open_to(request.user):
            return self.refuse()
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        form = self.transition.form_class(request=self.object)
        if not self.transition.is_possible_for(self.object):
            conflict = transitions.what_happened(self.object, reader=request.user)
            return self.confirmation(form, conflict=conflict, status=409)
        return self.confirmation(form)

    def post(self, request, *args, **kwargs):
        form = self.transition.form_class(request.POST, request=self.object)
        if not form.is_valid() or PREVIEW in request.POST:
            return self.confirmation(form)
        try:
            transitions.perform(self.transition, self.object.pk, actor=request.user, **form.explanation())
        except transitions.TransitionRefused as refusal:
            self.object.refresh_from_db()
            # The next attempt rests on what is on this screen.
            data = request.POST.copy()
            data["version"] = self.object.version
            form = self.transition.form_class(data, request=self.object)
            return self.confirmation(form, conflict=str(refusal), status=409)
        messages.success(
            request,
            _("%(reference)s: %(state)s.")
            % {"reference": self.object, "state": self.transition.target.label.lower()},
        )
        return redirect(self.detail_url)

    @property
    def detail_url(self) -> str:
        return reverse("adhesion_requests:detail", args=[self.object.pk])

    def confirmation(self, form, *, conflict="", status=200):
        context = self.get_context_data(
            object=self.object,
            transition=self.transition,
            form=form,
            visible_fields=form.visible_fields(),
            conflict=conflict,
            is_possible=self.transition.is_possible_for(self.object),
            drafts=transitions.drafts(self.object, self.transition, **self._explanation(form)),
            detail_url=self.detail_url,
        )
        return TemplateResponse(self.request, "adhesion/admin/decision.html", context, status=status)

    def _explanation(self, form) -> dict:
        """What the mails on this screen give as reason: what is typed, or where it will stand."""
        answers = form.cleaned_data if form.is_bound and form.is_valid() else {}
        if "cause" in form.fields:
            return {"cause": answers.get("cause", "")}
        if "reason" in form.fields:
            typed = answers.get("reason") or form.data.get("reason", "")
            return {"reason": typed or _("[the reason]")}
        return {}

    def get_page_title(self):
        return self.transition.label

    def get_page_subtitle(self):
        return self.object.organisation_name

    def get_breadcrumbs_items(self):
        return self.trail((self.object.reference, self.detail_url), (self.transition.label, ""))
