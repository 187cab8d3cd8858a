"""The page of one request: what was asked, what happened since, what left by mail, what can be done."""

from django.db.models import Exists, OuterRef, Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.typography import amount, written_date
from home.adhesion import journal, matching, outbox, transitions
from home.adhesion.forms.casework import NoteForm
from home.adhesion.forms.decisions import ConfirmationForm
from home.adhesion.models import AdhesionRequest, Membership, Renewal
from home.adhesion.models.requests import Source
from home.adhesion.siret import format_siret

from .screens import PageMixin


class RequestMixin(PageMixin):
    """A view of one request."""

    header_icon = "mail"
    list_url_name = "adhesion_requests:index"
    list_label = capfirst(AdhesionRequest._meta.verbose_name_plural)

    def get_object(self) -> AdhesionRequest:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def get_queryset(self):
        return AdhesionRequest.objects.select_related("assignee", "organisation")

    @property
    def detail_url(self) -> str:
        return reverse("adhesion_requests:detail", args=[self.object.pk])


class RequestDetailView(RequestMixin, TemplateView):
    template_name = "adhesion/admin/request.html"

    def get_queryset(self):
        """With what the panels of an accepted request read, in as few queries as can be."""
        renewals = Prefetch("membership__renewals", Renewal.objects.select_related("request"))
        next_one = Membership.objects.filter(
            organisation=OuterRef("organisation"), year=OuterRef("membership__year") + 1
        )
        requests = super().get_queryset().select_related("membership__organisation")
        return requests.prefetch_related(renewals).annotate(has_next_membership=Exists(next_one))

    def get_object(self):
        request = super().get_object()
        if membership := getattr(request, "membership", None):
            membership.has_next = request.has_next_membership
        return request

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    def get_context_data(self, **kwargs):
        """`note_form` may be given, with what there is to mend in it."""
        self.object = self.get_object()
        user = self.request.user
        is_erased = self.object.anonymised_at is not None
        events, notes, exchange = journal.read(self.object)
        return super().get_context_data(**{"note_form": NoteForm()} | kwargs) | {
            "object": self.object,
            "is_erased": is_erased,
            "groups": summary(self.object),
            "lookalikes": [] if is_erased else matching.lookalikes(self.object),
            "events": events,
            "notes": notes,
            "exchange": exchange,
            "mails": self._mails(),
            "actions": transitions.available(self.object, user),
            "confirmation_form": ConfirmationForm(request=self.object),
            "may_decide": self.user_has_permission("decide"),
        }

    def _mails(self):
        """Mails with, for each, whom a copy would be for: nobody while one of its kind waits to leave."""
        mails = list(self.object.mails.select_related("email").with_last_refusal())
        waiting = {mail.kind for mail in mails if mail.is_waiting}
        for mail in mails:
            can_leave = mail.email and mail.kind not in waiting and not self.object.anonymised_at
            mail.again_to = ", ".join(outbox.recipients(self.object, mail.kind)) if can_leave else ""
        return mails

    def get_page_title(self):
        return self.object.reference

    def get_page_subtitle(self):
        return self.object.organisation_name

    def get_breadcrumbs_items(self):
        return self.trail((self.object.reference, ""))


def _notice(request):
    """Which notice the applicant read: that of the paper form bears no version."""
    return request.get_source_display() if request.source == Source.PAPER else request.notice_version


def summary(request: AdhesionRequest) -> list[dict]:
    """What was asked, group by group, as (label, value) without the blank ones."""
    groups = [
        (
            _("Organisation"),
            [
                (_("Name"), request.organisation_name),
                (_("Category"), request.get_organisation_category_display()),
                (_("Country"), request.country_name),
                ("SIRET", request.siret_display),
                (_("Identifier abroad"), request.foreign_identifier),
                (_("Address"), request.address),
                (_("Territory"), request.territory),
            ],
        ),
        (
            _("Champion"),
            [
                (_("Name"), request.champion_name),
                (_("Role"), request.champion_role),
                (_("E-mail"), request.champion_email),
                (_("Telephone"), request.champion_telephone),
                (_("Language"), request.get_language_display()),
            ],
        ),
        (
            _("Invoicing"),
            [
                (_("Who pays"), request.get_payer_kind_display()),
                (_("Paying body"), request.payer_name),
                (_("SIRET of the paying body"), format_siret(request.payer_siret)),
                (_("Contact"), request.payer_contact),
                (_("E-mail"), request.payer_email),
                (_("Chorus Pro service code"), request.chorus_service_code),
                (_("Engagement number"), request.engagement_number),
                (_("Fee on the day of filing"), amount(request.amount_euros)),
            ],
        ),
        (
            _("Request"),
            [
                (_("Year"), str(request.year)),
                (_("Internal decision"), request.get_decision_stage_display()),
                (_("Date of the decision"), written_date(request.decision_date)),
                (_("Programmes of interest"), ", ".join(request.programmes)),
                (
                    _("May be named among the members"),
                    _("yes") if request.listing_consent else _("no"),
                ),
                (_("Message"), request.message),
            ],
        ),
        (
            _("Case file"),
            [
                (_("Received"), written_date(request.received_at)),
                (_("Source"), request.get_source_display()),
                (_("Closed because"), request.get_closing_cause_display()),
                (_("Data protection notice"), _notice(request)),
                (_("Known organisation"), str(request.organisation or "")),
            ],
        ),
    ]
    return [
        {"heading": heading, "rows": [(label, value) for label, value in rows if value]}
        for heading, rows in groups
    ]
