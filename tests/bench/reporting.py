"""What comes out: tables in Markdown, headed by the day and the machine."""

import datetime
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("granian", "wagtail", "django")


def say(line: str) -> None:
    """Where it has got to: not part of what comes out."""
    sys.stderr.write(f"{datetime.datetime.now():%H:%M:%S} {line}\n")


def table(title: str, head: Iterable[str], rows: Iterable[Iterable[str]], note: str = "") -> str:
    head = list(head)
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    text = "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
    return "\n\n".join(part for part in (f"### {title}", note, text) if part)


def machine() -> str:
    """One sentence: when, on what, with which versions."""
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    nginx = subprocess.run(["nginx", "-v"], check=True, capture_output=True, text=True).stderr
    nginx = nginx.rpartition("/")[2].strip()
    versions = [f"{name} {version(name)}" for name in PACKAGES]
    return (
        f"{datetime.datetime.now():%Y-%m-%d %H:%M}, {os.cpu_count()} cores of "
        f"{model[1].strip() if model else platform.processor()}, Linux {platform.release()}, "
        f"Python {platform.python_version()}, {', '.join(versions)}, nginx {nginx}."
    )


def number(value: float) -> str:
    """With a thin space between thousands."""
    return f"{value:,.0f}".replace(",", " ")


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f}" if seconds < 0.1 else number(seconds * 1000)
