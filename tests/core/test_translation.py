"""What is laid before translators: everything that a page says, and nothing that is a name or a figure."""

import datetime

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import TranslatableMixin
from wagtail_localize.models import StringSegment, TranslationSource

from core.blocks import ArticleStream
from core.models import Person, Theme
from programmes.models.links import ProgrammeLink
from programmes.models.programme import ProgrammePartner
from publications.models.episode_parts import EpisodeChapter, EpisodeSpeaker
from tests.factories import (
    BlogIndexPageFactory,
    BookPageFactory,
    CollectionPageFactory,
    ContentPageFactory,
    EpisodePageFactory,
    ImageFactory,
    PartnerFactory,
    PersonFactory,
    PostPageFactory,
    ProgrammeIndexPageFactory,
    ProgrammePageFactory,
    PublicationIndexPageFactory,
    ThemeFactory,
    VideoSeriesPageFactory,
)
from tests.translating import translate

OURS = {"adhesion", "agenda", "blog", "core", "home", "programmes", "publications"}
#: Lists of a page whose words are the same in every language, each with the reason.
SAME_IN_EVERY_LANGUAGE = {
    "BookChapter": "the table of contents of the book as it is printed",
    "EpisodeTrack": "what is said in the film, one text for each language of its own",
    "RepresentedOrganisation": "names of public bodies",
}
#: Blocks that hold no words of their own.
WITHOUT_WORDS = (
    blocks.BooleanBlock,
    blocks.ChoiceBlock,
    blocks.DateBlock,
    blocks.FloatBlock,
    blocks.IntegerBlock,
    blocks.DecimalBlock,
    blocks.StaticBlock,
    blocks.URLBlock,
    blocks.ChooserBlock,
)
TRANSLATED = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock)
NESTING = (blocks.StructBlock, blocks.ListBlock, blocks.StreamBlock)


def our_models():
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def test_lists_of_a_page_that_hold_words_are_translated_with_it():
    forgotten = []
    for model in our_models():
        belongs_to_a_page = any(isinstance(field, ParentalKey) for field in model._meta.get_fields())
        words = [
            field.name
            for field in model._meta.get_fields()
            if isinstance(field, models.CharField | models.TextField)
            and not isinstance(field, models.URLField)
            and not field.choices
        ]
        if (
            belongs_to_a_page
            and words
            and not issubclass(model, TranslatableMixin)
            and model.__name__ not in SAME_IN_EVERY_LANGUAGE
        ):
            forgotten.append((model.__name__, words))
    assert forgotten == []


def leaves(block, name):
    if isinstance(block, NESTING) and not isinstance(block, ImageBlock):
        children = (
            {"": block.child_block} if isinstance(block, blocks.ListBlock) else dict(block.child_blocks)
        )
        for child_name, child in children.items():
            yield from leaves(child, f"{name}.{child_name}")
    else:
        yield name, block


def test_every_block_of_every_stream_gives_its_words():
    mute = []
    for model in our_models():
        for field in model._meta.local_fields:
            if not isinstance(field, StreamField):
                continue
            for name, block in leaves(field.stream_block, f"{model.__name__}.{field.name}"):
                if isinstance(block, TypedTableBlock):
                    speaks = hasattr(block, "get_translatable_segments")
                else:
                    speaks = isinstance(block, (*TRANSLATED, *WITHOUT_WORDS, ImageBlock))
                if not speaks:
                    mute.append((name, type(block).__name__))
    assert mute == []


def test_a_page_with_one_of_each_block_is_translated_whole(home, locales):
    """What a block shows in its preview holds words for each of its fields."""
    ImageFactory(description="Vue de la gare")
    stream = ArticleStream()
    body = [
        (name, block.get_preview_value())
        for name, block in stream.child_blocks.items()
        if name not in ("document", "page_cards")
    ]
    page = ContentPageFactory(parent=home, body=body)
    page.refresh_from_db()
    english = translate(page, locales["en"])
    said = StringSegment.objects.filter(source__object_id=page.translation_key).count()
    assert said > 30
    with translation.override("en"):
        table = next(block.value for block in english.body if block.block_type == "table")
        assert table.caption == "EN Ressources prévues"
        assert table.columns[0]["heading"] == "EN Poste"
        assert table.row_data[0]["values"] == ["EN Grands partenaires", "EN 44 %"]
        picture = next(block.value for block in english.body if block.block_type == "image")
        assert picture["image"].contextual_alt_text == "EN Vue de la gare"
        html = str(english.body)
    for block in english.body:
        if block.block_type == "accordion":
            assert block.value["items"][0]["title"] == "EN Faut-il adhérer ?"
    assert "EN Une équipe" in html
    assert "EN Circulaire" in html


def test_one_picture_used_twice_says_what_each_place_says(home, locales):
    picture = ImageFactory()

    def figure(alternative, key):
        image = {"image": picture.pk, "alt_text": alternative, "decorative": False}
        return {"type": "image", "value": {"image": image, "caption": ""}, "id": key * 8}

    page = ContentPageFactory(parent=home)
    page.body = ArticleStream().to_python([figure("La gare", "a"), figure("Le quai", "b")])
    page.save()
    page.refresh_from_db()
    english = translate(page, locales["en"])
    english.refresh_from_db()
    said = [block.value["image"].contextual_alt_text for block in english.body]
    assert said == ["EN La gare", "EN Le quai"]


@pytest.mark.parametrize("poster", ["absent", "empty"])
def test_a_film_without_poster_is_translated(home, locales, poster):
    """wagtail-localize reads what is stored of a picture, and an optional one may store nothing."""
    value = {"url": "https://vimeo.com/76979871", "title": "Un film", "transcript": ""}
    if poster == "empty":
        value["poster"] = None
    page = ContentPageFactory(parent=home)
    page.body = ArticleStream().to_python([{"type": "video", "value": value, "id": "a" * 8}])
    page.save()
    page.refresh_from_db()
    english = translate(page, locales["en"])
    assert english.body[0].value["title"] == "EN Un film"


@pytest.fixture
def programmes(home, locales):
    index = ProgrammeIndexPageFactory(parent=home)
    first, second = ProgrammePageFactory(parent=index), ProgrammePageFactory(parent=index)
    first.links.add(ProgrammeLink(kind=ProgrammeLink.Kind.FEEDS, target=second, note="Par ses récits."))
    first.programme_partners.add(ProgrammePartner(partner=PartnerFactory(), role="Finance"))
    first.save()
    return first, second


def test_words_of_lists_are_translated_and_kept_when_the_page_is_brought_up_to_date(programmes, locales):
    first, _second = programmes
    english = translate(first, locales["en"])
    assert english.links.get().note == "EN Par ses récits."
    assert english.programme_partners.get().role == "EN Finance"
    assert {link.locale_id for link in english.links.all()} == {locales["en"].pk}

    first.refresh_from_db()
    first.title = "Autrement"
    first.save()
    kept = english.links.get().pk
    english = translate(first, locales["en"])
    assert english.links.get().note == "EN Par ses récits."
    assert english.links.get().pk == kept


def test_episode_says_its_chapters_and_its_speakers_in_english(home, locales):
    series = VideoSeriesPageFactory(parent=PublicationIndexPageFactory(parent=home))
    episode = EpisodePageFactory(parent=series)
    person = PersonFactory()
    episode.episode_speakers.add(EpisodeSpeaker(person=person, role="Maire"))
    episode.chapters.add(EpisodeChapter(starts_at=datetime.timedelta(minutes=1), title="Le problème"))
    episode.save()
    episode.refresh_from_db()
    english = translate(episode, locales["en"])
    assert english.chapters.get().title == "EN Le problème"
    speaker = english.episode_speakers.get()
    assert (speaker.role, speaker.person_id) == ("EN Maire", person.pk)


def test_themes_follow_the_original_and_are_read_in_english(home, locales, client):
    theme = ThemeFactory(name="Éducation")
    post = PostPageFactory(parent=BlogIndexPageFactory(parent=home))
    post.themes = [theme]
    post.save()
    post.refresh_from_db()
    english = translate(post, locales["en"])
    assert "Éducation" in client.get(english.url).content.decode()
    translate(theme, locales["en"], words={"Éducation": "Education"})
    assert "Education" in client.get(english.url).content.decode()
    assert "Éducation" in client.get(post.url).content.decode()

    post.themes = [other := ThemeFactory(name="Santé")]
    post.save()
    english = translate(post, locales["en"])
    assert list(english.themes.all()) == [other]
    assert Theme.objects.count() == 3


def test_team_says_what_it_does_in_the_readers_language(home, locales, client):
    person = PersonFactory(name="Une personne", role="Déléguée générale", is_team=True)
    page = ContentPageFactory(parent=home, body=[("people", {"title": "L’équipe"})])
    english = translate(page, locales["en"])
    before = client.get(english.url).content.decode()
    assert 'lang="fr">Déléguée générale' in before
    translated = translate(person, locales["en"], words={"Déléguée générale": "Executive director"})
    assert (translated.name, translated.slug) == (person.name, person.slug)
    after = client.get(english.url).content.decode()
    assert "Executive director" in after
    assert "Déléguée" not in after
    french = client.get(page.url).content.decode()
    assert french.count("Une personne") == 1
    assert "Déléguée générale" in french
    assert Person.objects.count() == 2


def test_numbers_that_identify_a_book_are_not_laid_before_translators(home, locales):
    collection = CollectionPageFactory(parent=PublicationIndexPageFactory(parent=home))
    book = BookPageFactory(
        parent=collection, isbn="9782110073587", publisher="La Documentation française", licence="CC BY"
    )
    source, _created = TranslationSource.update_or_create_from_instance(book)
    paths = set(StringSegment.objects.filter(source=source).values_list("context__path", flat=True))
    assert paths.isdisjoint({"isbn", "publisher", "licence"})
    assert "title" in paths
    assert translate(book, locales["en"]).isbn == "9782110073587"
