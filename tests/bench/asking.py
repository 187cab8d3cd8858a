"""Requests: one by one, on a connection to each worker, or as many as wrk can send."""

import contextlib
import http.client
import re
import statistics
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

#: Whoever stands before the site has ended TLS.
HTTPS = {"X-Forwarded-Proto": "https"}
_SECONDS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for each, value in self.headers if each.lower() == name.lower()), "")


def ask(port: int, path: str, connection=None, **headers: str) -> Answer:
    """On a connection of its own unless one is given."""
    own = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        own.request("GET", path, headers=HTTPS | {name.replace("_", "-"): v for name, v in headers.items()})
        answer = own.getresponse()
        return Answer(answer.status, answer.getheaders(), answer.read())
    finally:
        if connection is None:
            own.close()


@contextlib.contextmanager
def connections_to_all(subject):
    """One connection to each worker: they share a port, and the kernel tells who holds its other end."""
    held = {}
    try:
        for _attempt in range(2000):
            if len(held) == len(subject.workers):
                break
            connection = http.client.HTTPConnection("127.0.0.1", subject.port, timeout=60)
            # Accepted once it has answered.
            ask(subject.port, "/", connection)
            worker = _holder(connection.sock.getsockname()[1], subject)
            if worker in held:
                connection.close()
            else:
                held[worker] = connection
        else:
            raise RuntimeError(f"Only {len(held)} of {len(subject.workers)} workers answer.")
        yield list(held.values())
    finally:
        for connection in held.values():
            connection.close()


def _holder(port: int, subject) -> int:
    """The worker whose socket talks to that port of ours."""
    ends = f":{subject.port:04X}", f":{port:04X}"
    lines = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
    inode = next(words[9] for words in lines if words[1].endswith(ends[0]) and words[2].endswith(ends[1]))
    for worker in subject.workers:
        for file in Path(f"/proc/{worker}/fd").iterdir():
            with contextlib.suppress(OSError):
                if str(file.readlink()) == f"socket:[{inode}]":
                    return worker
    raise LookupError(inode)


@dataclass
class Load:
    """What wrk counted."""

    rate: float
    p50: float
    p99: float
    #: Processor of whoever answered, in seconds a request.
    cpu: float = 0.0


def wrk(port: int, path: str, *, seconds: int, connections: int = 32, **headers: str) -> Load:
    said = HTTPS | {name.replace("_", "-"): value for name, value in headers.items()}
    run = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    run += [part for name, value in said.items() for part in ("-H", f"{name}: {value}")]
    text = subprocess.run(
        [*run, f"http://127.0.0.1:{port}{path}"], check=True, capture_output=True, text=True
    ).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        raise RuntimeError(f"{path} at {port}:\n{text}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    latency = {
        percent: float(number) * _SECONDS[unit]
        for percent, number, unit in re.findall(r"^\s+(50|99)%\s+([\d.]+)(us|ms|s|m)$", text, re.MULTILINE)
    }
    return Load(float(rate[1]), latency["50"], latency["99"])


def interleaved(subjects: dict[str, Callable[[], Load]], rounds: int) -> dict[str, Load]:
    """Medians of rounds in which everybody has their turn: what slows the machine down slows all of them."""
    loads = {name: [] for name in subjects}
    for _round in range(rounds):
        for name, measure in subjects.items():
            loads[name].append(measure())
    return {name: median_load(each) for name, each in loads.items()}


def median_load(loads: Iterable[Load]) -> Load:
    loads = list(loads)
    middle = {
        name: statistics.median(getattr(load, name) for load in loads)
        for name in ("rate", "p50", "p99", "cpu")
    }
    return Load(**middle)
