"""Three questions: which programmes fit, and why."""

import itertools
import re

import pytest
from django.utils import translation
from django.utils.text import capfirst
from hypothesis import given, settings
from hypothesis import strategies as st

from core.typography import typeset
from home.adhesion.models import FeeSchedule
from programmes.affordability import Affordability, Budget, affordability
from programmes.choices import CostUnit, Need, SmallOrganisations, Stage, State
from programmes.matching import EXPERIENCE, Answers, Experience, Size, Verdict, match
from programmes.models import ProgrammeLink, ProgrammePage
from tests.factories import ProgrammePageFactory

BUDGETS = (None, *Budget)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def programme(**known) -> ProgrammePage:
    known = {"title": "Essai", "need": "try", "state": "running", "membership": "open", "pk": 1} | known
    return ProgrammePage(**known)


def answers(size="small", experience="none", need="try", budget=None) -> Answers:
    return Answers(
        Size(size), Experience(experience), Need(need) if need else None, Budget(budget) if budget else None
    )


def only(programme, given, before=None):
    """How the only programme looked at answers."""
    outcome = match([programme], given, before or {})
    (found,) = [*outcome.possible, *outcome.almost]
    return found


@pytest.mark.parametrize(
    ("known", "budget", "answer"),
    [
        ({}, "0", "unknown"),
        ({}, "more", "unknown"),
        ({"cost_min": 0, "cost_max": 0}, "0", "within"),
        ({"cost_min": 1, "cost_max": 1}, "0", "beyond"),
        ({"cost_min": 35_000, "cost_max": 35_000}, "10000", "beyond"),
        ({"cost_min": 35_000, "cost_max": 35_000}, "50000", "within"),
        ({"cost_min": 50_000, "cost_max": 50_000}, "50000", "within"),
        ({"cost_min": 80_000, "cost_max": 90_000}, "100000", "within"),
        ({"cost_min": 9_000, "cost_max": 11_000}, "10000", "beyond"),
        ({"cost_max": 11_000}, "10000", "beyond"),
        ({"cost_max": 10_000}, "10000", "within"),
        ({"cost_min": 5_000}, "10000", "unknown"),
        ({"cost_min": 15_000}, "10000", "beyond"),
        ({"cost_min": 170_000}, "more", "within"),
        ({"cost_min": 80_000, "cost_max": 90_000, "cost_unit": "shared"}, "10000", "shared"),
        ({"cost_min": 80_000, "cost_max": 90_000, "cost_unit": "shared"}, "100000", "within"),
        ({"cost_min": 15_000, "cost_unit": "shared"}, "10000", "shared"),
        ({"cost_min": 80_000, "cost_max": 90_000, "cost_unit": "shared"}, "0", "beyond"),
    ],
)
def test_budget_covers_a_cost(known, budget, answer):
    assert affordability(programme(**known), Budget(budget)) is Affordability(answer)


@pytest.mark.parametrize(
    ("size", "said", "audience", "verdict"),
    [
        ("small", "yes", "", "yes"),
        ("small", "together", "", "yes"),
        ("small", "no", "Toutes", "no"),
        ("small", "unknown", "Toutes", "ask"),
        ("medium", "no", "Toutes", "ask"),
        ("large", "no", "", "yes"),
        ("state", "no", "", "yes"),
        ("medium", "yes", "Toutes", "yes"),
        ("large", "unknown", "Toutes", "yes"),
        ("state", "unknown", "", "ask"),
    ],
)
def test_size(size, said, audience, verdict):
    found = only(programme(small_organisations=said, audience=audience), answers(size))
    assert found.reasons[1].verdict is Verdict(verdict)


def test_the_note_about_small_organisations_is_told():
    page = programme(small_organisations="together", small_organisations_note="Le coût se répartit.")
    assert only(page, answers()).reasons[1].text.endswith(". Le coût se répartit.")


@pytest.mark.parametrize(
    ("stage", "verdicts"),
    [
        ("curious", ["yes", "yes", "yes"]),
        ("proof", ["yes", "yes", "yes"]),
        ("institution", ["no", "yes", "yes"]),
        ("training", ["ask", "yes", "yes"]),
        ("pioneer", ["ask", "ask", "yes"]),
        ("", ["yes", "yes", "yes"]),
    ],
)
def test_experience(stage, verdicts):
    page = programme(stage=stage)
    found = [only(page, answers(experience=each)).reasons[2].verdict.value for each in Experience]
    assert found == verdicts


def test_every_step_has_its_rule():
    assert set(EXPERIENCE) == set(Stage)


def test_what_comes_too_early_names_what_prepares_it():
    first = programme(title="Territoires en Résidences", pk=2)
    found = only(programme(stage="institution"), answers(), {1: [first]})
    assert found.before == [first]
    assert "Territoires en Résidences" in found.reasons[2].text
    later = only(programme(stage="institution"), answers(experience="first"), {1: [first]})
    assert later.before == []


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"cost_min": 5_000, "cost_max": 5_000}, "within your budget: €5,000"),
        ({"cost_min": 35_000, "cost_max": 35_000}, "beyond your budget: €35,000"),
        (
            {"cost_min": 80_000, "cost_max": 90_000, "cost_unit": "shared"},
            "in all it costs more than your budget:",
        ),
        ({}, "not disclosed"),
        ({"cost_min": 5_000}, "only the beginning"),
    ],
)
def test_budget_in_words(known, words):
    assert words in only(programme(**known), answers(budget="10000")).reasons[3].text


def test_without_a_budget_nothing_is_said_of_it():
    assert len(only(programme(), answers()).reasons) == 3


@pytest.mark.parametrize(
    ("known", "need"),
    [
        ({"state": "dormant"}, "try"),
        ({"state": "over"}, None),
        ({"need": ""}, "try"),
        ({"need": ""}, None),
        ({"need": "train"}, "try"),
    ],
)
def test_never_looked_at(known, need):
    outcome = match([programme(**known)], answers(need=need), {})
    assert [outcome.possible, outcome.almost] == [[], []]


def test_surest_first():
    sure = programme(pk=1, small_organisations="yes", cost_min=0, cost_max=0)
    one_doubt = programme(pk=2, small_organisations="yes")
    two_doubts = programme(pk=3)
    outcome = match([two_doubts, one_doubt, sure], answers(budget="0"), {})
    assert [each.programme.pk for each in outcome.fits] == [1]
    assert [each.programme.pk for each in outcome.one_to_ask] == [2]
    assert [each.programme.pk for each in outcome.more_to_ask] == [3]
    assert outcome.told == "1 programme fits."
    assert match([two_doubts, one_doubt], answers(budget="0"), {}).told.endswith(
        "one thing is still to be asked."
    )
    assert match([two_doubts], answers(budget="0"), {}).told.endswith("several things are still to be asked.")


programmes = st.builds(
    programme,
    need=st.sampled_from(["", *Need.values]),
    state=st.sampled_from(State.values),
    stage=st.sampled_from(["", *Stage.values]),
    small_organisations=st.sampled_from(SmallOrganisations.values),
    small_organisations_note=st.text(max_size=20),
    audience=st.text(max_size=20),
    cost_min=st.none() | st.integers(0, 200_000),
    cost_max=st.none() | st.integers(0, 200_000),
    cost_unit=st.sampled_from(["", *CostUnit.values]),
    title=st.text(max_size=20),
)


@settings(max_examples=20)
@given(page=programmes, other=programmes)
def test_whatever_is_known_and_answered(page, other):
    """Over all answers: never an error, never anything closed, beyond budget or without a reason."""
    for size, experience, need, budget in itertools.product(Size, Experience, (None, *Need), BUDGETS):
        outcome = match([page], Answers(size, experience, need, budget), {1: [other]})
        for found in (*outcome.possible, *outcome.almost):
            assert found.programme.is_open
            assert len(found.reasons) == 3 + (budget is not None)
            assert all(reason.text.strip() and reason.label for reason in found.reasons)
        if outcome.possible:
            assert need in (None, page.need)
            if (
                budget is not None
                and budget.limit is not None
                and (outcome.fits or page.cost_unit != "shared")
            ):
                known = [cost for cost in (page.cost_min, page.cost_max) if cost is not None]
                assert page.cost_max is None or page.cost_max <= budget.limit
                assert page.cost_max is not None or all(cost <= budget.limit for cost in known)
        if outcome.fits:
            assert size is not Size.SMALL or page.small_organisations in ("yes", "together")
            assert budget is None or page.cost_min is not None or page.cost_max is not None
        assert outcome.told


# Through the front door.


@pytest.fixture
def url(index):
    return f"{index.url}trouver/"


@pytest.fixture
def french():
    with translation.override("fr"):
        yield


@pytest.fixture
def offer(index):
    known = {
        "cycle": {"title": "Le cycle de découverte", "need": "understand", "stage": "curious"},
        "residences": {
            "title": "Territoires en Résidences",
            "need": "try",
            "stage": "proof",
            "small_organisations": "together",
            "cost_min": 80_000,
            "cost_max": 90_000,
            "cost_unit": "shared",
            "gives": "Un prototype essayé sur place.",
        },
        "transfo": {
            "title": "La Transfo",
            "need": "laboratory",
            "stage": "institution",
            "cost_min": 160_000,
            "cost_max": 170_000,
            "cost_unit": "organisation",
        },
        "reacteur": {"title": "RE•ACTEUR PUBLIC", "need": "meet", "state": "dormant"},
    }
    pages = {name: ProgrammePageFactory(parent=index, **each) for name, each in known.items()}
    ProgrammeLink.objects.create(page=pages["residences"], kind="prepares", target=pages["transfo"])
    return pages


ASKED = {"size": "small", "experience": "none", "need": "any"}


def shown(response, text) -> bool:
    return str(typeset(str(text))) in response.content.decode()


def test_questions_before_any_answer(client, url, offer, french):
    response = client.get(url)
    html = response.content.decode()
    assert response.status_code == 200
    assert response.context["outcome"] is None
    assert html.count("<fieldset") == html.count("<legend") == 4
    assert 'role="alert"' not in html
    assert "noindex" not in html


def test_the_index_leads_to_it(client, index, url, french):
    assert f'href="{url}"' in client.get(index.url).content.decode()


def test_what_fits_with_why_cost_and_gift(client, url, offer, french):
    response = client.get(url, ASKED | {"need": "try", "budget": "100000"})
    (found,) = response.context["outcome"].fits
    assert found.programme == offer["residences"]
    for text in (*(reason.text for reason in found.reasons), "Un prototype essayé sur place."):
        assert shown(response, text), text
    assert shown(response, capfirst(offer["residences"].cost_text))
    assert f'href="{offer["residences"].url}"' in response.content.decode()
    assert 'content="noindex' in response.content.decode()


def test_almost_names_the_way_in(client, url, offer, french):
    response = client.get(url, ASKED | {"need": "laboratory"})
    outcome = response.context["outcome"]
    assert not outcome.fits
    assert [each.before for each in outcome.almost] == [[offer["residences"]]]
    assert f'href="{offer["residences"].url}"' in response.content.decode()


def test_a_town_of_8000_inhabitants_with_10000_euros(client, url, offer, french):
    outcome = client.get(url, ASKED | {"budget": "10000"}).context["outcome"]
    assert outcome.fits == []
    assert [each.programme for each in outcome.one_to_ask] == [offer["residences"]]
    assert [each.programme for each in outcome.more_to_ask] == [offer["cycle"]]
    assert [each.programme for each in outcome.almost] == [offer["transfo"]]


def test_headings_keep_their_order_whatever_fits(client, url, offer, french):
    """What is surest stands under the outcome itself, the rest each under a heading of its own."""
    for asked in (ASKED, ASKED | {"budget": "10000"}, ASKED | {"need": "try", "budget": "100000"}):
        html = client.get(url, asked).content.decode()
        levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
        assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_nothing_fits_is_explained(client, url, offer, french):
    response = client.get(url, ASKED | {"need": "train"})
    assert response.status_code == 200
    assert response.context["outcome"].told
    assert "RE•ACTEUR" not in response.content.decode()
    assert "finder-ways" in response.content.decode()


@pytest.mark.parametrize("missing", ["size", "experience", "need"])
def test_a_question_left_out_is_asked_again_and_the_others_kept(client, url, missing, french):
    given = {name: value for name, value in (ASKED | {"budget": "10000"}).items() if name != missing}
    response = client.get(url, given)
    html = response.content.decode()
    assert response.status_code == 200
    assert response.context["outcome"] is None
    assert list(response.context["form"].errors) == [missing]
    assert f'id="id_{missing}-error"' in html
    assert f'href="#id_{missing}"' in html
    assert html.count(" checked") == len(given)


@pytest.mark.parametrize("name", ["size", "experience", "need", "budget"])
@pytest.mark.parametrize("value", ["unknown", "x" * 10_000, "\x00", "<script>alert(1)</script>", "é%ff"])
def test_anything_in_the_address(client, url, offer, name, value, french):
    response = client.get(url, ASKED | {name: value})
    assert response.status_code == 200
    assert response.context["outcome"] is None
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("query", ["size=small&size=large", "need=%ff&size", "=&&&", "size[]=small"])
def test_repeated_or_broken_queries(client, url, offer, query, french):
    assert client.get(f"{url}?{query}").status_code == 200


def test_address_breadcrumbs_and_title_of_its_own(client, index, url, french):
    response = client.get(url)
    html = response.content.decode()
    assert f'<link rel="canonical" href="http://localhost{url}">' in html
    trail = response.context["structured_data"][1]["itemListElement"]
    assert [item["item"] for item in trail[-2:]] == [index.full_url, f"http://localhost{url}"]
    assert f'<a href="{index.url}">' in html


def test_english_words_lead_to_the_french_address(client, index, url, french):
    response = client.get(f"{index.url}find/?size=small")
    assert (response.status_code, response.url) == (301, f"{url}?size=small")


def test_in_english(client, locales, index, offer):
    index.copy_for_translation(locales["en"], copy_parents=True).get_latest_revision().publish()
    english = index.get_translation(locales["en"])
    english.get_ancestors().filter(depth__gt=1).update(live=True)
    response = client.get(f"{english.url}find/", ASKED)
    html = response.content.decode()
    assert response.status_code == 200
    assert "Which programme for you?" in html
    assert f'hreflang="fr" href="http://localhost{index.url}trouver/"' in html
    assert f'<link rel="canonical" href="http://localhost{english.url}find/">' in html


def test_the_fee_is_told_where_membership_is_needed(client, index):
    FeeSchedule.objects.create(year=2016, amount_cents=500_000)
    ProgrammePageFactory(parent=index, title="Avec adhésion", need="try", membership="required")
    asked = {"size": "small", "experience": "none", "need": "try"}
    page = client.get(index.url + "trouver/", asked).text
    assert re.search(r"Adhésion nécessaire.{,9}5\s000\s€ par an", page)
    ProgrammePage.objects.update(membership="open")
    assert not re.search(r"5\s000\s€", client.get(index.url + "trouver/", asked).text)
