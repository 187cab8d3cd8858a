"""PO files of a translation: out, filled in, and back."""

import html

import polib
import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from desk.freshness import localize
from home.adhesion.models import FeeSchedule
from tests.desk.translating import begin, finish, words
from users import roles


@pytest.fixture
def translation(page, english_home, locales):
    return begin(page, locales)


def download(client, translation):
    answer = client.get(reverse("wagtail_localize:download_pofile", args=[translation.pk]))
    assert answer.status_code == 200
    return polib.pofile(answer.content.decode())


def upload(client, translation, content):
    """(where it leads, what is said)"""
    file = {} if content is None else {"file": SimpleUploadedFile("page.po", content)}
    answer = client.post(reverse("wagtail_localize:upload_pofile", args=[translation.pk]), file)
    assert answer.status_code == 302
    return answer.url, [html.unescape(str(message)) for message in get_messages(answer.wsgi_request)]


def test_a_file_goes_out_and_comes_back_filled_in(page, translation, staff_client):
    StringTranslation.objects.all().delete()
    po = download(staff_client, translation)
    assert {entry.msgctxt: entry.msgid for entry in po} == {
        "title": "Superpublic",
        "slug": page.slug,
        "introduction": "Un lieu pour travailler.",
    }
    po.find("Un lieu pour travailler.").msgstr = "A place to work — “together”."
    upload(staff_client, translation, str(po).encode())
    assert words(translation) == {"introduction": "A place to work — “together”."}
    assert download(staff_client, translation).find("Un lieu pour travailler.").msgstr.startswith("A place")


def test_the_board_leads_to_the_file(page, translation, staff_client):
    content = staff_client.get(reverse("freshness_board")).content.decode()
    assert reverse("wagtail_localize:download_pofile", args=[translation.pk]) in content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "Choisissez"),
        (b"", "n’est pas le fichier PO"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "n’est pas le fichier PO"),
        (b"Bonjour, voici ma traduction.", "n’est pas le fichier PO"),
        (b'msgid "Superpublic"\nmsgstr "Superpublic"\n', "n’est pas le fichier PO"),
        (b'"X-WagtailLocalize-TranslationID: \xff\xfe', "valide"),
        (b'"X-WagtailLocalize-TranslationID: \n what is this', "valide"),
    ],
)
def test_a_wrong_file_is_refused_in_a_sentence_and_nothing_is_lost(
    content, said, page, translation, staff_client
):
    finish(translation)
    before = words(translation)
    address, told = upload(staff_client, translation, content)
    assert said in told[0]
    assert words(translation) == before
    if "fichier PO de" in told[0]:
        assert address == translation.get_target_instance_edit_url()


def test_a_file_that_names_the_translation_outside_its_header_is_refused(translation, staff_client):
    content = b'# X-WagtailLocalize-TranslationID\nmsgid "Superpublic"\nmsgstr "Nope"\n'
    _address, told = upload(staff_client, translation, content)
    assert "n’est pas le fichier PO" in told[0]


def test_the_file_of_another_translation_is_refused(translation, english_home, staff_client):
    before = words(translation)
    _address, told = upload(staff_client, translation, str(download(staff_client, english_home)).encode())
    assert len(told) == 1
    assert words(translation) == before


def test_a_file_that_is_too_heavy_is_refused(translation, staff_client, monkeypatch):
    monkeypatch.setattr(localize, "PO_LIMIT", 10)
    _address, told = upload(staff_client, translation, b"x" * 11)
    assert "trop lourd" in told[0]


def test_a_file_filled_in_before_the_french_changed_counts_for_what_still_stands(
    page, translation, staff_client
):
    po = download(staff_client, translation)
    for entry in po:
        entry.msgstr = "superpublic" if entry.msgctxt == "slug" else f"EN {entry.msgid}"
    page.introduction = "Un autre lieu."
    page.save_revision().publish()
    translation.source.update_from_db()
    _address, told = upload(staff_client, translation, str(po).encode())
    assert words(translation) == {"title": "EN Superpublic", "slug": "superpublic"}
    assert "1 passage du fichier" in told[-1]


def test_whoever_may_not_edit_the_translation_sends_no_file(as_role, client, locales):
    fee = FeeSchedule.objects.create(year=2016, amount_cents=500_000, conditions="À payer.")
    translation = begin(fee, locales)
    as_role(roles.WRITING)
    answer = client.post(reverse("wagtail_localize:upload_pofile", args=[translation.pk]))
    assert answer.url == reverse("wagtailadmin_home")
