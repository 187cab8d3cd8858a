"""Pages as files that a web server serves by itself: see `proxies/` beside this module."""

import contextlib
import re
from pathlib import Path

from pagecache.keys import Key
from pagecache.pages import Page
from pagecache.shelf import write

#: Addresses of pages, which are names of folders and nothing else.
_PATH = re.compile(r"/(?:[\w-]+/)*", re.ASCII)
_HOST = re.compile(r"[a-z0-9.-]+(?::\d+)?", re.ASCII)
_SUFFIXES = {"gzip": ".gz", "br": ".br", "zstd": ".zst"}


def can_bake(key: Key, page: Page) -> bool:
    """Whether a web server would find it: by its address alone, as HTML."""
    kind = next((value for name, value in page.headers if name.lower() == "content-type"), "")
    return bool(
        not key.query
        and _PATH.fullmatch(key.path)
        and _HOST.fullmatch(key.host)
        and kind.lower().replace(" ", "") == "text/html;charset=utf-8"
    )


def bake(root: Path, key: Key, page: Page) -> None:
    """Writes it under its own generation, whichever the present one is: nobody looks into another's.

    Web servers make an ETag of the time and the size of a file. Its time is a digest of the page: else two
    pages of one second and one size would pass for the same.
    """
    folder = root / page.generation / key.scheme / key.host / key.path.strip("/")
    time = int(page.digest[:8], 16) >> 1
    with contextlib.suppress(OSError):
        for encoding, suffix in _SUFFIXES.items():
            body = page.compressed(encoding)
            if body is not page.body:
                write(folder / f"index.html{suffix}", body, time)
        # Last: what is compressed is looked for only beside it.
        write(folder / "index.html", page.body, time)
