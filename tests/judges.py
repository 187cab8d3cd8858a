"""Programs of others that judge what leaves the site."""

import os
import shutil

import pytest


def need(command: str, package: str) -> None:
    """Skips the test where the program is not installed; where nothing may be skipped, fails it."""
    if shutil.which(command):
        return
    missing = f"No {command} on this machine: “apt-get install {package}” brings it."
    if os.environ.get("REQUIRE_E2E") == "1":
        pytest.fail(missing)
    pytest.skip(missing)
