"""How content is read: what is wrong is said with the name of its file."""

import pytest

from demo import layout, source
from demo.errors import ContentError
from demo.models import LaidItem
from demo.progress import Progress

pytestmark = pytest.mark.indexed

HOME = 'type = "home.HomePage"\ntitle = "Accueil"\n'
PAGE = 'type = "home.ContentPage"\ntitle = "Page"\n'


class Silence:
    def isatty(self):
        return False

    def write(self, text):
        pass

    def flush(self):
        pass


@pytest.fixture
def folder(tmp_path):
    """An empty content, ready to be written into."""

    def write(**pages):
        (tmp_path / "records").mkdir(exist_ok=True)
        for name, text in pages.items():
            path = tmp_path / "pages" / f"{name.replace('__', '/')}.toml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def lay(folder):
    return layout.lay_out(source.read(folder), 8000, Progress(Silence()))


@pytest.mark.parametrize(
    ("page", "named"),
    [
        ("type = ", "not readable"),
        ('title = "Sans type"', "type"),
        ('type = "home.NoPage"', "home.NoPage"),
        (PAGE + "[[body]]\nparagraph = '<p><a href=\"page:/nulle-part/\">x</a></p>'", "page:/nulle-part/"),
        (PAGE + '[[body]]\npage_cards = { pages = ["page:/nulle-part/"] }', "page:/nulle-part/"),
    ],
)
def test_wrong_files_are_named_before_anything_is_laid(folder, page, named):
    with pytest.raises(ContentError, match=r"pages/wrong\.toml: ") as caught:
        source.read(folder(index=HOME, wrong=page))

    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("page", "named"),
    [
        (PAGE + 'colour = "red"', "colour"),
        (PAGE + '[[body]]\nmarquee = "x"', "marquee"),
        (PAGE + '[[body]]\ncallout = { words = "x" }', "words"),
        (PAGE + '[[body]]\nparagraph = "<p><blink>x</blink></p>"', "blink"),
        (PAGE + '[[body]]\nheading = ""', "not valid"),
        (PAGE + f'introduction = "{"x" * 700}"', "introduction"),
    ],
)
def test_wrong_values_are_named_and_nothing_stays(db, folder, page, named):
    with pytest.raises(ContentError, match=r"pages/wrong\.toml: ") as caught:
        lay(folder(index=HOME, wrong=page))

    assert named in str(caught.value)
    assert not LaidItem.objects.exists()


def test_a_page_without_the_one_above_it(folder):
    with pytest.raises(ContentError, match="there is no page /a/ above it"):
        source.read(folder(index=HOME, a__b=PAGE))


def test_a_new_page_of_a_newer_demonstration_is_added(db, folder):
    lay(folder(index=HOME, a=PAGE))

    outcome = lay(folder(b=PAGE))

    assert outcome == layout.Outcome(pages=1, records=0)


def test_a_new_page_does_without_what_an_editor_deleted(db, folder):
    lay(folder(index=HOME, a=PAGE))
    page_a = _page("page:/a/")
    page_a.delete()

    lay(folder(b=PAGE + "[[body]]\nparagraph = '<p>Lire <a href=\"page:/a/\">la suite</a>.</p>'", a__c=PAGE))

    assert str(_page("page:/b/").specific.body[0].value) == "<p>Lire la suite.</p>"
    assert not LaidItem.objects.filter(key="page:/a/c/").exists()


def _page(key):
    from wagtail.models import Page

    return Page.objects.get(pk=LaidItem.objects.get(key=key).object_id)
