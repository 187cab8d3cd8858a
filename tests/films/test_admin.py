"""Films and sounds in the admin: every screen, in French, and what the form refuses."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from films.models import Film
from publications.models import EpisodePage
from tests.factories import (
    EpisodePageFactory,
    PublicationIndexPageFactory,
    UserFactory,
    VideoSeriesPageFactory,
)
from uploads.weights import weight
from users.roles import establish_all

BEGINNINGS = {
    "mp4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
    "webm": b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm",
    "mp3": b"ID3\x04\0\0",
    "m4a": b"\0\0\0\x18ftypM4A \0\0\0\0",
    "ogg": b"OggS\0\x02",
    "wav": b"RIFF\x24\0\0\0WAVEfmt ",
}


@pytest.fixture(autouse=True)
def _in_french():
    with translation.override("fr"):
        yield


def sent(name, content=None):
    extension = name.rpartition(".")[2]
    return SimpleUploadedFile(
        name, BEGINNINGS.get(extension, b"") + b"\0" * 50 if content is None else content
    )


def add(staff_client, file, kind="video"):
    return staff_client.post(
        reverse("wagtailmedia:add", args=[kind]),
        {"title": "Le film", "file": file, "duration": "125", "tags": "", "collection": "1"},
    )


def errors(response):
    assert response.status_code == 200
    return " ".join(message for messages in response.context["form"].errors.values() for message in messages)


@pytest.fixture
def film(staff_client, db):
    assert add(staff_client, sent("film.mp4")).status_code == 302
    return Film.objects.get()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("film.mp4", "video"),
        ("film.webm", "video"),
        ("son.mp3", "audio"),
        ("son.m4a", "audio"),
        ("son.ogg", "audio"),
        ("son.wav", "audio"),
    ],
)
def test_what_browsers_play_is_kept(staff_client, name, kind):
    assert add(staff_client, sent(name), kind).status_code == 302
    film = Film.objects.get()
    assert (film.type, film.is_sound) == (kind, kind == "audio")
    assert film.media_type.startswith(f"{kind}/")
    assert film.length.total_seconds() == 125


@pytest.mark.parametrize("name", BEGINNINGS)
def test_a_file_that_is_not_what_its_name_says_is_refused(staff_client, name):
    kind = "video" if name in ("mp4", "webm") else "audio"
    response = add(staff_client, sent(f"fichier.{name}", b"%PDF-1.7 nothing of the sort"), kind)
    [said] = response.context["form"].errors["file"]
    assert f".{name}" in said
    assert not Film.objects.exists()


@pytest.mark.parametrize(
    ("name", "kind"), [("film.exe", "video"), ("film.mkv", "video"), ("film.mp4", "audio")]
)
def test_other_formats_are_refused(staff_client, name, kind):
    assert errors(add(staff_client, sent(name), kind))


def test_what_is_too_heavy_is_refused(staff_client, settings):
    settings.MEDIA_UPLOAD_LIMIT = 1000
    said = errors(add(staff_client, sent("film.mp4", BEGINNINGS["mp4"] + b"\0" * 2000)))
    assert weight(1000) in said
    # Said once, and nothing of an extension that is right.
    assert "mp4" not in said
    assert not Film.objects.exists()


def test_every_screen_stands(staff_client, film):
    for name, args in (
        ("index", []),
        ("edit", [film.pk]),
        ("delete", [film.pk]),
        ("media_usage", [film.pk]),
        ("chooser", []),
        ("chooser_upload", ["video"]),
    ):
        response = staff_client.get(reverse(f"wagtailmedia:{name}", args=args))
        assert response.status_code == 200, name
    for kind in ("audio", "video"):
        form = staff_client.get(reverse("wagtailmedia:add", args=[kind])).content.decode()
        assert 'name="thumbnail"' not in form
        assert 'name="duration"' in form


def test_a_film_is_changed_and_its_old_file_goes(staff_client, film):
    before = film.file.name
    response = staff_client.post(
        reverse("wagtailmedia:edit", args=[film.pk]),
        {"title": "Autre titre", "file": sent("autre.mp4"), "duration": "0", "tags": "", "collection": "1"},
    )
    assert response.status_code == 302
    film.refresh_from_db()
    assert film.title == "Autre titre"
    assert film.length is None
    assert not film.file.storage.exists(before)


def test_a_title_is_changed_without_sending_the_file_again(staff_client, film):
    response = staff_client.post(
        reverse("wagtailmedia:edit", args=[film.pk]),
        {"title": "Autre titre", "duration": "125", "tags": "", "collection": "1"},
    )
    assert response.status_code == 302


@pytest.mark.indexed
def test_usage_names_the_episodes_and_deletion_leaves_them(staff_client, film, home):
    series = VideoSeriesPageFactory(parent=PublicationIndexPageFactory(parent=home))
    episode = EpisodePageFactory(parent=series, title="Évaluer autrement", film=film)
    usage = staff_client.get(reverse("wagtailmedia:media_usage", args=[film.pk])).content.decode()
    assert "Évaluer autrement" in usage
    assert staff_client.post(reverse("wagtailmedia:delete", args=[film.pk])).status_code == 302
    assert EpisodePage.objects.get(pk=episode.pk).film is None


def test_the_editor_of_an_episode_chooses_a_film(staff_client, film, home):
    series = VideoSeriesPageFactory(parent=PublicationIndexPageFactory(parent=home))
    episode = EpisodePageFactory(parent=series, film=film)
    html = staff_client.get(reverse("wagtailadmin_pages:edit", args=[episode.pk])).content.decode()
    assert "Le film" in html
    assert 'name="tracks-__prefix__-file"' in html
    assert 'enctype="multipart/form-data"' in html
    chosen = staff_client.get(reverse("wagtailmedia:media_chosen", args=[film.pk]))
    assert chosen.json()["step"] == "media_chosen"


def test_a_film_is_sent_from_the_editor_itself(staff_client, db):
    url = reverse("wagtailmedia:chooser_upload", args=["video"])
    wrong = {"media-chooser-upload-title": "Film", "media-chooser-upload-file": sent("a.mp4", b"%PDF-1.7")}
    assert staff_client.post(url, wrong | {"media-chooser-upload-duration": "0"}).json()["step"] == "chooser"
    assert not Film.objects.exists()
    right = wrong | {"media-chooser-upload-file": sent("a.mp4"), "media-chooser-upload-duration": "0"}
    assert staff_client.post(url, right).json()["step"] == "media_chosen"
    assert Film.objects.get().media_type == "video/mp4"


def test_screens_are_in_french(staff_client, film):
    html = staff_client.get(reverse("wagtailmedia:index")).content.decode()
    for english in ("Add audio", "Add video", "Upload", "No media", "Latest"):
        assert english not in html


def test_whoever_writes_chooses_a_film_that_somebody_else_sent(film, client):
    establish_all()
    writer = UserFactory()
    writer.groups.add(Group.objects.get(name="Rédaction"))
    client.force_login(writer)

    offered = client.get(reverse("wagtailmedia:chooser_typed", args=["video"]))
    chosen = client.get(reverse("wagtailmedia:media_chosen", args=[film.pk]))

    assert film.title in offered.json()["html"]
    assert chosen.json()["result"]["id"] == film.pk
    assert client.post(reverse("wagtailmedia:delete", args=[film.pk])).url == reverse("wagtailadmin_home")
