"""What was sent, as HTML: a document of Word, a page of a browser, words without any form."""

import re
import zipfile
from dataclasses import dataclass, field
from html import escape

import mammoth
from bs4.dammit import UnicodeDammit
from django.conf import settings
from django.utils.translation import gettext as _

from core.importing import UnreadableError
from core.importing.source import LIMIT
from desk.pasting.models import BroughtDocument
from uploads.signatures import DAMAGED
from uploads.weights import weight

#: Bytes of the text of a document of Word once it is unpacked, and of all that it holds.
UNPACKED_TEXT_LIMIT = 20 * 10**6
UNPACKED_LIMIT = 250 * 10**6
#: Files inside it.
MOST_PARTS = 2000
_STYLES = """
p[style-name='Title'] => p.MsoTitle:fresh
p[style-name='Subtitle'] => p.MsoSubtitle:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='caption'] => p.MsoCaption:fresh
p[style-name^='toc '] => p.MsoToc:fresh
p[style-name='TOC Heading'] => p.MsoToc:fresh
p[style-name='table of figures'] => p.MsoToc:fresh
br[type='page'] =>
"""


@dataclass
class Source:
    """HTML, and the pictures that it holds by the address that it gives them."""

    html: str
    pictures: dict[str, bytes] = field(default_factory=dict)


def read(document: BroughtDocument) -> Source:
    """Raises `UnreadableError` where there is nothing that can be read; its message says why."""
    with document.file.open("rb") as file:
        if document.kind == BroughtDocument.Kind.WORD:
            return _word(file)
        content = file.read()
    words = UnicodeDammit(content, is_html=document.kind == BroughtDocument.Kind.HTML).unicode_markup
    if words is None:
        raise UnreadableError(_("This file is not written in any alphabet that can be read here."))
    return Source(words if document.kind == BroughtDocument.Kind.HTML else plain_words(words))


def plain_words(words: str) -> str:
    """Words without any form, as HTML. An empty line ends a paragraph; where none is, each line does."""
    words = words.replace("\r\n", "\n").replace("\r", "\n").strip()
    parts = re.split(r"\n[ \t]*\n\s*", words)
    if len(parts) == 1:
        parts = words.split("\n")
    return "".join(f"<p>{escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in parts)


def _word(file) -> Source:
    _check_size(file)
    pictures: dict[str, bytes] = {}

    def hold(image):
        source = f"document:{len(pictures) + 1}"
        with image.open() as content:
            pictures[source] = content.read(settings.IMAGE_UPLOAD_LIMIT + 1)
        return {"src": source}

    try:
        # A style map that comes with the document is not ours; nothing outside it is read.
        result = mammoth.convert_to_html(
            file,
            convert_image=mammoth.images.img_element(hold),
            style_map=_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
        )
    except Exception as error:
        # Whatever is wrong inside: the reader tells it by any exception.
        raise UnreadableError(
            _(
                "This document cannot be read. Open it in Word or LibreOffice, save it again as .docx, "
                "then send it."
            )
        ) from error
    return Source(result.value, pictures)


def _check_size(file) -> None:
    """What is unpacked weighs what the archive says: reading stops there."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except DAMAGED as error:
        raise UnreadableError(_("This document is damaged: it cannot be opened.")) from error
    finally:
        file.seek(0)
    text = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
    if text > UNPACKED_TEXT_LIMIT or sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        raise UnreadableError(
            _(
                "Unpacked, this document weighs more than %(limit)s of text or %(all)s in all. "
                "Bring it in parts."
            )
            % {"limit": weight(UNPACKED_TEXT_LIMIT), "all": weight(UNPACKED_LIMIT)}
        )
    if len(parts) > MOST_PARTS:
        raise UnreadableError(_("This document holds too many files. Bring it in parts."))


def html_limit() -> int:
    """Bytes of a web page that may be sent: its text, and pictures as heavy as those of the library."""
    return max(LIMIT, settings.DOCUMENT_UPLOAD_LIMIT)
