"""The same site with a hundred, ten thousand and a hundred thousand pages: what it costs to be many."""

import contextlib
import http.client
import itertools
import shutil
import statistics
import time
from pathlib import Path

from tests.bench.asking import ask, interleaved, wrk
from tests.bench.reporting import milliseconds, number, say, table
from tests.bench.speed import ASKED, PAGE
from tests.bench.subjects import Subject, from_inside, granian

SIZES = (10**2, 10**4, 10**5)
#: A parameter that the site does not know has the page made anew, whatever its value.
NOT_KEPT = {
    "post": f"{PAGE}?mesure={{}}",
    "home": "/?mesure={}",
    "blog index": "/blog/?mesure={}",
    "search": "/recherche/?q=atelier&mesure={}",
}


def sizes(data: Path, work: Path, rounds: int, seconds: int) -> str:
    with contextlib.ExitStack() as stack:
        subjects = {}
        for size in SIZES:
            folder = work / f"data-{size}"
            shutil.copytree(data, folder, ignore=shutil.ignore_patterns("cache", "pages"))
            start = time.monotonic()
            laid = from_inside(folder, "fill", str(size))
            say(f"{laid} pages, laid out in {time.monotonic() - start:.0f} s")
            subjects[laid] = stack.enter_context(granian(folder, work))
        loads = interleaved(
            {
                laid: lambda subject=subject: wrk(subject.port, PAGE, seconds=seconds, Accept_Encoding="gzip")
                for laid, subject in subjects.items()
            },
            rounds,
        )
        waits = _waits(subjects, rounds)
    few = next(iter(subjects))
    rows = []
    for laid in subjects:
        cells = [f"{number(loads[laid].rate)} (× {loads[laid].rate / loads[few].rate:.2f})"]
        for kind in NOT_KEPT:
            cells.append(f"{milliseconds(waits[laid, kind])} (× {waits[laid, kind] / waits[few, kind]:.2f})")
        rows.append((number(laid), *cells))
    head = ("pages", "kept, requests/s", *(f"{kind}, ms" for kind in NOT_KEPT))
    note = (
        "SQLite, posts laid out in bulk with their authors, tags and entries in the search index. Ratios to "
        "the first row; what is not kept is asked for by one client at a time."
    )
    return table("How many pages there are", head, rows, note)


def _waits(subjects: dict[int, Subject], rounds: int) -> dict[tuple[int, str], float]:
    waits = {(laid, kind): [] for laid in subjects for kind in NOT_KEPT}
    numbers = itertools.count()
    connections = {
        laid: http.client.HTTPConnection("127.0.0.1", subject.port) for laid, subject in subjects.items()
    }
    for turn in range(rounds + 1):
        for (laid, kind), times in waits.items():
            for _time in range(ASKED):
                start = time.perf_counter()
                path = NOT_KEPT[kind].format(next(numbers))
                answer = ask(subjects[laid].port, path, connections[laid])
                if turn:
                    times.append(time.perf_counter() - start)
                if answer.status != 200 or "bypass" not in answer.header("Cache-Status"):
                    raise RuntimeError(f"{path}: {answer.status}, {answer.header('Cache-Status')}")
    for connection in connections.values():
        connection.close()
    return {key: statistics.median(times) for key, times in waits.items()}
