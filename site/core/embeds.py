"""Players of video hosts, worked out from the address alone: nothing is fetched when an editor saves."""

import re
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.utils.html import format_html
from wagtail.embeds.finders.base import EmbedFinder


@dataclass(frozen=True)
class Host:
    """A video host: its public addresses, its player, how each is told where to begin.

    `begins` (public address) and `plays_from` (player) take a number of seconds. They go into the query, or
    after the number sign where that is the host's way. `card` answers whether a film is still there (oEmbed).
    """

    pattern: str
    player: str
    card: str
    begins: str
    plays_from: str


_YOUTUBE = {
    "player": "https://www.youtube-nocookie.com/embed/{id}",
    "card": "https://www.youtube.com/oembed",
    "plays_from": "start={}",
}
_DAILYMOTION = {
    "player": "https://geo.dailymotion.com/player.html?video={id}",
    "card": "https://www.dailymotion.com/services/oembed",
    "begins": "start={}",
    "plays_from": "startTime={}",
}
HOSTS = [
    Host(
        r"https?://(?:www\.|m\.)?youtube\.com/watch\?(?:.*&)?v=(?P<id>[\w-]{11})", begins="t={}s", **_YOUTUBE
    ),
    Host(r"https?://youtu\.be/(?P<id>[\w-]{11})", begins="t={}s", **_YOUTUBE),
    Host(
        r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/(?P<id>[\w-]{11})",
        begins="start={}",
        **_YOUTUBE,
    ),
    Host(
        r"https?://(?:www\.|player\.)?vimeo\.com/(?:video/)?(?P<id>\d+)",
        player="https://player.vimeo.com/video/{id}?dnt=1",
        card="https://vimeo.com/api/oembed.json",
        begins="#t={}s",
        plays_from="#t={}s",
    ),
    Host(r"https?://(?:www\.)?dailymotion\.com/video/(?P<id>\w+)", **_DAILYMOTION),
    Host(r"https?://dai\.ly/(?P<id>\w+)", **_DAILYMOTION),
    # PeerTube, wherever it runs: `PLAYER_HOSTS` says where it may.
    Host(
        r"https?://(?P<host>[\w.-]+)/(?:w|videos/watch)/(?P<id>[\w-]{22,36})(?:$|[?/#])",
        player="https://{host}/videos/embed/{id}",
        card="https://{host}/services/oembed",
        begins="start={}s",
        plays_from="start={}s",
    ),
]


def player_url(url: str) -> str | None:
    """Address of the player for a video's public address.

    None where the host is unknown, or where the content policy (`PLAYER_HOSTS`) would block its player.
    """
    found = _found(url)
    return found and found.player


def card_url(url: str) -> str | None:
    """Where the host of a film says whether it is still there (https://oembed.com); None as above."""
    found = _found(url)
    return found and f"{found.card}?{urlencode({'format': 'json', 'url': url})}"


def player_from(url: str, seconds: object) -> str | None:
    """The player, from a moment of the film on; `seconds` may be a word that a script replaces."""
    found = _found(url)
    return found and _with(found.player, found.host.plays_from.format(seconds))


def public_from(url: str, seconds: int) -> str:
    """The public address of a film, from a moment on; the address as it is where the host is unknown."""
    found = _found(url)
    return _with(url, found.host.begins.format(seconds)) if found else url


class _Found(NamedTuple):
    host: Host
    player: str
    card: str


def _found(url: str) -> _Found | None:
    """The host of a film, the address of its player, and that of what the host says of it."""
    for host in HOSTS:
        if match := re.match(host.pattern, url or ""):
            player, card = (address.format(**match.groupdict()) for address in (host.player, host.card))
            origin = "https://" + urlsplit(player).netloc
            return _Found(host, player, card) if origin in settings.PLAYER_HOSTS else None
    return None


def _with(url: str, moment: str) -> str:
    parts = urlsplit(url)
    if moment.startswith("#"):
        return urlunsplit(parts._replace(fragment=moment[1:]))
    name = moment.partition("=")[0]
    query = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != name]
    return urlunsplit(parts._replace(query=urlencode([*query, tuple(moment.split("="))])))


class PlayerFinder(EmbedFinder):
    """Wagtail's embed finder over `player_url`."""

    def accept(self, url):
        return player_url(url) is not None

    def find_embed(self, url, max_width=None, max_height=None):
        return {
            "title": "",
            "author_name": "",
            "provider_name": "",
            "type": "video",
            "thumbnail_url": "",
            "width": max_width or 960,
            "height": (max_width or 960) * 9 // 16,
            "html": format_html('<iframe src="{}" allowfullscreen></iframe>', player_url(url)),
        }
