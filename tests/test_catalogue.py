"""The interface is written in English and complete in French."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.test_tree import ROOT, tracked_files

CATALOGUE = Path("site/core/locale/fr/LC_MESSAGES/django.po")


@pytest.fixture(scope="module")
def committed():
    return polib.pofile(ROOT / CATALOGUE)


def test_every_message_is_translated(committed):
    assert [entry.msgid for entry in committed.untranslated_entries()] == []
    assert [entry.msgid for entry in committed.fuzzy_entries()] == []
    assert [entry.msgid for entry in committed.obsolete_entries()] == []


def test_the_compiled_catalogue_is_that_of_the_source(committed):
    compiled = polib.mofile(ROOT / CATALOGUE.with_suffix(".mo"))

    def messages(catalogue):
        return {
            (entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural)
            for entry in catalogue
            if entry.msgid
        }

    assert messages(compiled) == messages(committed)


def test_the_catalogue_holds_the_messages_of_the_code_and_no_other(committed, tmp_path):
    if shutil.which("xgettext") is None:
        missing = "No gettext on this machine: “apt-get install gettext” brings it."
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    for path in tracked_files():
        if path.suffix in (".py", ".html", ".txt", ".toml", ".po", ".js", ".json"):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, tmp_path / path)
    run = subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-l", "fr", "--ignore", "tests/*"],
        cwd=tmp_path,
        env=os.environ
        | {"PYTHONPATH": str(tmp_path / "site"), "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    extracted = polib.pofile(tmp_path / CATALOGUE)

    def messages(catalogue):
        return {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}

    assert messages(extracted) == messages(committed)
