"""Two years side by side: what is compared, what became of each promise, where the page stands."""

import re
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from blog.comparison import budget_rows
from blog.models import BudgetLine, RoadmapPage, RoadmapPriority
from tests.factories import CommitmentFactory, RoadmapIndexPageFactory, RoadmapPageFactory


@pytest.fixture
def roadmaps(home):
    return RoadmapIndexPageFactory(parent=home, slug="feuilles-de-route")


@pytest.fixture
def year(roadmaps):
    """Lays a roadmap of a year."""

    def year(number, **fields):
        return RoadmapPageFactory(parent=roadmaps, year=number, slug=str(number), **fields)

    return year


@pytest.fixture
def both(year):
    return year(2015), year(2016)


def text(response):
    return re.sub(r"\s+", " ", strip_tags(response.text))


def titles(commitments):
    return [commitment.title for commitment in commitments]


def years_of(response):
    return response.context["earlier"].year, response.context["later"].year


class TestAddresses:
    def test_the_year_before_then_the_year_after(self, client, year):
        first, _second, third = year(2013), year(2015), year(2016)
        assert years_of(client.get(f"{third.url}comparer/")) == (2015, 2016)
        assert years_of(client.get(f"{first.url}comparer/")) == (2013, 2015)

    def test_any_other_year_the_earlier_first(self, client, year):
        first, last = year(2012), year(2016)
        year(2015)
        assert years_of(client.get(f"{last.url}comparer/2012/")) == (2012, 2016)
        assert years_of(client.get(f"{first.url}comparer/2016/")) == (2012, 2016)

    def test_one_address_for_search_engines(self, client, both):
        earlier, later = both
        canonical = f'<link rel="canonical" href="http://localhost{later.url}comparer/2015/">'
        for url in (f"{later.url}comparer/", f"{later.url}comparer/2015/", f"{earlier.url}comparer/2016/"):
            assert canonical in client.get(url).text

    @pytest.mark.parametrize(
        "asked", ["1999", "2016", "2017", "0", "99999999999999999999", "abc", "-1", "%00"]
    )
    def test_a_year_that_cannot_be_compared_is_not_found(self, client, year, both, asked):
        year(2017, live=False)
        assert client.get(f"{both[1].url}comparer/{asked}/").status_code == 404

    def test_a_year_alone_says_so_and_leads_back(self, client, year):
        alone = year(2016)
        response = client.get(f"{alone.url}comparer/")
        assert response.status_code == 200
        assert f'href="{alone.url}"' in response.text

    def test_title_and_breadcrumbs(self, client, both):
        response = client.get(f"{both[1].url}comparer/")
        assert response.text.count("<h1") == 1
        assert both[1] in response.context["breadcrumbs"]
        assert re.search(r"<title>2015 (et|and) 2016", response.text)

    def test_the_pairs_before_and_after(self, client, year):
        year(2014), year(2015), year(2016)
        last = year(2017)
        page = client.get(f"{last.url}comparer/").text
        assert '<link rel="prev" href="/feuilles-de-route/2016/comparer/2015/">' in page
        page = client.get("/feuilles-de-route/2016/comparer/").text
        assert '<link rel="next" href="/feuilles-de-route/2017/comparer/2016/">' in page
        assert 'href="/feuilles-de-route/2016/comparer/2014/"' in page

    def test_in_the_words_of_the_other_language(self, client, locales, home, roadmaps, both):
        for page in (home, roadmaps, *both):
            RoadmapPage.objects.filter(pk=page.pk).update(author=None)
            page.copy_for_translation(locales["en"]).save_revision().publish()
        source = CommitmentFactory(roadmap=both[0], title="Promesse de 2015")
        CommitmentFactory(roadmap=both[1], title="Promesse de 2016", carried_from=source)
        english = both[1].get_translation(locales["en"])
        response = client.get(f"{english.url}compare/2015/")
        assert response.status_code == 200
        assert titles(each.commitment for each in response.context["outcomes"].carried) == [
            "Promesse de 2015"
        ]
        assert 'lang="fr"' in response.text
        moved = client.get(f"{english.url}comparer/2015/")
        assert (moved.status_code, moved["Location"]) == (301, f"{english.url}compare/2015/")
        french = client.get(f"{both[1].url}comparer/2015/").text
        assert f'href="{english.url}compare/2015/"' in french

    def test_no_way_to_a_language_without_the_other_year(self, client, locales, home, roadmaps, both):
        for page in (home, roadmaps, both[1]):
            page.copy_for_translation(locales["en"]).save_revision().publish()
        english = both[1].get_translation(locales["en"])
        assert english.url not in client.get(f"{both[1].url}comparer/2015/").text


class TestOutcomes:
    def test_what_became_of_each_promise(self, client, both):
        earlier, later = both
        taken_up = CommitmentFactory(roadmap=earlier, title="Reprise", state="done")
        for state in ("done", "under_way", "announced", "postponed", "dropped"):
            CommitmentFactory(roadmap=earlier, title=state, state=state, state_reason="Pour cela.")
        for title in ("Suite", "Autre suite"):
            CommitmentFactory(roadmap=later, title=title, carried_from=taken_up)
        CommitmentFactory(roadmap=later, title="Nouveauté")
        response = client.get(f"{later.url}comparer/")
        outcomes = response.context["outcomes"]
        (carried,) = outcomes.carried
        assert carried.commitment == taken_up
        assert titles(carried.successors) == ["Suite", "Autre suite"]
        assert titles(outcomes.kept) == ["done"]
        assert titles(outcomes.left_open) == ["under_way", "announced"]
        assert titles(outcomes.postponed) == ["postponed"]
        assert titles(outcomes.dropped) == ["dropped"]
        assert titles(outcomes.new) == ["Nouveauté"]
        assert f'href="{earlier.url}#commitment-{taken_up.pk}"' in response.text

    def test_what_goes_back_through_a_year_between(self, client, year):
        first, between, last = year(2014), year(2015), year(2016)
        origin = CommitmentFactory(roadmap=first, title="Origine")
        relay = CommitmentFactory(roadmap=between, carried_from=origin)
        CommitmentFactory(roadmap=last, title="Aboutissement", carried_from=relay)
        CommitmentFactory(
            roadmap=last, title="D’un autre fil", carried_from=CommitmentFactory(roadmap=between)
        )
        outcomes = client.get(f"{last.url}comparer/{first.year}/").context["outcomes"]
        assert [titles(each.successors) for each in outcomes.carried] == [["Aboutissement"]]
        assert titles(outcomes.new) == ["D’un autre fil"]

    def test_a_circle_of_commitments_ends(self, client, year):
        first, between, last = year(2014), year(2015), year(2016)
        CommitmentFactory(roadmap=first)
        one = CommitmentFactory(roadmap=between)
        other = CommitmentFactory(roadmap=between, carried_from=one)
        type(one).objects.filter(pk=one.pk).update(carried_from=other)
        CommitmentFactory(roadmap=last, carried_from=other)
        response = client.get(f"{last.url}comparer/{first.year}/")
        assert response.context["outcomes"].carried == []


class TestFigures:
    def test_differences_are_said_in_words_and_what_is_unknown_too(self, client, year):
        year(2015, fee=29000)
        later = year(2016, fee=5000, budget_total=1_000_000, payroll=450_000, staff=Decimal("7.5"))
        response = client.get(f"{later.url}comparer/")
        rows = {row.label: row for row in response.context["figures"]}
        fee = next(iter(rows.values()))
        assert (fee.earlier, fee.later) == ("29\u202f000\u202f€", "5\u202f000\u202f€")
        assert fee.difference.startswith("24\u202f000\u202f€")
        assert [row.earlier for row in rows.values()][1:4] == [None, None, None]
        assert response.text.count('class="unknown"') == 4
        assert "7,5" in text(response)

    @pytest.mark.parametrize(
        ("language", "later", "said"),
        [
            ("en", "1.5", "0.5 points more"),
            ("en", "2", "1 point more"),
            ("en", "2.5", "1.5 points more"),
            ("fr", "2.5", "1,5 point de plus"),
            ("fr", "3", "2 points de plus"),
        ],
    )
    def test_points_agree_in_number(self, language, later, said):
        lines = [[BudgetLine(side="revenue", label="Adhésions", share=Decimal(n))] for n in ("1", later)]
        with translation.override(language):
            (side,) = budget_rows(*lines)
        assert side["rows"][0].difference == said

    def test_figures_that_neither_year_knows_are_left_out(self, client, both):
        assert len(client.get(f"{both[1].url}comparer/").context["figures"]) == 1

    def test_lines_of_the_budgets_are_matched_by_their_label(self, client, both):
        for page, lines in zip(
            both,
            ([("Adhésions", 10), ("Subventions", 90)], [("adhésions ", 6), ("Partenaires", "94")]),
            strict=True,
        ):
            page.budget_lines = [
                BudgetLine(side="revenue", label=label, share=Decimal(share)) for label, share in lines
            ]
            page.save_revision().publish()
        (side,) = client.get(f"{both[1].url}comparer/").context["budget_sides"]
        assert [(row.earlier, row.later) for row in side["rows"]] == [
            ("10 %", "6 %"),
            ("90 %", "0 %"),
            ("0 %", "94 %"),
        ]
        assert side["rows"][0].difference.startswith("4 points")

    def test_a_year_whose_priorities_are_unknown_says_so(self, client, both):
        both[1].priorities = [RoadmapPriority(title="Faire converger")]
        both[1].save_revision().publish()
        response = client.get(f"{both[1].url}comparer/")
        assert "Faire converger" in text(response)
        assert [len(column["priorities"]) for column in response.context["columns"]] == [0, 1]
