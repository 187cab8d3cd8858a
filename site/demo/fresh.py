"""Starting again: the database is emptied, and the media folder with it."""

import shutil
from pathlib import Path

from django.core.cache import cache
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command
from django.db import connection


def start_again() -> None:
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():
        connection.close()
        database = connection.settings_dict["NAME"]
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{database}{suffix}").unlink(missing_ok=True)
    elif connection.introspection.table_names():
        call_command("flush", interactive=False, verbosity=0)
    if isinstance(default_storage, FileSystemStorage):
        for entry in Path(default_storage.location).iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    cache.clear()
