"""A request that came on paper, entered by the team: from there on it is like any other."""

import uuid
from datetime import datetime, time
from hashlib import sha256

from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages

from core.clock import now, today
from home.adhesion import outbox
from home.adhesion.filing import fee_of
from home.adhesion.forms.staff import PaperForm
from home.adhesion.models.history import EventKind, MailKind, RequestEvent
from home.adhesion.models.requests import AdhesionRequest, Source, State

from .detail import RequestMixin

#: No notice was shown by the site: the one printed on the form counts.
PAPER_NOTICE = "paper"


def enter(
    answers: dict, token: str, *, actor, year: int, language: str, received_on, send_receipt: bool
) -> tuple[AdhesionRequest, bool]:
    """Stores request, event and receipt in one transaction; (request, whether this call made it).

    One form sent twice by one person is one request, whatever was changed in between.
    """
    fee = fee_of(year)
    with transaction.atomic():
        request, created = AdhesionRequest.objects.get_or_create(
            submission_token=sha256(f"paper {actor.pk} {token}".encode()).hexdigest(),
            defaults=answers
            | {
                "year": year,
                "language": language,
                "source": Source.PAPER,
                "assignee": actor,
                "received_at": _moment(received_on),
                "amount_cents": fee.amount_cents if fee else None,
                "notice_version": PAPER_NOTICE,
            },
        )
        if created:
            RequestEvent.objects.create(
                request=request, what=EventKind.FILED, actor=actor, to_state=State.SUBMITTED
            )
            if send_receipt and (draft := outbox.compose(request, MailKind.RECEIPT)):
                outbox.queue(request, draft)
    return request, created


def _moment(day):
    """That day at noon, or now if it is today."""
    return now() if day == today() else make_aware(datetime.combine(day, time(12)))


class PaperView(RequestMixin, View):
    """One page; what is wrong is said with everything that was typed still there."""

    template_name = "adhesion/admin/paper.html"

    def get(self, request, *args, **kwargs):
        return self.page(PaperForm(), uuid.uuid4().hex)

    def post(self, request, *args, **kwargs):
        form = PaperForm(request.POST)
        token = request.POST.get("token") or uuid.uuid4().hex
        if not form.is_valid():
            return self.page(form, token)
        details = {name: form.cleaned_data[name] for name in form.own_fields}
        entered, created = enter(form.answers(), token, actor=request.user, **details)
        if created:
            messages.success(request, self.said(entered))
        else:
            messages.warning(
                request,
                _("This form was already entered as %(reference)s: nothing was changed.")
                % {"reference": entered.reference},
            )
        return redirect("adhesion_requests:detail", entered.pk)

    @staticmethod
    def said(entered) -> str:
        sentence = (
            _("Request %(reference)s is entered; its receipt leaves by mail.")
            if entered.mails.exists()
            else _("Request %(reference)s is entered; nobody was written to.")
        )
        return sentence % {"reference": entered.reference}

    def page(self, form, token):
        context = self.get_context_data(
            form=form, token=token, index_url=reverse("adhesion_requests:index"), media=form.media
        )
        return TemplateResponse(self.request, self.template_name, context)

    def get_page_title(self):
        return _("Enter a paper request")

    def get_breadcrumbs_items(self):
        return self.trail((self.get_page_title(), ""))
