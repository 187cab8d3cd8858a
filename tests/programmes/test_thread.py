"""A programme's thread: everything published about it, in one line of time."""

import datetime

import pytest
from django.utils import translation

from core.typography import typeset
from programmes.thread import MANY, Kind
from tests.factories import (
    AgendaPageFactory,
    BlogIndexPageFactory,
    BookPageFactory,
    CollectionPageFactory,
    CommitmentFactory,
    EpisodePageFactory,
    EventPageFactory,
    PostPageFactory,
    PublicationIndexPageFactory,
    ReportPageFactory,
    RoadmapIndexPageFactory,
    RoadmapPageFactory,
    StateChangeFactory,
    VideoSeriesPageFactory,
)

NOW = datetime.datetime(2016, 1, 11, 12, tzinfo=datetime.UTC)


def shown(response, text) -> bool:
    return str(typeset(str(text))) in response.content.decode()


@pytest.fixture(autouse=True)
def _pinned(settings):
    settings.PINNED_TODAY = NOW.date()


@pytest.fixture
def sections(home):
    publications = PublicationIndexPageFactory(parent=home)
    return {
        "agenda": AgendaPageFactory(parent=home),
        "blog": BlogIndexPageFactory(parent=home),
        "roadmaps": RoadmapIndexPageFactory(parent=home),
        "publications": publications,
        "series": VideoSeriesPageFactory(parent=publications),
        "collection": CollectionPageFactory(parent=publications),
    }


@pytest.fixture
def thread_of(client):
    def thread_of(programme, query=""):
        return client.get(f"{programme.url}{query}").context["thread"]

    return thread_of


def told(entries) -> list[tuple[str, str]]:
    return [(entry.kind.value, entry.title) for entry in entries]


def test_one_line_of_time_latest_first(client, programme, sections, thread_of):
    day = datetime.date
    post = PostPageFactory(
        parent=sections["blog"], title="Un billet", programme=programme, date=day(2015, 11, 26)
    )
    episode = EpisodePageFactory(
        parent=sections["series"], title="L’élu local", programme=programme, published_on=day(2015, 3, 2)
    )
    book = BookPageFactory(
        parent=sections["collection"], title="Chantiers", programme=programme, date_text="fin 2015",
        published_on=day(2015, 12, 1),
    )  # fmt: skip
    report = ReportPageFactory(
        parent=sections["publications"], title="Le Nuancier", programme=programme, date_text="octobre 2014"
    )
    past = EventPageFactory(
        parent=sections["agenda"], title="Lancement", programme=programme,
        starts_at=NOW - datetime.timedelta(days=400),
    )  # fmt: skip
    coming = EventPageFactory(
        parent=sections["agenda"], title="Accrochage", programme=programme,
        starts_at=NOW + datetime.timedelta(days=4),
    )  # fmt: skip
    roadmap = RoadmapPageFactory(
        parent=sections["roadmaps"], year=2016, title="Feuille 2016", published_on=day(2015, 11, 26)
    )
    promise = CommitmentFactory(roadmap=roadmap, programme=programme, title="Deux résidences")
    response = client.get(programme.url)
    thread = response.context["thread"]
    assert told(thread.coming) == [("events", "Accrochage")]
    assert [(year, told(entries)) for year, entries in thread.years] == [
        (2015, [("books", "Chantiers"), ("posts", "Un billet"), ("commitments", "Deux résidences"),
                ("episodes", "L’élu local")]),
        (2014, [("events", "Lancement"), ("reports", "Le Nuancier")]),
    ]  # fmt: skip
    assert f'href="{roadmap.url}#commitment-{promise.pk}"' in response.content.decode()
    for page in (post, episode, book, report, past, coming):
        assert f'href="{page.url}"' in response.content.decode(), page.title
    for words in ("fin 2015", "octobre 2014", "26 novembre 2015", coming.when_text, Kind.EPISODES.label):
        assert shown(response, words), words


def test_forthcoming_publications_without_a_date_are_announced_on_top(programme, sections, thread_of):
    for title, known in {
        "Bientôt": {"availability": "forthcoming"},
        "En mars": {"availability": "forthcoming", "published_on": datetime.date(2016, 3, 1)},
        "Un jour de 2016": {"availability": "forthcoming", "date_text": "2016"},
        "Sans date": {},
    }.items():
        BookPageFactory(parent=sections["collection"], title=title, programme=programme, **known)
    thread = thread_of(programme)
    assert [entry.title for entry in thread.coming] == ["En mars", "Bientôt", "Un jour de 2016"]
    assert [entry.title for entry in thread.undated] == ["Sans date"]
    assert thread.years == []


def test_every_state_of_a_commitment_is_told_once(client, programme, sections, thread_of):
    roadmap = RoadmapPageFactory(
        parent=sections["roadmaps"], year=2016, published_on=datetime.date(2015, 11, 26)
    )
    promise = CommitmentFactory(roadmap=roadmap, programme=programme, title="Deux résidences")
    StateChangeFactory(commitment=promise, on=datetime.date(2016, 1, 5), reason="")
    StateChangeFactory(
        commitment=promise, state="postponed", on=datetime.date(2016, 1, 9), reason="Faute de lieu"
    )
    thread = thread_of(programme)
    assert [(year, [(entry.state, entry.date) for entry in entries]) for year, entries in thread.years] == [
        (
            2016,
            [("postponed", datetime.date(2016, 1, 9)), ("under_way", datetime.date(2016, 1, 5))],
        ),
        (2015, [("announced", datetime.date(2015, 11, 26))]),
    ]
    assert shown(client.get(programme.url), "Faute de lieu")


def test_commitments_of_every_year(programme, sections, thread_of):
    for year in (2014, 2015, 2016):
        roadmap = RoadmapPageFactory(
            parent=sections["roadmaps"], year=year, published_on=datetime.date(year - 1, 11, 26)
        )
        CommitmentFactory(roadmap=roadmap, programme=programme)
    assert [year for year, _entries in thread_of(programme).years] == [2015, 2014, 2013]


@pytest.mark.parametrize("hidden", ["post", "roadmap", "book"])
def test_drafts_are_not_told(programme, sections, thread_of, hidden):
    if hidden == "post":
        PostPageFactory(parent=sections["blog"], programme=programme, live=False)
    if hidden == "book":
        BookPageFactory(parent=sections["collection"], programme=programme, live=False)
    if hidden == "roadmap":
        roadmap = RoadmapPageFactory(parent=sections["roadmaps"], year=2017, live=False)
        promise = CommitmentFactory(roadmap=roadmap, programme=programme)
        StateChangeFactory(commitment=promise)
    assert not thread_of(programme)


@pytest.fixture
def long_thread(programme, sections):
    for _number in range(MANY):
        PostPageFactory(parent=sections["blog"], programme=programme)
    EventPageFactory(parent=sections["agenda"], programme=programme, title="Accrochage")


def test_little_is_read_without_filters(client, programme, sections):
    PostPageFactory(parent=sections["blog"], programme=programme)
    EventPageFactory(parent=sections["agenda"], programme=programme)
    assert client.get(programme.url).context["thread_filters"] == []


def test_kinds_to_choose_from_with_their_counts(client, programme, long_thread):
    response = client.get(programme.url)
    offered = response.context["thread_filters"]
    assert [(each["count"], each["current"]) for each in offered] == [(16, True), (15, False), (1, False)]
    assert f'href="{programme.url}?kind=events#thread"' in response.content.decode()
    assert "noindex" not in response.content.decode()


def test_one_kind(client, programme, long_thread):
    response = client.get(f"{programme.url}?kind=events")
    assert [entry.title for entry in response.context["thread"].shown] == ["Accrochage"]
    assert len(response.context["thread"].entries) == 16
    html = response.content.decode()
    assert 'content="noindex' in html
    assert f'<link rel="canonical" href="http://localhost{programme.url}">' in html


@pytest.mark.parametrize(
    "query",
    ["kind=unknown", "kind=books", "kind=posts&kind=events", f"kind={'k' * 10_000}", "kind=%00", "kind=%ff"],
)
def test_a_kind_that_there_is_none_of_shows_everything_and_says_so(client, programme, long_thread, query):
    response = client.get(f"{programme.url}?{query}")
    assert response.status_code == 200
    assert len(response.context["thread"].shown) == 16
    assert "thread-misread" in response.content.decode()


def test_a_kind_asked_of_a_bare_programme(client, programme):
    assert client.get(f"{programme.url}?kind=posts").status_code == 200


def test_a_translation_tells_its_own_pages_and_all_commitments(client, locales, programme, sections):
    PostPageFactory(parent=sections["blog"], programme=programme, title="Un billet")
    roadmap = RoadmapPageFactory(parent=sections["roadmaps"], year=2016)
    CommitmentFactory(roadmap=roadmap, programme=programme, title="Deux résidences")
    programme.refresh_from_db()
    programme.copy_for_translation(locales["en"], copy_parents=True).get_latest_revision().publish()
    english = programme.get_translation(locales["en"])
    english.get_ancestors().filter(depth__gt=1).update(live=True)
    response = client.get(english.url)
    assert told(response.context["thread"].entries) == [("commitments", "Deux résidences")]
    with translation.override("en"):
        assert shown(response, "Commitment")


def test_a_cancelled_event_is_said_to_be_so(client, programme, sections):
    EventPageFactory(
        parent=sections["agenda"], programme=programme, title="Portes ouvertes", is_cancelled=True
    )
    response = client.get(programme.get_url())
    (entry,) = response.context["thread"].entries
    assert (entry.state, entry.state_label) == ("dropped", "Annulé")
    assert f'href="{entry.page.get_url()}"' in response.content.decode()
