"""Memory and time of the export: ten thousand requests against one thousand, each in a process of its own.

Run by hand, on a database that may be thrown away:

    DATA_DIR=/tmp/bench DJANGO_SETTINGS_MODULE=config.settings.test uv run python -m tests.bench.export_memory
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

SIZES = (1_000, 10_000)


def main() -> None:
    if len(sys.argv) > 1:
        _measure(int(sys.argv[1]), sys.argv[2])
        return
    for file_format in ("xlsx", "csv"):
        peaks = []
        for size in SIZES:
            run = [sys.executable, "-m", "tests.bench.export_memory", str(size), file_format]
            answer = subprocess.run(run, check=True, capture_output=True, text=True).stdout
            rows, seconds, before, peak = answer.split()
            peaks.append(int(peak))
            sys.stdout.write(
                f"{file_format} {rows} rows: {seconds} s, {int(peak) // 1024} MiB at most, "
                f"{(int(peak) - int(before)) / 1024:.1f} MiB more than after fifty rows\n"
            )
        sys.stdout.write(
            f"{file_format}: {peaks[1] / peaks[0]:.2f} times the memory for ten times the rows\n"
        )


def _measure(size: int, file_format: str) -> None:
    """Prints rows, seconds, resident KiB before and at most."""
    _prepare()
    from home.adhesion.models import AdhesionRequest
    from home.adhesion.staff import export
    from tests.adhesion.test_listing import fill

    if AdhesionRequest.objects.count() < max(SIZES):
        fill(max(SIZES))
    requests = AdhesionRequest.objects.with_mail_failures().select_related(
        "assignee", "organisation", "membership"
    )
    requests = requests.filter(reference__lt=f"ADH-2016-{size:05}" if size < max(SIZES) else "B").order_by(
        "pk"
    )
    # What is loaded once, whatever the size.
    _write(export, requests.filter(reference__lt="ADH-2016-00050"), file_format)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    _write(export, requests, file_format)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(f"{requests.count()} {seconds:.1f} {before} {peak}\n")


def _write(export, requests, file_format):
    with tempfile.TemporaryFile() as output:
        if file_format == "xlsx":
            export.write_xlsx(requests, output)
        else:
            output.writelines(export.write_csv(requests))


def _prepare():
    """A database of its own, kept from one run to the next."""
    database = Path(settings.DATA_DIR) / "bench.sqlite3"
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    if not database.exists():
        call_command("migrate", verbosity=0)


if __name__ == "__main__":
    main()
