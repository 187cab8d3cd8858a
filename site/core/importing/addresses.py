"""Where the links of a document may lead."""

import re
from urllib.parse import parse_qs, urlsplit

#: What a visitor may be led to.
SCHEMES = ("http", "https", "mailto", "tel")
_UNSEEN = re.compile(r"[\s\x00-\x20\x7f-\xa0\ufffd]+")


def safe_address(written: str) -> str:
    """An address that a link of the site may have; empty where it leads to a script, a disk or nowhere.

    Addresses that only lead on, as Google Docs writes them, give the one that they lead to.
    """
    address = _UNSEEN.sub("%20", written.strip())
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme.lower() not in SCHEMES:
        return ""
    if parts.scheme.lower() in ("http", "https"):
        if not host:
            return ""
        if host in ("www.google.com", "google.com") and parts.path == "/url":
            query = parse_qs(parts.query)
            onward = (query.get("q") or query.get("url") or [""])[0]
            return safe_address(onward) if onward.startswith(("http://", "https://")) else address
    return address if address.split(":", 1)[1] else ""
