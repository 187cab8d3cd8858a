"""Members are proposed to stay: once each, with their answers already filled in, by mail or by post."""

import datetime
import io
import threading
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.urls import reverse
from post_office.models import Email
from pypdf import PdfReader

from core.clock import now
from home.adhesion import links, renewals
from home.adhesion.models import Membership, Renewal
from tests.adhesion.factories import (
    AdhesionRequestFactory,
    FeeScheduleFactory,
    MembershipFactory,
    OrganisationFactory,
)
from tests.factories import UserFactory


def member(year=2015, *, siret="", email="anne@example.org", name="Région Bretagne", **request) -> Membership:
    organisation = OrganisationFactory(name=name, siret=siret)
    return MembershipFactory(
        request=AdhesionRequestFactory(
            state="accepted",
            year=year,
            organisation=organisation,
            organisation_name=name,
            champion_email=email,
            **request,
        )
    )


def proposable(year=2016) -> list[Membership]:
    return list(renewals.to_propose(year))


def test_members_of_the_year_before_are_proposed_to_stay():
    former = member(2015)
    member(2014, name="Ville d’antan")
    member(2016, name="Ville nouvelle")
    assert proposable() == [former]


def test_whoever_has_joined_been_invited_or_asked_is_left_alone():
    renewed, invited, asked, by_siret, by_name, erased = [
        member(2015, name=f"Ville {number}", siret=f"7328293200007{number}") for number in range(6)
    ]
    MembershipFactory(
        request=AdhesionRequestFactory(state="accepted", year=2016, organisation=renewed.organisation)
    )
    Renewal.objects.create(membership=invited, year=2016)
    AdhesionRequestFactory(state="in_review", organisation=asked.organisation)
    AdhesionRequestFactory(
        state="submitted",
        organisation_name="Autrement",
        siret=by_siret.organisation.siret,
        siret_missing=False,
    )
    AdhesionRequestFactory(state="to_complete", organisation_name=by_name.organisation.name.upper())
    type(erased.request).objects.filter(pk=erased.request.pk).update(anonymised_at=now())
    assert proposable() == []


@pytest.mark.parametrize(("state", "year"), [("declined", 2016), ("closed", 2016), ("submitted", 2015)])
def test_request_that_ended_or_for_another_year_does_not_count(state, year):
    former = member(2015)
    AdhesionRequestFactory(state=state, year=year, organisation_name=former.organisation.name)
    assert proposable() == [former]


def test_bodies_without_siret_are_not_taken_for_one_another():
    former = member(2015)
    AdhesionRequestFactory(organisation_name="Ville sans numéro")
    assert proposable() == [former]


@pytest.mark.parametrize(("day", "year"), [("2016-01-11", 2016), ("2016-09-30", 2016), ("2016-10-01", 2017)])
def test_year_to_come_is_thought_of_from_october(settings, day, year):
    settings.PINNED_TODAY = datetime.date.fromisoformat(day)
    assert renewals.campaign_year() == year


def test_proposing_sends_one_mail_with_the_members_own_link(manager, join_page):
    former = member(2015, language="fr")
    outcome = renewals.propose([former], 2016, actor=manager)
    assert outcome.proposed == [former]
    renewal = Renewal.objects.get()
    assert (renewal.membership, renewal.year, renewal.request) == (former, 2016, None)
    mail = former.request.mails.get(kind="renewal")
    assert mail.email.to == ["anne@example.org"]
    address = next(line for line in mail.email.message.splitlines() if line.startswith("http"))
    assert links.read_renewal_link(address.rstrip("/").rpartition("/")[2]) == renewal
    assert f" {links.LIFETIME.days} " in mail.email.message
    event = former.request.events.last()
    assert (event.what, event.actor) == ("renewal", manager)
    assert "2016" in event.note


def test_mail_gives_the_fee_of_the_year_where_it_is_known(manager, join_page):
    former = member(2015)
    assert "5" in renewals.mail_context(former, 2016)["fee"].amount_euros.to_eng_string()
    assert renewals.mail_context(former, 2017)["fee"] is None
    FeeScheduleFactory(year=2017, amount_cents=612_300)
    assert "6 123" in renewals.compose(former, 2017).body.replace("\u202f", " ").replace("\xa0", " ")


def test_preview_is_the_mail_but_for_the_link(manager, join_page):
    former = member(2015)
    preview = renewals.compose(former, 2016)
    renewals.propose([former], 2016, actor=manager)
    left = Email.objects.get()
    assert left.subject == preview.subject
    bodies = [
        [line for line in body.splitlines() if not line.startswith(("http", "["))]
        for body in (left.message, preview.body)
    ]
    assert bodies[0] == bodies[1]
    assert len(bodies[0]) == len(preview.body.splitlines()) - 1


def test_without_a_published_form_the_mail_asks_for_an_answer(manager, db):
    former = member(2015)
    renewals.propose([former], 2016, actor=manager)
    assert "http" not in Email.objects.get().message


def test_asked_twice_it_leaves_once(manager, join_page):
    former = member(2015)
    renewals.propose([former], 2016, actor=manager)
    again = renewals.propose([former], 2016, actor=manager)
    assert again.settled == [former]
    assert Email.objects.count() == Renewal.objects.count() == 1
    assert former.request.events.filter(what="renewal").count() == 1


def test_who_gave_no_address_is_written_to_by_post(manager, join_page):
    former = member(2015, email="", source="paper")
    outcome = renewals.propose([former], 2016, actor=manager)
    assert outcome.by_post == [former]
    assert proposable() == [former]
    assert renewals.note_posted(former, 2016, actor=manager)
    assert not renewals.note_posted(former, 2016, actor=manager)
    assert proposable() == []
    assert not Email.objects.exists()
    assert former.request.events.filter(what="renewal").count() == 1


def test_one_that_fails_leaves_no_trace(manager, join_page, monkeypatch):
    former = member(2015)

    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(renewals.outbox, "queue", broken)
    with pytest.raises(RuntimeError):
        renewals.propose([former], 2016, actor=manager)
    assert not Renewal.objects.exists()
    assert not former.request.events.filter(what="renewal").exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda former: MembershipFactory(
            request=AdhesionRequestFactory(state="accepted", year=2016, organisation=former.organisation)
        ),
        lambda former: AdhesionRequestFactory(organisation=former.organisation),
        lambda former: Renewal.objects.update(request=AdhesionRequestFactory(state="declined")),
        lambda former: type(former.request).objects.update(anonymised_at=now()),
    ],
)
def test_answered_invitation_is_known(change):
    former = member(2015)
    renewal = Renewal.objects.create(membership=former, year=2016)
    assert list(renewals.unanswered()) == [renewal]
    change(former)
    assert list(renewals.unanswered()) == []


@pytest.mark.django_db(transaction=True)
def test_simultaneous_invitations_make_one():
    actor = UserFactory(is_superuser=True)
    former = member(2015)
    outcomes, barrier = [], threading.Barrier(2)

    def propose():
        try:
            barrier.wait()
            outcomes.append(len(renewals.propose([former], 2016, actor=actor).proposed))
        finally:
            connection.close()

    threads = [threading.Thread(target=propose) for _turn in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [0, 1]
    assert Email.objects.count() == Renewal.objects.count() == 1


def address(**query) -> str:
    return reverse("adhesion_renewals:index") + "?" + urlencode({"year": 2016} | query)


def test_editor_without_permission_is_refused_everywhere(client, editor):
    former = member(2015)
    client.force_login(editor)
    for url in (
        address(),
        reverse("adhesion_renewals:letter", args=[former.pk]),
        reverse("adhesion_renewals:posted", args=[former.pk]),
    ):
        for response in (client.get(url), client.post(url, {"members": former.pk})):
            assert response.status_code == 403, url
            assert "Bretagne" not in response.content.decode()
    assert not Renewal.objects.exists()


def test_screen_lists_all_ticked_and_shows_a_mail_as_it_leaves(client, reviewer, join_page):
    first, second = member(2015, name="Ville A"), member(2015, name="Ville B", email="b@example.org")
    client.force_login(reviewer)
    response = client.get(address())
    page = response.content.decode()
    assert page.count('type="checkbox" name="members"') == page.count(" checked>") == 2
    assert response.context["draft"].body == renewals.compose(first, 2016).body
    shown = client.get(address(preview=second.pk))
    assert shown.context["draft"].to == ("b@example.org",)
    assert not Renewal.objects.exists()


def test_those_ticked_are_proposed_in_one_action_and_the_others_stay(client, reviewer, join_page):
    members = [member(2015, name=f"Ville {number}") for number in range(3)]
    client.force_login(reviewer)
    ticked = {"members": [membership.pk for membership in members[:2]]}
    for _click in range(2):
        assert client.post(address(), ticked).status_code == 302
    assert Email.objects.count() == Renewal.objects.count() == 2
    assert proposable() == [members[2]]


@pytest.mark.parametrize("ticked", [[], ["abc", "9" * 40, "0"]])
def test_nobody_ticked_sends_nothing(client, reviewer, ticked):
    member(2015)
    client.force_login(reviewer)
    assert client.post(address(), {"members": ticked}).status_code == 302
    assert not Renewal.objects.exists()


def test_only_members_of_the_year_before_can_be_ticked(client, reviewer):
    old = member(2013)
    client.force_login(reviewer)
    client.post(address(), {"members": [old.pk]})
    assert not Renewal.objects.exists()


def test_one_member_is_proposed_from_its_membership(client, reviewer, join_page):
    former, other = member(2015, name="Ville A"), member(2015, name="Ville B")
    client.force_login(reviewer)
    page = client.get(reverse("adhesion_memberships:detail", args=[former.pk])).content.decode()
    link = f"{reverse('adhesion_renewals:index')}?year=2016&amp;member={former.pk}"
    assert link in page
    response = client.get(link.replace("&amp;", "&"))
    assert [membership.pk for membership in response.context["by_mail"]] == [former.pk]
    client.post(address(), {"members": [former.pk]})
    assert (
        "year=2016&amp;member"
        not in client.get(reverse("adhesion_memberships:detail", args=[former.pk])).content.decode()
    )
    assert proposable() == [other]


@pytest.mark.parametrize("query", [{"year": "abc"}, {"year": "1900"}, {"member": "x"}, {"preview": "²"}])
def test_wrong_addresses_break_nothing(client, reviewer, query):
    member(2015)
    client.force_login(reviewer)
    assert client.get(address(**query)).status_code == 200


def test_letter_is_the_form_filled_in_with_former_answers(client, reviewer, join_page):
    former = member(2015, email="", champion_name="Camille Martin", message="Propre à 2015")
    client.force_login(reviewer)
    assert reverse("adhesion_renewals:letter", args=[former.pk]) in client.get(address()).content.decode()
    response = client.get(reverse("adhesion_renewals:letter", args=[former.pk]))
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    assert "Camille Martin" in text
    assert "2016" in text
    assert "Propre à 2015" not in text


def test_letter_waits_for_the_fee_schedule(client, reviewer):
    former = member(2015, email="")
    client.force_login(reviewer)
    url = reverse("adhesion_renewals:letter", args=[former.pk])
    assert url not in client.get(address()).content.decode()
    assert client.get(url).status_code == 404


def test_letter_that_left_is_written_down_once(client, reviewer):
    former = member(2015, email="")
    client.force_login(reviewer)
    for _click in range(2):
        assert client.post(reverse("adhesion_renewals:posted", args=[former.pk])).status_code == 302
    assert Renewal.objects.get().membership == former
    assert former.request.events.filter(what="renewal").count() == 1


@pytest.mark.parametrize("number", [3, 30])
def test_screen_asks_as_many_queries_for_few_as_for_many(
    client, reviewer, join_page, number, django_assert_max_num_queries
):
    for position in range(number):
        member(2015, name=f"Ville {position}", email="" if position % 3 == 0 else "a@example.org")
    client.force_login(reviewer)
    client.get(address())
    with django_assert_max_num_queries(18):
        client.get(address())
