"""A document keeps its address, and each time somebody takes it is counted."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.db.utils import IntegrityError, OperationalError
from wagtail.documents.models import document_served
from wagtail.models import CollectionViewRestriction

from documents.counting import count
from documents.models import DownloadCount
from tests.factories import ContentPageFactory, DocumentFactory

pytestmark = pytest.mark.indexed

READER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"}


@pytest.fixture
def document():
    return DocumentFactory(file__filename="rapport.pdf", file__data=b"%PDF-1.7 premier")


@pytest.fixture
def published(document, home):
    return ContentPageFactory(parent=home, body=[("document", {"document": document, "title": "Lire"})])


@pytest.fixture
def fetch(client):
    def fetch(url, **headers):
        response = client.get(url, headers=READER | headers)
        return response, b"".join(response.streaming_content) if response.streaming else response.content

    return fetch


def replace(document, name, content):
    document.file.save(name, ContentFile(content))
    document._set_document_file_metadata()
    document.save()


def counted() -> int:
    return sum(row.number for row in DownloadCount.objects.all())


def test_a_document_replaced_keeps_its_address(fetch, document, published):
    before = document.url
    replace(document, "rapport-corrige.pdf", b"%PDF-1.7 second")
    assert document.url != before
    response, content = fetch(before)
    assert content == b"%PDF-1.7 second"
    assert "rapport-corrige" in response["Content-Disposition"]
    assert response["Link"] == f'<http://testserver{document.url}>; rel="canonical"'


def test_the_short_address_needs_no_name(fetch, document, published):
    assert fetch(f"/documents/{document.pk}/")[1] == b"%PDF-1.7 premier"
    response, _content = fetch(document.url)
    assert "Link" not in response


def test_documents_of_drafts_are_not_found_by_counting_up(fetch, document, home):
    assert fetch(f"/documents/{document.pk}/")[0].status_code == 404
    page = ContentPageFactory(
        parent=home, live=False, body=[("document", {"document": document, "title": "Lire"})]
    )
    assert fetch(f"/documents/{document.pk}/")[0].status_code == 404
    page.save_revision().publish()
    assert fetch(f"/documents/{document.pk}/")[0].status_code == 200


def test_numbers_of_nothing_are_404(client, document):
    for url in ("/documents/0/", "/documents/999999999/rapport.pdf", f"/documents/{'9' * 30}/rapport.pdf"):
        assert client.get(url).status_code == 404


def test_what_is_behind_a_password_stays_there(fetch, document, published):
    CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type="password", password="sesame"
    )
    for url in (document.url, f"/documents/{document.pk}/"):
        response, content = fetch(url)
        assert response.status_code == 200
        assert b"%PDF" not in content
    assert counted() == 0


def test_whoever_listens_to_wagtail_is_told(fetch, document, published):
    told = []

    def listen(instance, **kwargs):
        told.append(instance)

    document_served.connect(listen)
    fetch(f"/documents/{document.pk}/")
    document_served.disconnect(listen)
    assert told == [document]


def test_who_has_it_already_is_not_sent_it_again(fetch, document):
    first, _content = fetch(document.url)
    assert fetch(document.url, **{"if-none-match": first["ETag"]})[0].status_code == 304
    replace(document, "rapport.pdf", b"%PDF-1.7 second")
    assert fetch(document.url, **{"if-none-match": first["ETag"]})[0].status_code == 200


def test_downloads_are_counted_by_day(fetch, document):
    for _time in range(3):
        fetch(document.url)
    row = DownloadCount.objects.get()
    assert (row.document, row.number) == (document, 3)
    assert abs(row.day - datetime.date.today()) <= datetime.timedelta(days=1)


def test_nothing_is_kept_about_who_came(fetch, document):
    response, _content = fetch(document.url)
    assert not response.cookies
    assert {field.name for field in DownloadCount._meta.get_fields()} == {"id", "document", "day", "number"}


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "facebookexternalhit/1.1"},
        {"user-agent": ""},
        {"range": "bytes=500-"},
    ],
)
def test_robots_and_continuations_are_not_counted(fetch, document, headers):
    assert fetch(document.url, **headers)[0].status_code == 200
    assert counted() == 0


def test_a_telephone_is_no_robot(fetch, document):
    fetch(document.url, **{"user-agent": "Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36"})
    fetch(document.url, range="bytes=0-")
    assert counted() == 2


def test_neither_questions_about_it_nor_the_team_are_counted(client, fetch, document, superuser):
    client.head(document.url, headers=READER)
    first, _content = fetch(document.url)
    assert counted() == 1
    fetch(document.url, **{"if-none-match": first["ETag"]})
    fetch(document.url, **{"if-modified-since": first["Last-Modified"]})
    client.force_login(superuser)
    fetch(document.url)
    assert counted() == 1


@pytest.mark.parametrize(
    "failure", [OperationalError("database is locked"), IntegrityError("no such document")]
)
def test_what_cannot_be_counted_keeps_the_file_from_nobody(fetch, document, monkeypatch, failure):
    def busy(*args, **kwargs):
        raise failure

    monkeypatch.setattr("django.db.models.query.QuerySet.update", busy)
    assert fetch(document.url)[1] == b"%PDF-1.7 premier"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_two():
    document = DocumentFactory()

    def once(_number):
        count(document)
        connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(once, range(12)))
    assert DownloadCount.objects.get().number == 12
