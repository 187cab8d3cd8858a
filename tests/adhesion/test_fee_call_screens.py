"""Fee calls on the team's screens: who may, what is shown, how many queries."""

import datetime
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from post_office.models import Email
from pypdf import PdfReader

from home.adhesion import fee_calls
from home.adhesion.models import FeeCall, FeeCallSequence, MembershipSettings
from tests.adhesion.factories import MembershipFactory, OrganisationFactory

NAME = "adhesion_fee_calls"
INDEX = reverse(f"{NAME}:index")
PAGES = ("detail", "document", "pay", "unpay", "cancel", "send", "remind")


@pytest.fixture(autouse=True)
def _on_a_day_of_2016(settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)


@pytest.fixture
def membership(locales):
    return MembershipFactory(
        request__organisation_name="Région Bretagne",
        request__champion_email="anne@example.org",
        request__organisation=OrganisationFactory(name="Région Bretagne", siret="73282932000074"),
    )


@pytest.fixture
def call(membership, manager):
    return fee_calls.issue(membership, actor=manager)


def url(name, thing):
    return reverse(f"{NAME}:{name}", args=[thing.pk])


def typed(**changes):
    """What the form of issuing sends."""
    return {
        "recipient_name": "Région Bretagne",
        "recipient_address": "283 avenue du Général Patton\r\n35000 Rennes",
        "recipient_siret": "732 829 320 00074",
        "chorus_service_code": "",
        "engagement_number": "",
        "send": "on",
    } | changes


def every_url(membership, call):
    return [INDEX, INDEX + "results/", url("issue", membership), *(url(name, call) for name in PAGES)]


def test_editor_is_refused_everywhere(client, editor, membership, call):
    client.force_login(editor)
    for address in [*every_url(membership, call), f"{INDEX}99999/", f"{INDEX}99999/document/"]:
        for method in (client.get, client.post):
            response = method(address)
            assert response.status_code == 403, address
            assert "Bretagne" not in response.content.decode()
    assert INDEX not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_visitor_is_led_to_the_login(client, membership, call):
    for address in every_url(membership, call):
        assert client.get(address).status_code == 302


def test_reviewer_reads_and_does_not_touch_money(client, reviewer, membership, call):
    client.force_login(reviewer)
    for address in (INDEX, url("detail", call), url("document", call)):
        assert client.get(address).status_code == 200
    page = client.get(url("detail", call)).content.decode()
    for name in ("pay", "cancel", "remind"):
        assert url(name, call) not in page
    for address in (
        url("issue", membership),
        *(url(name, call) for name in ("pay", "unpay", "cancel", "send", "remind")),
    ):
        assert client.get(address).status_code == 403
        assert client.post(address, {"reason": "x", "paid_on": "11/01/2016"}).status_code == 403
    call.refresh_from_db()
    assert call.is_due
    assert Email.objects.count() == 1


def test_issuing_shows_the_mail_and_a_draft_without_taking_a_number(client, manager, membership):
    client.force_login(manager)
    page = client.get(url("issue", membership))
    assert "no-store" in page["Cache-Control"]
    assert page.context["drafts"][0].to == ("anne@example.org",)
    assert page.context["form"]["recipient_siret"].value() == "732\u00a0829\u00a0320\u00a000074"
    assert "IBAN" in page.context["missing"]

    draft = client.post(url("issue", membership), typed(document="1", engagement_number="EJ-42"))
    assert draft["Content-Type"] == "application/pdf"
    assert "no-store" in draft["Cache-Control"]
    text = PdfReader(BytesIO(draft.content)).pages[0].extract_text()
    assert "EJ-42" in text
    assert "AC-2016-0" not in text
    preview = client.post(url("issue", membership), typed(preview="1", send=""))
    assert preview.context["drafts"] == []
    assert not FeeCall.objects.exists()
    assert not FeeCallSequence.objects.exists()
    assert not Email.objects.exists()


def test_nothing_is_missing_once_the_settings_are_filled_in(client, manager, membership):
    MembershipSettings.load()
    MembershipSettings.objects.update(siret="73282932000074", iban="FR76", bic="AGRIFRPP")
    client.force_login(manager)
    assert client.get(url("issue", membership)).context["missing"] == []


def test_issuing_then_paying_then_taking_back_then_cancelling(client, manager, membership):
    client.force_login(manager)
    response = client.post(url("issue", membership), typed())
    call = FeeCall.objects.get()
    assert response.url == url("detail", call)
    assert call.recipient_address == "283 avenue du Général Patton\n35000 Rennes"
    assert call.issued_by == manager
    assert "AC-2016-0001" in client.get(response.url).content.decode()

    client.post(url("pay", call), {"paid_on": "10/01/2016", "reference": "VIR 12"})
    call.refresh_from_db()
    assert call.paid_on == datetime.date(2016, 1, 10)
    assert client.get(url("cancel", call)).status_code == 409
    client.post(url("unpay", call), {"reason": "Erreur de ligne"})
    client.post(url("cancel", call), {"reason": "Erreur de payeur"})
    call.refresh_from_db()
    assert (call.paid_on, call.cancellation_reason) == (None, "Erreur de payeur")
    page = client.get(url("detail", call)).content.decode()
    assert url("issue", membership) in page
    client.post(url("issue", membership), typed(send=""))
    assert FeeCall.objects.standing().get().number == 2
    assert Email.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "field"),
    [
        ("pay", {"paid_on": ""}, "paid_on"),
        ("pay", {"paid_on": "12/01/2016"}, "paid_on"),
        ("pay", {"paid_on": "31/02/2016"}, "paid_on"),
        ("pay", {"paid_on": "10/01/2016", "reference": "x" * 81}, "reference"),
        ("cancel", {"reason": " "}, "reason"),
        ("cancel", {"reason": "x" * 301}, "reason"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(client, manager, call, name, data, field):
    client.force_login(manager)
    response = client.post(url(name, call), data)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    call.refresh_from_db()
    assert call.is_due


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"recipient_name": ""}, "recipient_name"),
        ({"recipient_name": "x" * 201}, "recipient_name"),
        ({"recipient_siret": "732 829 320 00075"}, "recipient_siret"),
    ],
)
def test_wrong_recipient_takes_no_number(client, manager, membership, changes, field):
    client.force_login(manager)
    for button in ({}, {"document": "1"}, {"preview": "1"}):
        response = client.post(url("issue", membership), typed(**changes, **button))
        assert list(response.context["form"].errors) == [field]
    assert not FeeCall.objects.exists()


def test_second_click_learns_that_a_call_stands(client, manager, membership, call):
    client.force_login(manager)
    assert client.get(url("issue", membership)).status_code == 409
    response = client.post(url("issue", membership), typed())
    assert response.status_code == 409
    assert "AC-2016-0001" in response.content.decode()
    assert FeeCall.objects.count() == 1


def test_reminder_is_read_before_it_leaves(client, manager, call):
    client.force_login(manager)
    preview = client.get(url("remind", call))
    assert preview.context["drafts"][0].attachments[0][0] == "AC-2016-0001.pdf"
    assert Email.objects.count() == 1
    client.post(url("remind", call))
    assert Email.objects.count() == 2
    call.refresh_from_db()
    assert call.reminded_at


def test_call_without_an_address_says_to_use_the_post(client, manager, membership):
    membership.request.champion_email = ""
    membership.request.save()
    client.force_login(manager)
    page = client.get(url("issue", membership))
    assert page.context["drafts"] == []
    assert page.context["notices"]
    client.post(url("issue", membership), typed())
    call = FeeCall.objects.get()
    assert call.sent_at is None
    for name in ("send", "remind"):
        assert client.get(url(name, call)).status_code == 409
        assert client.post(url(name, call)).status_code == 409


def test_document_is_private_and_the_one_that_was_issued(client, reviewer, call):
    client.force_login(reviewer)
    response = client.get(url("document", call))
    assert response.content == bytes(call.pdf)
    assert response["Content-Disposition"] == 'inline; filename="AC-2016-0001.pdf"'
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


def test_nothing_is_added_changed_or_deleted_by_hand(client, superuser, call):
    client.force_login(superuser)
    for action in ("new", "edit", "delete", "copy", "usage", "history", "inspect"):
        assert client.get(f"{INDEX}{action}/").status_code == 404
        assert client.get(f"{INDEX}{call.pk}/{action}/").status_code == 404
        assert client.get(f"{INDEX}{action}/{call.pk}/").status_code == 404


def test_list_is_searched_and_filtered(client, manager, call, settings):
    other = MembershipFactory(request__organisation_name="Métropole de Lyon", request__champion_email="")
    late = fee_calls.issue(other, actor=manager, recipient_name="Trésorerie de Lyon")
    FeeCall.objects.filter(pk=late.pk).update(due_on=datetime.date(2016, 1, 1))
    fee_calls.record_payment(call.pk, datetime.date(2016, 1, 11), actor=manager)
    client.force_login(manager)

    def shown(**query):
        return [str(each) for each in client.get(INDEX, query).context["object_list"]]

    assert shown() == ["AC-2016-0002", "AC-2016-0001"]
    assert shown(ordering="number") == ["AC-2016-0001", "AC-2016-0002"]
    for query in ("bretagne", "AC-2016-0001", "ac2016-1", call.membership.request.reference):
        assert shown(q=query) == ["AC-2016-0001"], query
    assert shown(q="tresorerie") == ["AC-2016-0002"]
    assert shown(state="paid") == ["AC-2016-0001"]
    assert shown(state="overdue") == shown(state="waiting") == ["AC-2016-0002"]
    assert shown(state="cancelled") == shown(q="introuvable") == []
    assert len(shown(year="2016")) == 2


def test_list_asks_as_many_queries_for_thirty_calls_as_for_three(client, manager, locales):
    client.force_login(manager)
    counts = []
    for number in (3, 27):
        for membership in MembershipFactory.create_batch(number):
            fee_calls.issue(membership, actor=manager, send=False)
        client.get(INDEX)
        with CaptureQueriesContext(connection) as queries:
            client.get(INDEX)
        counts.append(len(queries))
        assert not any('"pdf"' in query["sql"] for query in queries)
    assert counts[0] == counts[1] <= 15


def test_page_of_the_request_leads_to_the_calls(client, manager, reviewer, membership):
    detail = reverse("adhesion_requests:detail", args=[membership.request.pk])
    client.force_login(reviewer)
    assert url("issue", membership) not in client.get(detail).content.decode()
    client.force_login(manager)
    assert url("issue", membership) in client.get(detail).content.decode()
    call = fee_calls.issue(membership, actor=manager)
    page = client.get(detail).content.decode()
    assert url("detail", call) in page
    assert url("issue", membership) not in page
