"""References as files: one item, or all those of a list."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpResponse

from core import page_files
from core.citing.bibtex import bibtex
from core.citing.ris import ris
from core.citing.styles import reference_text


@dataclass(frozen=True)
class Format:
    """A format of references; `write` is given items and the language being read."""

    name: str
    media_type: str
    write: Callable[[list[dict], str], str]


def _csl_json(items: list[dict], language: str) -> str:
    return json.dumps(items, ensure_ascii=False, indent=2)


def _in_words(items: list[dict], language: str) -> str:
    return "".join(f"{reference_text(item, language)}\n" for item in items)


#: By the extension of their files.
FORMATS = {
    "bib": Format("BibTeX", "application/x-bibtex", lambda items, language: bibtex(items)),
    "ris": Format("RIS", "application/x-research-info-systems", lambda items, language: ris(items)),
    "json": Format("CSL-JSON", "application/vnd.citationstyles.csl+json", _csl_json),
    "txt": Format("ISO 690", "text/plain", _in_words),
}
#: Those that reference managers import; a list is not offered in words.
FOR_MANAGERS = ("bib", "ris", "json")


@dataclass(frozen=True)
class FileLink:
    label: str
    url: str
    media_type: str


def links(address_of: Callable[[str], str], extensions=FOR_MANAGERS) -> list[FileLink]:
    """The files, given what says the address of each extension."""
    return [
        FileLink(FORMATS[extension].name, address_of(extension), FORMATS[extension].media_type)
        for extension in extensions
    ]


def serve(request, page, url: str, items: list[dict], extension: str, language: str) -> HttpResponse:
    """The file of a page with that extension, at its address. Raises Http404 where there is none such."""
    if extension not in FORMATS:
        raise Http404
    chosen = FORMATS[extension]
    content_type = f"{chosen.media_type}; charset=utf-8"
    return page_files.serve(request, page, url, lambda: chosen.write(items, language).encode(), content_type)
