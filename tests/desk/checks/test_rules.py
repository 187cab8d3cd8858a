"""What each check finds, where, and what it leaves alone."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from desk.checks.examining import examine_one
from tests.desk.checks.conftest import picture, stream
from tests.factories import (
    ContentPageFactory,
    DocumentFactory,
    EpisodePageFactory,
    PostPageFactory,
    PublicationIndexPageFactory,
    VideoSeriesPageFactory,
)


@pytest.fixture
def found(draft):
    """(check, place) of what is found in a post with these blocks, and its findings."""

    def look(*blocks, **values):
        for name, value in values.items():
            setattr(draft, name, value)
        draft.body = stream(*blocks)
        findings = examine_one(draft).findings
        return [(finding.check.name, finding.place.words) for finding in findings]

    return look


def link(page, words="la page"):
    return ("paragraph", f'<p>Voir <a linktype="page" id="{page.pk}">{words}</a>.</p>')


def test_nothing_is_found_in_a_post_well_made(found, image):
    assert (
        found(
            ("heading", {"text": "La file", "level": "2"}),
            ("paragraph", "<p>Douze personnes attendent.</p>"),
            ("heading", {"text": "Devant", "level": "3"}),
            ("image", picture(image)),
        )
        == []
    )


def test_a_picture_without_alternative_is_found_where_it_stands(found, image):
    gallery = {
        "images": [
            {"type": "item", "id": "i0", "value": picture(image)},
            {"type": "item", "id": "i1", "value": picture(image, alt=" \u200b ")},
        ]
    }
    assert found(("image", picture(image, alt="")), ("gallery", gallery)) == [
        ("alternative", "Texte de la page, 1er bloc (Image)"),
        ("alternative", "Texte de la page, 2e bloc (Galerie), Images, n°\xa02"),
    ]


def test_a_decorative_picture_needs_none(found, image):
    assert found(("image", picture(image, alt="", decorative=True))) == []


def test_the_place_of_a_finding_leads_to_its_field(draft, image):
    draft.body = stream(("paragraph", "<p>.</p>"), ("image", picture(image, alt="")))
    (finding,) = examine_one(draft).findings
    assert finding.place.content_path == "body.b1.image.alt_text"


@pytest.mark.parametrize("alt", ["IMG_1640", "FullSizeRender", "guichet.JPG", "image 12"])
def test_a_file_name_is_no_alternative(found, image, alt):
    assert found(("image", picture(image, alt=alt)))[0][0] == "alternative-file-name"


def test_a_picture_without_credit_is_told_once(found, image):
    image.credit = " "
    image.save()
    blocks = [("image", picture(image)), ("image", picture(image))]
    assert found(*blocks, listing_image=image) == [("credit", "Image pour les listes")]


def test_a_heading_says_something(found):
    assert found(("heading", {"text": "\u200b ", "level": "2"}))[0][0] == "empty-heading"


@pytest.mark.parametrize(
    ("levels", "is_found"), [("2323", False), ("33", True), ("3", True), ("22", False), ("", False)]
)
def test_a_sub_part_stands_in_a_part(found, levels, is_found):
    names = [name for name, _where in found(*(("heading", {"text": "Mots", "level": n}) for n in levels))]
    assert names == (["heading-order"] if is_found else [])


def test_headings_inside_rich_text_are_read_as_well(home):
    series = VideoSeriesPageFactory(parent=PublicationIndexPageFactory(parent=home))
    episode = EpisodePageFactory(parent=series, transcript="<h3></h3><h3>Suite</h3><h5>Loin</h5>")
    names = [finding.check.name for finding in examine_one(episode).findings]
    assert names[:3] == ["empty-heading", "transcript", "heading-order"]


def test_a_link_to_what_was_deleted_stops_publication(found, blog, draft):
    gone, document = PostPageFactory(parent=blog), DocumentFactory()
    blocks = [
        link(gone),
        ("page_cards", {"title": "", "pages": [{"type": "item", "id": "x", "value": gone.pk}]}),
        ("paragraph", f'<p><a linktype="document" id="{document.pk}">le budget</a></p>'),
        ("document", {"document": document.pk, "title": "", "description": ""}),
    ]
    assert found(*blocks) == []
    gone.delete()
    document.delete()
    assert [name for name, _where in found(*blocks)] == ["link-gone"] * 4
    assert all(finding.blocks for finding in examine_one(draft).findings)


def test_a_link_to_a_draft_is_advised_against(found, blog):
    other = PostPageFactory(parent=blog, live=False)
    button = {
        "title": "Lire",
        "text": "",
        "link": {"page": other.pk, "url": "", "label": ""},
        "ground": "yellow",
    }
    assert [name for name, _where in found(link(other), ("call_to_action", button))] == [
        "link-unpublished"
    ] * 2


def test_a_link_to_what_goes_out_before_is_no_matter(found, blog):
    now = timezone.now()
    other = PostPageFactory(parent=blog, live=False)
    other.go_live_at = now + datetime.timedelta(days=1)
    other.save_revision().publish()
    other.refresh_from_db()
    assert not other.live
    assert found(link(other), go_live_at=now + datetime.timedelta(days=2)) == []
    assert [name for name, _where in found(link(other), go_live_at=None)] == ["link-unpublished"]


def test_a_link_to_what_will_be_gone_or_is_closed_is_advised_against(found, blog):
    leaving = PostPageFactory(parent=blog, expire_at=timezone.now() + datetime.timedelta(days=1))
    closed = PostPageFactory(parent=blog)
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    later = timezone.now() + datetime.timedelta(days=2)
    assert [name for name, _where in found(link(leaving), link(closed), go_live_at=later)] == [
        "link-unpublished",
        "link-unpublished",
    ]
    assert found(link(leaving), go_live_at=None) == []


@pytest.mark.parametrize("words", ["cliquez ici", "Ici", "en savoir plus →", "Read more"])
def test_the_words_of_a_link_say_where_it_leads(found, blog, words):
    assert found(link(blog, words)) == [("link-words", "Texte de la page, 1er bloc (Texte)")]


@pytest.mark.parametrize(
    "text",
    [
        "Montant à compléter.",
        "A COMPLETER",
        "TODO : relire",
        "XXX",
        "Lorem ipsum",
        "To be completed",
        "à\xa0compléter",
        "a\u0300 comple\u0301ter",
    ],
)
def test_what_is_left_to_complete_is_told_and_stops_nothing(found, draft, text):
    assert [name for name, _where in found(("paragraph", f"<p>{text}</p>"))] == ["to-complete"]
    assert not examine_one(draft).blocking


@pytest.mark.parametrize("text", ["On l’a complété.", "Une méthode todos", "Le XXe siècle", "à compléterait"])
def test_other_words_are_left_alone(found, text):
    assert found(("paragraph", f"<p>{text}</p>")) == []


def test_words_are_read_in_rows_of_panels(draft):
    from home.models import ContentPage  # noqa: F401
    from tests.factories import RoadmapIndexPageFactory, RoadmapPageFactory

    roadmap = RoadmapPageFactory(parent=RoadmapIndexPageFactory(parent=draft.get_parent().get_parent()))
    roadmap.priorities.create(title="Essaimer", text="À compléter")
    (finding,) = examine_one(roadmap).findings
    assert finding.check.name == "to-complete"
    assert finding.place.words.endswith(", ligne 1")


def test_a_very_long_paragraph_is_told(found):
    assert found(("paragraph", f"<p>{'mot ' * 200}</p>"))[0][0] == "long-paragraph"
    assert found(("paragraph", f"<p>{'mot ' * 100}</p>" * 2)) == []


def test_a_film_needs_its_words_and_a_table_its_headings(found):
    film = {"url": "https://vimeo.com/76979871", "title": "Un film", "poster": None, "transcript": "<p> </p>"}
    table = {
        "caption": "",
        "columns": [{"type": "text", "heading": ""}, {"type": "text", "heading": ""}],
        "rows": [{"values": ["Adhésions", "TODO"]}],
    }
    assert found(("video", film), ("table", table)) == [
        ("film-without-words", "Texte de la page, 1er bloc (Vidéo)"),
        ("table-headings", "Texte de la page, 2e bloc (Tableau)"),
        ("to-complete", "Texte de la page, 2e bloc (Tableau)"),
    ]


def test_what_is_news_needs_an_introduction(found, draft):
    assert found(introduction="  ") == [("summary", "Introduction")]
    assert examine_one(draft).blocking


def test_other_pages_are_advised_to_have_one_or_a_description(home):
    page = ContentPageFactory(parent=home, introduction="")
    report = examine_one(page)
    assert [finding.check.name for finding in report.advice] == ["summary-for-search"]
    assert not report.blocking
    page.search_description = "Ce que l’on trouve ici."
    assert not examine_one(page).count


def test_a_title_fits_in_search_results(found):
    assert found(title="Une très longue histoire " * 4) == [("title-length", "Titre")]
    assert found(seo_title="Une histoire") == []


def test_neighbours_have_different_titles(found, blog, home):
    ContentPageFactory(parent=home, title="Une matinée au guichet")
    assert found() == []
    PostPageFactory(parent=blog, title="une matinée au guichet ", slug="encore")
    assert found() == [("same-title", "Titre")]


def test_a_summary_is_no_transcript(home):
    series = VideoSeriesPageFactory(parent=PublicationIndexPageFactory(parent=home))
    episode = EpisodePageFactory(
        parent=series, duration=datetime.timedelta(minutes=20), transcript="<p>On y parle de tout.</p>"
    )
    episode.tracks.create(language="fr", webvtt="WEBVTT\n\n00:00.000 --> 00:02.000\nBonjour.\n")
    report = examine_one(episode)
    assert [(finding.check.name, finding.place.field) for finding in report.blocking] == [
        ("transcript", "transcript"),
        ("transcript", "tracks"),
    ]
