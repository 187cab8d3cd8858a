"""Nothing is said in one language alone: every word of a template and of a model goes through gettext."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = ("site", "home", "programmes", "blog", "publications", "search")
#: Names that are the same in every language: the house, formats, registers.
PHRASES = ("La 27e Région", "La 27<sup>e</sup> Région", "JSON Schema", ".ics")
NAMES = {
    "Atom",
    "BIC",
    "CSV",
    "DOI",
    "IBAN",
    "ISBN",
    "JSON",
    "OCLC",
    "PDF",
    "PPN",
    "RSS",
    "SIRET",
    "LinkedIn",
    "Mastodon",
    "SlideShare",
    "YouTube",
    "SRT",
    "SUDOC",
    "WebVTT",
    "WorldCat",
    "iCalendar",
}
#: Licences, as whoever wrote them named them.
LICENCES = {
    "Creative Commons BY 4.0",
    "Creative Commons CC0 1.0",
    "Licence Ouverte 2.0",
    "Open Database License 1.0",
}
#: The handbook is written for the team, in French: it is a text, and no interface.
HANDBOOK = ROOT / "site/desk/handbook/templates/handbook/chapters"
#: Attributes that are read out or shown.
SPOKEN = ("alt", "title", "aria-label", "aria-description", "aria-roledescription", "placeholder", "label")
#: What names a field, a block, an option or a panel to whoever uses it.
NAMING = {
    "verbose_name",
    "verbose_name_plural",
    "help_text",
    "label",
    "heading",
    "description",
    "required_message",
    "admin_text",
    "menu_label",
    "page_title",
    "header_icon_label",
}
_WORD = re.compile(r"[^\W\d_]{2,}")
_COMMENT = re.compile(r"{%\s*comment.*?{%\s*endcomment\s*%}|{#.*?#}|<!--.*?-->", re.DOTALL)
_TRANSLATED = re.compile(r"{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}", re.DOTALL)
# Names of classes, and the anchor of a tab: read by nobody.
_UNREAD = re.compile(r"{%\s*block \w*class\w*\s*%}.*?{%\s*endblock[^%]*%}|#tab-\w+", re.DOTALL)
_TAG_NAME = re.compile(r"(</?){{.*?}}")
_TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
#: Calls whose first argument is read.
_NAMED_FIRST = re.compile(r"ValidationError$|^models\.(?!OneToOne|ManyToMany)\w+Field$")
_ENTITY = re.compile(r"&#?\w+;")


def files(suffix: str) -> list[Path]:
    return sorted(path for top in SOURCES for path in (ROOT / top).rglob(f"*{suffix}"))


def literal_words(text: str) -> str:
    """What of a text is neither a name nor a sign."""
    text = " ".join(_ENTITY.sub(" ", text).split())
    if text in LICENCES:
        return ""
    return text if [word for word in _WORD.findall(text) if word not in NAMES] else ""


class Reader(HTMLParser):
    """Collects what is read between tags and in spoken attributes."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self._mute = 0

    def handle_starttag(self, tag, attrs):
        self._mute += tag in ("script", "style")
        self.found += [literal_words(value or "") for name, value in attrs if name in SPOKEN]

    def handle_startendtag(self, tag, attrs):
        self.found += [literal_words(value or "") for name, value in attrs if name in SPOKEN]

    def handle_endtag(self, tag):
        self._mute -= tag in ("script", "style")

    def handle_data(self, data):
        if not self._mute:
            self.found.append(literal_words(data))


def untranslated(source: str, *, is_html: bool) -> list[str]:
    """Words of a template that are printed as they stand."""
    bare = _TAG_NAME.sub(r"\1x", _COMMENT.sub(" ", source))
    for phrase in PHRASES:
        bare = bare.replace(phrase, "")
    for pattern in (_UNREAD, _TRANSLATED, _TAG):
        bare = pattern.sub(" ", bare)
    if not is_html:
        return [words for line in bare.splitlines() if (words := literal_words(line))]
    reader = Reader()
    reader.feed(bare)
    reader.close()
    return [words for words in reader.found if words]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>{% translate 'Hello' %}</p>", []),
        ("<p>Bonjour</p>", ["Bonjour"]),
        ('<img alt="La gare">', ["La gare"]),
        ("<a title=\"{% translate 'Here' %}\">{{ name }} · 12&nbsp;%</a>", []),
        ("{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}<script>let word</script>", []),
        ("{% if yes %}oui{% else %}{{ no }}{% endif %}", ["oui"]),
        ("<p>RSS, Atom</p>", []),
    ],
)
def test_what_counts_as_untranslated(source, words):
    assert untranslated(source, is_html=True) == words


def test_templates_print_no_words_of_their_own():
    found = {
        str(path.relative_to(ROOT)): words
        for suffix in (".html", ".txt")
        for path in files(suffix)
        if "templates" in path.parts
        and HANDBOOK not in path.parents
        and (words := untranslated(path.read_text(), is_html=suffix == ".html"))
    }
    assert found == {}


def names_given(node) -> list[tuple[str, ast.expr]]:
    """(name, value) of what a piece of code calls things, for whoever uses them."""
    if isinstance(node, ast.ClassDef):
        assigned = [each for each in node.body if isinstance(each, ast.Assign)]
        if node.name == "Meta":
            return [(target.id, each.value) for each in assigned for target in each.targets]
        if any(ast.unparse(base).endswith("TextChoices") for base in node.bases):
            return [
                ("label", each.value.elts[1])
                for each in assigned
                if isinstance(each.value, ast.Tuple) and len(each.value.elts) == 2
            ]
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        said = [(each.arg, each.value) for each in node.keywords]
        if node.args and _NAMED_FIRST.search(called):
            said.append(("label", node.args[0]))
        if len(node.args) > 1 and called.startswith("messages."):
            said.append(("label", node.args[1]))
        return said
    return []


def test_labels_errors_and_help_texts_go_through_gettext():
    found = []
    for path in files(".py"):
        # What migrations say is what the models said that they describe.
        if {"migrations", "demo", "becoming_translatable.py"} & set(path.parts):
            continue
        found += [
            f"{path.relative_to(ROOT)}:{value.lineno} {name}={value.value!r}"
            for node in ast.walk(ast.parse(path.read_text()))
            for name, value in names_given(node)
            if name in NAMING
            and isinstance(value, ast.Constant)
            and isinstance(value.value, str)
            and literal_words(value.value)
        ]
    assert found == []
