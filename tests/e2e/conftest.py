"""A real browser in front of the demonstration, served as its README says."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).parents[2]
expect.set_options(timeout=15_000)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser():
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        missing = "No Chromium on this machine: “apt-get install chromium” brings one."
        if os.environ.get("REQUIRE_E2E") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(served):
    """Address of the demonstration, laid out and served by its own command."""
    return served[0]


@pytest.fixture(scope="session")
def lay(served):
    """Runs Python inside the site, for what the demonstration does not show because nobody knows it."""

    def run(code: str) -> None:
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
        subprocess.run(command, cwd=ROOT, env=served[1], check=True, capture_output=True)

    return run


@pytest.fixture(scope="session")
def served(browser, tmp_path_factory):
    """(address, environment) of the server."""
    data = tmp_path_factory.mktemp("site")
    if laid := os.environ.get("DEMO_DATA"):
        # Laid out already: the command finds nothing left to do.
        shutil.copytree(laid, data, symlinks=True, dirs_exist_ok=True)
    address = f"127.0.0.1:{free_port()}"
    with database_for(data) as database_url:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DEBUG": "0",
            "DATA_DIR": str(data),
            "DATABASE_URL": database_url,
            "PYTHONUNBUFFERED": "1",
            # A visitor may say in X-Forwarded-For where they come from.
            "PROXY_COUNT": "1",
        }
        with subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--addrport", address],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as server:
            said = []
            for line in server.stdout:
                said.append(line)
                if "Quit the server with" in line:
                    break
            else:
                pytest.fail("The demonstration did not start:\n" + "".join(said))
            # Whatever the server says from here on is read, so that its pipe never fills up.
            drain = subprocess.Popen(["cat"], stdin=server.stdout, stdout=subprocess.DEVNULL)
            yield f"http://{address}", environment
            server.terminate()
            drain.wait()


@pytest.fixture(scope="session")
def kept(served, tmp_path_factory):
    """(address, environment) of the same site served as in production: granian, two workers, pages kept."""
    environment = served[1] | {"PAGE_CACHE": "1", "BAKED_PAGES": "1"}
    with serving(environment, tmp_path_factory.mktemp("kept") / "log") as address:
        yield f"http://{address}", environment


@contextlib.contextmanager
def serving(environment, log: Path):
    """A server of its own, once it answers."""
    address = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "manage.py", "serve", "--bind", address]
    with (
        log.open("wb") as said,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT) as server,
    ):
        try:
            wait_for(f"http://{address}/robots.txt", log)
            yield address
        finally:
            server.terminate()
            server.wait()


def wait_for(url: str, log: Path) -> None:
    """Until somebody answers there."""
    patience = threading.Event()
    for _attempt in range(300):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(url, timeout=5).close()
            return
        patience.wait(0.2)
    pytest.fail(f"{url} does not answer:\n{log.read_text()}")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextlib.contextmanager
def database_for(data: Path):
    """A database of its own: SQLite in `data`, or one more on the PostgreSQL server of the tests."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield f"sqlite:///{data / 'la27eregion.sqlite3'}"
        return
    name = f"la27eregion_e2e_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{url.rsplit('/', 1)[0]}/{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def page(browser, site):
    """A French visitor's page; what it asks of another origin, and what its console says, is kept."""
    with open_page(browser, site) as page:
        yield page


@pytest.fixture
def page_without_javascript(browser, site):
    with open_page(browser, site, java_script_enabled=False) as page:
        yield page


@contextlib.contextmanager
def open_page(browser, site, **options):
    context = browser.new_context(
        base_url=site, locale="fr-FR", viewport={"width": 1280, "height": 900}, **options
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.foreign_requests, page.complaints = [], []
    page.on(
        "request",
        lambda request: (
            request.url.startswith((site, "data:", "blob:")) or page.foreign_requests.append(request.url)
        ),
    )
    page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    try:
        yield page
    finally:
        context.close()
