"""Asking other people's servers whether a page is still there: seldom, slowly, under our own name.

Only servers that anybody can reach are asked. An editor may type any address, and this runs inside: without
that, it would tell who types which machines of the host's own network answer (server-side request forgery).
The name is resolved once, what it resolves to is judged, and the connection goes to that very address.
"""

import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import requests
from django.conf import settings
from django.utils import timezone
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

TIMEOUT = 10
MAX_REDIRECTS = 5
#: Seconds between two requests to the same host.
PAUSE = 1.0
#: What asks for no answer at once: a server in need of rest.
REST = (429, 503)
PERMANENT = (301, 308)
GONE = (404, 410)
#: Ranges that carry another, private address inside: NAT64, 6to4, Teredo.
_WRAPPING = [ipaddress.ip_network(range_) for range_ in ("64:ff9b::/96", "2002::/16", "2001::/32")]


def is_public(address: str) -> bool:
    """Whether an address of IP is open to everybody on the Internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    is_wrapped = any(ip in range_ for range_ in _WRAPPING if range_.version == ip.version)
    return ip.is_global and not ip.is_multicast and not is_wrapped


class NotPublicError(HTTPError):
    """The name leads to a machine that only some can reach."""


class _GuardedMixin:
    """A connection to an address that was judged, and no other."""

    is_allowed: Callable[[str], bool]

    def _new_conn(self):
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            raise NameResolutionError(self.host, self, error) from error
        addresses = list(dict.fromkeys(entry[4][0] for entry in found))
        # One that is private among public ones is somebody's trick: none is asked.
        if not all(map(self.is_allowed, addresses)):
            raise NotPublicError(f"{self.host} is not open to everybody.")
        try:
            return create_connection(
                (addresses[0], self.port), self.timeout, socket_options=self.socket_options
            )
        except OSError as error:
            raise NewConnectionError(self, str(error)) from error


class _GuardedAdapter(HTTPAdapter):
    def __init__(self, is_allowed: Callable[[str], bool]):
        self._is_allowed = staticmethod(is_allowed)
        super().__init__()

    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            scheme: type(
                f"Guarded{pool.__name__}",
                (pool,),
                {
                    "ConnectionCls": type(
                        f"Guarded{connection.__name__}",
                        (_GuardedMixin, connection),
                        {"is_allowed": self._is_allowed},
                    )
                },
            )
            for scheme, pool, connection in (
                ("http", HTTPConnectionPool, HTTPConnection),
                ("https", HTTPSConnectionPool, HTTPSConnection),
            )
        }


class _HeadersSession(requests.Session):
    """One that looks into no answer: `requests` reads the whole of a redirect, however long."""

    def resolve_redirects(self, *args, **kwargs):
        return iter(())


def open_session(is_allowed: Callable[[str], bool] = is_public) -> requests.Session:
    """A session that says who asks, reaches only what `is_allowed`, and knows no password and no proxy."""
    session = _HeadersSession()
    session.trust_env = False
    session.headers["User-Agent"] = f"La27eRegion-link-check/1.0 (+{settings.WAGTAILADMIN_BASE_URL})"
    for scheme in ("http://", "https://"):
        session.mount(scheme, _GuardedAdapter(is_allowed))
    return session


class Pace:
    """At most one request a second to each host."""

    def __init__(self, clock=time.monotonic, sleep=time.sleep):
        self._clock, self._sleep = clock, sleep
        self._last: dict[str, float] = {}

    def wait(self, host: str) -> None:
        left = self._last.get(host, float("-inf")) + PAUSE - self._clock()
        if left > 0:
            self._sleep(left)
        self._last[host] = self._clock()


@dataclass(frozen=True)
class Answer:
    """`reason` says why it counts as gone, empty where it does not; `rest_until`, when the host may be asked
    again; `moved_to`, where it went for good.
    """

    reason: str = ""
    moved_to: str = ""
    rest_until: datetime | None = None


class Asker:
    """Asks for pages by their headers alone, for films through their host's own card of them."""

    def __init__(self, session: requests.Session, pace: Pace):
        self._session, self._pace = session, pace

    def page(self, url: str) -> Answer:
        """Follows redirects; no answer that a person might still get otherwise counts as gone."""
        current, moved_to, is_for_good = url, "", True
        for _hop in range(MAX_REDIRECTS + 1):
            response = self._heard(current)
            if isinstance(response, str):
                return Answer(reason=response)
            target = self._session.get_redirect_target(response)
            if target is None:
                return self._judged(response, moved_to)
            current = urljoin(current, target)
            if urlsplit(current).scheme not in ("http", "https"):
                return Answer(moved_to=moved_to)
            is_for_good = is_for_good and response.status_code in PERMANENT
            moved_to = current if is_for_good else moved_to
        return Answer(reason="circles")

    def film(self, card_url: str) -> Answer:
        """What the host's card says: it has none of a film that is gone or that not everybody may see."""
        response = self._asked("GET", card_url)
        if isinstance(response, str):
            return Answer(reason=response)
        # Vimeo refuses its card of films that may be played on some sites only: perhaps on ours.
        is_vimeo = urlsplit(card_url).hostname == "vimeo.com"
        if response.status_code in (401, 403) and not is_vimeo:
            return Answer(reason="closed")
        if response.status_code in (400, *GONE):
            return Answer(reason="404")
        return self._judged(response, "")

    def _heard(self, url: str) -> requests.Response | str:
        response = self._asked("HEAD", url)
        # Many servers answer this question wrongly, or not at all: they are asked as a reader would.
        if not isinstance(response, str) and response.status_code >= 400 and response.status_code not in REST:
            return self._asked("GET", url)
        return response

    def _asked(self, method: str, url: str) -> requests.Response | str:
        """The answer, of which nothing but the headers is read; or why there is none."""
        self._pace.wait(urlsplit(url).hostname or "")
        try:
            with self._session.request(
                method, url, timeout=TIMEOUT, allow_redirects=False, stream=True
            ) as response:
                return response
        except NotPublicError:
            return "private"
        except requests.exceptions.SSLError:
            return "unsafe"
        except requests.exceptions.Timeout:
            return "slow"
        except requests.exceptions.ConnectionError as error:
            return "unknown-host" if "NameResolutionError" in repr(error) else "unreachable"
        except (requests.exceptions.RequestException, HTTPError, UnicodeError, ValueError):
            return "invalid"

    @staticmethod
    def _judged(response: requests.Response, moved_to: str) -> Answer:
        status = response.status_code
        if status in REST:
            return Answer(rest_until=_rest_until(response))
        if status in GONE or status >= 500:
            return Answer(reason=str(status))
        # Whoever asks for a password, or wants no robots, is there.
        return Answer(moved_to=moved_to if status < 400 else "")


def _rest_until(response: requests.Response) -> datetime:
    """As the server asks (RFC 9110, 10.2.3: seconds or a date): a day at least, thirty at most."""
    now, asked = timezone.now(), response.headers.get("Retry-After", "").strip()
    try:
        until = (
            now + timedelta(seconds=min(int(asked), 10**8))
            if asked.isdecimal()
            else parsedate_to_datetime(asked)
        )
        until = until if timezone.is_aware(until) else timezone.make_aware(until)
    except (ValueError, TypeError, OverflowError):
        until = now
    return min(max(until, now + timedelta(days=1)), now + timedelta(days=30))
