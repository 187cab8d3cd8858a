"""Which known body a request comes from, and which other requests may come from the same."""

import re
import unicodedata
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.models import Territory
from home.adhesion.models.members import Organisation
from home.adhesion.models.requests import AdhesionRequest

#: In place of the key of an organisation: it is not known yet.
NEW = "new"
#: Words by which no body is told from another of its kind, in small letters without accents.
GENERIC_WORDS = """
    a au aux d de des du en et l la le les of the
    agglomeration city collectivite commune communaute communes conseil council departement departemental
    departementale etablissement mairie metropole ministere municipal municipale prefecture public region
    regional regionale urbaine ville
"""
#: How many look-alikes are shown: beyond, the list says nothing any more.
MAX_LOOKALIKES = 20


class UnknownOrganisation(Exception):
    """The body that was chosen is known no longer; `str()` says so."""


@dataclass(frozen=True)
class Candidate:
    """A known body that may be the one that a request names, and what makes one think so."""

    organisation: Organisation
    why: str
    #: Whether one would need a reason not to choose it.
    is_sure: bool


@dataclass(frozen=True)
class Lookalike:
    """Another request that may be of the same body, and what makes one think so."""

    request: AdhesionRequest
    why: str


def candidates(request: AdhesionRequest) -> list[Candidate]:
    """Known bodies that may be the one of the request, the likeliest first."""
    found = {}
    renewed = Organisation.objects.filter(memberships__renewals__request=request).first()
    if renewed:
        found[renewed.pk] = Candidate(renewed, _("this request renews its membership"), is_sure=True)
    alike = []
    for organisation in Organisation.objects.all():
        if request.siret and organisation.siret == request.siret:
            found.setdefault(organisation.pk, Candidate(organisation, _("same SIRET"), is_sure=True))
        elif names_agree(organisation.name, request.organisation_name):
            has_same_name = _plain(organisation.name) == _plain(request.organisation_name)
            why = _("same name") if has_same_name else _("similar name")
            differs = bool(request.siret and organisation.siret)
            alike.append(Candidate(organisation, why, is_sure=has_same_name and not differs))
    alike.sort(key=lambda candidate: not candidate.is_sure)
    for candidate in alike:
        found.setdefault(candidate.organisation.pk, candidate)
    return list(found.values())


def match(request: AdhesionRequest, choice: str) -> Organisation:
    """The body of the request, locked: the known one whose key is `choice`, or a new one for `NEW`.

    A SIRET names one body: where it is known already, the body that bears it is the one. Raises
    `UnknownOrganisation`.
    """
    known = Organisation.objects.select_for_update()
    if choice == NEW:
        return _bearer(known, request.siret) or _create(request)
    organisation = known.filter(pk=choice).first()
    if organisation is None:
        raise UnknownOrganisation(_("This organisation no longer exists: somebody merged it. Choose again."))
    if request.siret and not organisation.siret and not _bearer(known, request.siret):
        organisation.siret = request.siret
        organisation.save(update_fields=["siret"])
    return organisation


def lookalikes(request: AdhesionRequest) -> list[Lookalike]:
    """Other requests with the same SIRET or champion, or with a similar name in the same year."""
    near = Q(year=request.year)
    if request.siret:
        near |= Q(siret=request.siret)
    if request.champion_email:
        near |= Q(champion_email__iexact=request.champion_email)
    others = AdhesionRequest.objects.filter(near, anonymised_at=None).exclude(pk=request.pk)
    others = others.only("reference", "state", "year", "organisation_name", "siret", "champion_email")
    found = [Lookalike(other, ", ".join(why)) for other in others if (why := list(_reasons(request, other)))]
    return found[:MAX_LOOKALIKES]


def _reasons(request, other):
    if request.siret and other.siret == request.siret:
        yield _("same SIRET")
    if request.champion_email and other.champion_email.lower() == request.champion_email.lower():
        yield _("same champion")
    if other.year == request.year and names_agree(other.organisation_name, request.organisation_name):
        yield _("similar name")


def _bearer(organisations, siret):
    return organisations.filter(siret=siret).first() if siret else None


def _create(request):
    stated = {
        "name": request.organisation_name,
        "category": request.organisation_category,
        "country": request.country,
        "foreign_identifier": request.foreign_identifier,
        "address": request.address,
        "territory": _territory(request.territory),
    }
    try:
        with transaction.atomic():
            return Organisation.objects.create(siret=request.siret, **stated)
    except IntegrityError:
        # Somebody else created it since it was looked for.
        bearer = _bearer(Organisation.objects.select_for_update(), request.siret)
        if bearer is None:
            raise
        return bearer


def _territory(name):
    """The territory that bears the name which the applicant gave; None where none or several do."""
    plain = _plain(name)
    bearers = [
        territory for territory in Territory.objects.all() if plain and _plain(territory.name) == plain
    ]
    return bearers[0] if len(bearers) == 1 else None


def _plain(name: str) -> str:
    """The name in small letters without accents nor punctuation."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("œ", "oe"))
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", letters))


def _words(name):
    words = set(_plain(name).split())
    return words.difference(GENERIC_WORDS.split()) or words


def names_agree(one: str, other: str) -> bool:
    """Whether at least half of the words that tell a body from others are the same."""
    words, others = _words(one), _words(other)
    return len(words & others) * 2 >= len(words | others) > 0
