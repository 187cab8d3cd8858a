"""Translating machines: nothing leaves but what an editor sends; a failure is said in a sentence."""

import html
import json
from urllib.parse import parse_qs

import pytest
import requests
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from tests.desk.translating import begin, publish, type_words, words

MACHINES = {
    "deepl": {"CLASS": "desk.freshness.machines.DeepL", "OPTIONS": {"AUTH_KEY": "secret:fx"}},
    "libretranslate": {
        "CLASS": "desk.freshness.machines.LibreTranslate",
        "OPTIONS": {"LIBRETRANSLATE_URL": "https://translate.example.org", "API_KEY": "secret"},
    },
}


@pytest.fixture
def wire(monkeypatch):
    """Requests that would have left, and what answers them."""

    class Wire:
        def __init__(self):
            self.sent, self.status, self.body = [], 200, None

        def send(self, adapter, request, **kwargs):
            self.sent.append(request)
            response = requests.Response()
            response.status_code, response.url, response.request = self.status, request.url, request
            response._content = (
                self.body if self.body is not None else json.dumps(self.translated(request)).encode()
            )
            return response

        @staticmethod
        def translated(request):
            if "deepl" in request.url:
                texts = parse_qs(request.body)["text"]
                return {"translations": [{"text": f"EN {text}"} for text in texts]}
            return {"translatedText": [f"EN {text}" for text in json.loads(request.body)["q"]]}

    wire = Wire()
    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", lambda *a, **k: wire.send(*a, **k))
    return wire


@pytest.fixture
def translation(page, english_home, locales):
    translation = begin(page, locales)
    StringTranslation.objects.all().delete()
    return translation


def press(client, translation):
    """What is said once the button of the editor is pressed."""
    answer = client.post(
        reverse("wagtail_localize:machine_translate", args=[translation.pk]),
        {"next": translation.get_target_instance_edit_url()},
    )
    assert answer.url == translation.get_target_instance_edit_url()
    return html.unescape(str([*get_messages(answer.wsgi_request)][-1]))


@pytest.mark.parametrize(
    ("machine", "address"),
    [
        ("deepl", "https://api-free.deepl.com/v2/translate"),
        ("libretranslate", "https://translate.example.org/translate"),
    ],
)
def test_the_button_sends_the_strings_and_keeps_what_comes_back(
    machine, address, wire, translation, page, staff_client, settings
):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = MACHINES[machine]
    editor = staff_client.get(translation.get_target_instance_edit_url())
    assert reverse("wagtail_localize:machine_translate", args=[translation.pk]) in editor.content.decode()
    assert wire.sent == []
    press(staff_client, translation)
    assert [request.url for request in wire.sent] == [address]
    assert words(translation)["introduction"] == "EN Un lieu pour travailler."
    translation.get_target_instance().refresh_from_db()
    assert not translation.get_target_instance().live


def test_without_a_machine_there_is_no_button_and_no_address(wire, translation, staff_client, settings):
    assert settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR is None
    address = reverse("wagtail_localize:machine_translate", args=[translation.pk])
    editor = staff_client.get(translation.get_target_instance_edit_url())
    assert address not in editor.content.decode()
    assert staff_client.post(address).status_code == 404
    assert wire.sent == []


def test_nothing_is_sent_by_publishing_listing_or_syncing(wire, translation, page, staff_client, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = MACHINES["deepl"]
    publish(page, introduction="Un autre lieu.")
    staff_client.get(reverse("freshness_board"))
    staff_client.post(reverse("freshness_sync", args=[page.translation_key, "en"]))
    assert wire.sent == []


def test_what_is_translated_already_is_neither_sent_nor_changed(wire, translation, staff_client, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = MACHINES["deepl"]
    type_words(translation)
    before = words(translation)
    press(staff_client, translation)
    assert wire.sent == []
    assert words(translation) == before


def test_a_long_page_is_sent_fifty_strings_at_a_time(wire, translation, page, staff_client, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = MACHINES["deepl"]
    page.body = [("paragraph", "".join(f"<p>Phrase {number}.</p>" for number in range(120)))]
    publish(page)
    translation.source.update_from_db()
    press(staff_client, translation)
    assert [len(parse_qs(request.body)["text"]) for request in wire.sent] == [50, 50, 23]
    assert StringTranslation.objects.filter(data="EN Phrase 119.").exists()


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("status", "body"),
    [
        (403, b'{"message": "Wrong key"}'),
        (500, b"<h1>Sorry</h1>"),
        (200, b"null"),
        (200, b'{"translations": [], "translatedText": []}'),
    ],
)
def test_a_failure_is_said_and_changes_nothing(
    machine, status, body, wire, translation, staff_client, settings
):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = MACHINES[machine]
    wire.status, wire.body = status, body
    assert "n’a pas répondu comme il faut" in press(staff_client, translation)
    assert words(translation) == {}


def test_a_failure_while_synchronising_is_said_and_changes_nothing(
    wire, translation, page, staff_client, settings
):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = MACHINES["deepl"]
    wire.status, wire.body = 503, b""
    publish(page, introduction="Un autre lieu.")
    answer = staff_client.post(
        reverse("wagtail_localize:update_translations", args=[translation.source_id]),
        {"use_machine_translation": "on"},
    )
    assert answer.url == reverse("freshness_board")
    assert words(translation) == {}
    translation.source.refresh_from_db()
    assert "Un autre lieu" not in translation.source.content_json
