"""Signed links: what they open, and all that opens nothing."""

import datetime
from urllib.parse import urlsplit

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from post_office.models import Email

from core.clock import now
from home.adhesion import links
from home.adhesion.models import AdhesionRequest, RequestMail
from home.adhesion.models.history import MailKind
from home.adhesion.models.requests import State
from tests.adhesion.factories import AdhesionRequestFactory, MembershipFactory

LINK_FORM = "/adhesion/demande/suivi/"
IN_ADDRESSES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
NINETY_DAYS = datetime.timedelta(days=90)


@pytest.fixture
def followed(join_page):
    return AdhesionRequestFactory(
        champion_email="anne.legoff@example.org", organisation_name="Région Bretagne"
    )


def path_of(request) -> str:
    return urlsplit(links.follow_url(request)).path


def test_link_opens_its_request(followed):
    signature = links.follow_signature(followed)
    assert links.read_follow_link(followed.reference, signature) == followed


def test_link_is_what_the_address_of_a_page_can_hold(client, followed):
    for minutes in range(20):
        with time_machine.travel(datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=minutes)):
            path = path_of(followed)
        assert set(path.split(f"{followed.reference}/")[1].rstrip("/")) <= set(IN_ADDRESSES)
        assert client.get(path).status_code == 200


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(position=st.integers(0, 200), sign=st.sampled_from(IN_ADDRESSES + ".:~é\x00 "))
def test_link_altered_in_any_position_opens_nothing(followed, position, sign):
    signature = links.follow_signature(followed)
    position %= len(signature)
    altered = signature[:position] + sign + signature[position + 1 :]
    found = links.read_follow_link(followed.reference, altered)
    assert found == (followed if altered == signature else None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(signature=st.text(max_size=80))
def test_nobody_makes_a_signature_up(followed, signature):
    assert links.read_follow_link(followed.reference, signature) is None


@pytest.mark.parametrize("reference", ["", "ADH-2016-AAAAA", "ADH-2016-AAAA\x00", "ADH-2016-%", "x" * 500])
def test_an_unknown_reference_opens_nothing(followed, reference):
    assert links.read_follow_link(reference, links.follow_signature(followed)) is None


def test_link_cut_short_or_lengthened_opens_nothing(followed):
    signature = links.follow_signature(followed)
    wrong = [signature[:length] for length in range(len(signature))]
    wrong += [signature + "A", "-" + signature, signature + "-", signature.replace("-", ".", 1)]
    for altered in wrong:
        assert links.read_follow_link(followed.reference, altered) is None


def test_link_works_for_ninety_days_and_says_so(followed):
    signed_at = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
    with time_machine.travel(signed_at, tick=False):
        signature = links.follow_signature(followed)
        assert links.last_day(signature) == (now() + NINETY_DAYS).date()
    with time_machine.travel(signed_at + NINETY_DAYS - datetime.timedelta(seconds=1), tick=False):
        assert links.read_follow_link(followed.reference, signature) == followed
        assert links.last_day(signature) == now().date()
    with time_machine.travel(signed_at + NINETY_DAYS + datetime.timedelta(seconds=1), tick=False):
        assert links.read_follow_link(followed.reference, signature) is None


def test_link_of_another_request_opens_nothing(followed):
    other = AdhesionRequestFactory(champion_email=followed.champion_email)
    assert links.read_follow_link(followed.reference, links.follow_signature(other)) is None
    assert links.read_follow_link(other.reference, links.follow_signature(followed)) is None


def test_link_sent_to_a_former_address_opens_nothing(followed):
    signature = links.follow_signature(followed)
    followed.champion_email = "someone.else@example.org"
    followed.save()
    assert links.read_follow_link(followed.reference, signature) is None
    assert links.read_follow_link(followed.reference, links.follow_signature(followed)) == followed


def test_capitals_of_an_address_change_nothing(followed):
    signature = links.follow_signature(followed)
    followed.champion_email = "Anne.LeGoff@example.org"
    followed.save()
    assert links.read_follow_link(followed.reference, signature) == followed


def test_link_of_an_erased_request_opens_nothing(client, followed):
    path = path_of(followed)
    signature = links.follow_signature(followed)
    AdhesionRequest.objects.update(anonymised_at=now())
    assert links.read_follow_link(followed.reference, signature) is None
    assert client.get(path).status_code == 404


def test_renewal_link_opens_its_renewal_for_ninety_days(join_page):
    renewal = MembershipFactory().renewals.create(year=2017)
    signed_at = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)
    with time_machine.travel(signed_at, tick=False):
        url = links.renewal_url(renewal)
        signed = url.rstrip("/").split("/")[-1]
        assert set(signed) <= set(IN_ADDRESSES)
        assert links.read_renewal_link(signed) == renewal
        for position in range(len(signed)):
            altered = signed[:position] + ("A" if signed[position] != "A" else "B") + signed[position + 1 :]
            assert links.read_renewal_link(altered) is None
        assert links.read_renewal_link(signed.replace("-", ".")) is None
    with time_machine.travel(signed_at + NINETY_DAYS + datetime.timedelta(seconds=1)):
        assert links.read_renewal_link(signed) is None


# Everything that shows nothing shows the same.


def words_of(response) -> str:
    """The page, without what differs at each visit."""
    token = str(response.context["csrf_token"])
    return response.content.decode().replace(token, "")


def test_all_that_shows_nothing_shows_the_same_page(client, followed):
    path = path_of(followed)
    signature = path.rstrip("/").split("/")[-1]
    other = AdhesionRequestFactory()
    erased = AdhesionRequestFactory(anonymised_at=now())
    pages = {}
    for wrong in (
        path.replace(signature, signature[:-1] + ("A" if signature[-1] != "A" else "B")),
        path.replace(signature, links.follow_signature(other)),
        path.replace(followed.reference, "ADH-2016-AAAAA"),
        path_of(erased),
        f"{path[:-2]}/corriger/organisation/",
        f"{path}corriger/nothing/",
        f"{path[:-2]}/retirer/",
    ):
        response = client.get(wrong)
        assert response.status_code == 404
        assert response["Cache-Control"] == "private, no-store"
        pages[wrong] = words_of(response)
        for secret in (followed.champion_name, followed.organisation_name, followed.reference):
            assert secret not in pages[wrong]
    assert len(set(pages.values())) == 1
    assert f'action="{LINK_FORM}"' in pages.popitem()[1]


def test_posting_to_what_shows_nothing_changes_nothing(client, followed):
    path = path_of(followed)[:-2] + "/"
    for wrong in (path, f"{path}retirer/", f"{path}corriger/porteur/"):
        response = client.post(
            wrong, {"message": "x", "champion_name": "Someone", "champion_email": "a@b.org"}
        )
        assert response.status_code == 404
    followed.refresh_from_db()
    assert (followed.state, followed.version) == (State.SUBMITTED, 1)


# A new link.


def ask(client, reference, email):
    return client.post(LINK_FORM, {"reference": reference, "email": email})


def test_join_page_leads_to_following(client, followed):
    assert f'href="{LINK_FORM}"' in client.get("/adhesion/").content.decode()


def test_a_new_link_leaves_for_the_address_of_the_request(client, followed, mailoutbox):
    from post_office import mail

    response = ask(client, followed.reference.lower().replace("-", " – "), "ANNE.legoff@example.org")
    assert response.url == f"{LINK_FORM}?sent"
    assert followed.mails.get().kind == MailKind.LINK
    mail.send_queued()
    sent = mailoutbox[0]
    assert sent.to == ["anne.legoff@example.org"]
    url = next(line for line in sent.body.splitlines() if line.startswith("http"))
    assert client.get(urlsplit(url).path).context["followed"] == followed


def test_the_answer_is_the_same_whatever_was_typed(client, followed):
    other = AdhesionRequestFactory()
    erased = AdhesionRequestFactory(anonymised_at=now())
    answers = set()
    for reference, email in (
        (followed.reference, followed.champion_email),
        (followed.reference, "nobody@example.org"),
        (followed.reference, other.champion_email),
        ("ADH-2016-AAAAA", followed.champion_email),
        (erased.reference, erased.champion_email),
    ):
        response = ask(client, reference, email)
        answers.add((response.status_code, response.url, words_of(client.get(response.url))))
    assert len(answers) == 1
    assert RequestMail.objects.count() == 1


def test_a_request_without_an_address_gets_no_link(client, join_page):
    request = AdhesionRequestFactory(source="paper", champion_email="")
    assert ask(client, request.reference, "").status_code == 200
    assert not Email.objects.exists()


def test_what_is_typed_wrong_is_said_and_kept(client, followed):
    response = ask(client, "K7F3Q", "nobody")
    page = response.content.decode()
    assert set(response.context["form"].errors) == {"reference", "email"}
    assert 'value="K7F3Q"' in page
    assert 'value="nobody"' in page
    assert "autofocus" in page
    assert ask(client, "", "").context["form"].errors.keys() == {"reference", "email"}
    assert ask(client, "ADH-2016-\x00", "a@example.org").status_code in (200, 302)


def test_at_most_three_links_an_hour(client, followed):
    for _click in range(5):
        assert ask(client, followed.reference, followed.champion_email).url == f"{LINK_FORM}?sent"
    assert followed.mails.count() == 3
    RequestMail.objects.update(queued_at=now() - datetime.timedelta(minutes=61))
    ask(client, followed.reference, followed.champion_email)
    assert followed.mails.count() == 4


def test_at_most_three_links_an_hour_for_one_address(client, followed):
    """Many requests filed with somebody's address cannot be made to fill the letter-box."""
    requests = [AdhesionRequestFactory(champion_email="ANNE.LEGOFF@example.org") for _more in range(5)]
    for request in requests:
        ask(client, request.reference, "anne.legoff@example.org")
    assert RequestMail.objects.count() == 3


def test_no_link_leaves_because_of_a_doubtful_request(client, join_page):
    request = AdhesionRequestFactory(suspect=True)
    ask(client, request.reference, request.champion_email)
    assert not Email.objects.exists()
