"""What is too heavy is told so, and never reaches the disk."""

import gc
import io

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest, UnreadablePostError
from django.test import RequestFactory
from django.utils.translation import gettext

from tests.factories import UserFactory
from uploads.checks import check_size
from uploads.handler import NotKept

BOUNDARY = "----------------------------tests"
MEGABYTE = 1_000_000


class Sent(io.RawIOBase):
    """A request as it comes over the network: `files` are (name, number of bytes), made as they are read."""

    def __init__(self, *files, **fields):
        parts = []
        for name, size in files:
            head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}.pdf"\r\n'
            parts += [(head + "Content-Type: application/pdf\r\n\r\n").encode(), size, b"\r\n"]
        for name, value in fields.items():
            head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            parts.append(head.encode())
        parts.append(f"--{BOUNDARY}--\r\n".encode())
        self.length = sum(part if isinstance(part, int) else len(part) for part in parts)
        self.flow = self._flow(parts)
        self.left = b""

    @staticmethod
    def _flow(parts):
        for part in parts:
            if isinstance(part, bytes):
                yield part
                continue
            while part:
                yield bytes(min(part, MEGABYTE))
                part -= min(part, MEGABYTE)

    def read(self, size=-1):
        while len(self.left) < size and (chunk := next(self.flow, b"")):
            self.left += chunk
        taken, self.left = self.left[:size], self.left[size:]
        return taken


def receive(sent: Sent, user) -> HttpRequest:
    request = RequestFactory().post(
        "/",
        CONTENT_TYPE=f"multipart/form-data; boundary={BOUNDARY}",
        CONTENT_LENGTH=str(sent.length),
        **{"wsgi.input": sent},
    )
    request.user = user
    return request


@pytest.fixture
def user(db):
    return UserFactory()


@pytest.fixture
def disk(settings, tmp_path):
    """Where Django would lay what is sent."""
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    settings.UPLOAD_LIMIT = 8 * MEGABYTE
    return tmp_path


def test_two_gigabytes_are_read_and_dropped(disk, user):
    on_disk = []

    class Watched(Sent):
        def read(self, size=-1):
            on_disk.append(sum(path.stat().st_size for path in disk.iterdir()))
            return super().read(size)

    request = receive(Watched(("film", 2048 * MEGABYTE), title="Un film"), user)
    assert request.POST["title"] == "Un film"
    assert request.FILES["film"].size == 2048 * MEGABYTE
    assert isinstance(request.FILES["film"], NotKept)
    assert 0 < max(on_disk) <= 8 * MEGABYTE
    assert on_disk[-1] == 0


def test_what_weighs_less_is_kept_whole(disk, user):
    request = receive(Sent(("one", 5 * MEGABYTE)), user)
    assert sum(len(chunk) for chunk in request.FILES["one"].chunks()) == 5 * MEGABYTE


def test_files_of_one_request_share_the_room(disk, user):
    request = receive(Sent(("one", 5 * MEGABYTE), ("two", 5 * MEGABYTE), ("three", 2 * MEGABYTE)), user)
    assert [isinstance(file, NotKept) for file in request.FILES.values()] == [False, True, False]
    check_size(request.FILES["one"], 8 * MEGABYTE)
    with pytest.raises(ValidationError) as refusal:
        check_size(request.FILES["two"], 8 * MEGABYTE)
    assert refusal.value.code == "files_too_large"


def test_visitors_send_no_file(disk):
    request = receive(Sent(("one", 10), email="a@example.org"), AnonymousUser())
    assert isinstance(request.FILES["one"], NotKept)
    assert request.POST["email"] == "a@example.org"


def test_the_size_is_told_in_a_sentence(disk, user):
    request = receive(Sent(("film", 9 * MEGABYTE)), user)
    with pytest.raises(ValidationError) as refusal:
        check_size(request.FILES["film"], 8 * MEGABYTE)
    (sentence,) = refusal.value.messages
    assert f"8\N{NO-BREAK SPACE}{gettext('MB')}" in sentence


def test_who_forgot_to_check_saves_nothing(disk, user):
    file = receive(Sent(("film", 9 * MEGABYTE)), user).FILES["film"]
    for read in (file.read, lambda: list(file.chunks()), lambda: list(file), lambda: file.open().read()):
        with pytest.raises(ValidationError):
            read()
    with pytest.raises(ValidationError):
        default_storage.save("film.mp4", file)


def test_what_is_kept_already_is_left_alone():
    check_size(ContentFile(b"already here"), 1)


def test_what_breaks_off_leaves_nothing_on_the_disk(disk, user):
    sent = Sent(("one", 3 * MEGABYTE), ("two", 9 * MEGABYTE), ("three", 3 * MEGABYTE))

    def cut(size=-1):
        read = Sent.read(sent, size)
        if next(disk.iterdir(), None) and sent.reads > 12:
            raise OSError("the visitor is gone")
        sent.reads += 1
        return read

    sent.reads, sent.read = 0, cut
    with pytest.raises(UnreadablePostError):
        _ = receive(sent, user).FILES
    gc.collect()
    assert list(disk.iterdir()) == []


def test_a_request_without_length_is_empty(disk, user):
    """What is sent in chunks has no length: nothing of it is read (PEP 3333), so nothing is kept."""
    sent = Sent(("one", MEGABYTE))
    request = RequestFactory().post(
        "/",
        CONTENT_TYPE=f"multipart/form-data; boundary={BOUNDARY}",
        CONTENT_LENGTH="",
        **{"wsgi.input": sent},
    )
    request.user = user
    assert not request.FILES
    assert list(disk.iterdir()) == []
