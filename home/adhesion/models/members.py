"""Who is a member: the organisations that the team knows, and their memberships year by year."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.choices import OrganisationType
from core.clock import now, today

from .requests import AdhesionRequest


class Organisation(models.Model):
    """A public body, created by staff from a request: no public form ever writes it.

    It outlives the people who speak for it: its address, typed by one of them, goes when none is left.
    """

    wagtail_reference_index_ignore = True

    name = models.CharField(_("name"), max_length=200)
    category = models.CharField(_("category"), max_length=24, choices=OrganisationType.choices)
    country = models.CharField(_("country"), max_length=2, default="FR")
    siret = models.CharField("SIRET", max_length=14, blank=True, validators=[RegexValidator(r"^[0-9]{14}$")])
    foreign_identifier = models.CharField(_("identifier abroad"), max_length=60, blank=True)
    address = models.TextField(_("address"), max_length=500)
    territory = models.ForeignKey(
        "core.Territory",
        verbose_name=_("territory"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField(_("known since"), default=now, editable=False)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["siret"], condition=~Q(siret=""), name="one_organisation_a_siret"
            ),
        ]

    def __str__(self):
        return self.name


class MembershipQuerySet(models.QuerySet):
    def of_year(self, year: int):
        return self.filter(year=year)

    def locked(self, pk: int) -> "Membership":
        """The membership, locked after its request: in the order in which decisions lock them."""
        AdhesionRequest.objects.select_for_update(of=("self",)).filter(membership=pk).first()
        memberships = self.select_for_update(of=("self",)).select_related("request", "organisation")
        return memberships.get(pk=pk)

    def named_publicly(self):
        """Those whose organisation agreed to be named."""
        return self.filter(is_listed=True)


class Membership(models.Model):
    """One organisation, member for one calendar year, because of one accepted request."""

    wagtail_reference_index_ignore = True

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="memberships"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    request = models.OneToOneField(
        AdhesionRequest, verbose_name=_("request"), on_delete=models.PROTECT, related_name="membership"
    )
    is_listed = models.BooleanField(_("named on the site"), default=False)
    created_at = models.DateTimeField(_("member since"), default=now, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-year", "organisation__name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"], name="one_membership_an_organisation_and_year"
            ),
        ]

    def __str__(self):
        return f"{self.organisation} {self.year}"

    @property
    def next_year(self) -> int:
        return self.year + 1

    @property
    def may_be_renewed(self) -> bool:
        """Whether the year after is not over, and its body neither a member nor invited. Two queries."""
        if self.next_year < today().year or self.next_year in (one.year for one in self.renewals.all()):
            return False
        return not self.has_next

    @cached_property
    def has_next(self) -> bool:
        """Whether its body is a member for the year after."""
        return self.organisation.memberships.filter(year=self.next_year).exists()


class Renewal(models.Model):
    """An invitation to renew a membership for a later year, with its answers already filled in."""

    wagtail_reference_index_ignore = True

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="renewals")
    year = models.PositiveSmallIntegerField(_("year"))
    sent_at = models.DateTimeField(_("sent"), default=now)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    # What came of it.
    request = models.OneToOneField(
        AdhesionRequest, on_delete=models.SET_NULL, related_name="renewal", null=True, blank=True
    )

    class Meta:
        verbose_name = _("renewal")
        verbose_name_plural = _("renewals")
        ordering = ["-year", "membership__organisation__name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["membership", "year"], name="one_renewal_a_membership_and_year"),
        ]

    def __str__(self):
        return f"{self.membership_id} → {self.year}"
