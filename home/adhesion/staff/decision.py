"""What leaves by mail is confirmed on a page of its own, which shows the mails before they leave."""

from django import forms
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views import View
from wagtail.admin import messages

from home.adhesion import casework, transitions
from home.adhesion.forms.casework import MessageForm
from home.adhesion.models.requests import State
from home.adhesion.siret import format_siret

from .detail import RequestMixin
from .screens import ObjectMixin

PREVIEW = "preview"


class ConfirmedView(ObjectMixin, RequestMixin, View):
    """GET shows the confirmation, POST does it; whoever comes second keeps what they typed."""

    #: Title of the page and of its button.
    label = ""
    is_serious = False
    sends_mail = True
    template_name = "adhesion/admin/decision.html"

    def get(self, request, *args, **kwargs):
        obstacle = self.obstacle()
        return self.confirmation(self.form(), conflict=obstacle, status=409 if obstacle else 200)

    def post(self, request, *args, **kwargs):
        form = self.form(request.POST)
        if not form.is_valid() or PREVIEW in request.POST:
            return self.confirmation(form)
        try:
            self.apply(form)
        except (transitions.TransitionRefused, casework.CaseworkRefused) as refusal:
            self.object = self.get_object()
            # The next attempt rests on what is on this screen.
            data = request.POST.copy()
            data["version"] = self.object.version
            return self.confirmation(self.form(data), conflict=str(refusal), status=409)
        messages.success(request, self.success())
        return redirect(self.detail_url)

    def form(self, data=None) -> forms.Form:
        raise NotImplementedError

    def apply(self, form) -> None:
        """Does what was confirmed; raises `TransitionRefused` or `CaseworkRefused`."""
        raise NotImplementedError

    def success(self) -> str:
        """What is said once it is done."""
        raise NotImplementedError

    def obstacle(self) -> str:
        """Why it cannot be done as the request stands; blank where it can."""
        return ""

    def drafts(self, form) -> list:
        """The mails that leave if what stands in the form is confirmed."""
        return []

    def more_context(self, form) -> dict:
        return {}

    def confirmation(self, form, *, conflict="", status=200):
        context = self.get_context_data(
            object=self.object,
            label=self.label,
            is_serious=self.is_serious,
            sends_mail=self.sends_mail,
            form=form,
            visible_fields=form.visible_fields(),
            conflict=conflict,
            is_possible=not self.obstacle(),
            drafts=self.drafts(form),
            detail_url=self.detail_url,
            **self.more_context(form),
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def get_page_title(self):
        return self.label

    def get_page_subtitle(self):
        return self.object.organisation_name

    def get_breadcrumbs_items(self):
        return self.trail((self.object.reference, self.detail_url), (self.label, ""))


class DecisionView(ConfirmedView):
    """A change of state."""

    def dispatch(self, request, *args, **kwargs):
        self.transition = transitions.TRANSITIONS.get(kwargs["action"])
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self):
        return super().is_allowed() and (
            self.transition is None or self.transition.is_open_to(self.request.user)
        )

    def get_object(self):
        if self.transition is None:
            raise Http404
        return super().get_object()

    @property
    def label(self):
        return self.transition.label

    @property
    def is_serious(self):
        return self.transition.is_serious

    def form(self, data=None):
        return self.transition.form_class(data, request=self.object)

    def apply(self, form):
        transitions.perform(self.transition, self.object.pk, actor=self.request.user, **form.explanation())

    def success(self):
        state = self.transition.target.label.lower()
        return _("%(reference)s: %(state)s.") % {"reference": self.object, "state": state}

    def obstacle(self):
        if self.transition.is_possible_for(self.object):
            return ""
        return transitions.what_happened(self.object, reader=self.request.user)

    def drafts(self, form):
        if self._waits_for_an_answer(form):
            return []
        return transitions.drafts(self.object, self.transition, **self._explanation(form))

    def more_context(self, form):
        return {
            "preview_waits": self._waits_for_an_answer(form),
            "facts": self._stated() if self.transition.target == State.ACCEPTED else [],
            "notices": list(self._notices()),
        }

    @staticmethod
    def _waits_for_an_answer(form) -> bool:
        """Whether the mail depends on a choice that is not made yet."""
        return "cause" in form.fields and not (form.is_bound and form.is_valid())

    def _explanation(self, form) -> dict:
        """What the mails on this screen give as reason: what is typed, or where it will stand."""
        answers = form.cleaned_data if form.is_bound and form.is_valid() else {}
        if "cause" in form.fields:
            return {"cause": answers["cause"]}
        if "reason" in form.fields:
            typed = answers.get("reason") or form.data.get("reason", "")
            return {"reason": typed or _("[what you write above]")}
        return {}

    def _stated(self):
        """What the request says of the body, beside which a known one is recognised."""
        request = self.object
        facts = [
            (_("Name"), request.organisation_name),
            (_("Category"), request.get_organisation_category_display()),
            (_("Country"), request.country_name),
            ("SIRET", format_siret(request.siret) or (_("not at hand") if request.siret_missing else "")),
            (_("Identifier abroad"), request.foreign_identifier),
            (_("Address"), request.address),
            (_("Territory"), request.territory),
        ]
        return [(label, value) for label, value in facts if value]

    def _notices(self):
        """What the one who confirms has to know or to do besides."""
        if self.transition.mails and not self.object.champion_email:
            yield _("This request gives no e-mail address: tell the applicant by other means.")
        if self.transition.name == "undo_acceptance" and self.object.invoice_recipient:
            yield _("%(payer)s was told of the acceptance too: tell it by other means.") % {
                "payer": self.object.payer_name
            }


class MessageView(ConfirmedView):
    """A message to the applicant."""

    label = pgettext_lazy("action", "Send a message")

    def form(self, data=None):
        return MessageForm(data)

    def apply(self, form):
        casework.write_message(self.object.pk, form.cleaned_data["text"], actor=self.request.user)

    def success(self):
        return _("The message waits to leave.")

    def obstacle(self):
        return casework.obstacle_to_writing(self.object)

    def drafts(self, form):
        typed = form.cleaned_data["text"] if form.is_bound and form.is_valid() else form.data.get("text", "")
        draft = casework.message_draft(self.object, typed or _("[what you write above]"))
        return [draft] if draft else []


class GenuineView(ConfirmedView):
    """The end of a doubt: the receipt that was held back leaves."""

    label = pgettext_lazy("action", "It is genuine: send the receipt")

    def form(self, data=None):
        return forms.Form(data)

    def apply(self, form):
        casework.hold_for_genuine(self.object.pk, actor=self.request.user)

    def success(self):
        return _("%(reference)s is held for genuine.") % {"reference": self.object}

    def obstacle(self):
        return casework.obstacle_to_trust(self.object)

    def drafts(self, form):
        draft = casework.receipt_draft(self.object)
        return [draft] if draft else []
