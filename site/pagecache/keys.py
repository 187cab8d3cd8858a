"""Which requests one and the same page answers."""

import io
import sys
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.conf import settings

#: What tells where a visitor comes from, and nothing of what they ask for.
TRACKING = frozenset({"dclid", "fbclid", "gclid", "igshid", "mc_cid", "mc_eid", "mtm_campaign", "msclkid"})
#: Longer ones are nobody's link.
LONGEST_QUERY = 500


class Key(NamedTuple):
    scheme: str
    host: str
    path: str
    query: str


def scheme_of(environ: dict) -> str:
    """As Django tells it (`SECURE_PROXY_SSL_HEADER`)."""
    if settings.SECURE_PROXY_SSL_HEADER:
        header, secure = settings.SECURE_PROXY_SSL_HEADER
        if (said := environ.get(header)) is not None:
            return "https" if said.split(",", 1)[0].strip() == secure else "http"
    return environ["wsgi.url_scheme"]


def key_of(environ: dict) -> Key | None:
    """None for whoever passes by: see the package."""
    if (
        environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or "HTTP_RANGE" in environ
        or "HTTP_AUTHORIZATION" in environ
        or is_somebody(environ.get("HTTP_COOKIE", ""))
    ):
        return None
    path = environ.get("PATH_INFO") or "/"
    query = normal_query(environ.get("QUERY_STRING", ""))
    host = environ.get("HTTP_HOST", "").lower()
    if query is None or not host or path.startswith(settings.PAGE_CACHE["PASSED_BY"]):
        return None
    return Key(scheme_of(environ), host, path, query)


def is_somebody(cookies: str) -> bool:
    names = {cookie.partition("=")[0].strip() for cookie in cookies.split(";")}
    return not names.isdisjoint((settings.SESSION_COOKIE_NAME, "messages"))


def normal_query(query: str) -> str | None:
    """The parameters that matter, sorted; None where one is unknown."""
    if not query:
        return ""
    if len(query) > LONGEST_QUERY:
        return None
    kept = []
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name.startswith("utm_") or name in TRACKING:
            continue
        if name not in settings.PAGE_CACHE["PARAMETERS"]:
            return None
        kept.append((name, value))
    return urlencode(sorted(kept))


def environ_for(key: Key) -> dict:
    """The request of nobody: all that a page kept may depend on."""
    host, _colon, port = key.host.partition(":")
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": key.path,
        "QUERY_STRING": key.query,
        "SERVER_NAME": host,
        "SERVER_PORT": port or ("443" if key.scheme == "https" else "80"),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": key.host,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": key.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if settings.SECURE_PROXY_SSL_HEADER and key.scheme == "https":
        header, secure = settings.SECURE_PROXY_SSL_HEADER
        environ[header] = secure
    return environ
