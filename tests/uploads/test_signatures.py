"""A file is what its name says."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from uploads.checks import check_content
from uploads.signatures import FOLDERS, MIMETYPES, RULES, holds


def archive(**entries) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name, text in entries.items():
            made.writestr(name.replace("__", "/"), text)
    return content.getvalue()


GENUINE = {
    "csv": "année;coût\n2016;10\n".encode(),
    "docx": archive(word__document="<document/>"),
    "epub": archive(mimetype="application/epub+zip"),
    "ics": b"\xef\xbb\xbfBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    "m4a": b"\0\0\0\x20ftypM4A ",
    "mp3": b"ID3\x04",
    "mp4": b"\0\0\0\x20ftypisom",
    "odp": archive(mimetype="application/vnd.oasis.opendocument.presentation"),
    "ods": archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
    "odt": archive(mimetype="application/vnd.oasis.opendocument.text"),
    "ogg": b"OggS\0\x02",
    "pdf": b"\xef\xbb\xbf%PDF-1.7\n",
    "pptx": archive(ppt__presentation="<presentation/>"),
    "txt": "Été".encode("utf-16"),
    "wav": b"RIFF\x24\0\0\0WAVEfmt ",
    "webm": b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webm",
    "xlsx": archive(xl__workbook="<workbook/>"),
    "zip": archive(readme="Bonjour"),
}


def test_every_format_that_is_accepted_has_its_rule(settings):
    accepted = {*settings.WAGTAILDOCS_EXTENSIONS}
    accepted |= {*settings.WAGTAILMEDIA["AUDIO_EXTENSIONS"], *settings.WAGTAILMEDIA["VIDEO_EXTENSIONS"]}
    assert accepted <= {*RULES, *FOLDERS, *MIMETYPES, "zip"}
    assert accepted <= set(GENUINE)


@pytest.mark.parametrize("extension", GENUINE)
def test_what_is_genuine_passes(extension):
    file = SimpleUploadedFile(f"Un fichier.{extension.upper()}", GENUINE[extension])
    check_content(file)
    assert file.read() == GENUINE[extension]


@pytest.mark.parametrize("extension", sorted(set(GENUINE) - {"csv", "txt"}))
def test_a_web_page_passes_for_nothing(extension):
    page = SimpleUploadedFile(f"rapport.{extension}", b"<!doctype html><title>Introuvable</title>")
    with pytest.raises(ValidationError) as refusal:
        check_content(page)
    assert f".{extension}" in refusal.value.messages[0]


@pytest.mark.parametrize("extension", ["csv", "pdf", "txt"])
def test_an_image_is_neither_text_nor_pdf(extension):
    assert not holds(io.BytesIO(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), extension)


@pytest.mark.parametrize("extension", ["docx", "odt", "xlsx", "epub", "ods", "pptx", "odp"])
def test_any_archive_is_no_document(extension):
    assert not holds(io.BytesIO(GENUINE["zip"]), extension)


def test_half_an_archive_is_none():
    content = GENUINE["docx"]
    assert not holds(io.BytesIO(content[: len(content) // 2]), "docx")


@given(content=st.binary(max_size=400), extension=st.sampled_from(sorted(GENUINE)))
def test_anything_gets_an_answer(content, extension):
    assert holds(io.BytesIO(content), extension) in (True, False)
    holds(io.BytesIO(GENUINE["odt"][:40] + content + GENUINE["odt"][40:]), extension)
