"""The roadmap as a dashboard: where the year stands, what changed, what takes up what; how many queries."""

import datetime
import re

import pytest
from django.test import RequestFactory
from django.utils.html import strip_tags

from blog.models import BudgetLine, Commitment, RoadmapPage, RoadmapPriority, StateChange
from blog.progress import Progress
from tests.factories import (
    CommitmentFactory,
    DocumentFactory,
    ProgrammeIndexPageFactory,
    ProgrammePageFactory,
    RoadmapIndexPageFactory,
    RoadmapPageFactory,
    StateChangeFactory,
)

PUBLISHED = datetime.date(2015, 11, 26)


@pytest.fixture
def roadmaps(home):
    return RoadmapIndexPageFactory(parent=home, slug="feuilles-de-route")


@pytest.fixture
def roadmap(roadmaps):
    return RoadmapPageFactory(parent=roadmaps, year=2016, slug="2016", published_on=PUBLISHED)


def text(response):
    return re.sub(r"\s+", " ", strip_tags(response.text))


def become(commitment, state, on, reason=""):
    return StateChangeFactory(
        commitment=commitment, state=state, on=datetime.date.fromisoformat(on), reason=reason
    )


class TestProgress:
    def test_says_how_many_are_kept(self, client, roadmap):
        for state in ("done", "announced", "announced", "under_way"):
            CommitmentFactory(roadmap=roadmap, state=state)
        progress = client.get(roadmap.url).context["progress"]
        assert (progress.total, progress.done, progress.share_done) == (4, 1, 25)

    @pytest.mark.parametrize(
        ("done", "others", "share"), [(0, 2, 0), (1, 299, 1), (1, 2, 33), (299, 1, 99), (2, 0, 100)]
    )
    def test_none_and_all_are_said_of_none_and_all_alone(self, done, others, share):
        commitments = [Commitment(state="done")] * done + [Commitment(state="announced")] * others
        assert Progress(commitments).share_done == share

    def test_tells_the_last_changes_latest_first(self, client, roadmap):
        first = CommitmentFactory(roadmap=roadmap, title="Première promesse")
        second = CommitmentFactory(roadmap=roadmap, title="Seconde promesse")
        CommitmentFactory(roadmap=roadmap, title="Promesse sans suite")
        become(first, "under_way", "2016-01-04")
        become(second, "postponed", "2016-02-01", "Faute de temps.")
        become(first, "done", "2016-03-01")
        latest = client.get(roadmap.url).context["progress"].latest
        told = [(step.commitment.title, step.change.state, step.before) for step in latest]
        labels = Commitment.State
        assert told == [
            ("Première promesse", "done", labels.UNDER_WAY.label),
            ("Seconde promesse", "postponed", labels.ANNOUNCED.label),
            ("Première promesse", "under_way", labels.ANNOUNCED.label),
        ]

    def test_tells_five_changes_at_most(self, client, roadmap):
        commitment = CommitmentFactory(roadmap=roadmap)
        for day in range(1, 8):
            become(commitment, "under_way", f"2016-01-0{day}")
        days = [step.change.on.day for step in client.get(roadmap.url).context["progress"].latest]
        assert days == [7, 6, 5, 4, 3]

    def test_a_change_shows_at_once_with_its_date_and_reason(self, client, roadmap):
        commitment = CommitmentFactory(roadmap=roadmap, title="Ouvrir un lieu")
        assert f'id="commitment-{commitment.pk}"' in client.get(roadmap.url).text
        become(commitment, "dropped", "2016-01-09", "Le bail n’a pas été signé.")
        response = client.get(roadmap.url)
        assert f'href="#commitment-{commitment.pk}"' in response.text
        assert "9 janvier 2016" in text(response)
        assert "Le bail n’a pas été signé." in text(response)

    def test_the_history_of_a_commitment_is_there_once_it_has_one(self, client, roadmap):
        commitment = CommitmentFactory(roadmap=roadmap)
        assert "<details" not in client.get(roadmap.url).text
        become(commitment, "under_way", "2016-01-04")
        become(commitment, "done", "2016-02-05")
        response = client.get(roadmap.url)
        history = re.search(r"<details.*?</details>", response.text, re.DOTALL)[0]
        days = re.findall(r"26 novembre 2015|4 janvier 2016|5 février 2016", strip_tags(history))
        assert days == ["26 novembre 2015", "4 janvier 2016", "5 février 2016"]

    def test_each_priority_says_how_its_commitments_stand(self, client, roadmap):
        roadmap.priorities = [RoadmapPriority(title="Ouvrir"), RoadmapPriority(title="Faire")]
        roadmap.save_revision().publish()
        CommitmentFactory(roadmap=roadmap, priority=1, state="done")
        CommitmentFactory(roadmap=roadmap, priority=1)
        served = client.get(roadmap.url).context["priorities"]
        assert [[state["code"] for state in each["states"]] for each in served] == [["announced", "done"], []]


class TestFilter:
    @pytest.fixture(autouse=True)
    def _commitments(self, roadmap):
        for state in ("done", "announced", "announced"):
            CommitmentFactory(roadmap=roadmap, state=state)

    def test_each_state_is_an_address_with_its_count(self, client, roadmap):
        context = client.get(roadmap.url, {"state": "done"}).context
        assert [(option["count"], option["current"]) for option in context["filters"]] == [
            (3, False),
            (2, False),
            (1, True),
        ]
        assert [len(area["commitments"]) for area in context["areas"]] == [1]
        # The year is told as a whole, whatever is asked of the list.
        assert context["progress"].total == 3

    @pytest.mark.parametrize(
        "query",
        [
            "state=nothing",
            "state=dropped",
            "state=done&state=nothing",
            "state=" + "a" * 10_000,
            "state=%00",
            "state=%FF%FE",
            "state=<script>",
        ],
    )
    def test_a_state_that_nothing_is_in_finds_nothing_and_says_so(self, client, roadmap, query):
        response = client.get(f"{roadmap.url}?{query}")
        assert response.status_code == 200
        assert response.context["areas"] == []
        assert f'href="{roadmap.url}#part_commitments"' in response.text
        assert "<script>" not in response.text

    def test_the_page_keeps_one_address_for_search_engines(self, client, roadmap):
        response = client.get(roadmap.url, {"state": "done"})
        assert f'<link rel="canonical" href="http://localhost{roadmap.url}">' in response.text

    def test_nothing_is_offered_where_all_are_in_one_state(self, client, roadmap):
        for commitment in Commitment.objects.all():
            StateChangeFactory(commitment=commitment, state="done")
        assert client.get(roadmap.url).context["filters"] == []


class TestYears:
    def test_a_commitment_leads_to_what_it_takes_up_and_back(self, client, roadmaps, roadmap):
        before = RoadmapPageFactory(parent=roadmaps, year=2015, slug="2015")
        source = CommitmentFactory(roadmap=before, title="Mener deux expériences", state="done")
        heir = CommitmentFactory(roadmap=roadmap, title="Mener les tests", carried_from=source)
        page = client.get(roadmap.url).text
        assert f'href="{before.url}#commitment-{source.pk}"' in page
        assert "Mener deux expériences" in page
        assert f'href="{roadmap.url}#commitment-{heir.pk}"' in client.get(before.url).text

    def test_a_chain_of_years_gives_each_its_own_neighbours(self, client, roadmaps, roadmap):
        before, after = (
            RoadmapPageFactory(parent=roadmaps, year=year, slug=str(year)) for year in (2015, 2017)
        )
        first = CommitmentFactory(roadmap=before, title="Un")
        second = CommitmentFactory(roadmap=roadmap, title="Deux", carried_from=first)
        third = CommitmentFactory(roadmap=after, title="Trois", carried_from=second)
        become(second, "under_way", "2016-01-04")
        (commitment,) = client.get(roadmap.url).context["progress"].commitments
        assert commitment.source["commitment"] == first
        assert [each["commitment"] for each in commitment.successors] == [third]
        assert [change.state for change in commitment.changes.all()] == ["announced", "under_way"]

    def test_what_cannot_be_read_is_not_shown(self, client, roadmaps, roadmap):
        before = RoadmapPageFactory(parent=roadmaps, year=2015, slug="2015", live=False)
        source = CommitmentFactory(roadmap=before, title="Promesse secrète")
        CommitmentFactory(roadmap=roadmap, carried_from=source)
        assert "Promesse secrète" not in client.get(roadmap.url).text

    def test_comparison_is_offered_once_there_are_two_years(self, client, roadmaps, roadmap):
        assert "/comparer/" not in client.get(roadmap.url).text
        RoadmapPageFactory(parent=roadmaps, year=2015, slug="2015")
        assert f'href="{roadmap.url}comparer/2015/"' in client.get(roadmap.url).text


class TestBudget:
    @pytest.fixture
    def budget(self, roadmap):
        roadmap.budget_total, roadmap.payroll, roadmap.staff = 1_000_000, 450_000, "7.5"
        roadmap.fee, roadmap.previous_fee, roadmap.membership_target = 5000, 29000, 15
        roadmap.budget_note = "Douze adhésions font 60 000 €, quinze en font 75 000."
        roadmap.budget_lines = [
            BudgetLine(side="revenue", label="Grands partenaires", share=94),
            BudgetLine(side="revenue", label="Adhésions", share=6, is_remarked=True),
        ]
        roadmap.save_revision().publish()
        return roadmap

    def test_payroll_is_drawn_from_its_table(self, client, budget):
        payroll = client.get(budget.url).context["budget"]["payroll"]
        assert [part.width for part in payroll["parts"]] == ["45.000%", "55.000%"]
        assert [row["amount"] for row in payroll["rows"]] == [450_000, 550_000]

    @pytest.mark.parametrize("payroll", [0, 4_000, 2_000_000])
    def test_payroll_that_no_strip_can_show_is_not_drawn(self, client, budget, payroll):
        RoadmapPage.objects.filter(pk=budget.pk).update(payroll=payroll)
        assert client.get(budget.url).context["budget"]["payroll"] is None

    def test_the_line_concerned_leads_to_the_remark(self, client, budget):
        page = client.get(budget.url).text
        row = re.search(r"<tr>(?:(?!</tr>).)*Adhésions.*?</tr>", page, re.DOTALL)[0]
        assert 'href="#budget_remark"' in row
        assert page.count('id="budget_remark"') == 1
        other = re.search(r"<tr>(?:(?!</tr>).)*Grands partenaires.*?</tr>", page, re.DOTALL)[0]
        assert "#budget_remark" not in other

    def test_no_line_leads_to_a_remark_that_is_not_there(self, client, budget):
        RoadmapPage.objects.filter(pk=budget.pk).update(budget_note="")
        assert "#budget_remark" not in client.get(budget.url).text

    def test_the_fee_before_and_after_are_drawn_on_one_scale(self, client, budget):
        response = client.get(budget.url)
        change = response.context["fee_change"]
        assert (change["before"], change["now"]) == ("100.00%", "17.24%")
        assert "24 000 €" in text(response)


class TestPreview:
    def preview(self, page):
        request = RequestFactory().get("/")
        return page.make_preview_request(original_request=request)

    def test_a_draft_shows_the_lists_that_it_holds(self, home, roadmap):
        draft = RoadmapPage.objects.get(pk=roadmap.pk)
        draft.priorities = [RoadmapPriority(title="Priorité du brouillon")]
        draft.budget_lines = [
            BudgetLine(side="spending", label="Poste du brouillon", share=100, is_remarked=True)
        ]
        draft.budget_note = "À revoir."
        response = self.preview(draft.save_revision().as_object())
        assert response.status_code == 200
        assert "Priorité du brouillon" in response.text
        assert 'href="#budget_remark"' in response.text

    def test_a_roadmap_that_was_never_saved(self, roadmaps):
        page = RoadmapPageFactory.build(title="Demain", slug="demain", year=2020)
        page.locale = roadmaps.locale
        assert self.preview(page).status_code == 200


def fill(roadmap, number, **fields):
    """So many dated commitments, each with three changes after its first state."""
    programmes = list(ProgrammePageFactory._meta.model.objects.all()) or [None]
    commitments = Commitment.objects.bulk_create(
        CommitmentFactory.build(
            roadmap=roadmap,
            position=position,
            programme=programmes[position % len(programmes)],
            priority=1,
            starts_on=datetime.date(2016, 1 + position % 12, 1),
            ends_on=datetime.date(2016, 12, 30),
            **fields,
        )
        for position in range(number)
    )
    StateChange.objects.bulk_create(
        StateChange(commitment=commitment, state="under_way", on=datetime.date(2016, 1, day))
        for commitment in commitments
        for day in range(1, 5)
    )
    return commitments


def test_as_many_queries_for_two_hundred_commitments_as_for_ten(count_queries, home, roadmaps, roadmap):
    programmes = ProgrammeIndexPageFactory(parent=home)
    for _ in range(5):
        ProgrammePageFactory(parent=programmes)
    before = RoadmapPageFactory(parent=roadmaps, year=2015, slug="2015")
    source = CommitmentFactory(roadmap=before)
    roadmap.priorities = [
        RoadmapPriority(title="Lier", text=f'<p><a linktype="page" id="{home.pk}">Là</a></p>')
    ]
    roadmap.downloads = [("download", {"title": "Grille", "document": DocumentFactory(), "url": ""})]
    roadmap.save_revision().publish()
    fill(roadmap, 10, carried_from=source)
    few = count_queries(roadmap.url)
    fill(roadmap, 190, carried_from=source)
    assert count_queries(roadmap.url) == few <= 12
    assert count_queries(f"{roadmap.url}?state=under_way") == few


def test_as_many_queries_to_compare_two_hundred_commitments(count_queries, roadmaps, roadmap):
    before = RoadmapPageFactory(parent=roadmaps, year=2015, slug="2015")
    sources = fill(before, 10)
    fill(roadmap, 10, carried_from=sources[0])
    few = count_queries(f"{roadmap.url}comparer/")
    fill(roadmap, 190, carried_from=sources[1])
    fill(before, 190)
    assert count_queries(f"{roadmap.url}comparer/") == few <= 12
