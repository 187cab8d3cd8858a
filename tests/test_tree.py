"""House rules that a reader would otherwise have to remember."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOP_LEVEL = {
    "manage.py",
    "pyproject.toml",
    "site",
    "home",
    "programmes",
    "blog",
    "publications",
    "search",
    "tests",
    "README.md",
    "uv.lock",
    "LICENSE",
}


def tracked_files() -> list[Path]:
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("not a git checkout: nothing says which files belong to the project")
    return [Path(line) for line in listing.stdout.splitlines() if (ROOT / line).exists()]


def test_top_level_is_as_the_owner_fixed_it():
    top = {path.parts[0] for path in tracked_files()}
    assert {name for name in top if not name.startswith(".")} == TOP_LEVEL


def test_site_is_no_package():
    assert not (ROOT / "site" / "__init__.py").exists()


def test_no_catch_all_module():
    names = {path.name for path in tracked_files()}
    assert not names & {"utils.py", "helpers.py", "common.py"}


def test_layers_hold():
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_templates_hold_no_inline_code():
    """Public pages are cached whole under one constant policy: no inline script, no inline style."""
    guilty = [
        f"{path}: {needle}"
        for path in tracked_files()
        if path.suffix == ".html" and "admin" not in path.parts and "admin" not in path.stem
        for needle in (" style=", "<style", "<script>", " onclick=", "javascript:")
        if needle in (ROOT / path).read_text(encoding="utf-8")
    ]
    assert not guilty
