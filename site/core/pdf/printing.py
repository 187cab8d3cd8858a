"""From data to a PDF: typst, the typefaces of the house, and what is done with signs that no font draws.

Data reach a template as one JSON value: nothing that was typed is ever read as markup. typst refuses to write
a PDF/UA-1 that does not conform, a sign without a drawing among other things; such signs, known by trying
them, come out as empty squares. Covered: Latin as Europe writes it, in the site's own typefaces; Greek,
Cyrillic, Hebrew, Arabic and Devanagari, in those that typst brings. Nothing is fetched, and no font of the
machine is used.

A section keeps its templates beside the code that fills them. What they share is a typst package in the
`local` namespace, imported by name (`#import "@local/house:1.0.0": *`): a path from one section to another
would not be the same in a checkout and in the wheel, where `site/` is left out.
"""

import datetime
import html
import json
import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

import typst
from django.core.cache import cache as store
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Site

from core.models import ContactSettings
from core.typography import typeset

from . import drawings

_FOLDER = Path(__file__).parent
#: Shared by templates; a namespace of typst's own would be fetched.
_PACKAGES = _FOLDER / "packages"
_STANDARD = "ua-1"
#: Stands for a sign that no font draws.
_SQUARE = "\u25a1"
_PLAIN = re.compile(r"[\x20-\x7e]")
_FONT_FAMILIES = '("Public Sans", "Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")'
_PROBE = f"""#set document(title: "probe")
#set text(font: {_FONT_FAMILIES})
#sys.inputs.signs""".encode()
_PICTURE_PROBE = b"""#for (name, file) in json(bytes(sys.inputs.pictures)) {
  image(bytes(file.bytes), format: file.format)
}"""
_KEPT_SECONDS = 30 * 24 * 3600

Run = str | list[str]


def printed(text) -> list[list[Run]]:
    """Words of ours as a template takes them: lines of runs, in the typography of the active language.

    A run is a string, or a list of one string where it stands raised, as in « 27e ».
    """
    return [_runs(line) for line in str(typeset(str(text))).split("\n")]


def verbatim(text) -> list[list[Run]]:
    """What somebody typed, as they typed it: lines of runs."""
    return [[line] for line in str(text).split("\n")]


def plain(text) -> str:
    """Words of ours on one line, nothing of them raised."""
    return " ".join(
        "".join(run if isinstance(run, str) else run[0] for run in line) for line in printed(text)
    )


def _runs(line: str) -> list[Run]:
    parts = re.split(r"<sup>(.*?)</sup>", line)
    runs = [[html.unescape(part)] if index % 2 else html.unescape(part) for index, part in enumerate(parts)]
    return [run for run in runs if run]


def contact() -> ContactSettings:
    """How the association names itself on paper."""
    site = Site.objects.filter(is_default_site=True).first()
    return ContactSettings.for_site(site) if site else ContactSettings()


def frame(organisation: ContactSettings, **said: str) -> dict:
    """What every document has: the association, its mark, and the words that the template says."""
    town = f"{organisation.postal_code} {organisation.city}".strip()
    known = (organisation.street, town, organisation.email, organisation.telephone)
    return {
        "mark": drawings.mark(),
        "organisation": {
            "name": printed(organisation.organisation_name),
            "lines": [printed(line) for line in known if line],
        },
        "words": {name: printed(text) for name, text in said.items()}
        | {"to_complete": printed(_("to be completed"))},
    }


def fingerprint(template: Path, data: dict) -> str:
    """The same for the same document, another one as soon as a word, a figure or the template differs."""
    described = json.dumps([template.stem, get_language(), data], sort_keys=True)
    return sha256(described.encode("utf-8", "replace") + _source_digest(template)).hexdigest()[:32]


def kept(
    template: Path,
    data: dict,
    *,
    dated: datetime.date | None = None,
    pictures: Callable[[], dict[str, bytes]] = dict,
) -> bytes:
    """The document, made once and kept in the cache: for those that hold nothing personal.

    `pictures` gives the files that the template names, asked for only if it is made; what `data` says of each
    tells one version of it from the next.
    """
    key = f"pdf.{template.stem}.{fingerprint(template, data | {'date': _date(dated)})}"
    pdf = store.get(key)
    if pdf is None:
        pdf = made(template, data, dated=dated, pictures=pictures())
        store.set(key, pdf, _KEPT_SECONDS)
    return pdf


def made(
    template: Path,
    data: dict,
    *,
    dated: datetime.date | None = None,
    pictures: dict[str, bytes] | None = None,
) -> bytes:
    """The document as PDF/UA-1; `data` holds its `title`, `pictures` the files that the template names.

    Raises `typst.TypstError` if it cannot be made.
    """
    whole = _each_text(data | {"lang": get_language(), "date": _date(dated)}, _without_controls)
    signs = frozenset(_PLAIN.sub("", json.dumps(whole, ensure_ascii=False)))
    try:
        return _compile(template, whole, pictures)
    except typst.TypstError:
        undrawable = _undrawable(signs)
        if not undrawable:
            raise
        squares = dict.fromkeys(map(ord, undrawable), _SQUARE)
        return _compile(template, _each_text(whole, lambda text: text.translate(squares)), pictures)


def is_picture(content: bytes, name: str) -> bool:
    """Whether typst can print it; `name` ends in the format."""
    try:
        typst.compile(
            _PICTURE_PROBE,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"pictures": _as_numbers({name: content})},
        )
    except typst.TypstError:
        return False
    return True


def _compile(template: Path, data: dict, pictures: dict[str, bytes] | None = None) -> bytes:
    return typst.compile(
        template,
        root=template.parent,
        package_path=_PACKAGES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={
            "data": json.dumps(data, ensure_ascii=False),
            "pictures": _as_numbers(pictures or {}),
        },
        pdf_standards=[_STANDARD],
        timestamp=0,
    )


def _as_numbers(pictures: dict[str, bytes]) -> str:
    """Files as a template takes them: text alone can be handed to one."""
    return json.dumps(
        {
            name: {"format": Path(name).suffix[1:], "bytes": list(content)}
            for name, content in pictures.items()
        }
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[_FOLDER / "fonts"])


def _undrawable(signs: frozenset[str]) -> set[str]:
    """Those signs among these that no font draws."""
    if not signs or _is_drawable("".join(sorted(signs))):
        return set()
    if len(signs) == 1:
        return set(signs)
    ordered = sorted(signs)
    middle = len(ordered) // 2
    return _undrawable(frozenset(ordered[:middle])) | _undrawable(frozenset(ordered[middle:]))


@lru_cache(maxsize=8192)
def _is_drawable(signs: str) -> bool:
    # Apart from one another: a sign that combines with its neighbour is tried by itself.
    spaced = " ".join(signs)
    try:
        typst.compile(
            _PROBE,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"signs": spaced},
            pdf_standards=[_STANDARD],
        )
    except typst.TypstError:
        return False
    return True


@cache
def _source_digest(template: Path) -> bytes:
    """Of a template and what it stands on: a new release of the site makes its documents again."""
    files = [template, *sorted(_PACKAGES.rglob("*.typ")), *sorted((_FOLDER / "fonts").glob("*.ttf"))]
    return sha256(b"".join(file.read_bytes() for file in files) + typst.__version__.encode()).digest()


def _each_text(value, change: Callable[[str], str]):
    """The same data, every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_each_text(part, change) for part in value]
    if isinstance(value, dict):
        return {name: _each_text(part, change) for name, part in value.items()}
    return value


def _without_controls(text: str) -> str:
    return "".join(sign for sign in text if unicodedata.category(sign) not in {"Cc", "Cs"})


def _date(day: datetime.date | None) -> dict | None:
    return day and {"year": day.year, "month": day.month, "day": day.day}
