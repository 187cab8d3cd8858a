"""How often documents are fetched by people, and nothing about who they are."""

import logging
import re

from django.db import DatabaseError
from django.db.models import F
from django.utils import timezone

from documents.models import CustomDocument, DownloadCount

logger = logging.getLogger(__name__)

#: What robots that say so call themselves; “Cubot” makes telephones.
ROBOT = re.compile(r"(?<!cu)bot\b|crawl|spider|slurp|externalhit|preview|archiver", re.I)


def is_download(request, response) -> bool:
    """Whether somebody has just begun to receive a whole file.

    Not who only asks about it (HEAD), has it already (304), goes on with the rest of it (Range), is asked for
    a password, is a robot, or is of the team.
    """
    agent = request.headers.get("user-agent", "")
    return (
        request.method == "GET"
        and response.status_code == 200
        and response.streaming
        and request.headers.get("range", "bytes=0-").startswith("bytes=0-")
        and bool(agent)
        and not ROBOT.search(agent)
        and not request.user.is_authenticated
    )


def count(document: CustomDocument) -> None:
    """One more today, however many come at once. One that cannot be counted keeps the file from nobody."""
    # The day it happens, whatever day a demonstration believes in.
    today = DownloadCount.objects.filter(document=document, day=timezone.localdate())
    try:
        if today.update(number=F("number") + 1):
            return
        first = DownloadCount(document=document, day=timezone.localdate())
        DownloadCount.objects.bulk_create([first], ignore_conflicts=True)
        today.update(number=F("number") + 1)
    except DatabaseError:
        # The database is busy, or the document has just been deleted.
        logger.warning("A download was not counted.", exc_info=True)
