"""Players are worked out from the address alone, for hosts that the content policy allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.embeds import PlayerFinder, player_url


@pytest.mark.parametrize(
    ("address", "player"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        (
            "https://www.youtube.com/watch?t=3&v=dQw4w9WgXcQ",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        ),
        ("https://youtu.be/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
        (
            "https://www.dailymotion.com/video/x84sh87",
            "https://geo.dailymotion.com/player.html?video=x84sh87",
        ),
        ("https://dai.ly/x84sh87", "https://geo.dailymotion.com/player.html?video=x84sh87"),
    ],
)
def test_known_hosts(address, player):
    assert player_url(address) == player
    assert player in PlayerFinder().find_embed(address)["html"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        None,
        "https://example.org/watch?v=dQw4w9WgXcQ",
        "javascript:alert(1)",
        "https://vimeo.com/channels/staffpicks",
    ],
)
def test_unknown_hosts(address):
    assert player_url(address) is None
    assert not PlayerFinder().accept(address)


def test_peertube_only_where_its_host_is_allowed(settings):
    address = "https://video.example.org/w/9c9de5e8-0a1e-484a-b099-e80766180a6d"
    assert player_url(address) is None
    settings.PLAYER_HOSTS = [*settings.PLAYER_HOSTS, "https://video.example.org"]
    assert (
        player_url(address) == "https://video.example.org/videos/embed/9c9de5e8-0a1e-484a-b099-e80766180a6d"
    )


@given(st.text())
def test_any_text_is_no_player_or_one_of_an_allowed_host(text):
    player = player_url("https://" + text)
    assert player is None or player.startswith("https://")
