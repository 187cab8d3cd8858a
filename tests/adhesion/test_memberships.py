"""Members of a year: because of one decision, named if they wish, listed for the team."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.clock import now, today
from home.adhesion import fee_calls, memberships, renewals
from home.adhesion.models import Membership, Renewal
from tests.adhesion.factories import AdhesionRequestFactory, MembershipFactory, OrganisationFactory

INDEX = reverse("adhesion_memberships:index")


@pytest.mark.parametrize("consent", [True, False])
def test_accepted_request_makes_a_member_named_if_it_wished(consent):
    organisation = OrganisationFactory()
    request = AdhesionRequestFactory(state="accepted", organisation=organisation, listing_consent=consent)
    membership = memberships.grant(request, organisation)
    assert (membership.organisation, membership.year, membership.request) == (organisation, 2016, request)
    assert membership.is_listed is consent


def test_second_membership_of_a_year_is_refused_and_names_the_first():
    member = MembershipFactory()
    other = AdhesionRequestFactory(state="accepted", organisation=member.organisation)
    with pytest.raises(memberships.AlreadyMember, match=member.request.reference):
        memberships.grant(other, member.organisation)
    assert Membership.objects.get() == member


def test_next_year_is_another_membership():
    member = MembershipFactory()
    request = AdhesionRequestFactory(state="accepted", organisation=member.organisation, year=2017)
    assert memberships.grant(request, member.organisation).year == 2017


def test_withdrawn_membership_goes_with_its_invitations():
    member = MembershipFactory()
    Renewal.objects.create(membership=member, year=2017)
    memberships.withdraw(member.request)
    assert not Membership.objects.exists()
    assert not Renewal.objects.exists()
    memberships.withdraw(member.request)


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_membership_whose_fee_was_called_is_not_withdrawn(is_cancelled):
    member = MembershipFactory()
    member.fee_calls.create(
        year=2016,
        number=1,
        issued_on=today(),
        amount_cents=500_000,
        recipient_name="Ville de Brest",
        pdf=b"%PDF",
        cancelled_at=now() if is_cancelled else None,
    )
    with pytest.raises(memberships.FeeCallIssued):
        memberships.withdraw(member.request)
    assert Membership.objects.get() == member


def test_consent_given_then_withdrawn_is_written_down_once_each(manager):
    member = MembershipFactory()
    for is_listed in (True, True, False):
        memberships.set_listed(member.pk, is_listed, actor=manager)
        member.refresh_from_db()
        assert member.is_listed is is_listed
    events = member.request.events.filter(what="corrected")
    assert [event.actor_name for event in events] == ["Manager Durand"] * 2


def url(name, membership, *more):
    return reverse(f"adhesion_memberships:{name}", args=[membership.pk, *more])


def call(membership, number=1, **changes):
    return membership.fee_calls.create(
        **{
            "year": 2016,
            "number": number,
            "issued_on": today(),
            "amount_cents": 500_000,
            "recipient_name": "Ville de Brest",
            "pdf": b"%PDF",
        }
        | changes
    )


def member(name, **changes):
    listed = changes.pop("is_listed", False)
    organisation = OrganisationFactory(name=name, category=changes.pop("category", "city"))
    request = AdhesionRequestFactory(state="accepted", organisation=organisation, **changes)
    return MembershipFactory(request=request, is_listed=listed)


def test_editor_without_permission_is_refused_everywhere(client, editor):
    membership = member("Ville de Brest")
    client.force_login(editor)
    for address in [
        INDEX,
        INDEX + "results/",
        INDEX + "?export=xlsx",
        url("detail", membership),
        url("named", membership),
        url("remind", membership, 2017),
        INDEX + "99999/",
    ]:
        for response in (client.get(address), client.post(address)):
            assert response.status_code == 403, address
            assert "Brest" not in response.content.decode()
    assert INDEX not in client.get(reverse("wagtailadmin_home")).content.decode()
    membership.refresh_from_db()
    assert not membership.is_listed


def test_list_shows_this_year_unless_asked_otherwise(client, reviewer):
    member("Ville de Brest")
    member("Ville d’antan", year=2014)
    client.force_login(reviewer)
    for query, shown in (
        ({}, {"Ville de Brest"}),
        ({"year": "2014"}, {"Ville d’antan"}),
        ({"year": "all"}, {"Ville de Brest", "Ville d’antan"}),
        ({"year": "abc"}, {"Ville de Brest", "Ville d’antan"}),
    ):
        response = client.get(INDEX, query)
        assert {membership.organisation.name for membership in response.context["object_list"]} == shown


def test_list_is_narrowed_by_fee_consent_category_and_renewal(client, reviewer):
    uncalled = member("Sans appel")
    waiting = member("En attente", is_listed=True)
    paid = member("Payé", category="region")
    call(waiting, 1)
    call(paid, 2, paid_on=today())
    call(uncalled, 3, cancelled_at=now())
    Renewal.objects.create(membership=waiting, year=2017)
    MembershipFactory(
        request=AdhesionRequestFactory(state="accepted", year=2017, organisation=paid.organisation)
    )
    client.force_login(reviewer)
    for query, shown in (
        ({"fee": "uncalled"}, uncalled),
        ({"fee": "waiting"}, waiting),
        ({"fee": "paid"}, paid),
        ({"is_listed": "true"}, waiting),
        ({"category": "region"}, paid),
        ({"next_year": "member"}, paid),
        ({"next_year": "invited"}, waiting),
        ({"next_year": "nothing"}, uncalled),
        ({"q": "attente"}, waiting),
    ):
        assert list(client.get(INDEX, query).context["object_list"]) == [shown], query


@pytest.mark.parametrize("number", [3, 30])
def test_list_and_page_ask_as_many_queries_for_few_as_for_many(
    client, reviewer, number, django_assert_max_num_queries
):
    members = [member(f"Ville {position}") for position in range(number)]
    for position, membership in enumerate(members, start=1):
        call(membership, position)
        Renewal.objects.create(membership=membership, year=2017)
    client.force_login(reviewer)
    client.get(INDEX)
    with django_assert_max_num_queries(15):
        client.get(INDEX)
    with django_assert_max_num_queries(15):
        client.get(url("detail", members[0]))


def test_consent_is_written_down_by_a_button_that_says_what_it_does(client, reviewer):
    membership = member("Ville de Brest")
    client.force_login(reviewer)
    for listed in ("1", "1", "0"):
        response = client.post(url("named", membership), {"listed": listed})
        assert response.status_code == 302
        membership.refresh_from_db()
        assert membership.is_listed is (listed == "1")
    assert membership.request.events.filter(what="corrected").count() == 2


@pytest.mark.parametrize(
    ("following", "back"), [("/admin/adhesion/", "/admin/adhesion/"), ("//evil.example/", "")]
)
def test_button_leads_back_to_where_it_stands_and_nowhere_else(client, reviewer, following, back):
    membership = member("Ville de Brest")
    client.force_login(reviewer)
    response = client.post(url("named", membership), {"listed": "1", "next": following})
    assert response["Location"] == (back or url("detail", membership))


def test_page_of_the_request_shows_its_membership(client, reviewer):
    membership = member("Ville de Brest")
    Renewal.objects.create(membership=membership, year=2017)
    client.force_login(reviewer)
    page = client.get(reverse("adhesion_requests:detail", args=[membership.request.pk])).content.decode()
    assert url("named", membership) in page
    assert url("remind", membership, 2017) in page


def test_reminder_of_a_renewal_leaves_at_once_and_once(client, reviewer):
    membership = member("Ville de Brest")
    Renewal.objects.create(membership=membership, year=2017)
    client.force_login(reviewer)
    client.post(url("remind", membership, 2017))
    client.post(url("remind", membership, 2017))
    assert membership.request.mails.filter(kind="renewal_due").count() == 1
    assert client.post(url("remind", membership, 2018)).status_code == 404


def test_renewal_is_offered_until_the_body_has_joined_or_the_year_is_over(settings):
    membership = member("Ville de Brest")
    assert membership.may_be_renewed
    renewed = MembershipFactory(
        request=AdhesionRequestFactory(state="accepted", year=2017, organisation=membership.organisation)
    )
    assert not Membership.objects.get(pk=membership.pk).may_be_renewed
    assert renewed.may_be_renewed
    settings.PINNED_TODAY = datetime.date(2019, 1, 2)
    assert not Membership.objects.get(pk=renewed.pk).may_be_renewed


def _position(queries, table):
    return next(number for number, query in enumerate(queries) if f'FROM "{table}"' in query["sql"])


@pytest.mark.parametrize(
    "act",
    [
        lambda member, actor: memberships.set_listed(member.pk, True, actor=actor),
        lambda member, actor: fee_calls.issue(member, actor=actor, send=False),
        lambda member, actor: renewals.note_posted(member, 2017, actor=actor),
    ],
    ids=["naming", "calling for the fee", "renewing"],
)
def test_the_request_is_locked_before_its_membership_as_decisions_do(locales, superuser, act):
    """Two orders of locking are a deadlock on PostgreSQL."""
    member = MembershipFactory()
    with CaptureQueriesContext(connection) as queries:
        act(member, superuser)
    first = _position(queries, "adhesion_adhesionrequest")
    assert first < _position(queries, "adhesion_membership")
    if connection.vendor == "postgresql":
        assert "FOR UPDATE" in queries[first]["sql"]
