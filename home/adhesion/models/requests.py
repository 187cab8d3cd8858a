"""A request to join: the case file, from its filing to its decision."""

import secrets
from decimal import Decimal

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from post_office.models import STATUS

from core.choices import OrganisationType
from core.clock import now, today
from home.adhesion.countries import country_name
from home.adhesion.siret import format_siret

# Without signs taken for one another (0 O, 1 I L, 2 Z, 5 S, 8 B, U V): references are read out and copied.
REFERENCE_ALPHABET = "34679ACDEFGHJKMNPQRTVWXY"
REFERENCE_LENGTH = 5


class State(models.TextChoices):
    """Where a request stands."""

    SUBMITTED = "submitted", _("Received")
    IN_REVIEW = "in_review", _("In review")
    TO_COMPLETE = "to_complete", _("To be completed")
    ACCEPTED = "accepted", pgettext_lazy("state of a request", "Accepted")
    DECLINED = "declined", pgettext_lazy("state of a request", "Declined")
    CLOSED = "closed", pgettext_lazy("state of a request", "Closed")


OPEN_STATES = (State.SUBMITTED, State.IN_REVIEW, State.TO_COMPLETE)


class Source(models.TextChoices):
    WEB = "web", _("Web site")
    PAPER = "paper", _("Paper form")


class PayerKind(models.TextChoices):
    """Who pays: the one who champions a membership is often not the one who pays it."""

    SAME = "same", _("The same organisation")
    OTHER = "other", _("Another body")
    UNKNOWN = "unknown", _("Not known yet")


class DecisionStage(models.TextChoices):
    """How far the organisation's own decision to join has come."""

    CONSIDERED = "considered", _("It is being considered")
    PLANNED = "planned", _("It is planned: a council or a board will decide")
    TAKEN = "taken", _("It is decided")


class ClosingCause(models.TextChoices):
    """Why a request ends without a decision."""

    WITHDRAWN = "withdrawn", _("Withdrawn by the applicant")
    DUPLICATE = "duplicate", _("Duplicate of another request")
    NO_ANSWER = "no_answer", _("No answer from the applicant")
    SPAM = "spam", _("Spam")


class AdhesionRequestQuerySet(models.QuerySet):
    def with_mail_failures(self):
        """Annotates `mail_failures`: mails that were refused at least once and have not left since."""
        failures = (
            self.model._meta.get_field("mails")
            .related_model.objects.filter(
                request=OuterRef("pk"), email__status__in=[STATUS.failed, STATUS.requeued]
            )
            .order_by()
            .values("request")
            .annotate(total=Count("pk"))
            .values("total")
        )
        return self.annotate(mail_failures=Coalesce(Subquery(failures), 0))

    def accepted_for(self, siret: str, year: int):
        """Memberships already granted to this establishment for that year: at most one."""
        return self.filter(state=State.ACCEPTED, siret=siret, year=year).exclude(siret="")


def new_reference(year: int) -> str:
    """A reference that nobody has and nobody can guess from another one, such as ADH-2016-K7F3Q."""
    while True:
        signs = "".join(secrets.choice(REFERENCE_ALPHABET) for _position in range(REFERENCE_LENGTH))
        reference = f"ADH-{year}-{signs}"
        if not AdhesionRequest.objects.filter(reference=reference).exists():
            return reference


class AdhesionRequest(models.Model):
    """What an organisation asked for, in its own words, and what has become of it.

    Holds personal data: kept out of search, of the reference index and, by `__str__`, out of logs. It changes
    state only through `home.adhesion.transitions`.
    """

    wagtail_reference_index_ignore = True

    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    submission_token = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.SUBMITTED)
    version = models.PositiveIntegerField(default=1, editable=False)
    year = models.PositiveSmallIntegerField(_("year"))
    source = models.CharField(_("source"), max_length=8, choices=Source.choices, default=Source.WEB)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="fr")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assignee"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    suspect = models.BooleanField(
        _("doubtful"), default=False, help_text=_("Perhaps filed by a machine: no receipt was sent.")
    )
    closing_cause = models.CharField(
        _("closed because"), max_length=12, choices=ClosingCause.choices, blank=True
    )
    received_at = models.DateTimeField(_("received"), default=now)
    # Set when the file is closed, by `home.adhesion.retention`; none while it is open.
    purge_on = models.DateField(_("to be erased on"), null=True, blank=True, editable=False)
    purge_announced_on = models.DateField(null=True, blank=True, editable=False)
    anonymised_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    #: When the applicant was reminded of a completion that did not come.
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    # As they were for the applicant on the day of filing, whatever is published since.
    amount_cents = models.PositiveIntegerField(_("fee, in cents"), null=True, blank=True)
    notice_version = models.CharField(_("data protection notice"), max_length=20)

    # The organisation, as stated: nothing here is matched yet with a known body.
    organisation_name = models.CharField(_("organisation"), max_length=200)
    organisation_category = models.CharField(_("category"), max_length=24, choices=OrganisationType.choices)
    country = models.CharField(_("country"), max_length=2, default="FR")
    siret = models.CharField("SIRET", max_length=14, blank=True, validators=[RegexValidator(r"^[0-9]{14}$")])
    siret_missing = models.BooleanField(_("SIRET not at hand"), default=False)
    foreign_identifier = models.CharField(_("identifier abroad"), max_length=60, blank=True)
    address = models.TextField(_("address"), max_length=500)
    territory = models.CharField(_("territory"), max_length=120, blank=True)

    # The one who champions the membership.
    champion_name = models.CharField(_("champion"), max_length=120)
    champion_role = models.CharField(_("role"), max_length=160, blank=True)
    # Blank on paper only: nobody is written to then.
    champion_email = models.EmailField(_("e-mail"), blank=True)
    champion_telephone = models.CharField(_("telephone"), max_length=40, blank=True)

    # The one who pays.
    payer_kind = models.CharField(_("who pays"), max_length=8, choices=PayerKind.choices)
    payer_name = models.CharField(_("paying body"), max_length=200, blank=True)
    payer_siret = models.CharField(
        _("SIRET of the paying body"), max_length=14, blank=True, validators=[RegexValidator(r"^[0-9]{14}$")]
    )
    payer_contact = models.CharField(_("contact for invoices"), max_length=120, blank=True)
    payer_email = models.EmailField(_("e-mail for invoices"), blank=True)
    chorus_service_code = models.CharField(_("Chorus Pro service code"), max_length=100, blank=True)
    engagement_number = models.CharField(_("engagement number"), max_length=50, blank=True)

    # The intent.
    decision_stage = models.CharField(_("internal decision"), max_length=12, choices=DecisionStage.choices)
    decision_date = models.DateField(_("date of the decision"), null=True, blank=True)
    # Titles, as the applicant read them: what they said stays when a page is renamed or goes.
    programmes = models.JSONField(_("programmes of interest"), default=list, blank=True)
    message = models.TextField(_("message"), max_length=2000, blank=True)
    listing_consent = models.BooleanField(_("may be named among the members"), default=False)

    # What it becomes once accepted: the body that staff recognised, never written by the public form.
    organisation = models.ForeignKey(
        "adhesion.Organisation",
        verbose_name=_("known organisation"),
        on_delete=models.PROTECT,
        related_name="requests",
        null=True,
        blank=True,
    )

    objects = AdhesionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership request")
        verbose_name_plural = _("membership requests")
        ordering = ["-received_at", "-pk"]
        default_permissions = ()
        permissions = [
            ("review_adhesionrequest", _("Can read and handle membership requests")),
            ("decide_adhesionrequest", _("Can accept and decline membership requests")),
        ]
        indexes = [
            models.Index(fields=["state", "-received_at"], name="adhesion_by_state"),
            models.Index(fields=["-received_at"], name="adhesion_by_age"),
            models.Index(fields=["year", "organisation_category"], name="adhesion_by_year"),
            models.Index(fields=["siret"], name="adhesion_by_siret"),
            models.Index(fields=["champion_email"], name="adhesion_by_champion"),
            models.Index(fields=["purge_on"], name="adhesion_by_purge"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["siret", "year"],
                condition=Q(state="accepted") & ~Q(siret=""),
                name="one_accepted_request_a_siret_and_year",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="adhesion_state_is_known"),
            models.CheckConstraint(
                condition=Q(siret_missing=False) | Q(siret=""), name="missing_siret_is_empty"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(organisation__isnull=False),
                name="accepted_organisation_is_known",
            ),
        ]

    def __str__(self):
        return self.reference

    def save(self, *args, **kwargs):
        if not self.year:
            self.year = today().year
        if not self.reference:
            self.reference = new_reference(self.year)
        super().save(*args, **kwargs)

    @property
    def amount_euros(self) -> Decimal | None:
        return None if self.amount_cents is None else Decimal(self.amount_cents) / 100

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def country_name(self) -> str:
        return country_name(self.country)

    @property
    def siret_display(self) -> str:
        """How staff read the SIRET, or why there is none."""
        if self.siret:
            return format_siret(self.siret)
        return str(_("not at hand when filing")) if self.siret_missing else ""

    @property
    def age_in_days(self) -> int:
        return (today() - self.received_at.astimezone(now().tzinfo).date()).days

    @property
    def invoice_recipient(self) -> str:
        """Address of the paying body where it is another one than the champion's, else empty."""
        if self.payer_kind == PayerKind.OTHER and self.payer_email.lower() != self.champion_email.lower():
            return self.payer_email
        return ""
