"""Notes, mails sent again, assignment: what the team does without writing to anybody anew."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages

from home.adhesion import casework
from home.adhesion.forms.casework import AssignmentForm, NoteForm
from home.adhesion.models import RequestMail

from .access import colleagues
from .decision import ConfirmedView
from .detail import RequestDetailView


class CaseworkView(RequestDetailView):
    """POST does it; what cannot be done comes back on the page of the request, with what was typed."""

    http_method_names = ["post", "options"]

    def refused(self, **forms):
        """The page again, with the form that has something to mend."""
        return self.render_to_response(self.get_context_data(**forms), status=422)

    def done(self, request, success):
        messages.success(request, success)
        return redirect(self.detail_url)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        try:
            return self.act(request)
        except casework.CaseworkRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.detail_url)

    def act(self, request):
        """Does it and answers; raises `CaseworkRefused`."""
        raise NotImplementedError


class NoteView(CaseworkView):
    """Adds a note for the team alone."""

    def act(self, request):
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.refused(note_form=form)
        casework.write_note(self.object.pk, form.cleaned_data["text"], actor=request.user)
        return self.done(request, _("The note is kept."))


class SendAgainView(CaseworkView):
    """Puts a copy of a mail in the outbox."""

    def act(self, request):
        try:
            casework.send_again(self.object.pk, self.kwargs["mail"], actor=request.user)
        except RequestMail.DoesNotExist:
            raise Http404 from None
        return self.done(request, _("A copy of the mail waits to leave."))


class AssignmentView(ConfirmedView):
    """Hands the request over to a colleague who may review it."""

    label = pgettext_lazy("action", "Assign")
    sends_mail = False

    def form(self, data=None):
        return AssignmentForm(data, colleagues=colleagues(), initial={"assignee": self.object.assignee_id})

    def apply(self, form):
        casework.assign(self.object.pk, form.cleaned_data["assignee"], actor=self.request.user)

    def success(self):
        return _("%(reference)s is assigned.") % {"reference": self.object}

    def obstacle(self):
        return casework.obstacle(self.object)
