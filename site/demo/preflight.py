"""What must hold before anything is touched; each failure is one sentence."""

import re
import socket
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connection

from demo.errors import DemoError

_ADDRPORT = re.compile(r"(?:(?P<host>\[[0-9a-fA-F:.]+\]|[\w.-]+):)?(?P<port>\d{1,5})")


def require_permission() -> None:
    if not getattr(settings, "DEMO_ALLOWED", False):
        raise DemoError(
            "The demonstration creates users with known passwords: it runs under development settings only "
            "(DEMO_ALLOWED is not set)."
        )


def parse_addrport(text: str) -> tuple[str, int]:
    """`127.0.0.1:8000`, `[::1]:8000` or `8000` as (host, port)."""
    match = _ADDRPORT.fullmatch(text)
    if not match or not 1 <= int(match["port"]) <= 65535:
        raise DemoError(
            f"“{text}” is not an address to serve on: give a port, or host:port such as 127.0.0.1:8000."
        )
    return match["host"] or "127.0.0.1", int(match["port"])


def require_free_port(host: str, port: int) -> None:
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DemoError(
            f"Cannot serve on {host}:{port} ({reason}): free it, or choose another with --addrport."
        ) from error


def require_writable_folders() -> None:
    folders = [settings.DATA_DIR]
    if isinstance(default_storage, FileSystemStorage):
        folders.append(default_storage.location)
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():
        database = Path(connection.settings_dict["NAME"])
        folders.append(database.parent)
        if database.exists():
            _try(lambda: database.open("r+b").close(), database)
    for folder in map(Path, folders):
        _try(lambda folder=folder: _write_in(folder), folder)


def _write_in(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        pass


def _try(action, path: Path) -> None:
    try:
        action()
    except OSError as error:
        raise DemoError(
            f"Cannot write in {path} ({error.strerror}): choose another folder with DATA_DIR."
        ) from error


def require_database() -> None:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        reason = " ".join(str(error).split())
        raise DemoError(f"The database does not answer ({reason}): check DATABASE_URL.") from error
