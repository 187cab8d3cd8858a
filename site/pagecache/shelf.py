"""Pages of a generation on disk, for the other workers of the machine, and the queue before each of them."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from pagecache.keys import Key
from pagecache.pages import Page

#: How many queues there are: pages that share one wait for each other, no more.
QUEUES = 256
#: How long a generation that has passed lies about, in seconds: a web server may be sending a file of it.
LINGERS = 60


class Shelf:
    def __init__(self, root: Path):
        self.root = root
        self._queues = root / "queues"

    def get(self, generation: str, key: Key) -> Page | None:
        try:
            return Page.unpack(generation, self._file(generation, key).read_bytes())
        except (OSError, ValueError, KeyError):
            return None

    def keep(self, key: Key, page: Page) -> None:
        """Without parameters: of those, anybody may think of as many as they like."""
        if key.query:
            return
        with contextlib.suppress(OSError):
            write(self._file(page.generation, key), page.pack())

    def _file(self, generation: str, key: Key) -> Path:
        digest = _digest(key)
        return self.root / generation / "shelf" / digest[:2] / digest

    @contextlib.contextmanager
    def queue(self, key: Key) -> Iterator[None]:
        """One process and thread at a time, where the disk can be written.

        A lock of the kernel (flock(2)) belongs to what opened the file, and goes with it.
        """
        number = int(_digest(key), 16) % QUEUES
        try:
            self._queues.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._queues / str(number), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            yield
            return
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def clear(self, present: str | None) -> None:
        """Removes generations that have passed, some time after they were last written to."""
        with contextlib.suppress(OSError):
            for path in self.root.iterdir():
                is_ours = len(path.name) == 32 and path.is_dir() and not path.is_symlink()
                if is_ours and path.name != present and time.time() - path.stat().st_mtime > LINGERS:
                    shutil.rmtree(path, ignore_errors=True)


def _digest(key: Key) -> str:
    return hashlib.blake2b("\n".join(key).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def write(path: Path, content: bytes, time: int | None = None) -> None:
    """All of it or nothing: a process may be killed at any moment.

    `time`: the file's own, in seconds since the epoch; the present if None.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{uuid.uuid4().hex}")
    try:
        aside.write_bytes(content)
        if time is not None:
            os.utime(aside, (time, time))
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
