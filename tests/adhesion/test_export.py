"""The spreadsheet: everything stated, nothing that runs, whatever the number of rows."""

import csv
import datetime
import io
import logging
import tempfile
import tracemalloc
from pathlib import Path
from unittest import mock

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.spreadsheets import FORMULA_SIGNS
from core.text import several_lines
from home.adhesion.models import AdhesionRequest
from home.adhesion.staff import export
from tests.adhesion.factories import AdhesionRequestFactory, MembershipFactory
from tests.adhesion.test_listing import fill

EXPORT = reverse("adhesion_requests:export")
INDEX = reverse("adhesion_requests:index")
FORMULAS = ['=HYPERLINK("http://x","y")', "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", "#N/A", "=", "＝1"]


def body(response) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def sheet(response):
    return load_workbook(io.BytesIO(body(response))).active


def row(worksheet, number=2) -> dict:
    headings = [cell.value for cell in worksheet[1]]
    return dict(zip(headings, (cell.value for cell in worksheet[number]), strict=True))


def lines(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body(response).decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
def reader(client, manager):
    client.force_login(manager)
    return client


def test_export_holds_what_was_stated_with_dates_and_amounts_as_values(reader, manager):
    request = MembershipFactory(
        request__organisation_name="Région Bretagne",
        request__siret="73282932000074",
        request__siret_missing=False,
        request__assignee=manager,
        request__decision_date=datetime.date(2016, 3, 24),
        request__programmes=["La Transfo", "Territoires en Résidences"],
        request__message="Première ligne\nSeconde ligne",
    ).request
    response = reader.get(EXPORT)
    assert response["Content-Disposition"] == 'attachment; filename="adhesions-2016-01-11.xlsx"'
    assert "no-store" in response["Cache-Control"]
    worksheet = sheet(response)
    assert worksheet["A1"].value == "Organisation"
    values = list(row(worksheet).values())
    for stated in (
        "Région Bretagne",
        "73282932000074",
        request.reference,
        request.get_state_display(),
        2016,
        5000,
        datetime.datetime(2016, 3, 24),
        "La Transfo, Territoires en Résidences",
        "Première ligne\nSeconde ligne",
        "Manager Durand",
        request.champion_email,
    ):
        assert stated in values, stated
    received = next(value for value in values if isinstance(value, datetime.datetime) and value.hour)
    assert received.date() == datetime.date(2016, 1, 11)
    assert worksheet.auto_filter.ref.endswith("2")


def test_every_field_stated_is_exported():
    told = {"champion_name", "organisation_name", "message", "payer_email", "engagement_number", "programmes"}
    request = AdhesionRequestFactory.build(
        **{name: f"<{name}>" for name in told - {"programmes"}}, programmes=["<programmes>"]
    )
    request.mail_failures = 0
    values = {str(column.value(request)) for column in export.COLUMNS}
    assert {f"<{name}>" for name in told} <= values
    left_out = {"id", "submission_token", "version", "purge_announced_on", "reminded_at"}
    assert len(export.COLUMNS) >= len(AdhesionRequest._meta.fields) - len(left_out)


def test_export_follows_filters_search_and_order_of_the_list(reader):
    for name, state in (("Ville B", "closed"), ("Ville A", "submitted"), ("Région C", "submitted")):
        AdhesionRequestFactory(organisation_name=name, state=state)
    query = {"q": "ville", "state": "submitted"}
    assert [line[0] for line in lines(reader.get(EXPORT, query | {"format": "csv"}))[1:]] == ["Ville A"]
    ordered = reader.get(EXPORT, {"ordering": "organisation_name", "format": "csv"})
    assert [line[0] for line in lines(ordered)[1:]] == ["Région C", "Ville A", "Ville B"]
    page = reader.get(INDEX, query | {"p": "1"}).content.decode()
    for file_format in ("xlsx", "csv"):
        assert f"{EXPORT}?q=ville&amp;state=submitted&amp;format={file_format}" in page


def test_nothing_that_people_typed_is_run(reader):
    for text in FORMULAS:
        AdhesionRequestFactory(organisation_name=text, champion_name=text, message=text)
    worksheet = sheet(reader.get(EXPORT))
    cells = [cell for line in worksheet.iter_rows(min_row=2) for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert {cell.value for cell in worksheet["A"][1:]} == set(FORMULAS)

    table = lines(reader.get(EXPORT, {"format": "csv"}))
    assert sorted(line[0] for line in table[1:]) == sorted(
        text if text == "#N/A" else f"'{text}" for text in FORMULAS
    )
    assert not [cell for line in table for cell in line if cell.startswith(FORMULA_SIGNS)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=80), min_size=1, max_size=5))
def test_any_text_is_read_back_as_it_was_kept(texts):
    requests = [AdhesionRequestFactory.build(message=text, siret="00000000000000") for text in texts]
    for request in requests:
        request.mail_failures = 0
        request.reference = "ADH-2016-AAAAA"
    with tempfile.TemporaryFile() as output:
        export.write_xlsx(mock.Mock(iterator=lambda chunk_size: iter(requests)), output)
        worksheet = load_workbook(output).active
    column = [cell.value for cell in worksheet[1]].index("Message") + 1
    read = [worksheet.cell(number, column) for number in range(2, len(texts) + 2)]
    assert [cell.value or "" for cell in read] == [several_lines(text) for text in texts]
    assert {cell.data_type for cell in read} <= {"s", "n"}

    table = b"".join(export.write_csv(mock.Mock(iterator=lambda chunk_size: iter(requests))))
    read = [line[column - 1] for line in csv.reader(io.StringIO(table.decode("utf-8-sig")), delimiter=";")]
    assert [text.removeprefix("'") for text in read[1:]] == [
        several_lines(text).removeprefix("'") for text in texts
    ]


def test_control_characters_stored_by_another_way_do_not_break_the_file(reader):
    AdhesionRequestFactory(organisation_name="A\x08\x0bB\ufffe", message="Bonjour\x1f")
    assert sheet(reader.get(EXPORT))["A2"].value == "A\nB"


def test_csv_opens_in_a_french_spreadsheet(reader):
    AdhesionRequestFactory(organisation_name="Région ; « Bretagne »\n", address="1 rue\n35000 Rennes")
    response = reader.get(EXPORT, {"format": "csv"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.streaming
    content = body(response)
    assert content.startswith('\ufeff"Organisation";'.encode())
    assert "1 rue\n35000 Rennes" in content.decode()


def test_empty_export_has_its_headings(reader):
    assert sheet(reader.get(EXPORT)).max_row == 1
    assert len(lines(reader.get(EXPORT, {"format": "csv"}))) == 1


def test_export_is_written_down_without_a_name(reader, manager, caplog):
    caplog.set_level(logging.INFO, "home.adhesion")
    AdhesionRequestFactory(organisation_name="Région Bretagne")
    body(reader.get(EXPORT, {"q": "bretagne"}))
    assert f"1 membership requests exported as xlsx by user {manager.pk}" in caplog.text
    assert "retagne" not in caplog.text


def test_export_is_for_those_who_review(client, editor, reviewer):
    AdhesionRequestFactory()
    assert client.get(EXPORT).status_code == 302
    client.force_login(editor)
    for file_format in ("xlsx", "csv"):
        assert client.get(EXPORT, {"format": file_format}).status_code == 403
        assert client.post(EXPORT, {"format": file_format}).status_code == 403
    client.force_login(reviewer)
    assert client.get(EXPORT).status_code == 200


def test_queries_of_the_export_do_not_grow_with_its_rows(reader, django_assert_max_num_queries):
    fill(3 * export.CHUNK)
    with django_assert_max_num_queries(12):
        assert sheet(reader.get(EXPORT)).max_row == 3 * export.CHUNK + 1


def _peak(requests) -> int:
    tracemalloc.start()
    with tempfile.TemporaryFile() as output:
        export.write_xlsx(requests, output)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_four_times_as_many_rows_take_no_more_memory(db):
    fill(8 * export.CHUNK)
    requests = AdhesionRequest.objects.with_mail_failures().select_related(
        "assignee", "organisation", "membership"
    )
    two_chunks = requests.filter(reference__lt=f"ADH-2016-{2 * export.CHUNK:05}")
    _peak(two_chunks.order_by("pk"))
    assert _peak(requests.order_by("pk")) < 1.3 * _peak(two_chunks.order_by("pk"))


def test_failed_export_leaves_no_file_of_names_behind(reader, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    AdhesionRequestFactory.create_batch(2)

    def fails(requests):
        yield ["Région"]
        raise OSError("no space left")

    monkeypatch.setattr(export, "rows", fails)
    with pytest.raises(OSError, match="no space left"):
        reader.get(EXPORT)
    assert list(Path(tmp_path).iterdir()) == []
