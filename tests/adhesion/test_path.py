"""The applicant's path, page by page: what is kept, where each step leads, what private pages say."""

import datetime
import re

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.typography import typeset
from home.adhesion import links
from home.adhesion.drafts import LONGEST_ANSWER, STEPS, Draft
from home.adhesion.forms.application import ApplicationForm, InvoicingForm, OrganisationForm, answers_of
from home.adhesion.models import AdhesionRequest, FeeSchedule, Renewal
from home.adhesion.models.requests import State
from tests.adhesion.applicant import (
    CHECK,
    FORM,
    INVOICING,
    ORGANISATION,
    YOU,
    answer_steps,
    hidden_token,
    part,
    send,
    walk,
)
from tests.adhesion.factories import AdhesionRequestFactory, MembershipFactory, answers
from tests.factories import ProgrammeIndexPageFactory, ProgrammePageFactory

PAGES = (ORGANISATION, YOU, INVOICING, CHECK)


@pytest.fixture
def programmes(home):
    index = ProgrammeIndexPageFactory(parent=home)
    return [ProgrammePageFactory(parent=index, title=title) for title in ("La Transfo", "Le Nuancier")]


@pytest.fixture
def renewal(join_page):
    """An invitation to be a member in 2017, from a member of 2016 known by another name since."""
    request = AdhesionRequestFactory(
        state=State.ACCEPTED,
        organisation_name="Région d’hier",
        programmes=["Un programme d’hier"],
        decision_date=datetime.date(2015, 12, 1),
        message="Merci de 2016.",
        engagement_number="EJ-2016",
        chorus_service_code="SERVICE-1",
    )
    membership = MembershipFactory(request=request)
    membership.organisation.name = "Région d’aujourd’hui"
    membership.organisation.siret = "73282932000074"
    membership.organisation.save()
    return Renewal.objects.create(membership=membership, year=2017)


def renewal_path(renewal) -> str:
    return links.renewal_url(renewal).removeprefix("http://testserver")


# Where each page leads.


def test_entrance_leads_to_the_first_question(client, join_page):
    response = client.get(FORM)
    assert (response.status_code, response.url) == (302, ORGANISATION)
    page = client.get(ORGANISATION).content.decode()
    assert "Demande d’adhésion" in page
    assert f'action="{ORGANISATION}"' in page


@pytest.mark.parametrize("page", [YOU, INVOICING, CHECK])
def test_no_page_is_reached_before_those_it_rests_on(client, join_page, page):
    assert client.get(page).url == ORGANISATION
    client.post(ORGANISATION, part(OrganisationForm, answers()))
    if page != YOU:
        assert client.get(page).url == YOU


def test_each_step_leads_to_the_next_and_the_entrance_to_the_first_unanswered(client, join_page):
    sent = answers()
    for (url, form_class), following in zip(
        {ORGANISATION: STEPS["organisation"], YOU: STEPS["you"], INVOICING: STEPS["invoicing"]}.items(),
        (YOU, INVOICING, CHECK),
        strict=True,
    ):
        assert client.post(url, part(form_class, sent)).url == following
        assert client.get(FORM).url == following


def test_a_step_changed_from_the_check_page_comes_back_there(client, join_page):
    answer_steps(client)
    assert 'value="Région Bretagne"' in client.get(ORGANISATION).content.decode()
    changed = part(OrganisationForm, answers(organisation_name="Région Normandie"))
    assert client.post(ORGANISATION, changed).url == CHECK
    assert "Région Normandie" in client.get(CHECK).content.decode()


def test_a_step_made_wrong_after_the_check_holds_the_sending(client, join_page):
    answer_steps(client)
    token = hidden_token(client.get(CHECK))
    assert client.post(YOU, {"champion_name": "Anne"}).status_code == 200
    for response in (client.get(CHECK), client.post(CHECK, {"submission_token": token})):
        assert response.url == YOU
    assert "champion_email" in client.get(YOU).context["form"].errors
    assert not AdhesionRequest.objects.exists()


def test_the_other_language_leads_to_the_right_path(client, join_page):
    for foreign, own in (
        ("request/organisation/", ORGANISATION),
        ("request/you/", YOU),
        ("request/check/", CHECK),
    ):
        response = client.get(f"/adhesion/{foreign}")
        assert (response.status_code, response.url) == (301, own)
    assert client.get("/adhesion/request/").url == ORGANISATION


# Nothing typed is lost.


def test_a_wrong_step_keeps_what_was_typed_also_for_who_comes_back(client, join_page):
    typed = part(OrganisationForm, answers(siret="732829320000745", address="", territory="Gardez-moi"))
    response = client.post(ORGANISATION, typed)
    form = response.context["form"]
    assert form.errors.keys() == {"siret", "address"}
    for page in (response.content.decode(), client.get(ORGANISATION).content.decode()):
        for kept in ("Région Bretagne", "732829320000745", "Gardez-moi"):
            assert kept in page
        assert "<title>Erreur" in page
        for error in form.errors.values():
            # In the summary and at the field.
            assert page.count(typeset(error[0])) == 2
        assert 'tabindex="-1"' in page
        assert "autofocus" in page
        assert 'href="#id_siret"' in page
        assert 'id="id_siret"' in page


def test_going_back_keeps_what_was_typed_and_scolds_nobody(client, join_page):
    client.post(ORGANISATION, part(OrganisationForm, answers()))
    assert (
        client.post(YOU, {"champion_name": "Anne", "decision_date": "un jour", "previous": "1"}).url
        == ORGANISATION
    )
    page = client.get(YOU)
    assert not page.context["form"].errors
    assert 'value="Anne"' in page.content.decode()
    assert 'value="un jour"' in page.content.decode()
    # Still to be answered.
    assert client.get(INVOICING).url == YOU


def test_going_back_from_the_first_questions_leads_to_the_membership_page(client, join_page):
    assert client.post(ORGANISATION, {"territory": "Bretagne", "previous": "1"}).url == "/adhesion/"
    assert 'value="Bretagne"' in client.get(ORGANISATION).content.decode()


def test_empty_steps_ask_only_for_what_is_needed(client, join_page):
    asked = set(client.post(ORGANISATION, {}).context["form"].errors)
    client.post(ORGANISATION, part(OrganisationForm, answers()))
    asked |= set(client.post(YOU, {}).context["form"].errors)
    client.post(YOU, part(STEPS["you"], answers()))
    asked |= set(client.post(INVOICING, {}).context["form"].errors)
    assert asked == {
        "organisation_name",
        "organisation_category",
        "country",
        "address",
        "champion_name",
        "champion_email",
        "payer_kind",
        "decision_stage",
    }


def test_a_session_that_is_gone_is_told_of(client, join_page):
    posted = part(InvoicingForm, answers(payer_kind="unknown")) | {"submission_token": "forgotten"}
    response = client.post(INVOICING, posted)
    assert response.url == f"{ORGANISATION}?lost"
    assert client.get(response.url).context["is_lost"]
    # What came with that page is kept all the same.
    client.post(ORGANISATION, part(OrganisationForm, answers()))
    assert client.post(YOU, part(STEPS["you"], answers())).url == CHECK


def test_an_enormous_answer_is_shown_again_but_not_kept(client, join_page):
    sent = part(STEPS["you"], answers(message="m" * (LONGEST_ANSWER + 1)))
    client.post(ORGANISATION, part(OrganisationForm, answers()))
    response = client.post(YOU, sent)
    assert "m" * LONGEST_ANSWER in response.content.decode()
    page = client.get(YOU).content.decode()
    assert "mmmmm" not in page
    assert "anne.legoff@example.org" in page


def test_a_draft_is_kept_for_seven_days(client, join_page):
    client.post(ORGANISATION, part(OrganisationForm, answers()))
    left = Session.objects.get().expire_date - timezone.now()
    assert datetime.timedelta(days=6, hours=23) < left <= datetime.timedelta(days=7)


def test_a_draft_does_not_lengthen_the_session_of_the_team(client, join_page, manager, settings):
    client.force_login(manager)
    before = Session.objects.get().expire_date
    client.post(ORGANISATION, part(OrganisationForm, answers()))
    assert abs(Session.objects.get().expire_date - before) < datetime.timedelta(minutes=1)


# Once it is sent.


def test_back_refresh_and_sending_again_create_nothing(client, join_page):
    answer_steps(client)
    token = hidden_token(client.get(CHECK))
    confirmation = send(client).url
    again = f"{confirmation}?again"
    for page in PAGES:
        assert client.get(page).url == again
        assert client.post(page, answers(submission_token=token)).url == again
    assert client.get(confirmation).status_code == 200
    assert AdhesionRequest.objects.count() == 1
    assert "anne.legoff" not in str(dict(client.session))


def test_a_second_request_begins_at_the_entrance(client, join_page):
    walk(client)
    assert client.get(FORM).url == ORGANISATION
    assert "Région Bretagne" not in client.get(ORGANISATION).content.decode()
    walk(client, organisation_name="Région Normandie")
    assert set(AdhesionRequest.objects.values_list("organisation_name", flat=True)) == {
        "Région Bretagne",
        "Région Normandie",
    }


def test_a_page_of_another_draft_sends_nothing(client, join_page):
    answer_steps(client)
    other = Client()
    answer_steps(other, organisation_name="Une autre")
    token = hidden_token(other.get(CHECK))
    assert client.post(CHECK, {"submission_token": token}).url == CHECK
    assert not AdhesionRequest.objects.exists()


def test_one_token_in_two_browsers_shows_nobody_a_stranger_s_reference(client, join_page):
    answer_steps(client)
    token = hidden_token(client.get(CHECK))
    first = send(client).url
    other = Client()
    sent = answers(champion_email="dominique@example.org") | {"submission_token": token}
    for url, form_class in zip((ORGANISATION, YOU, INVOICING), STEPS.values(), strict=True):
        other.post(url, part(form_class, sent) | {"submission_token": token})
    assert other.post(CHECK, {"submission_token": token}).url != first
    assert AdhesionRequest.objects.count() == 2


def test_only_the_browser_that_sent_it_is_led_to_the_request_s_own_page(client, join_page):
    confirmation = walk(client).url
    request = AdhesionRequest.objects.get()
    own = client.get(confirmation)
    assert request.reference in own.context["follow_url"]
    assert client.get(own.context["follow_url"]).status_code == 200
    assert Client().get(confirmation).context["follow_url"] == ""


# Programmes of interest.


def test_programmes_are_offered_chosen_and_stored_by_their_title(client, join_page, programmes):
    answer_steps(client, programmes=["Le Nuancier"])
    assert str(ApplicationForm.base_fields["programmes"].label) in client.get(CHECK).content.decode()
    assert "Le Nuancier" in client.get(CHECK).content.decode()
    send(client)
    assert AdhesionRequest.objects.get().programmes == ["Le Nuancier"]


def test_a_title_that_nobody_offers_is_refused_with_a_sentence(client, join_page, programmes):
    form = answer_steps(client, programmes=["La Pointeuse"]).context["form"]
    assert "La Pointeuse" in form.errors["programmes"][0]


def test_a_programme_that_goes_while_the_draft_waits_stays_chosen(client, join_page, programmes):
    answer_steps(client, programmes=["La Transfo"])
    programmes[0].unpublish()
    assert send(client).status_code == 302
    assert AdhesionRequest.objects.get().programmes == ["La Transfo"]


def test_without_programmes_the_question_is_not_asked(client, join_page):
    client.post(ORGANISATION, part(OrganisationForm, answers()))
    assert 'name="programmes"' not in client.get(YOU).content.decode()
    answer_steps(client)
    assert str(ApplicationForm.base_fields["programmes"].label) not in client.get(CHECK).content.decode()
    send(client)
    assert AdhesionRequest.objects.get().programmes == []


def test_a_stored_title_stays_choosable_where_answers_are_opened_again(join_page, programmes):
    request = AdhesionRequestFactory(programmes=["Un programme d’hier"])
    offered = [
        title for title, _label in ApplicationForm(initial=answers_of(request)).fields["programmes"].choices
    ]
    assert offered == ["La Transfo", "Le Nuancier", "Un programme d’hier"]


# Renewal.


def test_renewal_opens_the_check_page_with_what_is_known(client, renewal):
    assert client.get(renewal_path(renewal)).url == CHECK
    page = client.get(CHECK)
    shown = page.content.decode()
    assert page.context["year"] == 2017
    for known in (
        "Région d’aujourd’hui",
        "732 829 320 00074".replace(" ", "\u00a0"),
        "Camille Martin",
        "SERVICE-1",
        "Un programme d’hier",
    ):
        assert known in shown
    for of_then in ("Région d’hier", "Merci de 2016", "EJ-2016", "décembre 2015"):
        assert of_then not in shown


def test_renewal_that_is_sent_is_a_request_of_its_year_and_is_remembered(client, renewal):
    FeeSchedule.objects.create(year=2017, amount_cents=600_000)
    client.get(renewal_path(renewal))
    confirmation = send(client).url
    request = AdhesionRequest.objects.latest("pk")
    renewal.refresh_from_db()
    assert renewal.request == request
    assert (request.year, request.amount_cents, request.state) == (2017, 600_000, State.SUBMITTED)
    assert request.organisation is None
    # The link, from any browser: it is sent already.
    assert Client().get(renewal_path(renewal)).url == f"{confirmation}?again"
    assert AdhesionRequest.objects.count() == 2


def test_renewal_opened_twice_keeps_what_was_changed(client, renewal):
    client.get(renewal_path(renewal))
    client.post(ORGANISATION, part(OrganisationForm, answers(organisation_name="Région de demain")))
    assert client.get(renewal_path(renewal)).url == CHECK
    assert "Région de demain" in client.get(CHECK).content.decode()


def test_renewal_can_be_answered_anew_once_its_request_is_closed(client, renewal):
    renewal.request = AdhesionRequestFactory(state=State.CLOSED, year=2017)
    renewal.save()
    client.get(renewal_path(renewal))
    send(client)
    renewal.refresh_from_db()
    assert renewal.request.state == State.SUBMITTED


def test_renewal_link_that_is_altered_another_s_or_of_erased_data_shows_nothing(client, renewal):
    path = renewal_path(renewal)
    signed = path.rstrip("/").rsplit("/", 1)[1]
    other_pk = f"999999-{links._renewal_signer.signature('999999')}"
    AdhesionRequest.objects.filter(pk=renewal.membership.request_id).update(anonymised_at=None)
    for altered in (
        path.replace(signed, signed[:-1]),
        path.replace(signed, f"9{signed}"),
        path.replace(signed, other_pk),
    ):
        response = client.get(altered)
        assert response.status_code == 404
        assert "Camille" not in response.content.decode()
    AdhesionRequest.objects.filter(pk=renewal.membership.request_id).update(anonymised_at=timezone.now())
    assert client.get(path).status_code == 404
    assert client.get(CHECK).url == ORGANISATION


# What private pages say, and what they cost.


def test_private_pages_are_kept_by_nobody_and_told_to_nobody(client, join_page):
    answer_steps(client)
    pages = [client.get(url) for url in PAGES]
    confirmation = send(client)
    pages += [confirmation, client.get(confirmation.url), client.get(FORM)]
    for response in pages:
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "same-origin"
        if response.status_code == 200:
            assert response["X-Robots-Tag"] == "noindex"
            assert '<meta name="robots" content="noindex">' in response.content.decode()
            assert "<script" not in response.content.decode()
            assert not re.search(r"\sstyle=", response.content.decode())


def test_membership_page_opens_no_session(client, join_page):
    assert not client.get("/adhesion/").cookies
    assert not Session.objects.exists()


def test_opening_the_questions_stores_nothing(client, join_page):
    client.get(ORGANISATION)
    assert not Session.objects.exists()


def test_membership_page_is_bounded_in_queries(client, join_page, programmes, django_assert_max_num_queries):
    fee = FeeSchedule.current()
    fee.entitlements = [("entitlement", {"title": f"Droit {number}"}) for number in range(70)]
    fee.save()
    client.get("/adhesion/")  # fills caches that live as long as the process
    with django_assert_max_num_queries(12):
        assert client.get("/adhesion/").status_code == 200


def test_each_step_is_bounded_in_queries(client, join_page, programmes, django_assert_max_num_queries):
    answer_steps(client)
    for url in PAGES:
        client.get(url)  # fills caches that live as long as the process
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200
    for url, form_class in zip((ORGANISATION, YOU, INVOICING), STEPS.values(), strict=True):
        with django_assert_max_num_queries(12):
            assert client.post(url, part(form_class, answers())).status_code == 302


def test_a_forged_post_is_refused_and_a_genuine_one_accepted(join_page):
    visitor = Client(enforce_csrf_checks=True)
    assert visitor.post(ORGANISATION, part(OrganisationForm, answers())).status_code == 403
    page = visitor.get(ORGANISATION).content.decode()
    csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    sent = part(OrganisationForm, answers()) | {"csrfmiddlewaretoken": csrf}
    assert visitor.post(ORGANISATION, sent).url == YOU


# What no browser sends.


@pytest.mark.parametrize("method", ["head", "options", "put", "delete", "patch"])
@pytest.mark.parametrize("url", [FORM, *PAGES])
def test_unusual_methods_are_answered(client, join_page, method, url):
    assert getattr(client, method)(url).status_code < 500


def test_a_body_too_large_is_refused_without_a_fault(client, join_page):
    sent = answers(message="m" * 3_000_000)
    for url in PAGES:
        assert client.post(url, sent).status_code == 400
        assert (
            client.post(
                url,
                "&".join(f"a{n}=1" for n in range(10_001)),
                content_type="application/x-www-form-urlencoded",
            ).status_code
            == 400
        )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "token",
                    "steps",
                    "titles",
                    "unfinished",
                    "renewal",
                    "trapped",
                    "organisation",
                    "you",
                    "siret",
                    "programmes",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(draft=json_values, sent=json_values)
def test_a_session_that_makes_no_sense_is_no_draft(draft, sent):
    read = Draft({"adhesion.draft": draft, "adhesion.sent": sent})
    assert read.first_to_answer() in STEPS
    assert read.answers() is not None
    assert read.sent_as("token") is None or len(read.sent_as("token")) == 2
    assert read.last_sent() is None or len(read.last_sent()) == 2
    for step in STEPS:
        assert str(read.form(step))


@pytest.mark.parametrize(
    "content", ["", 7, [], {"steps": {"organisation": "x", "you": {"programmes": "y"}}}, {"token": 3}]
)
def test_pages_stand_on_a_session_that_makes_no_sense(client, join_page, content):
    session = SessionStore()
    session["adhesion.draft"] = session["adhesion.sent"] = content
    session.save()
    client.cookies["sessionid"] = session.session_key
    for url in PAGES:
        assert client.get(url).status_code in (200, 302)
        assert client.post(url, answers()).status_code in (200, 302)


def test_what_is_prefilled_is_what_was_stored(locales):
    request = AdhesionRequestFactory(
        programmes=["Un programme d’hier"],
        decision_date=datetime.date(2016, 3, 24),
        listing_consent=True,
        payer_kind="other",
        payer_name="Ville",
        payer_email="fin@example.org",
    )
    draft = Draft(SessionStore())
    draft.prefill(answers_of(request))
    assert draft.first_to_answer() is None
    assert draft.answers() == answers_of(request)


def test_the_request_s_own_page_is_offered_for_an_hour_in_the_browser_that_sent_it(client, join_page):
    confirmation = walk(client).url
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=61)):
        later = client.get(confirmation)
    assert later.context["filed"]
    assert (later.context["follow_url"], later.context["pdf_url"]) == ("", "")


def test_a_corrected_address_closes_the_way_from_the_browser_that_sent_it(client, join_page):
    confirmation = walk(client).url
    AdhesionRequest.objects.update(champion_email="dominique@example.org")
    assert client.get(confirmation).context["follow_url"] == ""


def test_renewal_does_not_take_the_place_of_a_request_begun_without_asking(client, renewal):
    client.post(ORGANISATION, part(OrganisationForm, answers(organisation_name="Ville de Lyon")))
    path = renewal_path(renewal)
    asked = client.get(path)
    assert asked.templates[0].name == "adhesion/renewal.html"
    assert asked["Cache-Control"] == "private, no-store"
    assert "Ville de Lyon" in client.get(ORGANISATION).content.decode()
    assert client.post(path).url == CHECK
    assert "Ville de Lyon" not in client.get(CHECK).content.decode()
    assert client.get(path).url == CHECK


def test_renewal_for_a_year_that_is_over_opens_nothing(client, renewal, settings):
    path = renewal_path(renewal)
    client.get(path)
    settings.PINNED_TODAY = datetime.date(2018, 1, 2)
    assert client.get(path).status_code == 404
    assert send(client).status_code == 302
    assert AdhesionRequest.objects.latest("pk").year == 2018


def test_each_answer_leads_back_to_its_own_question(client, join_page):
    answer_steps(client)
    page = client.get(CHECK).content.decode()
    for url, name in ((ORGANISATION, "siret"), (YOU, "champion_email"), (INVOICING, "payer_kind")):
        assert f'href="{url}#id_{name}"' in page
        assert f'id="id_{name}"' in client.get(url).content.decode()


def test_a_link_that_works_stands_in_no_log(client, join_page, caplog):
    walk(client)
    request = AdhesionRequest.objects.get()
    path = join_page.follow_url(request.reference, links.follow_signature(request))
    AdhesionRequest.objects.update(state="closed")
    with caplog.at_level("DEBUG", "django.request"):
        assert client.post(f"{path}retirer/", {}).status_code == 409
    assert request.reference not in caplog.text
