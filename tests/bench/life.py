"""What pages live through: something published, all of them visited, a crowd before one not made yet."""

import asyncio
import re
import statistics
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from pagecache.generations import LinkedGeneration
from tests.bench.asking import HTTPS, ask, connections_to_all
from tests.bench.publishing import PATIENCE, VALIDATION, Browser, post_fields
from tests.bench.reporting import milliseconds, number, say, table
from tests.bench.speed import PAGE
from tests.bench.subjects import Subject

PLACES = ("/blog/{slug}/", "/blog/", "/", "/rss/")
CROWD = 500


def publishing(site: Subject, proxy: Subject, rounds: int) -> str:
    """From the press of the button until whoever asks any worker, or nginx, is given the post."""
    editor = Browser(f"http://127.0.0.1:{site.port}", {**HTTPS, "Origin": f"https://127.0.0.1:{site.port}"})
    editor.get("/admin/login/")
    editor.post("/admin/login/", VALIDATION | {"next": "/admin/"})
    form = editor.get("/admin/pages/create/blog/postpage")[0].removeprefix(editor.site)
    answers, published = [], []
    waits = {(place, who): [] for place in PLACES for who in ("every worker", "nginx")}
    for turn in range(rounds + 1):
        slug = f"mesure{int(time.time() * 1000)}"
        with connections_to_all(site) as connections:
            start = time.perf_counter()
            published.append(editor.post(form, post_fields(slug)))
            answered = time.perf_counter() - start
            # The first is for what a process does once.
            if turn:
                answers.append(answered)
            for place in PLACES:
                address = place.format(slug=slug)
                ways = {
                    "every worker": [lambda c=c, a=address: ask(site.port, a, c) for c in connections],
                    "nginx": [lambda a=address: ask(proxy.ports["baked"], a)],
                }
                for who, asks in ways.items():
                    shown = max(_until_shown(each, slug) for each in asks)
                    if turn:
                        waits[place, who].append(answered + shown)
    for page in filter(None, (re.search(r"/pages/(\d+)/", url) for url in published)):
        editor.post(f"/admin/pages/{page[1]}/delete/", {})
    rows = [("the admin answers", "", _middle(answers), milliseconds(max(answers)), "")]
    rows += [
        (f"`{place}`", who, _middle(times), milliseconds(max(times)), "< 1000")
        for (place, who), times in waits.items()
    ]
    note = (
        f"Milliseconds since the form was sent, of {rounds} posts: when each place would have shown it to "
        "a visitor who asked then, the slowest of all workers counting."
    )
    return table(
        "From the button to the visitor", ("place", "asked", "median", "longest", "wanted"), rows, note
    )


def _middle(times: list[float]) -> str:
    return milliseconds(statistics.median(times))


def _until_shown(get: Callable, slug: str) -> float:
    """Seconds that whoever asks now waits for the post."""
    start = time.perf_counter()
    while f"/blog/{slug}/".encode() not in get().body:
        if time.perf_counter() - start > PATIENCE:
            raise TimeoutError(slug)
    return time.perf_counter() - start


def memory(site: Subject) -> str:
    """Of each worker, as it begins and once it has given out every page of the sitemap."""
    rows = []
    _read_memory(site, "one page each", rows)
    with connections_to_all(site) as connections:
        sitemap = ask(site.port, "/sitemap.xml").body.decode()
        paths = [urlsplit(url).path for url in re.findall(r"<loc>([^<]+)</loc>", sitemap)]
        for connection in connections:
            for path in paths:
                ask(site.port, path, connection, Accept_Encoding="gzip")
    _read_memory(site, f"all {len(paths)} pages of the sitemap", rows)
    head = ("after", "RSS, MiB", "PSS, MiB", "PSS of all workers, MiB")
    return table("Memory of each worker", head, rows, "PSS shares out what several processes have in common.")


def _read_memory(site: Subject, when: str, rows: list) -> None:
    workers = site.memory()
    shares = [" · ".join(number(worker[kind]) for worker in workers) for kind in ("Rss", "Pss")]
    rows.append((when, *shares, number(sum(worker["Pss"] for worker in workers))))


def stampede(site: Subject, rounds: int) -> str:
    """Everybody at once before a page that has to be made, just after a change."""
    made, slowest, middle = [], [], []
    for _round in range(rounds):
        said, waits = zip(*asyncio.run(_crowd(site)), strict=True)
        if any(each is None for each in said):
            raise RuntimeError("Not everybody was answered.")
        made.append(sum("stored" in each or "bypass" in each for each in said))
        slowest.append(max(waits))
        middle.append(statistics.median(waits))
        say(f"{made[-1]} renderings for {CROWD}, the slowest in {slowest[-1]:.2f} s")
    rows = [
        (
            number(statistics.median(made)),
            max(made),
            _middle(middle),
            _middle(slowest),
            milliseconds(max(slowest)),
        )
    ]
    head = ("renderings, median", "most", "ms of the middle one", "ms of the last one, median", "longest")
    note = f"{CROWD} connections ask for `{PAGE}` at once after a change; {rounds} rounds."
    return table("A crowd before a page not made yet", head, rows, note)


async def _crowd(site: Subject) -> list[tuple[str | None, float]]:
    """(`Cache-Status`, seconds) of each; None for whoever was not given the page."""
    pairs = await asyncio.gather(*(asyncio.open_connection("127.0.0.1", site.port) for _one in range(CROWD)))
    request = f"GET {PAGE} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\nConnection: close\r\n"
    request += "".join(f"{name}: {value}\r\n" for name, value in HTTPS.items()) + "\r\n"

    async def one(reader, writer):
        start = time.perf_counter()
        writer.write(request.encode())
        head, _line, _body = (await reader.read(-1)).partition(b"\r\n\r\n")
        took = time.perf_counter() - start
        writer.close()
        status = re.search(rb"^cache-status: (.*?)\r?$", head, re.MULTILINE | re.IGNORECASE)
        return (status[1].decode() if status and head.startswith(b"HTTP/1.1 200") else None), took

    # As `renew_pages` does, which would take longer to end than the workers to make their pages again.
    LinkedGeneration(site.data / "pages").renew()
    return await asyncio.gather(*(one(*pair) for pair in pairs))
