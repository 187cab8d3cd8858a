"""Front door: somebody follows a request by its signed link."""

import datetime
import re
from urllib.parse import urlsplit

import pytest
from wagtail.models import Locale

from home.adhesion import links, transitions
from home.adhesion.models import AdhesionRequest, FeeCall, InternalNote, Message
from home.adhesion.models.history import EventKind, MailKind
from home.adhesion.models.requests import State
from home.adhesion.transitions import TRANSITIONS
from tests.adhesion.factories import AdhesionRequestFactory, MembershipFactory

ASKED = "Il nous manque la date de la délibération."


@pytest.fixture
def followed(join_page, settings):
    settings.ADHESION_TEAM_EMAILS = ["team@example.org"]
    return AdhesionRequestFactory(organisation_name="Région Bretagne", champion_email="anne@example.org")


def path_of(request) -> str:
    return urlsplit(links.follow_url(request)).path


def do(request, name, actor, **explanation):
    request.refresh_from_db()
    transitions.perform(TRANSITIONS[name], request.pk, actor=actor, version=request.version, **explanation)
    request.refresh_from_db()


@pytest.fixture
def asked(followed, reviewer):
    """A request to which the team asked for something."""
    do(followed, "take", reviewer)
    do(followed, "ask", reviewer, reason=ASKED)
    return followed


def told(response) -> str:
    return response.content.decode()


# Where it stands.


def test_page_says_where_the_request_stands_and_what_was_stated(client, followed):
    response = client.get(path_of(followed))
    page = told(response)
    assert response.status_code == 200
    assert followed.reference in page
    assert "Région Bretagne" in page
    assert "1 place de la Préfecture" in page
    assert "11 janvier 2016" in page
    assert len(set(re.findall("/corriger/[a-z]+/", page))) == 4
    assert "/retirer/" in page


def test_page_is_private(client, followed):
    for path in (path_of(followed), f"{path_of(followed)}corriger/porteur/", f"{path_of(followed)}retirer/"):
        response = client.get(path)
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "same-origin"
        assert 'content="noindex"' in told(response)
        assert links.follow_signature(followed) not in told(response).split("</head>")[0]


def test_page_names_neither_staff_nor_what_they_note(client, asked, reviewer):
    InternalNote.objects.create(request=asked, author=reviewer, text="À rappeler : budget serré.")
    do(asked, "complete", reviewer)
    page = told(client.get(path_of(asked)))
    assert ASKED in page
    for secret in ("Durand", "Reviewer", "budget serré"):
        assert secret not in page


@pytest.mark.parametrize("state", State.values)
def test_every_state_has_its_words(client, join_page, state):
    request = AdhesionRequestFactory(state=state)
    page = told(client.get(path_of(request)))
    assert f"follow-state-{state}" in page
    assert ("/corriger/" in page) == request.is_open
    assert ("/retirer/" in page) == request.is_open


def test_declined_gives_the_reason_word_for_word(client, followed, manager):
    do(followed, "take", manager)
    do(followed, "decline", manager, reason="Nous ne pouvons pas <accueillir> d’entreprises.\nDésolés.")
    page = told(client.get(path_of(followed)))
    assert "Nous ne pouvons pas &lt;accueillir&gt; d’entreprises.<br>Désolés." in page
    assert "11 janvier 2017" in page  # when it is erased


def test_accepted_gives_the_facts_of_the_fee(client, join_page):
    membership = MembershipFactory()
    path = path_of(membership.request)
    assert "5\u202f000\u202f€" in told(client.get(path))
    call = FeeCall.objects.create(
        membership=membership,
        year=2016,
        number=7,
        issued_on=datetime.date(2016, 2, 1),
        due_on=datetime.date(2016, 3, 2),
        amount_cents=500_000,
        recipient_name="Région Bretagne",
        pdf=b"",
    )
    page = told(client.get(path))
    assert "AC-2016-0007" in page
    assert "2 mars 2016" in page
    call.paid_on = datetime.date(2016, 2, 20)
    call.save()
    assert "20 février 2016" in told(client.get(path))


def test_history_says_the_same_thing_once_a_day(client, followed):
    path = path_of(followed)
    for territory in ("Bretagne", "Finistère", "Morbihan"):
        post_correction(client, path, "organisation", territory=territory)
    steps = client.get(path).context["steps"]
    assert len(steps) == 2


@pytest.mark.parametrize("suffix", ["", "corriger/organisation/", "corriger/projet/", "retirer/"])
def test_a_visit_changes_nothing_and_asks_a_bounded_number_of_queries(
    client, asked, suffix, django_assert_max_num_queries
):
    for number in range(30):
        Message.objects.create(request=asked, text=f"Message {number}")
    before = AdhesionRequest.objects.values().get(), asked.events.count(), asked.mails.count()
    path = path_of(asked) + suffix
    client.get(path)
    with django_assert_max_num_queries(12):
        assert client.get(path).status_code == 200
    assert (AdhesionRequest.objects.values().get(), asked.events.count(), asked.mails.count()) == before


# Completing.


def test_what_is_asked_stands_above_the_form(client, asked):
    page = told(client.get(path_of(asked)))
    assert page.index(ASKED) < page.index('name="message"') < page.index("answers-organisation")
    assert page.count(ASKED) == 1


def test_completion_goes_back_to_review_with_the_answer(client, asked, reviewer):
    path = path_of(asked)
    response = client.post(path, {"message": "Le 24 mars 2016.\r\nMerci !"})
    assert response.url == f"{path}?completed"
    asked.refresh_from_db()
    assert asked.state == State.IN_REVIEW
    assert asked.messages.last().text == "Le 24 mars 2016.\nMerci !"
    assert asked.messages.last().author_name == ""
    email = asked.mails.get(kind=MailKind.COMPLETED).email
    assert email.to == [reviewer.email]
    assert "Le 24 mars 2016." in email.message
    page = told(client.get(response.url))
    assert 'role="status"' in page
    assert "Le 24 mars 2016.<br>Merci" in page


def test_empty_answer_is_refused_in_the_words_of_the_form(client, asked):
    response = client.post(path_of(asked), {"message": " "})
    page = told(response)
    assert response.status_code == 200
    assert "<title>Erreur" in page
    assert "autofocus" in page
    assert 'href="#id_message"' in page
    asked.refresh_from_db()
    assert asked.state == State.TO_COMPLETE


def test_too_long_an_answer_is_kept_and_the_limit_said(client, asked):
    text = "m" * 2001
    response = client.post(path_of(asked), {"message": text})
    assert text in told(response)
    assert "2000" in response.context["form"].errors["message"][0]


def test_corrected_answers_are_answer_enough(client, asked):
    path = path_of(asked)
    post_correction(client, path, "projet", decision_date="24/03/2016")
    assert client.post(path, {"message": ""}).url == f"{path}?completed"
    asked.refresh_from_db()
    assert asked.state == State.IN_REVIEW
    assert asked.messages.count() == 1


def test_corrections_before_the_question_are_no_answer(client, followed, reviewer):
    post_correction(client, path_of(followed), "organisation", territory="Bretagne")
    do(followed, "take", reviewer)
    do(followed, "ask", reviewer, reason=ASKED)
    assert client.post(path_of(followed), {"message": ""}).status_code == 200


def test_second_click_completes_once(client, asked):
    path = path_of(asked)
    answers = [client.post(path, {"message": "Le 24 mars."}) for _click in range(3)]
    assert {answer.url for answer in answers} == {f"{path}?completed"}
    assert asked.events.filter(what=EventKind.COMPLETED).count() == 1
    assert asked.mails.filter(kind=MailKind.COMPLETED).count() == 1


def test_answer_that_comes_after_a_decision_is_not_lost(client, asked, manager):
    do(asked, "decline", manager, reason="Non.")
    response = client.post(path_of(asked), {"message": "Le 24 mars 2016."})
    assert response.status_code == 409
    assert "Le 24 mars 2016." in told(response)
    assert "Durand" not in told(response)
    assert not asked.messages.filter(author_name="").exists()


# Correcting.


def post_correction(client, path, word, **changes):
    """Opens a group of answers, changes some of them and sends it."""
    url = f"{path}corriger/{word}/"
    response = client.get(url)
    form = response.context["form"]
    data = {"shown": response.context["shown"]}
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, datetime.date):
            value = value.strftime("%d/%m/%Y")
        if value not in (None, False):
            data[name] = value
    return client.post(url, data | changes)


@pytest.mark.parametrize(
    ("word", "changes", "stored"),
    [
        ("organisation", {"organisation_name": "Région Bretagne ; siège"}, "Région Bretagne ; siège"),
        ("porteur", {"champion_role": "Directrice"}, "Directrice"),
        ("facturation", {"engagement_number": "E-2016-12"}, "E-2016-12"),
        ("projet", {"message": "Bonjour.\r\n\r\nUne idée."}, "Bonjour.\n\nUne idée."),
    ],
)
def test_each_group_is_corrected_on_its_page(client, followed, word, changes, stored):
    path = path_of(followed)
    response = post_correction(client, path, word, **changes)
    assert response.url == f"{path}?corrected"
    followed.refresh_from_db()
    assert getattr(followed, next(iter(changes))) == stored
    assert followed.version == 2
    assert followed.mails.get().kind == MailKind.CORRECTED
    assert 'role="status"' in told(client.get(response.url))


def test_page_of_a_group_shows_the_answers_as_they_stand(client, followed):
    page = told(client.get(f"{path_of(followed)}corriger/organisation/"))
    assert 'value="Région Bretagne"' in page
    assert "1 place de la Préfecture</textarea>" in page


def test_programme_that_is_gone_is_kept(client, followed):
    followed.programmes = ["La Transfo de 2012"]
    followed.save()
    post_correction(client, path_of(followed), "projet", message="Un mot.")
    followed.refresh_from_db()
    assert followed.programmes == ["La Transfo de 2012"]


def test_errors_are_said_and_nothing_typed_is_lost(client, followed):
    response = post_correction(
        client, path_of(followed), "porteur", champion_email="nope", champion_role="Directrice"
    )
    page = told(response)
    assert response.status_code == 200
    assert "<title>Erreur" in page
    assert "autofocus" in page
    assert 'href="#id_champion_email"' in page
    assert 'value="nope"' in page
    assert 'value="Directrice"' in page
    followed.refresh_from_db()
    assert followed.version == 1


def test_new_address_leads_to_the_new_link(client, followed):
    former = path_of(followed)
    response = post_correction(client, former, "porteur", champion_email="yann@example.org")
    followed.refresh_from_db()
    assert response.url.endswith("?moved")
    assert response.url != f"{former}?moved"
    assert client.get(response.url).status_code == 200
    assert client.get(former).status_code == 404


def test_address_changes_no_more_often_than_links_leave(client, followed):
    path = path_of(followed)
    answers = []
    for number in range(3):
        answers.append(post_correction(client, path, "porteur", champion_email=f"yann{number}@example.org"))
        followed.refresh_from_db()
        path = path_of(followed)
    assert [answer.status_code for answer in answers] == [302, 302, 200]
    assert followed.champion_email == "yann1@example.org"
    assert 'value="yann2@example.org"' in told(answers[-1])
    assert "champion_email" in answers[-1].context["form"].errors


def test_correction_that_comes_after_a_decision_is_told_and_kept(client, followed, manager):
    path = path_of(followed)
    url = f"{path}corriger/organisation/"
    shown = client.get(url).context["shown"]
    do(followed, "take", manager)
    do(followed, "decline", manager, reason="Non.")
    data = {"shown": shown, "organisation_name": "Région Bretagne", "territory": "Finistère"}
    response = client.post(url, data)
    assert response.status_code == 409
    assert 'value="Finistère"' in told(response)
    assert "Durand" not in told(response)
    assert "Non." not in told(response)
    followed.refresh_from_db()
    assert followed.territory == ""
    assert client.get(url).url == path


def test_correction_of_answers_that_changed_meanwhile_is_told_and_kept(client, followed):
    path = path_of(followed)
    url = f"{path}corriger/porteur/"
    shown = client.get(url).context["shown"]
    post_correction(client, path, "porteur", champion_role="Directrice")
    data = {"shown": shown, "champion_name": "Camille Martin", "champion_email": "anne@example.org"}
    response = client.post(url, data | {"champion_role": "Cheffe"})
    page = told(response)
    assert response.status_code == 409
    assert "Directrice" in page
    assert 'value="Cheffe"' in page
    # Sent again, it holds.
    again = client.post(url, data | {"champion_role": "Cheffe", "shown": response.context["shown"]})
    assert again.status_code == 302
    followed.refresh_from_db()
    assert followed.champion_role == "Cheffe"


def test_review_that_began_meanwhile_stands_in_nobodys_way(client, followed, reviewer):
    path = path_of(followed)
    shown = client.get(f"{path}corriger/porteur/").context["shown"]
    do(followed, "take", reviewer)
    data = {"shown": shown, "champion_name": "Yann", "champion_email": "anne@example.org"}
    assert client.post(f"{path}corriger/porteur/", data).status_code == 302


def test_second_click_corrects_once(client, followed):
    path = path_of(followed)
    shown = client.get(f"{path}corriger/porteur/").context["shown"]
    data = {"shown": shown, "champion_name": "Yann", "champion_email": "anne@example.org"}
    answers = [client.post(f"{path}corriger/porteur/", data) for _click in range(3)]
    assert {answer.url for answer in answers} == {f"{path}?corrected"}
    assert followed.events.filter(what=EventKind.CORRECTED).count() == 1


# Withdrawing.


@pytest.mark.parametrize("message", ["", "Le budget n’est pas voté."])
def test_withdrawal_is_confirmed_then_closes(client, followed, message):
    path = path_of(followed)
    assert client.get(f"{path}retirer/").status_code == 200
    followed.refresh_from_db()
    assert followed.is_open
    response = client.post(f"{path}retirer/", {"message": message})
    assert response.url == f"{path}?withdrawn"
    followed.refresh_from_db()
    assert (followed.state, followed.closing_cause) == (State.CLOSED, "withdrawn")
    assert followed.purge_on == datetime.date(2017, 1, 11)
    assert [said.text for said in followed.messages.all()] == ([message] if message else [])
    assert message in followed.mails.get(kind=MailKind.WITHDRAWN).email.message
    page = told(client.get(response.url))
    assert 'role="status"' in page
    assert "/corriger/" not in page
    assert client.get(f"{path}retirer/").url == path
    assert client.post(f"{path}retirer/", {"message": message}).url == f"{path}?withdrawn"
    assert followed.mails.filter(kind=MailKind.WITHDRAWN).count() == 1


def test_withdrawal_that_comes_after_a_decision_is_told(client, followed, manager):
    do(followed, "take", manager)
    do(followed, "decline", manager, reason="Non.")
    response = client.post(f"{path_of(followed)}retirer/", {"message": "Trop tard ?"})
    assert response.status_code == 409
    assert "Trop tard ?" in told(response)
    followed.refresh_from_db()
    assert followed.state == State.DECLINED


# In English.


def test_english_has_its_own_paths_words_and_mails(client, home, join_page, reviewer):
    english = Locale.objects.get(language_code="en")
    home.copy_for_translation(english).save_revision().publish()
    page = join_page.copy_for_translation(english)
    page.slug = "join"
    page.save_revision().publish()
    request = AdhesionRequestFactory(language="en")
    path = path_of(request)
    assert path.startswith("/en/join/request/follow/")
    assert "We have received your request" in told(client.get(path))
    do(request, "take", reviewer)
    do(request, "ask", reviewer, reason="When will you decide?")
    assert "We need something from you" in told(client.get(path))
    assert client.get(f"{path}correct/champion/").status_code == 200
    assert client.get(f"{path}withdraw/").status_code == 200
    assert client.post(path, {"message": "In March."}).url == f"{path}?completed"
    asked = client.post(
        "/en/join/request/follow/", {"reference": request.reference, "email": request.champion_email}
    )
    assert asked.url == "/en/join/request/follow/?sent"
    assert "Hello" in request.mails.get(kind=MailKind.LINK).email.message
    wrong = client.get(f"{path[:-2]}/")
    assert wrong.status_code == 404
    assert "This link shows nothing" in told(wrong)


def test_paths_of_the_other_language_lead_to_the_right_ones(client, followed):
    reference, signature = followed.reference, links.follow_signature(followed)
    french, english = "/adhesion/demande/suivi/", "/adhesion/request/follow/"
    request = f"{reference}/{signature}/"
    for wrong, right in (
        ("", ""),
        (request, request),
        (f"{request}correct/champion/", f"{request}corriger/porteur/"),
        (f"{request}withdraw/", f"{request}retirer/"),
    ):
        response = client.get(english + wrong)
        assert response.url == french + right
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "same-origin"
        assert client.get(response.url).status_code == 200
