"""A page as it is kept: its bytes, each way they are compressed, and what is said of them."""

import gzip
import hashlib
import json
from typing import Self

import brotli
import zstandard
from django.utils.http import parse_etags

#: What may be kept, by what `Content-Type` says before its parameters.
KINDS = frozenset(
    {
        "text/html",
        "text/calendar",
        "application/xml",
        "application/rss+xml",
        "application/atom+xml",
    }
)
#: Best first.
ENCODINGS = ("br", "zstd", "gzip")
_COMPRESSORS = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=5),
    "zstd": lambda body: zstandard.ZstdCompressor(level=9).compress(body),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
#: A packet that is not full gains nothing by being smaller, in bytes.
SMALLEST = 1000
#: Said anew of each way the page is given out.
_OURS = frozenset({"content-length", "content-encoding", "etag", "vary"})
_UNCHANGED = frozenset(
    {"cache-control", "etag", "vary", "content-location", "date", "expires", "last-modified"}
)


class Page:
    """Rendered under `generation`, good until `until` (seconds since the epoch), asked for `hits` times."""

    __slots__ = ("_answers", "body", "digest", "generation", "headers", "hits", "until", "was_read")

    def __init__(self, generation: str, until: float, headers: list[tuple[str, str]], body: bytes):
        self.generation = generation
        self.until = until
        self.body = body
        self.headers = [(name, value) for name, value in headers if name.lower() not in _OURS]
        vary = {"Accept-Encoding", "Cookie"}
        for name, value in headers:
            if name.lower() == "vary":
                # Languages have addresses here: what a browser prefers changes nothing.
                vary |= {part.strip() for part in value.split(",")} - {
                    "",
                    "Accept-Language",
                    "accept-language",
                }
        self.headers.append(("Vary", ", ".join(sorted(vary))))
        self.digest = hashlib.blake2b(body, digest_size=12).hexdigest()
        self.hits = 0
        self.was_read = False
        self._answers = {}

    @staticmethod
    def is_kept(status: str, headers: list[tuple[str, str]]) -> bool:
        """Whether that answer may be given to anybody."""
        said = {name.lower(): value.lower() for name, value in headers}
        caching = {part.strip() for part in said.get("cache-control", "").split(",")}
        return (
            status.startswith("200")
            and said.get("content-type", "").partition(";")[0].strip() in KINDS
            and "set-cookie" not in said
            and "content-encoding" not in said
            and "*" not in said.get("vary", "")
            and caching.isdisjoint({"private", "no-store"})
        )

    @property
    def size(self) -> int:
        """In bytes, of all that is kept of it."""
        answers = list(self._answers.values())
        return len(self.body) + sum(len(body) for _headers, body in answers if body is not self.body)

    def has(self, encoding: str) -> bool:
        return encoding in self._answers

    def answer(self, encoding: str) -> tuple[list[tuple[str, str]], bytes]:
        """Headers and body, compressed when first asked for so."""
        found = self._answers.get(encoding)
        if found is None:
            found = self._answers[encoding] = self._made(encoding)
        return found

    def _made(self, encoding: str) -> tuple[list[tuple[str, str]], bytes]:
        body = self.compressed(encoding)
        own = []
        if body is self.body:
            etag = f'"{self.digest}"'
        else:
            # Other bytes, another validator (RFC 9110, 8.8.3).
            etag = f'"{self.digest}-{encoding}"'
            own.append(("Content-Encoding", encoding))
        own += [("ETag", etag), ("Content-Length", str(len(body)))]
        return [*self.headers, *own], body

    def compressed(self, encoding: str) -> bytes:
        """The body itself where that saves nothing."""
        if encoding not in _COMPRESSORS or len(self.body) < SMALLEST:
            return self.body
        smaller = _COMPRESSORS[encoding](self.body)
        return smaller if len(smaller) < len(self.body) else self.body

    def unchanged(self, encoding: str, asked: str) -> list[tuple[str, str]] | None:
        """Headers of a 304 for `If-None-Match`; None if whoever asks holds something else."""
        headers, _body = self.answer(encoding)
        etag = next(value for name, value in headers if name == "ETag")
        tags = parse_etags(asked)
        # Compared weakly (RFC 9110, 13.1.2).
        if "*" not in tags and etag not in {tag.removeprefix("W/") for tag in tags}:
            return None
        return [(name, value) for name, value in headers if name.lower() in _UNCHANGED]

    def pack(self) -> bytes:
        head = json.dumps({"until": self.until, "headers": self.headers, "length": len(self.body)})
        return head.encode() + b"\n" + self.body

    @classmethod
    def unpack(cls, generation: str, packed: bytes) -> Self:
        head, _line, body = packed.partition(b"\n")
        told = json.loads(head)
        if len(body) != told["length"]:
            raise ValueError("Half a page.")
        return cls(generation, told["until"], [tuple(header) for header in told["headers"]], body)


def encoding_for(accepted: str | None) -> str:
    """The best that whoever asks understands (RFC 9110, 12.5.3)."""
    weights = {}
    for part in (accepted or "").lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weights[name] = next((_weight(said) for said in parameters if said.startswith("q=")), 1.0)
    wanted = [(weights.get(name, weights.get("*", 0.0)), -rank, name) for rank, name in enumerate(ENCODINGS)]
    weight, _rank, name = max(wanted)
    # Who prefers the page as it is gets it so.
    return name if weight > 0 and weight >= weights.get("identity", 0.0) else "identity"


def _weight(said: str) -> float:
    try:
        return float(said[2:])
    except ValueError:
        return 0.0
