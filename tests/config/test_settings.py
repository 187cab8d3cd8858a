"""Production is the baseline, and refuses to start without its secrets."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from wagtail.contrib.frontend_cache.utils import get_backends

from config.settings.base import cdn

ROOT = Path(__file__).parents[2]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "k" * 32 + "0123456789abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "www.example.org",
    "BASE_URL": "https://www.example.org",
}


def manage(*arguments, **environment):
    left_out = {*PRODUCTION, "DATABASE_URL", "CACHE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    inherited = {name: value for name, value in os.environ.items() if name not in left_out}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_deployment_check_is_silent():
    run = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert run.returncode == 0, run.stderr
    assert "no issues" in run.stdout


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL"])
def test_a_missing_secret_is_named_in_one_sentence(missing):
    run = manage("check", **{name: value for name, value in PRODUCTION.items() if name != missing})
    assert run.returncode == 1
    assert missing in run.stderr
    assert "Traceback" not in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1


def test_an_unreadable_variable_is_named_in_one_sentence():
    run = manage("check", **PRODUCTION | {"DATABASE_URL": "nonsense://"})
    assert run.returncode == 1
    assert "DATABASE_URL" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_settings_module_that_does_not_exist_is_named_in_one_sentence():
    run = manage("check", DJANGO_SETTINGS_MODULE="config.settings.nowhere")
    assert run.returncode == 1
    assert "config.settings.nowhere" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("machine", "missing"),
    [("deepl", "MACHINE_TRANSLATOR_KEY"), ("libretranslate", "MACHINE_TRANSLATOR_URL")],
)
def test_a_translating_machine_without_key_or_address_is_named_in_one_sentence(machine, missing):
    run = manage("check", **PRODUCTION | {"MACHINE_TRANSLATOR": machine, missing: ""})
    assert run.returncode == 1
    assert missing in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1


def test_an_unknown_translating_machine_is_named_in_one_sentence():
    run = manage("check", **PRODUCTION | {"MACHINE_TRANSLATOR": "babel"})
    assert run.returncode == 1
    assert "babel" in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "machine",
    [
        {"MACHINE_TRANSLATOR": ""},
        {"MACHINE_TRANSLATOR": "deepl", "MACHINE_TRANSLATOR_KEY": "k"},
        {"MACHINE_TRANSLATOR": "libretranslate", "MACHINE_TRANSLATOR_URL": "https://translate.example.org/"},
    ],
)
def test_no_machine_or_one_that_is_complete_starts(machine):
    run = manage("check", **PRODUCTION | {"MACHINE_TRANSLATOR_KEY": ""} | machine)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize(
    ("name", "missing"), [("cloudflare", "CDN_TOKEN"), ("cloudflare", "CDN_ZONE"), ("http", "CDN_URL")]
)
def test_a_shared_cache_without_key_or_address_is_named(monkeypatch, name, missing):
    for variable in {"CDN_TOKEN", "CDN_ZONE", "CDN_URL"} - {missing}:
        monkeypatch.setenv(variable, "http://127.0.0.1:6081")
    monkeypatch.delenv(missing, raising=False)
    with pytest.raises(ImproperlyConfigured, match=missing):
        cdn(name)
    monkeypatch.setenv(missing, "http://127.0.0.1:6081")
    assert get_backends(cdn(name)).keys() == {"default"}


def test_no_shared_cache_is_told_of_anything_unless_one_is_named():
    assert get_backends(cdn("")) == {}
    with pytest.raises(ImproperlyConfigured, match="akamai"):
        cdn("akamai")


def test_the_server_is_as_large_as_the_settings_say(monkeypatch, settings):
    started = {}

    class Server:
        def __init__(self, target, **options):
            started.update(options, target=target)

        def serve(self):
            started["serves"] = True

    monkeypatch.setattr("core.management.commands.serve.Granian", Server)
    settings.SERVER_WORKERS, settings.SERVER_BLOCKING_THREADS = 3, 5
    call_command("serve", bind="[::1]:8010")
    assert started["target"] == "config.wsgi:application"
    assert (started["address"], started["port"]) == ("::1", 8010)
    assert (started["workers"], started["blocking_threads"], started["serves"]) == (3, 5, True)


@pytest.mark.parametrize("bind", ["8000", "localhost", "localhost:http", ""])
def test_an_address_without_a_port_is_refused_in_one_sentence(bind):
    with pytest.raises(CommandError, match="not an address and a port"):
        call_command("serve", bind=bind)
