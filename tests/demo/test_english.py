"""The English of the demonstration: what its files may hold, and how it is laid."""

import io

import polib
import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Locale, Page

from demo import english, layout, source, wording
from demo.errors import ContentError
from demo.management.commands import demo_strings
from demo.models import LaidItem
from demo.progress import Progress
from demo.wording import ENGLISH, Glossary, Wording, place_of

pytestmark = pytest.mark.indexed

FILES = sorted(ENGLISH.rglob("*.po"))
#: Names, the same in both languages: an address, a region, titles of works that exist in French alone.
SAME_IN_BOTH = {
    "4 rue La Vacquerie",
    "Chantiers ouverts au public",
    "Design des politiques publiques",
    "Nuancier de formation pour une action publique ingénieuse",
    "Pays de la Loire",
}
#: Fewer words may well be a name.
SENTENCE = 4

HOME = 'type = "home.HomePage"\ntitle = "Accueil"\n'
PAGE = 'type = "home.ContentPage"\ntitle = "La page"\nintroduction = "Bonjour à vous."\n'


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ENGLISH)))
def test_every_file_is_finished(path):
    assert Glossary(path).problems() == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ENGLISH)))
def test_english_is_not_french(path):
    for entry in Glossary(path).entries:
        if entry.msgstr not in SAME_IN_BOTH and len(entry.msgid.split()) >= SENTENCE:
            assert entry.msgstr != entry.msgid
        # French typography has no place in English.
        assert "«" not in entry.msgstr, entry.msgstr
        assert not any(f"{space}{mark}" in entry.msgstr for space in " \u00a0\u202f" for mark in ":;!?"), (
            entry.msgstr
        )


@pytest.mark.parametrize(
    ("french", "typed", "context", "problem"),
    [
        ("Bonjour.", "", None, "not translated"),
        ("Bonjour.", " ", None, "not translated"),
        ('Lire <a id="a1">la suite</a>.', "Read on.", None, "links"),
        ('Lire <a id="a1">la suite</a>.', 'Read <a id="a2">on</a>.', None, "links"),
        ("Bonjour.", "<p>Hello.</p>", None, "<p>"),
        ("la-page", "The page", "slug", "address"),
        ("la-page", "the--page", "slug", "address"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said(tmp_path, french, typed, context, problem):
    write(tmp_path / "x.po", {(context, french): typed})

    (said,) = Glossary(tmp_path / "x.po").problems()

    assert problem in said


def test_a_string_may_have_english_of_its_own_in_one_place(tmp_path):
    write(tmp_path / "x.po", {(None, "Adhérer"): "Join", ("title", "Adhérer"): "Joining"})
    glossary = Glossary(tmp_path / "x.po")

    assert glossary.english(Wording("title", "Adhérer")) == "Joining"
    assert glossary.english(Wording("body.text", "Adhérer")) == "Join"
    assert glossary.english(Wording("body.text", "Autre")) == ""


def test_a_place_says_nothing_of_one_database():
    assert place_of("body.1c1f9e2a-0b0e-4b0e-9d3f-5a1d2c3b4e5f.caption") == "body.caption"
    assert place_of("body.1c1f9e2a-0b0e-4b0e-9d3f-5a1d2c3b4e5f") == "body"


class Silence:
    def isatty(self):
        return False

    def write(self, text):
        pass

    def flush(self):
        pass


def write(path, strings: dict):
    path.parent.mkdir(parents=True, exist_ok=True)
    file = polib.POFile()
    for (context, french), typed in strings.items():
        file.append(polib.POEntry(msgctxt=context, msgid=french, msgstr=typed))
    file.save(path)


#: The English of HOME and of PAGE at /a/ and /a/b/.
WORDS = {
    "index": {(None, "Accueil"): "Home", ("slug", "accueil"): "home"},
    "a": {(None, "La page"): "Page", ("slug", "a"): "first", (None, "Bonjour à vous."): "Hello."},
    "a/b": {(None, "La page"): "Page", ("slug", "b"): "second", (None, "Bonjour à vous."): "Hello."},
}


@pytest.fixture
def site(db, tmp_path):
    """A French site of three pages, one below the other; `lay(**English)` lays it."""
    (tmp_path / "records").mkdir()
    for name, text in {"index": HOME, "a": PAGE, "a/b": PAGE}.items():
        path = tmp_path / "pages" / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def lay(words=WORDS):
        for name, strings in words.items():
            write(tmp_path / "en" / "pages" / f"{name}.po", strings)
        content = source.read(tmp_path)
        layout.lay_out(content, 8000, Progress(Silence()))
        return english.lay_out(content, Progress(Silence()), tmp_path / "en")

    lay.folder = tmp_path
    return lay


def in_english() -> list[str]:
    pages = Page.objects.filter(locale__language_code="en").order_by("path")
    return [page.url for page in pages if page.live]


def test_pages_stand_below_each_other_in_english(site, client):
    outcome = site()

    assert outcome == layout.Outcome(pages=3, records=0)
    assert in_english() == ["/en/", "/en/first/", "/en/first/second/"]
    assert not any(Page.find_problems())
    response = client.get("/en/first/second/")
    assert response.status_code == 200
    assert "Hello." in response.content.decode()


def test_a_page_that_is_not_finished_is_left_out_with_those_below(site):
    site(WORDS | {"a": WORDS["a"] | {(None, "Bonjour à vous."): ""}})
    assert in_english() == ["/en/"]

    site()
    assert in_english() == ["/en/", "/en/first/", "/en/first/second/"]


def test_what_was_interrupted_is_taken_up_again(site, monkeypatch):
    publish = english.Translator._publish

    def interrupted(self, translation, french):
        if french.slug == "b":
            raise ContentError("x", "y")
        return publish(self, translation, french)

    with monkeypatch.context() as patch:
        patch.setattr(english.Translator, "_publish", interrupted)
        with pytest.raises(ContentError):
            site()
    assert in_english() == ["/en/", "/en/first/"]

    assert site() == layout.Outcome(pages=1, records=0)
    assert in_english() == ["/en/", "/en/first/", "/en/first/second/"]


def test_what_an_editor_has_made_of_the_english_stays(site):
    site()
    changed = english_page("/a/")
    changed.title = "Mine"
    changed.save_revision().publish()
    english_page("/a/b/").delete()

    assert site() == layout.Outcome(pages=0, records=0)
    changed.refresh_from_db()
    assert changed.title == "Mine"
    assert in_english() == ["/en/", "/en/first/"]


def test_french_that_an_editor_has_changed_waits_for_its_english(site):
    site({})
    page = Page.objects.get(slug="b").specific
    page.introduction = "Autre chose."
    page.save_revision().publish()

    site()

    assert in_english() == ["/en/", "/en/first/"]


def test_french_that_an_editor_has_unpublished_or_translated_is_left(site):
    site({"index": WORDS["index"]})
    Page.objects.get(slug="b").unpublish()
    by_hand = Page.objects.get(slug="a").specific.copy_for_translation(Locale.objects.get(language_code="en"))

    assert site() == layout.Outcome(pages=0, records=0)
    by_hand.refresh_from_db()
    assert by_hand.title == "La page"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [({(None, "Bonjour à vous."): "x" * 700}, "introduction"), ({("slug", "a"): "rss"}, "flux")],
)
def test_english_that_the_site_refuses_names_its_file(site, wrong, named):
    with pytest.raises(ContentError, match=rf"en/pages/a\.po: .*{named}"):
        site(WORDS | {"a": WORDS["a"] | wrong})

    assert in_english() == ["/en/"]


def english_page(address):
    return Page.objects.get(pk=LaidItem.objects.get(key=f"en:page:{address}").object_id).specific


@pytest.fixture
def strings(site, monkeypatch):
    """The command over the site of these tests."""
    site({})

    content = source.read(site.folder)

    def run(*names):
        monkeypatch.setattr(source, "read", lambda: content)
        monkeypatch.setattr(
            demo_strings, "by_file", lambda content: wording.by_file(content, site.folder / "en")
        )
        printed = io.StringIO()
        call_command("demo_strings", *names, stdout=printed)
        return printed.getvalue()

    return run


def test_a_new_file_holds_every_string_empty(site, strings):
    assert "b.po: 0/3" in strings("/a/b/")

    file = polib.pofile(site.folder / "en" / "pages" / "a" / "b.po")
    assert [(entry.msgctxt, entry.msgid, entry.msgstr) for entry in file] == [
        (None, "La page", ""),
        ("slug", "b", ""),
        (None, "Bonjour à vous.", ""),
    ]


def test_a_file_follows_its_french(site, strings):
    path = site.folder / "en" / "pages" / "a.po"
    write(path, {("title", "La page"): "Page", (None, "Ancienne phrase."): "Former sentence."})

    printed = strings()

    assert [(entry.msgctxt, entry.msgid, entry.msgstr) for entry in polib.pofile(path)] == [
        ("title", "La page", "Page"),
        ("slug", "a", ""),
        (None, "Bonjour à vous.", ""),
    ]
    assert "not translated: Bonjour à vous." in printed


def test_a_name_that_nothing_has(strings):
    with pytest.raises(CommandError, match="called so"):
        strings("/nulle-part/")
