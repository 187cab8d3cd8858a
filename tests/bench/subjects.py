"""Who is measured: workers that serve the demonstration, nginx before them and by itself."""

import contextlib
import json
import os
import pwd
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.asking import ask

ROOT = Path(__file__).resolve().parents[2]
#: What has not begun by then, or does not end, has failed, in seconds.
PATIENCE = 60
WORKERS = 2
#: As the README of the site has it run.
GRANIAN = (
    *("--interface", "wsgi", "--http", "1", "--workers", str(WORKERS), "--blocking-threads", "4"),
    *("--runtime-mode", "mt", "--runtime-threads", "2"),
)
#: What nginx says by itself, or the product only of its own bytes.
NOT_REPEATED = {
    "cache-status",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "etag",
    "keep-alive",
    "server",
    "transfer-encoding",
    "vary",
}


def environment(data: Path, **settings: str) -> dict[str, str]:
    """Production's, and nothing else of this machine: what a service manager would give."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "LANG": "C.UTF-8",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "BASE_URL": "https://localhost",
        "PINNED_TODAY": "2016-01-11",
        "DATA_DIR": str(data),
    } | settings


def manage(data: Path, *arguments: str, **settings: str) -> None:
    run = [sys.executable, "manage.py", *arguments]
    subprocess.run(run, cwd=ROOT, env=environment(data, **settings), check=True, stdout=subprocess.DEVNULL)


def from_inside(data: Path, *arguments: str):
    """What `inside` says of the data, in a process of its own."""
    run = [sys.executable, "-m", "tests.bench.inside", *arguments]
    answer = subprocess.run(
        run, cwd=ROOT, env=environment(data, PAGE_CACHE="0"), check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(answer.stdout)


def lay_out(data: Path) -> None:
    """The demonstration, and static files as production names them."""
    data.mkdir(parents=True, exist_ok=True)
    manage(data, "demo", "--no-serve", DJANGO_SETTINGS_MODULE="config.settings.dev")
    manage(data, "collectstatic", "--noinput")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Subject:
    """Who answers at a port."""

    port: int
    process: subprocess.Popen
    log: Path
    data: Path | None = None
    ports: dict[str, int] = field(default_factory=dict)

    @property
    def workers(self) -> list[int]:
        """Process numbers of those who answer: children that listen or were given the socket."""
        return _children(self.process.pid)

    def cpu(self) -> float:
        """Seconds of processor that they have had, all together."""
        ticks = 0
        for pid in self.workers:
            spent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(spent[11]) + int(spent[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self) -> list[dict[str, float]]:
        """Of each worker, in MiB: `Rss`, and `Pss`, where what several share is shared out."""
        found = []
        for pid in self.workers:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            kibibytes = dict(re.findall(r"^(Rss|Pss):\s+(\d+) kB", rollup, re.MULTILINE))
            found.append({name: int(number) / 1024 for name, number in kibibytes.items()})
        return found


def _children(parent: int) -> list[int]:
    """Resource trackers and the like left out: they share the parent's program, not its threads."""
    pids = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(pid) for pid in pids if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()]


@contextlib.contextmanager
def granian(data: Path, work: Path, *options: str, **settings: str) -> Iterator[Subject]:
    """The product; `options` come after its own."""
    port = free_port()
    run = [
        sys.executable,
        "-m",
        "granian",
        *GRANIAN,
        "--port",
        str(port),
        *options,
        "config.wsgi:application",
    ]
    with _running(run, work / f"granian-{port}.log", env=environment(data, **settings)) as process:
        subject = Subject(port, process, work / f"granian-{port}.log", data)
        _wait_for(subject, "/")
        yield subject


@contextlib.contextmanager
def nginx(work: Path, site: Subject, plain: Subject, same_bytes: Path, headers: list) -> Iterator[Subject]:
    """Three servers: `static` of files, `baked` before `site`, `before` only passing on to `plain`."""
    ports = {name: free_port() for name in ("static", "baked", "before")}
    configuration = work / "nginx.conf"
    said = "\n".join(
        f"      add_header {name} '{value.replace(chr(39), chr(92) + chr(39))}' always;"
        for name, value in headers
        if name.lower() not in NOT_REPEATED
    )
    configuration.write_text(
        NGINX.format(
            user=f"user {pwd.getpwuid(os.getuid()).pw_name};" if os.getuid() == 0 else "",
            work=work,
            workers=WORKERS,
            files=same_bytes,
            pages=f"{site.data}/pages",
            said=said,
            site=site.port,
            plain=plain.port,
            **ports,
        )
    )
    run = ["nginx", "-p", str(work), "-c", str(configuration), "-e", str(work / "nginx.log")]
    with _running(run, work / "nginx-output.log") as process:
        subject = Subject(ports["static"], process, work / "nginx.log", ports=ports)
        _wait_for(subject, "/page.html")
        yield subject


#: Nothing is remembered of files (`open_file_cache`): a page dropped would still be given out.
NGINX = """
{user}
daemon off;
pid {work}/nginx.pid;
worker_processes {workers};
events {{ worker_connections 4096; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush off;
  keepalive_timeout 75s;
  keepalive_requests 1000000000;
  gzip_static on;
  types {{ }}
  default_type "text/html; charset=utf-8";
  client_body_temp_path {work}/body;
  proxy_temp_path {work}/proxy;
  fastcgi_temp_path {work}/fastcgi;
  uwsgi_temp_path {work}/uwsgi;
  scgi_temp_path {work}/scgi;
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  proxy_set_header Host $host;
  proxy_set_header X-Forwarded-Proto https;
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  upstream site {{ server 127.0.0.1:{site}; keepalive 64; keepalive_requests 1000000000; }}
  upstream plain {{ server 127.0.0.1:{plain}; keepalive 64; keepalive_requests 1000000000; }}
  map "$request_method:$args:$cookie_sessionid:$cookie_messages" $generation {{
    default none;
    "GET:::" current;
  }}
  server {{
    listen 127.0.0.1:{static} backlog=1024;
    root {files};
  }}
  server {{
    listen 127.0.0.1:{baked} backlog=1024;
    location / {{
      root {pages};
      try_files /$generation/https/$host${{uri}}index.html @site;
{said}
    }}
    location @site {{ proxy_pass http://site; }}
  }}
  server {{
    listen 127.0.0.1:{before} backlog=1024;
    location / {{ proxy_pass http://plain; }}
  }}
}}
"""


@contextlib.contextmanager
def _running(run: list[str], log: Path, env=None) -> Iterator[subprocess.Popen]:
    """Until the end of the block, however it ends."""
    with log.open("w") as output:
        process = subprocess.Popen(
            run, cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(subject: Subject, path: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(OSError):
            ask(subject.port, path)
            return
        if subject.process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"{subject.process.args[0]} did not begin:\n{subject.log.read_text()[-3000:]}")
        time.sleep(0.1)
