"""Commitments and budget of a roadmap as data that anybody may reuse: their addresses, and what they are.

A roadmap that cannot be read gives no data: Wagtail finds the page, or not, before any of this is asked.
"""

import datetime
import json
from dataclasses import dataclass
from urllib.parse import urljoin

from django.utils import timezone
from django.utils.translation import gettext

from blog import dataset, files
from blog.dataset_schema import schema
from core.choices import DataLicence

JSON = "application/json"
CSV = "text/csv; charset=utf-8"


def serve_json(request, roadmap):
    """The whole: commitments with their history, budget, where it comes from."""
    return _serve(request, roadmap, "json", JSON, lambda: _json(_document(request, roadmap)))


def serve_csv(request, roadmap):
    """One table for spreadsheets."""
    return _serve(request, roadmap, "csv", CSV, lambda: dataset.table(_document(request, roadmap)))


def serve_schema(request, roadmap):
    """What the document holds, told to people and to programs (JSON Schema, 2020-12)."""
    return _serve(
        request, roadmap, "schema", JSON, lambda: _json(schema(_absolute(request, roadmap, "schema")))
    )


@dataclass(frozen=True)
class File:
    """One way to take the data: what it is, its format, its address."""

    label: str
    format: str
    url: str


@dataclass(frozen=True)
class Offer:
    """What a page says of its data."""

    files: list[File]
    #: File that describes the others.
    schema_url: str
    licence: str
    licence_url: str
    #: Day of the last change in them; None where nothing was ever published.
    modified_on: datetime.date | None
    #: Number of commitments in them.
    count: int


def offer(roadmap, request, commitments) -> Offer:
    """The data of a roadmap, described for its page; `commitments` are its own. No query."""
    licence = DataLicence(roadmap.data_licence)
    modified = dataset.modified_at(roadmap, commitments)
    return Offer(
        files=[
            File(
                gettext("Everything, with the history of each commitment"),
                "JSON",
                roadmap.file_url("json", request),
            ),
            File(gettext("One table, for a spreadsheet"), "CSV", roadmap.file_url("csv", request)),
        ],
        schema_url=roadmap.file_url("schema", request),
        licence=str(licence.label),
        licence_url=licence.url,
        modified_on=timezone.localtime(modified).date() if modified else None,
        count=len(commitments),
    )


def _serve(request, roadmap, name: str, content_type: str, make):
    response = files.serve(request, roadmap, name, content_type, make)
    response["Content-Language"] = roadmap.route_language
    # Programs of other sites may read them from a browser too; without anybody's session, so what is public.
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _document(request, roadmap) -> dict:
    return dataset.document(roadmap, request, schema_url=_absolute(request, roadmap, "schema"))


def _absolute(request, roadmap, name: str) -> str:
    return urljoin(roadmap.get_full_url(request), roadmap.file_url(name, request))


def _json(data: dict) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=2).encode()
