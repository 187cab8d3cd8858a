"""What becomes of a document sent to the admin, on its three screens."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file_jpeg
from wagtail.models import Collection

from documents.models import CustomDocument
from tests.factories import DocumentFactory
from uploads.weights import weight

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def send(staff_client):
    """The form of a document, sent to the address of a screen."""

    def send(url, name, content):
        data = {
            "title": "Le rapport",
            "collection": Collection.get_first_root_node().pk,
            "language": "fr",
            "tags": "",
            "file": SimpleUploadedFile(name, content),
        }
        return staff_client.post(url, data)

    return send


@pytest.fixture
def small(settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000


def refusal(response) -> str:
    assert response.status_code == 200
    (error,) = response.context["form"].errors["file"]
    assert response.context["form"]["title"].value() == "Le rapport"
    return error


def test_a_document_is_kept(send):
    assert send(reverse("wagtaildocs:add"), "rapport.pdf", PDF).status_code == 302
    assert CustomDocument.objects.get().file_size == len(PDF)


def test_a_pdf_that_is_no_pdf_is_refused_in_a_sentence(send):
    error = refusal(send(reverse("wagtaildocs:add"), "rapport.pdf", b"<html>Introuvable</html>"))
    assert ".pdf" in error
    assert not CustomDocument.objects.exists()


def test_a_document_too_heavy_is_refused_with_the_limit(send, small):
    error = refusal(send(reverse("wagtaildocs:add"), "rapport.pdf", PDF + bytes(2000)))
    assert weight(1000) in error


def test_what_was_dropped_as_it_came_is_refused_alike(send, settings):
    settings.UPLOAD_LIMIT = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000
    error = refusal(send(reverse("wagtaildocs:add"), "rapport.pdf", PDF + bytes(2000)))
    assert weight(1000) in error


def test_replacing_a_document_is_checked_too(send):
    document = DocumentFactory(file__filename="rapport.pdf", file__data=PDF)
    refusal(send(reverse("wagtaildocs:edit", args=[document.pk]), "rapport.pdf", b"rien"))
    document.refresh_from_db()
    with document.open_file() as file:
        assert file.read() == PDF


def test_a_document_is_edited_without_sending_it_again(staff_client):
    document = DocumentFactory(file__filename="rapport.pdf", file__data=b"kept before anybody checked")
    data = {"title": "Autre titre", "collection": document.collection_id, "language": "en", "tags": ""}
    url = reverse("wagtaildocs:edit", args=[document.pk])
    assert staff_client.post(url, data).status_code == 302
    document.refresh_from_db()
    assert (document.title, document.language) == ("Autre titre", "en")


def test_several_at_once_are_refused_one_by_one(staff_client):
    def send(name, content):
        data = {"title": name, "files[]": SimpleUploadedFile(name, content)}
        return json.loads(staff_client.post(reverse("wagtaildocs:add_multiple"), data).content)

    refused = send("rapport.pdf", b"rien")
    assert refused["success"] is False
    assert ".pdf" in refused["error_message"]
    kept = send("rapport.pdf", PDF)
    assert kept["success"] is True


def test_several_at_once_are_told_the_limit_before_they_are_sent(staff_client, small):
    page = staff_client.get(reverse("wagtaildocs:add_multiple")).text
    assert 'data-max-file-size="1000"' in page


def test_a_picture_dropped_as_it_came_is_refused_in_a_sentence(staff_client, settings):
    settings.UPLOAD_LIMIT = 1000
    data = {
        "title": "La table",
        "collection": Collection.get_first_root_node().pk,
        "file": SimpleUploadedFile("table.jpg", bytes(3000), content_type="image/jpeg"),
    }
    response = staff_client.post(reverse("wagtailimages:add"), data)
    assert weight(3000) in response.context["form"].errors["file"][0]


def test_a_picture_too_heavy_is_refused_with_the_limit(staff_client, settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 200
    data = {
        "title": "La table",
        "collection": Collection.get_first_root_node().pk,
        "file": SimpleUploadedFile("table.jpg", get_test_image_file_jpeg().file.getvalue(), "image/jpeg"),
    }
    response = staff_client.post(reverse("wagtailimages:add"), data)
    assert weight(200) in response.context["form"].errors["file"][0]
