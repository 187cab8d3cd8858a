"""Players of video hosts, worked out from the address alone: nothing is fetched when an editor saves."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.html import format_html
from wagtail.embeds.finders.base import EmbedFinder

_PLAYERS = [
    (
        r"https?://(?:www\.|m\.)?youtube\.com/watch\?(?:.*&)?v=(?P<id>[\w-]{11})",
        "https://www.youtube-nocookie.com/embed/{id}",
    ),
    (r"https?://youtu\.be/(?P<id>[\w-]{11})", "https://www.youtube-nocookie.com/embed/{id}"),
    (
        r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/(?P<id>[\w-]{11})",
        "https://www.youtube-nocookie.com/embed/{id}",
    ),
    (
        r"https?://(?:www\.|player\.)?vimeo\.com/(?:video/)?(?P<id>\d+)",
        "https://player.vimeo.com/video/{id}?dnt=1",
    ),
    (
        r"https?://(?:www\.)?dailymotion\.com/video/(?P<id>\w+)",
        "https://geo.dailymotion.com/player.html?video={id}",
    ),
    (r"https?://dai\.ly/(?P<id>\w+)", "https://geo.dailymotion.com/player.html?video={id}"),
    (
        r"https?://(?P<host>[\w.-]+)/(?:w|videos/watch)/(?P<id>[\w-]{22,36})(?:$|[?/#])",
        "https://{host}/videos/embed/{id}",
    ),
]
PLAYERS = [(re.compile(pattern), template) for pattern, template in _PLAYERS]


def player_url(url: str) -> str | None:
    """Address of the player for a video's public address.

    None where the host is unknown, or where the content policy (`PLAYER_HOSTS`) would block its player.
    """
    for pattern, template in PLAYERS:
        if match := pattern.match(url or ""):
            player = template.format(**match.groupdict())
            origin = "https://" + urlsplit(player).netloc
            return player if origin in settings.PLAYER_HOSTS else None
    return None


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
