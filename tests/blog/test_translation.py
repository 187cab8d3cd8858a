"""A roadmap and its commitments in English."""

import datetime
import json

import pytest
from django.urls import reverse
from wagtail_localize.models import StringSegment, Translation

from blog.models import BudgetLine, Commitment, RoadmapPriority, StateChange
from tests.factories import (
    CommitmentFactory,
    ProgrammeIndexPageFactory,
    ProgrammePageFactory,
    RoadmapIndexPageFactory,
    RoadmapPageFactory,
)
from tests.translating import translate

WORDS = {
    "Deux résidences": "Two residencies",
    "Dans deux Régions.": "In two Regions.",
    "Au printemps": "In spring",
    "Faute de temps": "For want of time",
}


@pytest.fixture
def programme(home):
    return ProgrammePageFactory(parent=ProgrammeIndexPageFactory(parent=home))


@pytest.fixture
def roadmap(home, locales, programme):
    roadmap = RoadmapPageFactory(parent=RoadmapIndexPageFactory(parent=home), year=2016)
    roadmap.priorities.add(RoadmapPriority(title="Ouvrir", text="<p>Des portes.</p>"))
    roadmap.budget_lines.add(BudgetLine(side="revenue", label="Adhésions", share=6, note="Stable"))
    roadmap.save()
    commitment = CommitmentFactory(
        roadmap=roadmap,
        programme=programme,
        title="Deux résidences",
        description="Dans deux Régions.",
        period="Au printemps",
        state_since=datetime.date(2016, 1, 11),
    )
    StateChange.objects.create(
        commitment=commitment, state="postponed", on=datetime.date(2016, 2, 1), reason="Faute de temps"
    )
    roadmap.refresh_from_db()
    return roadmap


def page_of(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def test_priorities_budget_and_commitments_are_read_in_english(roadmap, locales, client):
    translate(Commitment.objects.get().programme, locales["en"])
    english = translate(roadmap, locales["en"], words=WORDS)
    assert english.priorities.get().title == "EN Ouvrir"
    assert english.budget_lines.get().note == "EN Stable"
    html = page_of(client, english)
    for words in WORDS.values():
        assert words in html
    assert "Deux résidences" not in html
    assert 'lang="fr"' not in html.partition("<main")[2].partition("</main>")[0]
    assert "Deux résidences" in page_of(client, roadmap)
    assert Commitment.objects.get().title == "Deux résidences"


def test_its_data_say_which_language_they_speak(roadmap, locales, client):
    english = translate(roadmap, locales["en"], words=WORDS)
    (commitment,) = json.loads(client.get(f"{english.url}data.json").content)["commitments"]
    assert (commitment["language"], commitment["title"]) == ("en", "Two residencies")
    assert commitment["state_reason"] == commitment["history"][-1]["reason"] == "For want of time"
    assert client.get(f"{english.url}roadmap.pdf").status_code == 200


def test_a_commitment_that_nobody_translated_is_marked_as_french(roadmap, locales, client):
    english = translate(roadmap, locales["en"], words={text: text for text in WORDS})
    html = page_of(client, english)
    assert english.commitment_words == {}
    assert f'id="commitment-{Commitment.objects.get().pk}" lang="fr"' in html


def test_a_state_recorded_later_is_told_in_both_languages_at_once(roadmap, locales, client):
    english = translate(roadmap, locales["en"], words=WORDS)
    StateChange.objects.create(
        commitment=Commitment.objects.get(), state="done", on=datetime.date(2016, 3, 1), reason=""
    )
    html = page_of(client, english)
    assert "Two residencies" in html
    assert "is-done" in html


def test_a_programme_tells_its_commitments_in_english_and_leads_there(roadmap, programme, locales, client):
    english_roadmap = translate(roadmap, locales["en"], words=WORDS)
    english = translate(programme, locales["en"])
    html = page_of(client, english)
    assert "Two residencies" in html
    assert "For want of time" in html
    assert f'href="{english_roadmap.url}#commitment-' in html
    assert "Deux résidences" not in html


def test_translators_find_the_commitments_on_the_screen_of_the_roadmap(roadmap, locales, staff_client):
    english = translate(roadmap, locales["en"], words=WORDS, publish=False)
    Translation.objects.update(enabled=True)
    screen = staff_client.get(reverse("wagtailadmin_pages:edit", args=[english.pk]))
    assert screen.status_code == 200
    sources = {segment["source"] for segment in json.loads(screen.context["props"])["segments"]}
    assert set(WORDS) <= sources
    assert StringSegment.objects.filter(context__path__startswith="commitment_words.").count() == 4


def test_saving_the_translated_page_by_hand_keeps_the_words(roadmap, locales):
    english = translate(roadmap, locales["en"], words=WORDS)
    form_class = type(english).get_edit_handler().get_form_class()
    form = form_class(instance=english)
    assert "commitment_words" in form.fields
    english.title = "Roadmap 2016"
    english.save_revision().publish()
    english.refresh_from_db()
    assert len(english.commitment_words) == 4


def test_english_costs_one_query_whatever_the_number_of_commitments(roadmap, locales, count_queries):
    english = translate(roadmap, locales["en"], words=WORDS)
    few = count_queries(english.url)
    for _number in range(5):
        CommitmentFactory(roadmap=roadmap)
    assert count_queries(english.url) == few
