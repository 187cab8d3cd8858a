"""Bringing a document in: sent, checked, confirmed; a draft, and nothing published."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from pytest_django.asserts import assertRedirects
from wagtail.models import Page

from blog.models import PostPage
from core.clock import now
from desk.pasting.models import BroughtDocument, private_storage
from desk.trash.throwing import put
from images.models import CustomImage
from tests.desk import trial, word
from tests.factories import BlogIndexPageFactory, PostPageFactory, UserFactory
from users import roles


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private", "base_url": None},
        }
    }


@pytest.fixture
def blog(home):
    return BlogIndexPageFactory(parent=home)


@pytest.fixture
def writer(client, home):
    roles.establish_all()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=roles.WRITING.name))
    client.force_login(user)
    return client


def docx(**parts):
    return SimpleUploadedFile("Trois semaines.docx", word.document(**parts) if parts else trial.docx())


def send(client, address, **data):
    """What is sent, and the screen that checks it."""
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer.url, client.get(answer.url)


def test_a_document_becomes_a_new_post_that_nobody_sees_yet(writer, blog):
    check, screen = send(writer, reverse("pasting_new", args=[blog.pk]), file=docx())

    assert "5 intertitres" in screen.text
    assert not CustomImage.objects.exists()
    title = screen.context["form"]["title"].value()
    answer = writer.post(check, {"title": title})

    post = PostPage.objects.get()
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[post.pk])
    assert (post.title, post.live) == (trial.TITLE, False)
    draft = post.get_latest_revision_as_object()
    assert [block.block_type for block in draft.body].count("image") == 3
    assert len(next(block for block in draft.body if block.block_type == "footnotes").value["notes"]) == 4
    images = CustomImage.objects.order_by("pk")
    assert [image.title for image in images] == [
        "Le guichet avant les essais, vu de la porte",
        "Image 2 d’un document",
        "Le plan du rez-de-chaussée, annoté à la main",
    ]
    assert {image.uploaded_by_user for image in images} == {post.owner}
    assert not BroughtDocument.objects.exists()
    assert writer.get(answer.url).status_code == 200


def test_a_document_confirmed_twice_is_brought_once(writer, blog):
    check, _screen = send(writer, reverse("pasting_new", args=[blog.pk]), file=docx())
    writer.post(check, {"title": "Une fois"})

    assert writer.post(check, {"title": "Deux fois"}).status_code == 404
    assert PostPage.objects.count() == 1


def test_nothing_is_brought_into_the_trash(writer, blog):
    post = PostPageFactory(parent=blog)
    check, _screen = send(writer, reverse("pasting_bring", args=[post.pk]), file=docx())
    put(post, post.owner)

    for answer in (
        writer.post(check, {"title": "Trop tard", "mode": "append"}),
        writer.get(reverse("pasting_bring", args=[post.pk])),
    ):
        # What the admin answers to whoever may not.
        assertRedirects(answer, reverse("wagtailadmin_home"), fetch_redirect_response=False)
    assert not post.revisions.exists()


def test_what_nobody_confirms_is_forgotten_every_day(writer, blog):
    send(writer, reverse("pasting_new", args=[blog.pk]), file=docx())

    with time_machine.travel(now() + timedelta(days=3)):
        call_command("care", verbosity=0)

    assert not BroughtDocument.objects.exists()


def test_a_post_made_of_a_document_is_printed_whole(writer, blog, client):
    check, _screen = send(writer, reverse("pasting_new", args=[blog.pk]), file=docx())
    writer.post(check, {"title": trial.TITLE})
    post = PostPage.objects.get()

    post.get_latest_revision().publish()

    html = client.get(post.url).text
    assert html.count('<sup class="note-ref">') == 4
    assert "#DesignDesPolitiquesPubliques" in html
    assert "assez près pour que l’on passe devant<ul>" in html.replace("\n", "")


def test_a_document_goes_after_what_a_page_says_and_its_notes_go_on(writer, blog):
    post = PostPageFactory(
        parent=blog,
        body=[
            ("paragraph", "<p>Déjà dit[1].</p>"),
            ("footnotes", {"notes": ["<p>Une note.</p>"]}),
        ],
    )
    post.save_revision().publish()
    html = '<h2>Suite</h2><p>Le reste<a href="#n" id="r">1</a>.</p><p><a id="n" href="#r">1</a> L’autre.</p>'
    pasted = SimpleUploadedFile("pasted.html", html.encode())
    check, screen = send(writer, reverse("pasting_bring", args=[post.pk]), pasted=pasted, words="Suite")
    assert screen.context["form"]["title"].value() == post.title

    writer.post(check, {"title": post.title, "mode": "append"})

    post.refresh_from_db()
    assert [block.block_type for block in post.body] == ["paragraph", "footnotes"]
    assert post.has_unpublished_changes
    draft = post.get_latest_revision_as_object()
    assert [block.block_type for block in draft.body] == ["paragraph", "heading", "paragraph", "footnotes"]
    assert draft.body[2].value.source == "<p>Le reste[2].</p>"
    assert [note.source for note in draft.body[3].value["notes"]] == ["<p>Une note.</p>", "<p>L’autre.</p>"]


def test_a_document_takes_the_place_of_what_a_page_says_which_can_be_taken_back(writer, blog):
    post = PostPageFactory(parent=blog, body=[("paragraph", "<p>Déjà dit.</p>")])
    before = post.save_revision(log_action=True)
    check, _screen = send(writer, reverse("pasting_bring", args=[post.pk]), words="Tout autre chose.")

    writer.post(check, {"title": "Autre titre", "mode": "replace"})

    post.refresh_from_db()
    draft = post.get_latest_revision_as_object()
    assert (draft.title, [block.value.source for block in draft.body]) == (
        "Autre titre",
        ["<p>Tout autre chose.</p>"],
    )
    assert before.as_object().body[0].value.source == "<p>Déjà dit.</p>"
    history = writer.get(reverse("wagtailadmin_pages:history", args=[post.pk])).text
    assert reverse("wagtailadmin_pages:revisions_revert", args=[post.pk, before.pk]) in history


def test_words_alone_make_paragraphs(writer, blog):
    words = "Un début\nsur deux lignes.\n\nUne <suite> & fin."
    check, _screen = send(writer, reverse("pasting_new", args=[blog.pk]), words=words)

    writer.post(check, {"title": "Des mots"})

    (block,) = PostPage.objects.get().body
    assert block.value.source == "<p>Un début<br/>sur deux lignes.</p><p>Une &lt;suite&gt; &amp; fin.</p>"


def test_an_image_that_is_in_the_library_is_used_again(writer, blog):
    for title in ("Une fois", "Deux fois"):
        check, _screen = send(writer, reverse("pasting_new", args=[blog.pk]), file=docx())
        writer.post(check, {"title": title})

    assert CustomImage.objects.count() == 3


def test_images_are_converted_where_they_can_be_and_told_where_they_cannot(writer, blog):
    bitmap = trial.image("BMP")
    images = [("a", "a.bmp", bitmap), ("b", "b.emf", b"\x01\x00\x00\x00 EMF")]
    body = word.paragraph(word.picture("a", "Un mur")) + word.paragraph(word.picture("b", "Un plan"))
    check, screen = send(writer, reverse("pasting_new", args=[blog.pk]), file=docx(body=body, images=images))

    assert "1 image ne peut pas être gardée" in screen.text
    writer.post(check, {"title": "Deux images"})

    picture, missing = PostPage.objects.get().body
    assert picture.value["image"].file.name.endswith(".png")
    assert "[À compléter] Image à ajouter\u00a0: Un plan" in missing.value.source


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Collez un texte, ou choisissez un fichier."),
        ({"words": "  \n "}, "Collez un texte, ou choisissez un fichier."),
        ({"words": "Un mot", "file": ("a.docx", b"PK")}, "son contenu est autre chose"),
        ({"file": ("rapport.pdf", b"%PDF-1.7")}, "enregistrez-le en .docx"),
        ({"file": ("rapport.doc", b"\xd0\xcf\x11\xe0")}, "enregistrez-le en .docx"),
        ({"file": ("rapport.docx", b"\xd0\xcf\x11\xe0")}, "son contenu est autre chose"),
        ({"file": ("vide.html", b"<p> </p><script>1</script>")}, "rien qu’une page puisse recevoir"),
        ({"file": ("gros.html", b"<p>mot</p>" * 600_000)}, "plus de 5\u00a0Mo de texte"),
    ],
)
def test_what_cannot_be_read_is_refused_and_what_was_typed_is_kept(writer, blog, data, sentence):
    sent = {name: SimpleUploadedFile(*value) if name == "file" else value for name, value in data.items()}

    answer = writer.post(reverse("pasting_new", args=[blog.pk]), sent)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert answer.context["form"]["words"].value() == data.get("words")
    assert not BroughtDocument.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        word.document("<w:p>", parts=()),
        word.document("", parts=[("word/media/bomb.xml", b"0" * 21_000_000)]),
        word.document("<w:p>" * 3000 + "</w:p>" * 3000),
        trial.docx()[:-400],
    ],
    ids=["broken", "too heavy unpacked", "too deep", "cut"],
)
def test_a_document_that_would_harm_is_refused(writer, blog, content):
    sent = SimpleUploadedFile("rapport.docx", content)

    answer = writer.post(reverse("pasting_new", args=[blog.pk]), {"file": sent})

    assert answer.status_code == 422
    assert re.search("ne peut pas être lu|Décompressé|contenu est autre chose", answer.text)


def test_what_is_dropped_leaves_nothing_behind(writer, blog):
    check, _screen = send(writer, reverse("pasting_new", args=[blog.pk]), words="Un mot")
    (document,) = BroughtDocument.objects.all()

    answer = writer.post(check, {"discard": "1"})

    assert answer.url == reverse("pasting_new", args=[blog.pk])
    assert not private_storage().exists(document.file.name)
    assert (writer.get(check).status_code, PostPage.objects.count()) == (404, 0)


def test_a_document_that_nobody_confirms_is_forgotten(writer, blog):
    address = reverse("pasting_new", args=[blog.pk])
    send(writer, address, words="Un mot")

    with time_machine.travel(now() + timedelta(days=3), tick=False):
        writer.force_login(UserFactory(is_superuser=True))
        send(writer, address, words="Un autre")

    assert BroughtDocument.objects.count() == 1


def test_a_document_is_for_whoever_brought_it(writer, blog, client):
    check, _screen = send(writer, reverse("pasting_new", args=[blog.pk]), words="Un mot")

    client.force_login(UserFactory(is_superuser=True))

    assert client.get(check).status_code == 404


def test_a_page_that_somebody_locked_takes_no_document(writer, blog):
    post = PostPageFactory(parent=blog)
    address = reverse("pasting_bring", args=[post.pk])
    check, _screen = send(writer, address, words="Un mot")

    Page.objects.filter(pk=post.pk).update(locked=True, locked_by=UserFactory())

    assert writer.get(address).status_code == writer.post(check, {"title": "x"}).status_code == 302
    assert not post.revisions.exists()


def test_a_page_without_a_body_takes_none(writer, home, blog):
    assert writer.get(reverse("pasting_bring", args=[blog.pk])).status_code == 302
    assert writer.get(reverse("pasting_new", args=[home.pk])).status_code == 200


def test_the_ways_in_are_in_the_header_of_the_page(writer, blog):
    post = PostPageFactory(parent=blog)

    editor = writer.get(reverse("wagtailadmin_pages:edit", args=[post.pk])).text
    listing = writer.get(reverse("wagtailadmin_explore", args=[blog.pk])).text

    assert reverse("pasting_bring", args=[post.pk]) in editor
    assert reverse("pasting_new", args=[blog.pk]) in listing
    assert reverse("pasting_bring", args=[blog.pk]) not in listing
