"""How many requests a second: pages that are kept, pages that are not, and both at once."""

import gzip
import http.client
import itertools
import statistics
import threading
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.asking import Load, ask, interleaved, median_load, wrk
from tests.bench.reporting import milliseconds, number, say, table
from tests.bench.subjects import Subject, from_inside

#: A post of several screens, with a list of contents.
PAGE = "/blog/nos-orientations-pour-2016/"
#: One address of each kind of page.
TYPES = {
    "home": "/",
    "blog index": "/blog/",
    "post": PAGE,
    "roadmap": "/feuilles-de-route/2016/",
    "programme index": "/programmes/",
    "programme": "/programmes/la-transfo/",
    "episode": "/publications/les-eclaireurs/l-elu-local/",
    "book": "/publications/design-des-politiques-publiques/chantiers-ouverts-au-public/",
    "event": "/agenda/cycle-de-decouverte-premier-trimestre/",
    "join": "/adhesion/",
    "search": "/recherche/?q=atelier",
}
#: What the two who search ask for: found, so that nothing is written of what is not.
WORDS = ("atelier", "commune", "design", "formation", "gare", "habitants", "innovation", "service")
#: Each time that a kind of page has its turn.
ASKED = 5


def same_bytes(folder: Path, site: Subject) -> list[tuple[str, str]]:
    """The page as files for nginx; the headers that the product gives it."""
    page = ask(site.port, PAGE)
    zipped = ask(site.port, PAGE, Accept_Encoding="gzip")
    if page.status != 200 or gzip.decompress(zipped.body) != page.body:
        raise RuntimeError(f"{PAGE}: {page.status}")
    folder.mkdir()
    (folder / "page.html").write_bytes(page.body)
    (folder / "page.html.gz").write_bytes(zipped.body)
    return page.headers


def _loaded(
    who: list[Subject], port: int, path: str, seconds: int, connections: int = 32, **headers: str
) -> Callable[[], Load]:
    def measure() -> Load:
        before = sum(each.cpu() for each in who)
        load = wrk(port, path, seconds=seconds, connections=connections, **headers)
        load.cpu = (sum(each.cpu() for each in who) - before) / max(1, load.rate * seconds)
        return load

    return measure


def hits(site: Subject, proxy: Subject, rounds: int, seconds: int) -> str:
    """The product alone, and nginx with its baked pages, against nginx with files of the same bytes."""
    etag = ask(site.port, PAGE, Accept_Encoding="gzip").header("ETag")
    _wait_until_baked(proxy)
    static, baked, zipped = proxy.ports["static"], proxy.ports["baked"], {"Accept_Encoding": "gzip"}
    asked = {
        "nginx, static file": ([proxy], static, "/page.html", {}),
        "nginx, static file, gzip": ([proxy], static, "/page.html", zipped),
        "product alone": ([site], site.port, PAGE, {}),
        "product alone, gzip": ([site], site.port, PAGE, zipped),
        "product alone, br": ([site], site.port, PAGE, {"Accept_Encoding": "br"}),
        "product alone, 304": ([site], site.port, PAGE, zipped | {"If_None_Match": etag}),
        "nginx, baked pages": ([proxy], baked, PAGE, {}),
        "nginx, baked pages, gzip": ([proxy], baked, PAGE, zipped),
        # The address is that of a newsletter: nginx leaves it to the product.
        "nginx passing to the product, gzip": ([proxy, site], baked, f"{PAGE}?utm_source=lettre", zipped),
    }
    targets = {"product alone": 0.45, "product alone, gzip": 0.5, "nginx, baked pages": 0.85}
    for name, (_who, port, path, headers) in asked.items():
        say(f"{name}: {len(ask(port, path, **headers).body)} bytes")
    loads = interleaved(
        {
            name: _loaded(who, port, path, seconds, **headers)
            for name, (who, port, path, headers) in asked.items()
        },
        rounds,
    )
    unit = loads["nginx, static file"].rate
    rows = [
        (
            name,
            number(load.rate),
            f"{load.rate / unit:.2f}",
            f"≥ {targets[name]}" if name in targets else "",
            f"{load.p50 * 1000:.2f}",
            f"{load.p99 * 1000:.1f}",
            f"{load.cpu * 1e6:.1f}",
        )
        for name, load in loads.items()
    ]
    weights = ", ".join(
        f"{len(ask(site.port, PAGE, Accept_Encoding=name).body)} bytes {name}"
        for name in ("identity", "gzip", "br")
    )
    head = ("kept", "requests/s", "× nginx static", "wanted", "p50, ms", "p99, ms", "CPU, µs/request")
    note = (
        f"`{PAGE}`: {weights}. `wrk -t1 -c32`, {rounds} rounds of {seconds} s; all ratios to the first row."
    )
    return table("Pages that are kept", head, rows, note)


def _wait_until_baked(proxy: Subject) -> None:
    """What nginx gives out by itself says nothing of a cache."""
    end = time.monotonic() + 10
    while ask(proxy.ports["baked"], PAGE).header("Cache-Status"):
        if time.monotonic() > end:
            raise RuntimeError("Pages are not baked.")
        time.sleep(0.1)


def busy(site: Subject, proxy: Subject, rounds: int, seconds: int) -> str:
    """Pages that are kept, while two clients keep asking for some that are not."""
    stop, passed, words = threading.Event(), itertools.count(), itertools.cycle(WORDS)

    def search() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        while not stop.is_set():
            ask(site.port, f"/recherche/?q={next(words)}", connection)
            next(passed)
        connection.close()

    alone = _loaded([site], site.port, PAGE, seconds)
    quiet = median_load(alone() for _round in range(rounds))
    threads = [threading.Thread(target=search) for _client in range(2)]
    for thread in threads:
        thread.start()
    try:
        start = time.monotonic()
        loads = interleaved(
            {
                "product alone": alone,
                "nginx, baked pages": _loaded([proxy], proxy.ports["baked"], PAGE, seconds),
            },
            rounds,
        )
        took = time.monotonic() - start
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    rows = [
        (name, number(load.rate), f"{load.p50 * 1000:.2f}", f"{load.p99 * 1000:.1f}", wanted)
        for name, load, wanted in (
            ("product alone, nobody searching", quiet, ""),
            ("product alone", loads["product alone"], "≤ 12"),
            ("nginx, baked pages", loads["nginx, baked pages"], ""),
        )
    ]
    note = (
        f"Two clients search without a pause (`/recherche/?q=…`, which is never kept): "
        f"{next(passed) / took:.0f} answers a second beside what follows."
    )
    head = ("kept", "requests/s", "p50, ms", "p99, ms", "p99 wanted, ms")
    return table("Pages that are kept, beside others that are not", head, rows, note)


def misses(plain: Subject, proxy: Subject, rounds: int, seconds: int) -> str:
    """The same page made anew each time, for eight visitors at once."""
    static, before = proxy.ports["static"], proxy.ports["before"]
    loads = interleaved(
        {
            "nginx, static file": _loaded([proxy], static, "/page.html", seconds),
            "product alone": _loaded([plain], plain.port, PAGE, seconds, connections=8),
            "nginx passing to the product": _loaded([proxy, plain], before, PAGE, seconds, connections=8),
        },
        rounds,
    )
    unit = loads["nginx, static file"].rate
    rows = [
        (
            name,
            number(load.rate),
            f"{load.rate / unit:.5f}",
            milliseconds(load.p50),
            milliseconds(load.p99),
            f"{load.cpu * 1000:.2f}",
        )
        for name, load in loads.items()
    ]
    head = ("not kept", "requests/s", "× nginx static", "p50, ms", "p99, ms", "CPU, ms/request")
    note = f"`PAGE_CACHE=0`, `{PAGE}`, `wrk -t1 -c8` (the static file: `-c32`)."
    return table("Pages that are not kept", head, rows, note)


def types(plain: Subject, proxy: Subject, rounds: int) -> str:
    """Each kind of page made anew, for one visitor who asks for one after the other."""
    queries = from_inside(plain.data, "queries", *TYPES.values())
    ports = {"alone": plain.port, "behind nginx": proxy.ports["before"]}
    open_to = {name: http.client.HTTPConnection("127.0.0.1", port) for name, port in ports.items()}
    waits = {(kind, name): [] for kind in TYPES for name in ports}
    weights = {}
    # One round more than is counted: each process does some things once.
    for turn in range(rounds + 1):
        for (kind, name), times in waits.items():
            for _time in range(ASKED):
                start = time.perf_counter()
                answer = ask(ports[name], TYPES[kind], open_to[name])
                if turn:
                    times.append(time.perf_counter() - start)
            if answer.status != 200:
                raise RuntimeError(f"{TYPES[kind]}: {answer.status}")
            weights[kind] = len(answer.body)
    for connection in open_to.values():
        connection.close()
    rows = []
    for kind, path in TYPES.items():
        alone, behind = (statistics.median(waits[kind, name]) for name in ports)
        rows.append(
            (
                f"{kind} `{path}`",
                queries[path],
                f"{weights[kind] / 1000:.0f}",
                f"{1 / alone:.0f}",
                milliseconds(alone),
                milliseconds(behind),
            )
        )
    head = ("not kept", "queries", "kB", "requests/s", "ms", "ms behind nginx")
    note = f"`PAGE_CACHE=0`, one client at a time, medians of {rounds} × {ASKED} visits."
    return table("Each kind of page", head, rows, note)
