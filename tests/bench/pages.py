"""Everything that is promised of speed, on this machine, in one command: see the README beside this module.

    uv run python -m tests.bench.pages [--rounds N] [--seconds S] [--only hit,types,…] [--data DIR]

Prints Markdown; on standard error, where it has got to. Everything is begun on free ports, with data of its
own, and stopped and removed in the end.
"""

import argparse
import contextlib
import signal
import sys
import tempfile
from pathlib import Path

from tests.bench import life, sizes, speed
from tests.bench.reporting import machine, say
from tests.bench.subjects import Subject, granian, lay_out, nginx

MEASURES = ("memory", "hit", "busy", "miss", "types", "publishing", "stampede", "sizes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often each one has its turn")
    parser.add_argument("--seconds", type=int, default=5, help="how long a turn with wrk takes")
    parser.add_argument("--only", default=",".join(MEASURES), help=f"some of {','.join(MEASURES)}")
    parser.add_argument("--data", type=Path, help="a demonstration laid out already, which is written to")
    parser.add_argument("--granian", default="", help="other options of granian, between quotation marks")
    options = parser.parse_args()
    wanted = options.only.split(",")
    if unknown := set(wanted) - set(MEASURES):
        parser.error(f"--only: {', '.join(sorted(unknown))}")
    # Whoever stops it stops what it began.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        work = Path(folder)
        data = options.data or work / "data"
        if not options.data:
            say("The demonstration is laid out")
            lay_out(data)
        sys.stdout.write(f"{machine()}\n")
        if set(wanted) - {"sizes"}:
            _measure(wanted, data, work, options)
        if "sizes" in wanted:
            _print(sizes.sizes(data, work, options.rounds, options.seconds))


def _measure(wanted: list[str], data: Path, work: Path, options: argparse.Namespace) -> None:
    rounds, seconds, more = options.rounds, options.seconds, options.granian.split()
    with contextlib.ExitStack() as stack:
        site = stack.enter_context(granian(data, work, *more, BAKED_PAGES="1"))
        if "memory" in wanted:
            # First: nothing has been visited yet.
            say("memory")
            _print(life.memory(site))
        plain = stack.enter_context(granian(data, work, *more, PAGE_CACHE="0"))
        headers = speed.same_bytes(work / "files", site)
        proxy = stack.enter_context(nginx(work, site, plain, work / "files", headers))
        measures = {
            "hit": lambda: speed.hits(site, proxy, rounds, seconds),
            "busy": lambda: speed.busy(site, proxy, rounds, seconds),
            "miss": lambda: speed.misses(plain, proxy, rounds, seconds),
            "types": lambda: speed.types(plain, proxy, rounds),
            "publishing": lambda: life.publishing(site, proxy, rounds),
            "stampede": lambda: life.stampede(site, rounds),
        }
        for name in filter(wanted.__contains__, measures):
            say(name)
            _print(measures[name]())
        for subject in (site, plain, proxy):
            _complain(subject)


def _complain(subject: Subject) -> None:
    """What is in the log of a server does not go unseen."""
    lines = subject.log.read_text().splitlines()
    if wrong := [line for line in lines if "ERROR" in line or "Traceback" in line or "[error]" in line]:
        say(f"{subject.log.name} complains of {len(wrong)} things:\n" + "\n".join(lines[-40:]))


def _print(text: str) -> None:
    sys.stdout.write(f"\n{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
