"""Fee calls: their list, the issuing of one, and what becomes of each. Money is for those who decide."""

import datetime
import re

import django_filters
from django import forms
from django.db.models import TextChoices
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from core.clock import today
from core.typography import amount, written_date
from home.adhesion import fee_calls
from home.adhesion.forms.fee_calls import IssueForm, PaymentForm, ReasonOfCallForm
from home.adhesion.models.accounting import FeeCall
from home.adhesion.models.history import MailKind
from home.adhesion.models.members import Membership
from home.adhesion.models.settings import MembershipSettings
from home.adhesion.siret import format_siret

from .screens import CaseFilesListView, CaseFilesViewSet, ObjectMixin, PageMixin

#: Namespace of the addresses below.
NAME = "adhesion_fee_calls"
PREVIEW = "preview"
DOCUMENT = "document"
_NUMBER = re.compile(r"(?:AC-?)?(20\d\d)-0*(\d{1,6})", re.IGNORECASE)


def page_of(call: FeeCall) -> str:
    return reverse(f"{NAME}:detail", args=[call.pk])


def pdf_response(name: str, content: bytes) -> HttpResponse:
    """A document that is shown to one person and kept by no cache."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


class CallState(TextChoices):
    WAITING = "waiting", gettext_lazy("Waiting for payment")
    OVERDUE = "overdue", pgettext_lazy("fee calls", "Overdue")
    PAID = "paid", pgettext_lazy("fee calls", "Paid")
    CANCELLED = "cancelled", pgettext_lazy("fee calls", "Cancelled")


def _years(**_kwargs):
    years = FeeCall.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, str(year)) for year in years]


class FeeCallFilterSet(WagtailFilterSet):
    year = django_filters.ChoiceFilter(label=gettext_lazy("Year of issue"), choices=_years)
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=CallState.choices, method="filter_state"
    )

    class Meta:
        model = FeeCall
        fields = ["year", "state"]

    def filter_state(self, queryset, name, value):
        return {
            CallState.WAITING: queryset.unpaid,
            CallState.OVERDUE: queryset.overdue,
            CallState.PAID: queryset.paid,
            CallState.CANCELLED: queryset.cancelled,
        }[value]()


class DayColumn(Column):
    """The day itself: accounts have no use for “two months ago”."""

    def get_value(self, instance):
        day = super().get_value(instance)
        if isinstance(day, datetime.datetime):
            day = localtime(day)
        return date_format(day, "SHORT_DATE_FORMAT") if day else ""


class FeeCallListView(CaseFilesListView):
    default_ordering = "-number"
    last_order = ("-year", "-number")
    filterset_class = FeeCallFilterSet
    search_fields = ["recipient_name", "membership__organisation__name", "membership__request__reference"]
    template_name = "adhesion/admin/fee_calls.html"
    list_display = [
        TitleColumn("number", label=gettext_lazy("Number"), accessor=str, get_url=page_of, sort_key="number"),
        Column(
            "organisation",
            label=gettext_lazy("Member"),
            accessor="membership.organisation",
            sort_key="membership__organisation__name",
        ),
        Column("recipient_name", label=gettext_lazy("Paying body"), sort_key="recipient_name"),
        Column(
            "amount",
            label=gettext_lazy("Amount"),
            accessor=lambda call: amount(call.amount_euros),
            sort_key="amount_cents",
        ),
        DayColumn("issued_on", label=gettext_lazy("Issued on"), sort_key="issued_on"),
        DayColumn("sent_at", label=gettext_lazy("Sent"), sort_key="sent_at"),
        DayColumn("due_on", label=gettext_lazy("Due on"), sort_key="due_on"),
        DayColumn("paid_on", label=gettext_lazy("Paid on"), sort_key="paid_on"),
        StatusTagColumn(
            "state", label=gettext_lazy("State"), accessor="state_label", primary=lambda call: call.is_overdue
        ),
    ]

    def get_base_queryset(self):
        return super().get_base_queryset().light().select_related("membership__organisation")

    def order_queryset(self, queryset):
        """Numbers count within their year."""
        if self.ordering in ("number", "-number"):
            sign = self.ordering.removesuffix("number")
            return queryset.order_by(f"{sign}year", f"{sign}number")
        return super().order_queryset(queryset)

    def search_queryset(self, queryset):
        """A number finds its call."""
        if number := _NUMBER.fullmatch(self.search_query.strip()):
            return queryset.filter(year=int(number[1]), number=int(number[2]))
        return super().search_queryset(queryset)


class CallMixin(ObjectMixin, PageMixin):
    """A view of one call, or of the membership that one is issued for."""

    header_icon = "doc-full-inverse"
    list_url_name = f"{NAME}:index"
    list_label = capfirst(FeeCall._meta.verbose_name_plural)

    def get_object(self) -> FeeCall:
        calls = FeeCall.objects.select_related("membership__organisation", "membership__request", "issued_by")
        return get_object_or_404(calls, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_decide=self.user_has_permission("decide"), **kwargs)

    def get_page_subtitle(self):
        return self.membership.organisation.name

    @property
    def membership(self) -> Membership:
        return self.object.membership

    def get_breadcrumbs_items(self):
        return self.trail((str(self.object), ""))


class FeeCallView(CallMixin, View):
    """What is known of one call, and what can be done with it."""

    def get(self, request, *args, **kwargs):
        context = self.get_context_data(object=self.object, rows=_facts(self.object))
        return TemplateResponse(request, "adhesion/admin/fee_call.html", context)

    def get_page_title(self):
        return str(self.object)


class DocumentView(CallMixin, View):
    """The document as it was issued."""

    def get(self, request, *args, **kwargs):
        return pdf_response(fee_calls.file_name(self.object), fee_calls.document(self.object))


class ActionView(CallMixin, View):
    """GET shows what is to be done and its mail, POST does it; a refusal keeps what was typed."""

    permission_required = "decide"
    template_name = "adhesion/admin/fee_call_action.html"
    form_class = None
    #: Title of the page and of its button.
    label = ""
    is_serious = False

    def get(self, request, *args, **kwargs):
        obstacle = self.obstacle()
        return self.page(self.form(), conflict=obstacle, status=409 if obstacle else 200)

    def post(self, request, *args, **kwargs):
        form = self.form(request.POST)
        if not form.is_valid() or PREVIEW in request.POST:
            return self.page(form)
        try:
            call = self.apply(form.cleaned_data)
        except fee_calls.FeeCallRefused as refusal:
            self.object = self.get_object()
            return self.page(form, conflict=str(refusal), status=409)
        messages.success(request, self.success(call))
        return redirect(page_of(call))

    def form(self, data=None):
        return self.form_class(data, initial=self.initial())

    def initial(self) -> dict:
        return {}

    def obstacle(self) -> str:
        """Why it cannot be done as things stand; blank where it can."""
        return ""

    def apply(self, answers: dict) -> FeeCall:
        """Does it; raises `FeeCallRefused`."""
        raise NotImplementedError

    def success(self, call: FeeCall) -> str:
        raise NotImplementedError

    def drafts(self, form) -> list | None:
        """The mails that leave; None where the action has nothing to do with mail."""
        return None

    def more_context(self) -> dict:
        return {}

    def page(self, form, *, conflict="", status=200):
        context = self.get_context_data(
            object=self.object,
            membership=self.membership,
            label=self.label,
            is_serious=self.is_serious,
            form=form,
            conflict=conflict,
            is_possible=not self.obstacle(),
            drafts=self.drafts(form),
            back_url=self.back_url,
            **self.more_context(),
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)

    @property
    def back_url(self) -> str:
        return page_of(self.object)

    def get_page_title(self):
        return self.label

    def get_breadcrumbs_items(self):
        return self.trail((str(self.object), page_of(self.object)), (self.label, ""))


class IssueView(ActionView):
    """The issuing of a call for a membership: its document and its mail are read before a number is taken."""

    label = pgettext_lazy("action", "Issue the fee call")
    form_class = IssueForm

    def get_object(self):
        memberships = Membership.objects.select_related("organisation", "request")
        return get_object_or_404(memberships, pk=self.kwargs["pk"])

    @property
    def membership(self):
        return self.object

    @property
    def back_url(self):
        return reverse("adhesion_requests:detail", args=[self.object.request_id])

    def post(self, request, *args, **kwargs):
        form = self.form(request.POST)
        if DOCUMENT in request.POST and form.is_valid() and not self.obstacle():
            call = self.prepared(form)
            return pdf_response(fee_calls.file_name(call), fee_calls.document(call))
        return super().post(request, *args, **kwargs)

    def initial(self):
        stated = fee_calls.stated_recipient(self.object)
        return stated | {"recipient_siret": format_siret(stated["recipient_siret"])}

    def obstacle(self):
        if standing := self.object.fee_calls.standing().light().first():
            return _("A fee call stands already for this membership: %(number)s.") % {"number": standing}
        try:
            fee_calls.prepare(self.object)
        except fee_calls.FeeCallRefused as refusal:
            return str(refusal)
        return ""

    def prepared(self, form) -> FeeCall:
        """The call as it would be issued, with what stands in the form as far as it is right."""
        typed = form.cleaned_data if form.is_bound and form.is_valid() else {}
        return fee_calls.prepare(
            self.object, **{name: value for name, value in typed.items() if name != "send"}
        )

    def drafts(self, form):
        is_sent = form.cleaned_data["send"] if form.is_bound and form.is_valid() else True
        if self.obstacle() or not is_sent:
            return []
        draft = fee_calls.mail_of(self.prepared(form))
        return [draft] if draft else []

    def more_context(self):
        return {"has_document": True, "missing": list(_missing()), "notices": list(self._notices())}

    def _notices(self):
        if not (self.object.request.invoice_recipient or self.object.request.champion_email):
            yield _("The request gives no e-mail address: print the call and send it by post.")

    def apply(self, answers):
        return fee_calls.issue(self.object, actor=self.request.user, **answers)

    def success(self, call):
        if call.sent_at:
            return _("%(number)s is issued and leaves by mail.") % {"number": call}
        return _("%(number)s is issued. It was not sent.") % {"number": call}

    def get_breadcrumbs_items(self):
        return self.trail((self.label, ""))


class PaymentView(ActionView):
    label = pgettext_lazy("action", "Record the payment")
    form_class = PaymentForm

    def initial(self):
        return {"paid_on": today()}

    def apply(self, answers):
        return fee_calls.record_payment(self.object.pk, actor=self.request.user, **answers)

    def obstacle(self):
        return "" if self.object.is_due else _not_due(self.object)

    def success(self, call):
        return _("%(number)s is paid.") % {"number": call}


class WithdrawPaymentView(ActionView):
    label = pgettext_lazy("action", "Take the payment back")
    form_class = ReasonOfCallForm
    is_serious = True

    def apply(self, answers):
        return fee_calls.withdraw_payment(self.object.pk, actor=self.request.user, **answers)

    def obstacle(self):
        if self.object.paid_on:
            return ""
        return _("No payment is recorded for %(number)s.") % {"number": self.object}

    def success(self, call):
        return _("%(number)s waits for payment again.") % {"number": call}


class CancelView(ActionView):
    """The number stays: accounts have no gap."""

    label = pgettext_lazy("action", "Cancel the fee call")
    form_class = ReasonOfCallForm
    is_serious = True

    def apply(self, answers):
        return fee_calls.cancel(self.object.pk, actor=self.request.user, **answers)

    def obstacle(self):
        return "" if self.object.is_due else _not_due(self.object)

    def success(self, call):
        return _("%(number)s is cancelled; its number stays. Another one can be issued.") % {"number": call}


class SendingView(ActionView):
    """Sends the document by mail; `kind` says as what."""

    kind: MailKind
    form_class = forms.Form

    def obstacle(self):
        if not self.object.is_due:
            return _not_due(self.object)
        if self.draft is None:
            return _("The request gives no e-mail address: print the call and send it by post.")
        return ""

    @property
    def draft(self):
        return fee_calls.mail_of(self.object, self.kind)

    def drafts(self, form):
        return [self.draft] if self.object.is_due and self.draft else []

    def apply(self, answers):
        if not self.send():
            raise fee_calls.FeeCallRefused(self.obstacle())
        return self.object

    def success(self, call):
        return _("%(number)s leaves by mail.") % {"number": call}


class SendView(SendingView):
    label = pgettext_lazy("action", "Send by mail")
    kind = MailKind.FEE_CALL

    def send(self) -> bool:
        return fee_calls.send(self.object.pk, actor=self.request.user)


class ReminderView(SendingView):
    label = pgettext_lazy("action", "Send a reminder")
    kind = MailKind.FEE_REMINDER

    def send(self) -> bool:
        return fee_calls.remind(self.object.pk, actor=self.request.user)


class FeeCallViewSet(CaseFilesViewSet):
    """Issued one by one, never changed, never deleted."""

    name = NAME
    url_prefix = "adhesion/fee-calls"
    icon = "doc-full-inverse"
    menu_label = gettext_lazy("Fee calls")
    menu_name = "adhesion-fee-calls"
    model = FeeCall

    def get_urlpatterns(self):
        return [
            path("", self.construct_view(FeeCallListView), name="index"),
            path("results/", self.construct_view(FeeCallListView, results_only=True), name="index_results"),
            path("issue/<int:pk>/", self.construct_view(IssueView), name="issue"),
            path("<int:pk>/", self.construct_view(FeeCallView), name="detail"),
            path("<int:pk>/document/", self.construct_view(DocumentView), name="document"),
            path("<int:pk>/pay/", self.construct_view(PaymentView), name="pay"),
            path("<int:pk>/unpay/", self.construct_view(WithdrawPaymentView), name="unpay"),
            path("<int:pk>/cancel/", self.construct_view(CancelView), name="cancel"),
            path("<int:pk>/send/", self.construct_view(SendView), name="send"),
            path("<int:pk>/remind/", self.construct_view(ReminderView), name="remind"),
        ]


def _not_due(call) -> str:
    if call.cancelled_at:
        return _("%(number)s is cancelled.") % {"number": call}
    return _("%(number)s is paid already, since %(day)s.") % {
        "number": call,
        "day": written_date(call.paid_on),
    }


def _missing():
    """What the association has not said of itself, and its calls need."""
    accounting = MembershipSettings.load()
    for name in ("siret", "iban", "bic"):
        if not getattr(accounting, name):
            yield capfirst(accounting._meta.get_field(name).verbose_name)


def _facts(call: FeeCall) -> list[tuple[str, str]]:
    """What is known of a call, as (label, value) without the blank ones."""
    rows = [
        (_("Amount"), amount(call.amount_euros)),
        (_("Member"), str(call.membership)),
        (_("Paying body"), call.recipient_name),
        (_("Postal address"), call.recipient_address),
        ("SIRET", format_siret(call.recipient_siret)),
        (_("Chorus Pro service code"), call.chorus_service_code),
        (_("Engagement number"), call.engagement_number),
        (_("Issued on"), written_date(call.issued_on)),
        (_("Issued by"), call.issued_by.get_full_name() if call.issued_by else ""),
        (_("Due on"), written_date(call.due_on)),
        (_("Sent"), written_date(call.sent_at)),
        (_("Reminded"), written_date(call.reminded_at)),
        (_("Paid on"), written_date(call.paid_on)),
        (_("Reference of the payment"), call.payment_reference),
        (_("Cancelled"), written_date(call.cancelled_at)),
        (_("Why it was cancelled"), call.cancellation_reason),
    ]
    return [(label, value) for label, value in rows if value]
