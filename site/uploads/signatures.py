"""How the formats that the site accepts begin, or what they hold where they are archives.

Sources: ISO 32000-2 annex I (PDF), APPNOTE.TXT (ZIP), ECMA-376 part 2 (Office), OpenDocument 1.3 part 2
and EPUB OCF 3.3 (`mimetype`), RFC 5545 (iCalendar), ISO 14496-12 (MP4), RFC 8794 (WebM), RFC 3533 (Ogg).
"""

import struct
import zipfile
import zlib
from collections.abc import Callable

#: As many bytes of the beginning as any rule reads.
HEAD = 4096
#: What the first entry of an archive, called `mimetype`, says.
MIMETYPES = {
    "epub": b"application/epub+zip",
    "odp": b"application/vnd.oasis.opendocument.presentation",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odt": b"application/vnd.oasis.opendocument.text",
}
#: The folder of an Office archive that holds what it is about.
FOLDERS = {"docx": "word/", "pptx": "ppt/", "xlsx": "xl/"}
#: Whatever a damaged archive makes `zipfile` raise.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    OSError,
    RuntimeError,
    ValueError,
)
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def holds(file, extension: str) -> bool:
    """Whether an open file is of the format with that extension; one without a rule here always is."""
    if extension == "zip" or extension in MIMETYPES or extension in FOLDERS:
        return _archive_holds(file, extension)
    rule = RULES.get(extension)
    if rule is None:
        return True
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    return rule(head)


def _archive_holds(file, extension: str) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            if extension in MIMETYPES:
                with archive.open("mimetype") as entry:
                    return entry.read(len(MIMETYPES[extension])) == MIMETYPES[extension]
            names = archive.namelist()
    except DAMAGED:
        return False
    finally:
        file.seek(0)
    folder = FOLDERS.get(extension)
    return folder is None or any(name.startswith(folder) for name in names)


def _is_text(head: bytes) -> bool:
    """Text has no zero byte, unless it says at its beginning that it counts by two."""
    return b"\0" not in head or head.startswith(BYTE_ORDER_MARKS)


def _is_calendar(head: bytes) -> bool:
    return head.removeprefix(BYTE_ORDER_MARKS[0]).lstrip().upper().startswith(b"BEGIN:VCALENDAR")


def _is_mp4(head: bytes) -> bool:
    return head[4:8] == b"ftyp"


def _is_mp3(head: bytes) -> bool:
    """A tag, or the eleven bits that every frame begins with."""
    return head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0)


RULES: dict[str, Callable[[bytes], bool]] = {
    "csv": _is_text,
    "ics": _is_calendar,
    "m4a": _is_mp4,
    "mp3": _is_mp3,
    "mp4": _is_mp4,
    "ogg": lambda head: head.startswith(b"OggS"),
    # Readers accept what comes before the header, up to a kilobyte.
    "pdf": lambda head: b"%PDF-" in head[:1024],
    "txt": _is_text,
    "wav": lambda head: head.startswith(b"RIFF") and head[8:12] == b"WAVE",
    "webm": lambda head: head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64],
}
