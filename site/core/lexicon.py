"""Words of the house in running text: marked by editors, explained where they stand.

An editor's mark is stored as `<abbr>`, the one free element among those that wagtail-localize lets through
inside a string. It is read against the lexicon (`core.models.Term`) each time a page is printed: what an
entry says may change without the pages that use it.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from html import unescape

from django.apps import apps
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import get_language
from wagtail.models import Page

from core.paths import path_of_page

#: Name of the editor's button.
FEATURE = "term"
OPEN, CLOSE = "<abbr>", "</abbr>"
_MARK = re.compile(f"{OPEN}(.*?){CLOSE}", re.DOTALL)
_TAG = re.compile(r"""(<!--.*?-->|<[a-zA-Z/!](?:"[^"]*"|'[^']*'|[^'">])*>)""", re.DOTALL)
_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
#: A button may not stand inside these: there a marked word stays a word.
_NO_BUTTON = {"a", "button", "summary", "label", "option", "svg", *(f"h{level}" for level in range(1, 7))}
_LIGATURES = {"œ": "oe", "æ": "ae"}


def fold(word: str) -> str:
    """The word as it is compared: no accent, no capital, one kind of apostrophe, hyphen and space."""
    # Twice: a sign may become a capital as it is taken apart, or a small one with an accent.
    word = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold()).casefold()
    word = word.replace("’", "'")
    for ligature, letters in _LIGATURES.items():
        word = word.replace(ligature, letters)
    word = word.replace("\u2010", "-").replace("\u00ad", "")
    return " ".join("".join(sign for sign in word if not unicodedata.combining(sign)).split())


def words_of(name: str, forms: str) -> list[str]:
    """The ways of writing a term: its name, then its other forms, separated by commas."""
    return [word.strip() for word in (name, *forms.split(",")) if word.strip()]


def marked_words(html: str) -> list[str]:
    """What is marked as a term in HTML, as written; blanks marked by the way are no part of it."""
    return [word for inside in _MARK.findall(html) if (word := _text(inside).strip())]


def unknown_words(html: str) -> list[str]:
    """Marked words that are in the lexicon of no language; asks nothing where nothing is marked."""
    marked = marked_words(html)
    if not marked:
        return []
    entries = apps.get_model("core", "Term").objects.values_list("name", "forms")
    known = {fold(word) for name, forms in entries for word in words_of(name, forms)}
    return [word for word in dict.fromkeys(marked) if fold(word) not in known]


def without_marks(html: str) -> str:
    """The same HTML, marked words as plain ones: for where a definition has no place, as in a feed."""
    return html.replace(OPEN, "").replace(CLOSE, "")


@dataclass
class Explained:
    """The lexicon while one page is printed: asked for once, each term explained once."""

    entries: dict[str, object]
    address: str
    done: set[str] = field(default_factory=set)

    @classmethod
    def during(cls, request, language: str) -> "Explained":
        """The one of this request. One query, the first time."""
        key = f"_lexicon_{language}"
        found = getattr(request, key, None)
        if found is None:
            found = cls(*_read(request, language))
            if request is not None:
                setattr(request, key, found)
        return found

    def button(self, inside: str) -> str:
        """A marked word as a button, its definition after the first one; the word itself if it is unknown."""
        term = None if "<a" in inside else self.entries.get(fold(_text(inside)))
        if term is None:
            return inside
        # At the edge of a button a space would be lost.
        word = inside.strip()
        before, after = inside.split(word, 1)
        is_first = term.slug not in self.done
        context = {
            "term": term,
            "word": word,
            "is_first": is_first,
            "is_first_of_page": not self.done,
            "address": self.address,
        }
        self.done.add(term.slug)
        return before + render_to_string("core/components/term.html", context).strip() + after


def explain(html: str, request=None, page=None) -> str:
    """HTML whose marked words open their definition.

    Where no button may stand, and for words that the lexicon of the text's language does not hold, they are
    plain words.
    """
    if OPEN not in html:
        return html
    explained = Explained.during(request, text_language(page))
    parts, marked, enclosing = [], None, 0
    for position, part in enumerate(_TAG.split(html)):
        if part == OPEN:
            marked = marked or []
        elif part == CLOSE:
            inside = "".join(marked or [])
            parts.append(inside if enclosing else explained.button(inside))
            marked = None
        elif marked is None:
            parts.append(part)
            enclosing = max(0, enclosing + (_depth(part) if position % 2 else 0))
        else:
            marked.append(part)
    return "".join([*parts, *(marked or [])])


def text_language(page) -> str:
    """The language that a page is written in: not the one being read, where nobody has translated it yet."""
    if page is not None and getattr(page, "alias_of_id", None):
        return page.alias_of.locale.language_code
    return get_language()


def _read(request, language: str) -> tuple[dict, str]:
    """Terms of a language by each of the words for them, folded, and where the lexicon is read. One query.

    Where two terms claim a word, the first has it. The lexicon is read in the language being read, else in
    that of the terms; the address is empty where there is no page of it.
    """
    terms = (
        apps.get_model("core", "Term")
        .objects.filter(locale__language_code=language)
        .annotate(
            path=Coalesce(
                path_of_page("home", "lexiconpage", locale__language_code=get_language()),
                path_of_page("home", "lexiconpage", locale__language_code=language),
            )
        )
        .order_by("name", "pk")
    )
    entries: dict = {}
    path = None
    for term in terms:
        path = term.path
        for word in term.words:
            entries.setdefault(fold(word), term)
    return entries, (Page(url_path=path).get_url(request) or "") if path else ""


def _text(html: str) -> str:
    return unescape(strip_tags(html))


def _depth(tag: str) -> int:
    """+1 where an element begins that takes no button, -1 where it ends."""
    match = _TAG_NAME.match(tag)
    if not match or match[2].lower() not in _NO_BUTTON:
        return 0
    return -1 if match[1] else 1
