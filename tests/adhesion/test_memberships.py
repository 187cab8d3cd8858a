"""Members of a year: because of one decision, named if they wish, listed for the team."""

import pytest

from core.clock import now, today
from home.adhesion import memberships
from home.adhesion.models import Membership, Renewal
from tests.adhesion.factories import AdhesionRequestFactory, MembershipFactory, OrganisationFactory


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
