"""The list of requests as a spreadsheet: what was stated is text, never a formula; dates and amounts count.

Rows are read and written a few at a time: ten thousand requests take the memory of one chunk.
"""

import csv
import io
import logging
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.http import FileResponse, StreamingHttpResponse
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.clock import today
from core.spreadsheets import harmless
from core.text import several_lines
from core.workbooks import XLSX, write_workbook
from home.adhesion.models import AdhesionRequest

from .listing import RequestListView

logger = logging.getLogger(__name__)

CHUNK = 200


@dataclass(frozen=True)
class ExportColumn:
    """One column: its heading, its value for a request, its width in characters."""

    heading: str
    value: Callable
    width: int = 18


def _field(name: str, width: int = 18, heading: str | None = None) -> ExportColumn:
    """The column of a field, as people read it: the label of a choice, “yes” or “no”."""
    field = AdhesionRequest._meta.get_field(name)
    heading = heading or field.verbose_name
    if field.choices:
        # A language is chosen among those of the site, a category among those of the house: labels are lazy.
        labels = dict(field.flatchoices)
        return ExportColumn(heading, lambda request: labels.get(getattr(request, name), ""), width)
    if field.get_internal_type() == "BooleanField":
        return ExportColumn(heading, lambda request: _yes_or_no(getattr(request, name)), width)
    return ExportColumn(heading, lambda request: getattr(request, name), width)


def _yes_or_no(value):
    return pgettext_lazy("answer", "yes") if value else pgettext_lazy("answer", "no")


COLUMNS = [
    _field("organisation_name", 40),
    _field("organisation_category", 28),
    ExportColumn(_("country"), lambda request: request.country_name),
    _field("siret"),
    _field("siret_missing"),
    _field("foreign_identifier"),
    _field("address", 40),
    _field("territory", 24),
    _field("state"),
    _field("reference"),
    _field("year", 8),
    _field("champion_name", 28),
    _field("champion_role", 28),
    _field("champion_email", 32),
    _field("champion_telephone"),
    _field("payer_kind", 24),
    _field("payer_name", 32),
    _field("payer_siret"),
    _field("payer_contact", 28),
    _field("payer_email", 32),
    _field("chorus_service_code"),
    _field("engagement_number"),
    ExportColumn(_("fee on the day of filing"), lambda request: request.amount_euros),
    _field("decision_stage", 28),
    _field("decision_date", 14),
    ExportColumn(_("programmes of interest"), lambda request: ", ".join(request.programmes), 32),
    _field("message", 60),
    _field("listing_consent"),
    _field("received_at"),
    _field("source"),
    _field("language", 12),
    _field("suspect", 12),
    ExportColumn(_("assignee"), lambda request: _name_of(request.assignee), 24),
    _field("closing_cause", 24),
    ExportColumn(
        _("known organisation"), lambda request: request.organisation and request.organisation.name, 40
    ),
    ExportColumn(_("member for the year"), lambda request: _yes_or_no(hasattr(request, "membership"))),
    ExportColumn(_("mails refused"), lambda request: request.mail_failures, 12),
    _field("notice_version", 14),
    _field("purge_on", 14),
    _field("anonymised_at", 14),
]


def _name_of(user) -> str:
    return user.get_full_name() or user.get_username() if user else ""


class ExportView(RequestListView):
    """What the list shows, all of it: same filters, same search, same order."""

    formats = ("xlsx", "csv")

    def get(self, request, *args, **kwargs):
        file_format = request.GET.get("format")
        requests = self.get_queryset()
        # Who took how much away, without saying whose.
        logger.info(
            "%d membership requests exported as %s by user %s",
            requests.count(),
            "csv" if file_format == "csv" else "xlsx",
            request.user.pk,
        )
        response = _csv_response(requests) if file_format == "csv" else _xlsx_response(requests)
        response["Cache-Control"] = "private, no-store"
        return response

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("organisation", "membership")


def rows(requests) -> Iterator[list]:
    """The values of each request, a chunk at a time."""
    for request in requests.iterator(chunk_size=CHUNK):
        yield [_plain(column.value(request)) for column in COLUMNS]


def headings() -> list[str]:
    return [capfirst(str(column.heading)) for column in COLUMNS]


def write_xlsx(requests, output) -> None:
    """Writes a workbook to a binary file."""
    columns = [(heading, column.width) for heading, column in zip(headings(), COLUMNS, strict=True)]
    write_workbook(output, gettext("Membership requests"), columns, rows(requests), kept_columns=1)


def write_csv(requests) -> Iterator[bytes]:
    """Lines of a file that French spreadsheets open as it is: UTF-8 with its mark, semicolons."""
    line = io.StringIO()
    writer = csv.writer(line, delimiter=";", quoting=csv.QUOTE_ALL)
    yield "\ufeff".encode()
    for row in _with_headings(requests):
        writer.writerow([harmless(value) for value in row])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def _with_headings(requests) -> Iterable[list]:
    yield headings()
    yield from rows(requests)


def _plain(value):
    """Text, number, date or None: what both formats can write."""
    if value is None or isinstance(value, int | float):
        return value
    if hasattr(value, "tzinfo"):
        return localtime(value).replace(tzinfo=None)
    if hasattr(value, "isoformat") or hasattr(value, "as_integer_ratio"):
        return value
    # Records made before texts were cleaned, or by another way than the forms.
    return several_lines(str(value))


def _xlsx_response(requests):
    # Unlinked as soon as it is opened, closed with the response.
    output = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        write_xlsx(requests, output)
    except BaseException:
        output.close()
        raise
    output.seek(0)
    return FileResponse(output, as_attachment=True, filename=_filename("xlsx"), content_type=XLSX)


def _csv_response(requests):
    response = StreamingHttpResponse(write_csv(requests), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_filename("csv")}"'
    return response


def _filename(extension: str) -> str:
    return f"adhesions-{today():%Y-%m-%d}.{extension}"
