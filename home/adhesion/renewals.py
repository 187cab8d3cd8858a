"""Proposing to members that they stay: one mail each, with a form that is already filled in.

A membership lasts a calendar year. Whoever was a member the year before is invited once for the year, unless
it has joined already, or has a request under way.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from core.clock import today
from home.adhesion import links, outbox, pdf
from home.adhesion.forms.application import answers_of
from home.adhesion.models.fees import FeeSchedule
from home.adhesion.models.history import EventKind, MailKind, RequestEvent
from home.adhesion.models.members import Membership, Renewal
from home.adhesion.models.requests import OPEN_STATES, AdhesionRequest

#: From this month on, one thinks of the year to come.
CAMPAIGN_MONTH = 10


@dataclass
class Outcome:
    """What became of each membership that was to be renewed."""

    proposed: list[Membership] = field(default_factory=list)
    #: They gave no e-mail address: a letter has to be written.
    by_post: list[Membership] = field(default_factory=list)
    #: Nothing is left to propose: somebody did, or they have answered.
    settled: list[Membership] = field(default_factory=list)


def campaign_year() -> int:
    """The year for which renewals are proposed by default: this one, from October on the next."""
    return today().year + (today().month >= CAMPAIGN_MONTH)


def to_propose(year: int) -> QuerySet[Membership]:
    """Memberships of the year before whose organisation has neither renewed, nor asked, nor been asked."""
    of_the_year = Membership.objects.filter(organisation=OuterRef("organisation"), year=year)
    invited = Renewal.objects.filter(membership__organisation=OuterRef("organisation"), year=year)
    return (
        Membership.objects.filter(year=year - 1, request__anonymised_at=None)
        .filter(~Exists(of_the_year), ~Exists(invited), ~Exists(_open_requests(year)))
        .select_related("organisation", "request")
        .order_by("organisation__name", "pk")
    )


def unanswered() -> QuerySet[Renewal]:
    """Invitations of which nothing came: neither their own request, nor another one of the same body."""
    joined = Membership.objects.filter(
        organisation=OuterRef("membership__organisation"), year=OuterRef("year")
    )
    asked = _open_requests(OuterRef("year"), prefix="membership__")
    return Renewal.objects.filter(
        ~Exists(joined), ~Exists(asked), request=None, membership__request__anonymised_at=None
    )


def compose(membership: Membership, year: int, renewal: Renewal | None = None) -> outbox.Draft | None:
    """The mail that proposes to renew; None without an address. Without a renewal, its link is only named."""
    return outbox.compose(membership.request, MailKind.RENEWAL, **mail_context(membership, year, renewal))


def mail_context(membership: Membership, year: int, renewal: Renewal | None = None) -> dict:
    """What the mails about a renewal say besides what all mails say."""
    with translation.override(membership.request.language):
        link = links.renewal_url(renewal or Renewal(membership=membership, year=year))
        if link and renewal is None:
            link = _("[the link of each member]")
    return {
        "membership": membership,
        "year": year,
        "renewal_url": link,
        "fee": FeeSchedule.objects.filter(year=year).first(),
    }


def answers(membership: Membership) -> dict:
    """What was stated for the former year, without what was true of that year alone."""
    known = membership.organisation
    stated = answers_of(membership.request) | {"organisation_name": known.name}
    if known.siret:
        stated |= {"siret": known.siret, "siret_missing": False}
    return stated | {"decision_date": None, "engagement_number": "", "message": ""}


def letter(membership: Membership, year: int) -> bytes | None:
    """The membership form on paper, filled in, in the language of the one who signs it.

    None where no fee schedule is published for that year: a form that gives no fee is not sent.
    """
    language = membership.request.language
    schedules = {
        schedule.locale.language_code: schedule
        for schedule in FeeSchedule.objects.filter(year=year).select_related("locale").order_by("-pk")
    }
    if not schedules:
        return None
    with translation.override(language):
        schedule = schedules.get(language) or list(schedules.values())[-1]
        return pdf.membership_form(schedule, answers(membership))


def propose(memberships, year: int, *, actor) -> Outcome:
    """Sends each one its mail, each in a transaction of its own: twice asked, once sent."""
    outcome = Outcome()
    for membership in memberships:
        if not membership.request.champion_email:
            outcome.by_post.append(membership)
        elif _invite(membership.pk, year, actor=actor):
            outcome.proposed.append(membership)
        else:
            outcome.settled.append(membership)
    return outcome


def note_posted(membership: Membership, year: int, *, actor) -> bool:
    """Writes down that a letter left; False where nothing was left to propose."""
    return _invite(membership.pk, year, actor=actor, by_post=True)


def _invite(membership_id, year, *, actor, by_post=False) -> bool:
    with transaction.atomic():
        # Locked before anything is asked: what was asked while one waits may have changed.
        Membership.objects.locked(membership_id)
        membership = to_propose(year).filter(pk=membership_id).first()
        if membership is None:
            return False
        renewal = Renewal.objects.create(membership=membership, year=year)
        request = membership.request
        with translation.override(settings.LANGUAGE_CODE):
            note = _("For %(year)s, by post.") if by_post else _("For %(year)s.")
        RequestEvent.note_down(request, EventKind.RENEWAL, actor=actor, note=note % {"year": year})
        if not by_post and (draft := compose(membership, year, renewal)):
            outbox.queue(request, draft)
    return True


def _open_requests(year, *, prefix=""):
    """Requests under way for the year that come from the same body, as far as it can be told."""
    organisation = f"{prefix}organisation"
    same_siret = Q(siret=OuterRef(f"{organisation}__siret")) & ~Q(siret="")
    return AdhesionRequest.objects.filter(
        Q(organisation=OuterRef(organisation))
        | same_siret
        | Q(organisation_name__iexact=OuterRef(f"{organisation}__name")),
        state__in=OPEN_STATES,
        year=year,
    )
