"""What stops `manage.py demo`: one sentence, exit 1, nothing written."""

import os
import socket
import subprocess
import sys

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from wagtail.models import Page

from demo import pages
from demo.errors import ContentError
from demo.models import LaidItem

pytestmark = pytest.mark.indexed


@pytest.fixture
def nothing_laid(db):
    """Checks afterwards that the database was left as it was."""
    before = Page.objects.count()
    yield
    assert LaidItem.objects.count() == 0
    assert Page.objects.count() == before


@pytest.fixture
def taken_port():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def refusal(**options) -> str:
    with pytest.raises(CommandError) as caught:
        call_command("demo", **options)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


def test_outside_development(settings, nothing_laid):
    settings.DEMO_ALLOWED = False

    assert "development settings only" in refusal(no_serve=True)


def test_settings_that_say_nothing_refuse(settings, nothing_laid):
    del settings.DEMO_ALLOWED

    assert "development settings only" in refusal(no_serve=True)


@pytest.mark.parametrize(
    "addrport", ["", "0", "65536", "127.0.0.1:", "http://localhost:8000", "8000;", "a b:80"]
)
def test_an_address_that_is_none(nothing_laid, addrport):
    assert f"“{addrport}”" in refusal(addrport=addrport)


def test_a_port_that_is_taken(nothing_laid, taken_port):
    assert str(taken_port) in refusal(addrport=f"127.0.0.1:{taken_port}")


def test_a_host_that_is_not_this_machine(nothing_laid):
    assert "192.0.2.1" in refusal(addrport="192.0.2.1:8000")


def test_a_folder_that_cannot_be_made(settings, nothing_laid, tmp_path):
    (tmp_path / "file").touch()
    settings.DATA_DIR = tmp_path / "file" / "data"

    assert str(settings.DATA_DIR) in refusal(no_serve=True)


def test_a_taken_port_leaves_no_folder(settings, nothing_laid, taken_port, tmp_path):
    settings.DATA_DIR = tmp_path / "data"

    refusal(addrport=f"127.0.0.1:{taken_port}")

    assert not settings.DATA_DIR.exists()


def test_somebody_elses_site(home):
    before = list(Page.objects.values_list("pk", "title"))

    assert "already holds another site" in refusal(no_serve=True)
    assert list(Page.objects.values_list("pk", "title")) == before


def test_a_failure_half_way_takes_everything_back(nothing_laid, monkeypatch, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path

    def fail(*args):
        raise ContentError("pages/x.toml", "wrong")

    monkeypatch.setattr(pages, "_publish", fail)

    assert refusal(no_serve=True) == "pages/x.toml: wrong"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("DATA_DIR", "{tmp}/file/data", "/file/data"),
        ("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing", "DATABASE_URL"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL"),
    ],
)
def test_the_command_says_it_in_one_line_and_exits_with_1(tmp_path, variable, value, expected):
    (tmp_path / "file").touch()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATA_DIR": str(tmp_path / "data"),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'data' / 'demo.sqlite3'}",
        variable: value.format(tmp=tmp_path),
    }

    done = subprocess.run(
        [sys.executable, "manage.py", "demo", "--no-serve"],
        cwd=django_settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert expected in done.stderr
