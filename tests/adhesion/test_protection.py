"""One person's data: found, handed over, erased; by those who decide alone, and never in an address."""

import json
import logging

import pytest
from django.urls import reverse

from home.adhesion import outbox, personal_data
from home.adhesion.models import AdhesionRequest, InternalNote, Membership, Message, RequestEvent
from home.adhesion.models.history import EventKind, MailKind
from tests.adhesion.factories import AdhesionRequestFactory, MembershipFactory
from tests.adhesion.test_retention import NAME, fee_call, named_everywhere, places_of

PERSON = reverse("adhesion_personal_data:index")
ADDRESS = "zebulon.quatremer@example.org"


def erase(request):
    return reverse("adhesion_personal_data:erase", args=[request.pk])


def found(client, who):
    holdings = client.post(PERSON, {"who": who}).context["holdings"]
    return sorted((holding.request.organisation_name, str(holding.role)) for holding in holdings)


@pytest.fixture
def protecting(client, manager):
    client.force_login(manager)
    return client


def queue(request, to, body):
    draft = outbox.Draft(kind=MailKind.MESSAGE, to=(to,), subject="Bonjour", body=body)
    return outbox.queue(request, draft)


def test_person_is_found_by_address_and_by_name_in_every_role(protecting):
    AdhesionRequestFactory(organisation_name="A", champion_name=NAME, champion_email=ADDRESS)
    AdhesionRequestFactory(
        organisation_name="B",
        payer_kind="other",
        payer_contact="Quatremer Zebulon",
        payer_email=ADDRESS.upper(),
    )
    noted = AdhesionRequestFactory(organisation_name="C")
    InternalNote.objects.create(request=noted, text="Appeler zebulon\u00a0quatremer.")
    written = AdhesionRequestFactory(organisation_name="D")
    queue(written, ADDRESS, "Bonjour")
    corrected = AdhesionRequestFactory(organisation_name="E", state="declined")
    RequestEvent.objects.create(
        request=corrected, what=EventKind.CORRECTED, to_state="declined", note=f"E-mail : {ADDRESS} → x@y.fr"
    )
    answered = AdhesionRequestFactory(organisation_name="F")
    Message.objects.create(request=answered, text=f"Je suis {NAME}")
    AdhesionRequestFactory(organisation_name="G", champion_name="Zébulon Durand", message="Quatre mers")
    assert found(protecting, ADDRESS) == [
        ("A", "champion"),
        ("B", "payer"),
        ("D", "mentioned"),
        ("E", "mentioned"),
    ]
    assert found(protecting, "zebulon QUATREMER") == [
        ("A", "champion"),
        ("B", "payer"),
        ("C", "mentioned"),
        ("F", "mentioned"),
    ]
    assert found(protecting, "Personne Inconnue") == []


def test_address_ticks_what_is_found_and_a_name_leaves_it_to_the_reader(protecting):
    AdhesionRequestFactory(champion_name=NAME, champion_email=ADDRESS)
    assert protecting.post(PERSON, {"who": ADDRESS}).content.decode().count(" checked") == 1
    assert " checked" not in protecting.post(PERSON, {"who": NAME}).content.decode()
    nothing_ticked = protecting.post(PERSON, {"who": NAME, "export": "1"})
    assert nothing_ticked.context["error"]
    assert nothing_ticked["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("who", ["", " ", "ab"])
def test_too_little_to_look_for_is_said(protecting, who):
    AdhesionRequestFactory()
    response = protecting.post(PERSON, {"who": who})
    assert response.context["form"].errors["who"]
    assert response.context["holdings"] is None


def exported(client, who, *holdings):
    response = client.post(PERSON, {"who": who, "export": "1", "holding": holdings})
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert "no-store" in response["Cache-Control"]
    assert who.split("@")[0].split()[0] not in response["Content-Disposition"]
    return json.loads(response.content)


def test_file_holds_all_that_is_held_in_words(protecting):
    request = named_everywhere()
    document = exported(protecting, ADDRESS, f"{request.pk}-champion")
    text = json.dumps(document, ensure_ascii=False)
    for held in (
        request.reference,
        "Région Bretagne",
        f"demander {NAME}",
        f"Demandez {NAME}.",
        f"{NAME} a appelé.",
        f"Bonjour {NAME}",
        f"Nom : {NAME} → X",
        "CNIL",
        "2016",
        str(request.get_state_display()),
    ):
        assert held in text, held
    # The contact for invoices is somebody else, even here.
    assert 'quatremer@example.org"' not in text.replace(ADDRESS, "")


def test_nobody_is_handed_what_concerns_another(protecting):
    request = AdhesionRequestFactory(
        champion_name="Camille Martin",
        champion_email="camille@example.org",
        message="Message de Camille",
        payer_kind="other",
        payer_name="Ville",
        payer_contact=NAME,
        payer_email=ADDRESS,
    )
    queue(request, "camille@example.org", "Pour Camille seule")
    queue(request, ADDRESS, "Pour le payeur seul")
    InternalNote.objects.create(request=request, text="Camille rappelle lundi.")
    payers = json.dumps(exported(protecting, ADDRESS, f"{request.pk}-payer"), ensure_ascii=False)
    assert "Pour le payeur seul" in payers
    assert NAME in payers
    assert "amille" not in payers
    champions = exported(protecting, "camille@example.org", f"{request.pk}-champion")
    champions = json.dumps(champions, ensure_ascii=False)
    assert "Message de Camille" in champions
    assert "Camille rappelle lundi." in champions
    assert "Pour Camille seule" in champions
    assert NAME not in champions
    assert "Pour le payeur seul" not in champions


def test_only_what_was_found_can_be_exported(protecting):
    request = AdhesionRequestFactory(champion_email=ADDRESS)
    other = AdhesionRequestFactory(champion_name="Quelqu’un d’autre")
    document = exported(protecting, ADDRESS, f"{request.pk}-champion", f"{other.pk}-champion")
    assert other.reference not in json.dumps(document)


def test_fee_calls_that_name_the_person_are_said_and_handed_over(protecting):
    call = fee_call(personal_data.now().date(), 7)
    request = AdhesionRequestFactory(champion_name=NAME)
    page = protecting.post(PERSON, {"who": NAME})
    assert page.context["fee_calls"] == [call]
    document = exported(protecting, NAME, f"{request.pk}-champion")
    assert str(call) in json.dumps(document)


def test_who_is_looked_for_stands_in_no_address_and_no_log(protecting, caplog):
    caplog.set_level(logging.DEBUG)
    request = AdhesionRequestFactory(champion_name=NAME, champion_email=ADDRESS, state="declined")
    page = protecting.post(PERSON, {"who": ADDRESS}).content.decode()
    assert 'method="post"' in page
    assert "Quatremer" not in "".join(part.split('"')[0] for part in page.split('href="')[1:])
    exported(protecting, ADDRESS, f"{request.pk}-champion")
    protecting.post(erase(request))
    assert "quatremer" not in caplog.text.casefold()
    assert protecting.get(PERSON, {"who": ADDRESS}).context["holdings"] is None


def test_erasure_is_confirmed_then_done_and_signed(protecting, manager):
    request = named_everywhere()
    page = protecting.get(erase(request)).content.decode()
    assert "Région Bretagne" in page
    request.refresh_from_db()
    assert request.anonymised_at is None
    response = protecting.post(erase(request))
    assert response["Location"] == reverse("adhesion_requests:detail", args=[request.pk])
    event = request.events.last()
    assert (event.what, event.actor) == ("erased", manager)
    assert places_of("Quatremer") == []
    assert found(protecting, NAME) == []
    # Twice: nothing more, and no error.
    protecting.post(erase(request))
    assert request.events.filter(what="erased").count() == 1
    assert "csrfmiddlewaretoken" not in protecting.get(erase(request)).content.decode().split("<main")[-1]


def test_open_request_is_closed_before_it_is_erased(protecting):
    request = AdhesionRequestFactory()
    closing = reverse("adhesion_requests:decision", args=[request.pk, "close"])
    assert closing in protecting.get(erase(request)).content.decode()
    assert protecting.post(erase(request)).status_code == 409
    request.refresh_from_db()
    assert request.champion_name == "Camille Martin"


def test_running_membership_can_be_erased_and_its_accounting_stays(protecting):
    call = fee_call(personal_data.now().date(), 7)
    request = call.membership.request
    page = protecting.get(erase(request)).content.decode()
    assert str(call) in page
    assert "L123-22" in page
    protecting.post(erase(request))
    call.refresh_from_db()
    request.refresh_from_db()
    assert request.anonymised_at is not None
    assert call.recipient_name == "Rennes Métropole"
    assert Membership.objects.filter(request=request).exists()


def test_personal_data_is_for_those_who_decide(client, editor, reviewer, manager):
    request = MembershipFactory(request__champion_name=NAME).request
    for user in (editor, reviewer):
        client.force_login(user)
        for url in (PERSON, erase(request)):
            assert client.get(url).status_code == 403
            response = client.post(url, {"who": NAME, "export": "1"})
            assert response.status_code == 403
            assert request.reference not in response.content.decode()
        assert PERSON not in client.get(reverse("wagtailadmin_home")).content.decode()
    request.refresh_from_db()
    assert request.champion_name == NAME
    client.force_login(manager)
    assert PERSON in client.get(reverse("wagtailadmin_home")).content.decode()
    assert client.get(reverse("adhesion_personal_data:erase", args=[99999])).status_code == 404


def test_looking_costs_the_same_whatever_is_found(protecting, django_assert_max_num_queries):
    for _number in range(25):
        AdhesionRequestFactory(champion_name=NAME)
    protecting.post(PERSON, {"who": NAME})
    with django_assert_max_num_queries(14):
        assert len(protecting.post(PERSON, {"who": NAME}).context["holdings"]) == 25
    assert AdhesionRequest.objects.count() == 25
