"""The list at scale: what is shown, found, filtered, and at what cost."""

import datetime

import pytest
from django.urls import reverse
from post_office.models import STATUS, Email

from core import words
from core.clock import now
from home.adhesion import outbox
from home.adhesion.models import AdhesionRequest, FeeCall, RequestEvent
from home.adhesion.models.history import EventKind, MailKind
from home.adhesion.models.requests import State
from home.adhesion.staff import attention
from tests.adhesion.factories import AdhesionRequestFactory, MembershipFactory

INDEX = reverse("adhesion_requests:index")
RESULTS = reverse("adhesion_requests:index_results")


def names(client, **query):
    page = client.get(INDEX, query)
    assert page.status_code == 200
    return sorted(request.organisation_name for request in page.context["object_list"])


def long_ago(request, days=15):
    """As if nothing had happened to the request for a while."""
    at = now() - datetime.timedelta(days=days)
    AdhesionRequest.objects.filter(pk=request.pk).update(received_at=at)
    RequestEvent._base_manager.filter(request=request).update(at=at)
    return request


def with_mail(request, status):
    draft = outbox.Draft(kind=MailKind.RECEIPT, to=("x@example.org",), subject="Reçue", body="Bonjour")
    mail = outbox.queue(request, draft)
    Email.objects.filter(pk=mail.email_id).update(status=status)
    return request


def fill(number):
    """As many requests as years of work make, with their events and mails, written at once."""
    states = [State.SUBMITTED, State.IN_REVIEW, State.TO_COMPLETE, State.DECLINED, State.CLOSED]
    requests = AdhesionRequest.objects.bulk_create(
        [
            AdhesionRequest(
                reference=f"ADH-2016-{position:05}",
                submission_token=f"bulk{position}",
                state=states[position % 5] if position % 40 < 5 else State.DECLINED,
                year=2010 + position % 7,
                notice_version="2016-01",
                organisation_name=f"Région {position}",
                organisation_category="region",
                siret_missing=True,
                address="1 place de la Préfecture",
                champion_name=f"Camille Martin {position}",
                champion_email=f"camille{position}@example.org",
                payer_kind="same",
                decision_stage="planned",
                received_at=now() - datetime.timedelta(hours=position),
            )
            for position in range(number)
        ],
        batch_size=500,
    )
    RequestEvent._base_manager.bulk_create(
        [
            RequestEvent(
                request=request, what=EventKind.FILED, to_state=request.state, at=request.received_at
            )
            for request in requests
        ],
        batch_size=500,
    )
    return requests


def test_list_of_ten_thousand_opens_in_at_most_15_queries(
    client, manager, reviewer, django_assert_max_num_queries
):
    requests = fill(10_000)
    AdhesionRequest.objects.filter(pk__in=[r.pk for r in requests[:30]]).update(assignee=reviewer)
    with_mail(requests[0], STATUS.failed)
    client.force_login(manager)
    client.get(INDEX)
    for query in (
        {},
        {"q": "region 9999"},
        {"state": "submitted", "p": "2"},
        {"attention": "waiting"},
        {"assignee": reviewer.pk},
    ):
        with django_assert_max_num_queries(15):
            page = client.get(INDEX, query)
        assert page.context["object_list"], query
    with django_assert_max_num_queries(15):
        assert client.get(RESULTS, {"p": "200"}).status_code == 200
    page = client.get(INDEX)
    assert page.context["paginator"].count == 10_000
    assert len(page.context["object_list"]) == 50
    assert page.context["object_list"][0].mail_failures == 1


@pytest.mark.parametrize(
    "query", ["region", "RÉGION", "Région bretagne", "bretagne region", "l'armor", "Armor’s", "coeur", "cœur"]
)
def test_search_minds_neither_accents_nor_capitals_nor_order(client, manager, query):
    AdhesionRequestFactory(organisation_name="RÉGION Bretagne", champion_name="Cœur d’Armor’s de l’Armor")
    AdhesionRequestFactory(organisation_name="Ville de Nantes")
    client.force_login(manager)
    found = names(client, q=query)
    if query in ("l'armor", "Armor’s", "coeur", "cœur", "Région bretagne", "bretagne region"):
        assert found == ["RÉGION Bretagne"]
    assert "RÉGION Bretagne" in found
    assert "Ville de Nantes" not in found


@pytest.mark.parametrize(
    "query", ["(", "[a-z]+", "a.c", "\\", "%", "_", "x" * 500, "z " * 300, "*", "^$", "é{2}"]
)
def test_search_takes_signs_for_what_they_are(client, manager, query):
    AdhesionRequestFactory(organisation_name="abc")
    client.force_login(manager)
    assert names(client, q=query) == []


def test_signs_that_stand_in_a_name_find_it(client, manager):
    AdhesionRequestFactory(organisation_name="Ville (1+1) [centre] – Nord-Est")
    client.force_login(manager)
    for query in ("(1+1)", "[centre]", "nord-est", "Nord‑Est"):
        assert names(client, q=query), query


def test_unreadable_query_is_not_an_error(client, manager):
    client.force_login(manager)
    for query in ("\x00", "   ", "\x08"):
        assert client.get(INDEX, {"q": query}).status_code == 200
    for name in ("state", "attention", "year", "assignee", "other_payer", "p", "ordering"):
        assert client.get(INDEX, {name: "'\"\x00<x>"}).status_code == 200


def test_payer_and_its_siret_are_found(client, manager):
    AdhesionRequestFactory(
        organisation_name="A",
        payer_kind="other",
        payer_name="Trésorerie de Caen",
        payer_siret="73282932000074",
    )
    client.force_login(manager)
    assert names(client, q="tresorerie") == ["A"]
    assert names(client, q="732 829 320") == ["A"]


def test_list_tells_those_whom_another_body_pays_for(client, manager):
    for name, kind in (("Autre", "other"), ("Même", "same"), ("Inconnu", "unknown")):
        AdhesionRequestFactory(organisation_name=name, payer_kind=kind)
    client.force_login(manager)
    assert names(client, other_payer="true") == ["Autre"]
    assert names(client, other_payer="false") == ["Inconnu", "Même"]
    assert names(client, other_payer="") == ["Autre", "Inconnu", "Même"]


def test_list_tells_what_calls_for_attention(client, manager):
    long_ago(AdhesionRequestFactory(organisation_name="Oubliée", state="in_review", siret_missing=False))
    long_ago(AdhesionRequestFactory(organisation_name="Ancienne", state="declined", siret_missing=False))
    long_ago(AdhesionRequestFactory(organisation_name="Récente", siret_missing=False), days=13)
    touched = long_ago(AdhesionRequestFactory(organisation_name="Touchée", siret_missing=False))
    RequestEvent.objects.create(request=touched, what=EventKind.WRITTEN_TO, to_state=touched.state)
    with_mail(AdhesionRequestFactory(organisation_name="Refusé", siret_missing=False), STATUS.failed)
    with_mail(AdhesionRequestFactory(organisation_name="Retenté", siret_missing=False), STATUS.requeued)
    with_mail(AdhesionRequestFactory(organisation_name="Parti", siret_missing=False), STATUS.sent)
    AdhesionRequestFactory(organisation_name="Sans SIRET", siret_missing=True)
    AdhesionRequestFactory(
        organisation_name="Bientôt", state="closed", siret_missing=False, purge_on=datetime.date(2016, 1, 25)
    )
    member = MembershipFactory(request__organisation_name="Impayée", request__siret_missing=False)
    FeeCall.objects.create(
        membership=member,
        year=2016,
        number=1,
        issued_on=datetime.date(2016, 1, 4),
        amount_cents=500_000,
        recipient_name="Ville",
        pdf=b"",
    )
    client.force_login(manager)
    assert names(client, attention="waiting") == ["Oubliée"]
    assert names(client, attention="mail") == ["Refusé", "Retenté"]
    assert names(client, attention="siret") == ["Sans SIRET"]
    assert names(client, attention="purge") == ["Bientôt"]
    assert names(client, attention="unpaid") == ["Impayée"]
    assert attention.counts() == {"to_handle": 6, "to_complete": 0, "waiting": 1, "mail": 2, "unpaid": 1}


def test_what_is_missing_or_doubtful_is_said_in_the_list(client, manager):
    AdhesionRequestFactory(
        siret_missing=True, suspect=True, state="closed", purge_on=datetime.date(2017, 1, 9)
    )
    client.force_login(manager)
    page = client.get(INDEX).content.decode()
    assert "SIRET à trouver" in page
    assert "douteuse" in page
    assert "2017" in page


def test_to_handle_is_one_click_away_and_nothing_is_hidden_at_first(client, manager):
    AdhesionRequestFactory(organisation_name="Reçue")
    AdhesionRequestFactory(organisation_name="Close", state="closed")
    client.force_login(manager)
    page = client.get(INDEX)
    assert names(client) == ["Close", "Reçue"]
    shortcuts = {shortcut["url"]: shortcut for shortcut in page.context["shortcuts"]}
    assert shortcuts[INDEX]["is_current"]
    to_handle = shortcuts[f"{INDEX}?state=submitted"]
    assert to_handle["number"] == 1
    assert f'href="{to_handle["url"]}"' in page.content.decode()
    assert names(client, state="submitted") == ["Reçue"]


def test_every_page_of_equal_requests_shows_others(client, manager):
    fill(120)
    AdhesionRequest.objects.update(received_at=now())
    client.force_login(manager)
    seen = [name for page in "123" for name in names(client, p=page)]
    assert len(seen) == len(set(seen)) == 120


def test_erased_request_still_has_a_link(client, manager):
    request = AdhesionRequestFactory(state="closed", organisation_name="", anonymised_at=now())
    client.force_login(manager)
    page = client.get(INDEX).content.decode()
    link = reverse("adhesion_requests:detail", args=[request.pk])
    assert page.split(f'href="{link}"')[1].split(">", 1)[1].split("</a>")[0].strip()


def test_pattern_of_a_word_is_no_expression_of_the_reader():
    assert words.occurs("a.c", "a.c")
    assert not words.occurs("a.c", "abc")
    assert words.occurs("Zebulon Quatremer", "demander Zébulon\u00a0QUATREMER au 3e")
