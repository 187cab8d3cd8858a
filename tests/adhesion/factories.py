"""One factory a model of the membership app, and the answers of a typical applicant."""

import factory
from factory.django import DjangoModelFactory

from home.adhesion.models import (
    AdhesionRequest,
    FeeSchedule,
    JoinPage,
    Membership,
    MembersPage,
    Organisation,
    RequestEvent,
)
from home.adhesion.models.history import EventKind
from home.adhesion.models.requests import State
from tests.factories import PageFactory

ENTITLEMENTS = [
    "Participer aux programmes de recherche-action",
    "Participer aux activités du centre-ressources",
    "Participer à la gouvernance",
    "Un accès prioritaire aux événements professionnels",
    "Un accès individuel libre à Superpublic",
    "Les espaces de Superpublic, deux jours par an au plus",
    "Les journées découverte à moitié prix",
]


class FeeScheduleFactory(DjangoModelFactory):
    class Meta:
        model = FeeSchedule

    year = 2016
    amount_cents = 500_000
    previous_amount_cents = 2_900_000
    conditions = "Obligatoire pour prendre part aux programmes de recherche-action."
    entitlements = [{"type": "entitlement", "value": {"title": title, "text": ""}} for title in ENTITLEMENTS]


class JoinPageFactory(PageFactory):
    class Meta:
        model = JoinPage

    title = "Adhérer"
    slug = "adhesion"
    preparation = "<ul><li>Le SIRET de votre organisation</li></ul>"
    champion_and_payer = "<p>Qui porte l’adhésion n’est souvent pas qui la paie.</p>"


class MembersPageFactory(PageFactory):
    class Meta:
        model = MembersPage

    title = "Ils sont adhérents"
    slug = "adherents"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Département {n}")
    category = "department"
    address = "1 place de la Préfecture"


class AdhesionRequestFactory(DjangoModelFactory):
    class Meta:
        model = AdhesionRequest
        skip_postgeneration_save = True

    submission_token = factory.Sequence(lambda n: f"token{n}")
    year = 2016
    amount_cents = 500_000
    notice_version = "2016-01"
    organisation_name = factory.Sequence(lambda n: f"Département {n}")
    organisation_category = "department"
    siret_missing = True
    address = "1 place de la Préfecture"
    champion_name = "Camille Martin"
    champion_email = factory.Sequence(lambda n: f"camille{n}@example.org")
    payer_kind = "same"
    decision_stage = "planned"
    organisation = factory.Maybe(
        factory.LazyAttribute(lambda request: request.state == State.ACCEPTED),
        yes_declaration=factory.SubFactory(
            OrganisationFactory, name=factory.SelfAttribute("..organisation_name")
        ),
        no_declaration=None,
    )
    state = State.SUBMITTED

    @factory.post_generation
    def history(request, create, extracted, **kwargs):
        if create:
            RequestEvent.objects.create(request=request, what=EventKind.FILED, to_state=State.SUBMITTED)


class MembershipFactory(DjangoModelFactory):
    """A member of 2016, whose request is accepted."""

    class Meta:
        model = Membership

    organisation = factory.SelfAttribute("request.organisation")
    year = factory.SelfAttribute("request.year")
    request = factory.SubFactory(AdhesionRequestFactory, state=State.ACCEPTED)


def answers(**changes) -> dict:
    """What the champion of a Région sends."""
    return {
        "organisation_name": "Région Bretagne",
        "organisation_category": "region",
        "country": "FR",
        "siret": "732 829 320 00074",
        "foreign_identifier": "",
        "address": "283 avenue du Général Patton\r\n35000 Rennes",
        "territory": "Bretagne",
        "champion_name": "Anne Le Goff",
        "champion_role": "Directrice de l’innovation",
        "champion_email": "anne.legoff@example.org",
        "champion_telephone": "02 99 00 00 00 (standard)",
        "payer_kind": "same",
        "payer_name": "",
        "payer_siret": "",
        "payer_contact": "",
        "payer_email": "",
        "chorus_service_code": "",
        "engagement_number": "",
        "decision_stage": "planned",
        "decision_date": "24/03/2016",
        "programmes": [],
        "message": "Nous aimerions accueillir une résidence.",
    } | changes
