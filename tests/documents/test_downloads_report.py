"""What the team reads of downloads."""

import csv
import datetime
import io

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from documents.models import DownloadCount
from tests.factories import DocumentFactory, UserFactory
from users import roles

URL = "/admin/reports/downloads/"


@pytest.fixture
def counts():
    """Two documents over two months."""
    report = DocumentFactory(title="Rapport")
    formula = DocumentFactory(title="=1+1")
    for document, day, number in (
        (report, datetime.date(2016, 1, 4), 3),
        (report, datetime.date(2016, 1, 30), 4),
        (report, datetime.date(2016, 2, 1), 1),
        (formula, datetime.date(2016, 1, 5), 2),
    ):
        DownloadCount.objects.create(document=document, day=day, number=number)


def shown(response):
    return [
        (row["title"], f"{row['month']:%Y-%m}", row["downloads"]) for row in response.context["object_list"]
    ]


def test_downloads_are_added_up_by_month(staff_client, counts):
    response = staff_client.get(URL)
    assert shown(response) == [("Rapport", "2016-02", 1), ("Rapport", "2016-01", 7), ("=1+1", "2016-01", 2)]
    assert "janvier 2016" in response.text


def test_days_are_chosen_before_they_are_added_up(staff_client, counts):
    response = staff_client.get(URL, {"day_from": "2016-01-05", "day_to": "2016-01-31"})
    assert shown(response) == [("Rapport", "2016-01", 4), ("=1+1", "2016-01", 2)]


def test_as_a_csv_file(staff_client, counts):
    response = staff_client.get(URL, {"export": "csv"})
    table = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert table[1:] == [["Rapport", "2016-02", "1"], ["Rapport", "2016-01", "7"], ["'=1+1", "2016-01", "2"]]


def test_as_a_spreadsheet(staff_client, counts):
    response = staff_client.get(URL, {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [cell.value for cell in sheet[3]] == ["Rapport", "2016-01", 7]


def test_five_hundred_documents_cost_no_query_more(staff_client, counts, count_queries):
    few = count_queries(URL)
    for document in DocumentFactory.create_batch(100):
        DownloadCount.objects.create(document=document, day=datetime.date(2016, 3, 1), number=1)
    assert count_queries(URL) <= few


@pytest.mark.parametrize(("role", "status"), [("Rédaction", 200), ("Validation", 200), ("Adhésions", 302)])
def test_who_may_read_it(client, home, counts, role, status):
    roles.establish_all()
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    assert client.get(URL).status_code == status
    menu = client.get(reverse("wagtailadmin_home")).text
    assert (URL in menu) is (status == 200)
