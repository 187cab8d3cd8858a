"""A page on its way to publication: who may do what, and the mail that each step brings."""

import datetime
import html
import re

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from post_office.models import STATUS, Email
from wagtail.models import Comment
from wagtail.users.models import UserProfile

from blog.models import BlogIndexPage, PostPage
from tests.factories import BlogIndexPageFactory, UserFactory
from users import roles
from users.roles import VALIDATION, WRITING

TITLE = "Une matinée au guichet"


@pytest.fixture(autouse=True)
def _as_in_production(settings):
    settings.EMAIL_BACKEND = "core.mail.OutboxBackend"
    settings.WAGTAILADMIN_BASE_URL = "https://site.example"


@pytest.fixture
def team(home):
    """One browser a member of the team; a second validator and an administrator stand by."""
    roles.establish_all()
    BlogIndexPageFactory(parent=home, slug="blog")

    def member(first_name, role, **known):
        user = UserFactory(username=first_name.lower(), first_name=first_name, last_name="Durand", **known)
        user.groups.add(Group.objects.get(name=role.name))
        browser = Client()
        browser.force_login(user)
        browser.user = user
        return browser

    UserFactory(username="super", is_superuser=True)
    member("Adèle", roles.MEMBERSHIPS)
    return {
        "writer": member("Camille", WRITING),
        "validator": member("Dominique", VALIDATION),
        "other": member("Sacha", VALIDATION),
    }


def form(**changes):
    """What the form of a post sends."""
    return {
        "title": TITLE,
        "slug": "une-matinee",
        "introduction": "Ce que l’on apprend.",
        "date": "2016-01-11",
        "body-count": 0,
        "comment_notifications": "on",
        **{
            f"{formset}-{name}": 0
            for formset in ("post_authors", "comments")
            for name in ("TOTAL_FORMS", "INITIAL_FORMS")
        },
    } | changes


def write(browser, **changes):
    blog = BlogIndexPage.objects.get()
    response = browser.post(
        reverse("wagtailadmin_pages:add", args=["blog", "postpage", blog.pk]), form(**changes)
    )
    assert response.status_code == 302, response.context["form"].errors
    return PostPage.objects.get(slug="une-matinee")


def edit(browser, post, **changes):
    response = browser.post(reverse("wagtailadmin_pages:edit", args=[post.pk]), form(**changes))
    assert response.status_code == 302, response.context["form"].errors
    post.refresh_from_db()
    return response


def review(browser, post, action, comment=""):
    task_state = post.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[post.pk, action, task_state.pk])
    response = browser.post(address, {"comment": comment})
    post.refresh_from_db()
    # Kept with the object that was handed over.
    for known in ("current_workflow_task_state", "current_workflow_state"):
        post.__dict__.pop(known, None)
    return response


def spaced(text):
    return html.unescape(text).replace("\xa0", " ").replace("\u202f", " ")


def mails():
    """(addressee, subject, text) of what was put in the outbox since this was last asked.

    No-break spaces are read as spaces.
    """
    found = [
        (email.to[0].partition("@")[0], spaced(email.subject), spaced(email.message))
        for email in Email.objects.filter(status=STATUS.queued).order_by("to")
    ]
    Email.objects.all().delete()
    return found


def sent_to(found):
    return [name for name, _subject, _text in found]


def test_whoever_submits_is_read_by_validation_alone(team):
    post = write(team["writer"], **{"action-submit": "on"})

    found = mails()
    assert sent_to(found) == ["dominique", "sacha"]
    _name, subject, text = found[0]
    assert subject == "À relire : « Une matinée au guichet »"
    assert "Bonjour Dominique," in text
    assert "Camille Durand demande une relecture de la page « Une matinée au guichet »." in text
    assert f"https://site.example/admin/pages/{post.pk}/edit/" in text
    preview = re.search(r"https://site\.example(/admin/\S+preview\S+)", text)[1]
    assert TITLE in team["other"].get(preview).content.decode()


def test_a_writer_approves_nothing(team):
    post = write(team["writer"], **{"action-submit": "on"})
    mails()

    review(team["writer"], post, "approve")

    assert not post.live
    assert mails() == []


def test_changes_are_asked_for_in_words_and_the_page_comes_back(team):
    post = write(team["writer"], **{"action-submit": "on"})
    mails()

    review(team["validator"], post, "reject", "Le titre <promet> trop : « tout » & {rien}.")

    ((name, subject, text),) = mails()
    assert (name, subject) == ("camille", "Modifications demandées : « Une matinée au guichet »")
    assert "Dominique Durand demande des modifications" in text
    assert "Le titre <promet> trop : « tout » & {rien}." in text

    edit(team["writer"], post, title="Au guichet", **{"action-submit": "on"})

    found = mails()
    assert sent_to(found) == ["dominique", "sacha"]
    assert found[0][1] == "À relire : « Au guichet »"


def test_what_is_approved_is_published_and_its_writer_told(team):
    post = write(team["writer"], **{"action-submit": "on"})
    mails()

    review(team["other"], post, "approve", "Bravo.")

    assert post.live
    ((name, subject, text),) = mails()
    assert (name, subject) == ("camille", "En ligne : « Une matinée au guichet »")
    assert "Sacha Durand a approuvé la page" in text
    assert "Bravo." in text
    assert post.full_url in text


def test_a_review_that_is_withdrawn_tells_nobody_and_can_be_asked_for_again(team):
    post = write(team["writer"], **{"action-submit": "on"})
    mails()

    # Its page is closed to its writer meanwhile, but for this.
    team["writer"].post(
        reverse("wagtailadmin_pages:edit", args=[post.pk]), form(**{"action-cancel-workflow": "on"})
    )

    post = PostPage.objects.get(pk=post.pk)
    assert post.current_workflow_state is None
    assert mails() == []

    edit(team["writer"], post, **{"action-submit": "on"})

    assert sent_to(mails()) == ["dominique", "sacha"]


def test_each_reads_the_mail_in_their_language_or_not_at_all(team):
    def prefers(browser, **choices):
        UserProfile.objects.update_or_create(user=browser.user, defaults=choices)

    prefers(team["validator"], submitted_notifications=False)
    prefers(team["other"], preferred_language="en")
    prefers(team["writer"], rejected_notifications=False)

    post = write(team["writer"], **{"action-submit": "on"})
    review(team["validator"], post, "reject", "Non.")

    ((name, subject, text),) = mails()
    assert (name, subject) == ("sacha", "To review: “Une matinée au guichet”")
    assert "Camille Durand asks for a review" in text


def test_a_password_is_renewed_in_french(team, client):
    client.post(reverse("wagtailadmin_password_reset"), {"email": team["writer"].user.email})

    ((name, subject, text),) = mails()
    assert (name, subject) == ("camille", "Un nouveau mot de passe")
    assert "Votre nom d’utilisateur : camille" in text
    assert re.search(r"https://site\.example/admin/password_reset/confirm/\S+", text)


def test_what_is_due_later_appears_by_itself_and_goes_by_itself(team, client):
    now = timezone.now().replace(second=0, microsecond=0)
    appears, goes = now + datetime.timedelta(days=2), now + datetime.timedelta(days=9)
    local = [f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" for moment in (appears, goes)]
    post = write(team["writer"], go_live_at=local[0], expire_at=local[1], **{"action-submit": "on"})
    mails()

    review(team["validator"], post, "approve")

    ((_name, subject, text),) = mails()
    assert subject == "Approuvée : « Une matinée au guichet »"
    written_out = date_format(timezone.localtime(appears), "DATETIME_FORMAT")
    assert f"Elle sera publiée d’elle-même le {written_out}." in text

    seen = []
    for moment in (now, appears, goes):
        with time_machine.travel(moment + datetime.timedelta(minutes=5)):
            call_command("publish_scheduled")
            post.refresh_from_db()
            seen.append((post.live, client.get("/blog/une-matinee/").status_code))
    assert seen == [(False, 404), (True, 200), (False, 404)]


def test_a_locked_page_says_who_locked_it_and_validation_unlocks_it(team):
    post = write(team["writer"])
    address = reverse("wagtailadmin_pages:edit", args=[post.pk])

    team["writer"].post(reverse("wagtailadmin_pages:lock", args=[post.pk]))
    post.refresh_from_db()
    assert not post.locked

    team["validator"].post(reverse("wagtailadmin_pages:lock", args=[post.pk]))

    said = spaced(team["writer"].get(address).content.decode())
    assert "est sous verrou</b> : <b>Dominique Durand</b> l’a posé le" in said
    assert "Le temps du verrou, Dominique Durand est seul à pouvoir modifier" in said
    assert "verrouillé(e)" not in said

    refused = team["writer"].post(address, form(title="Malgré le verrou"))
    assert "La page n'a pu être enregistrée car elle est verrouillée." in spaced(refused.content.decode())
    assert post.get_latest_revision_as_object().title == TITLE

    team["other"].post(reverse("wagtailadmin_pages:unlock", args=[post.pk]))

    post.refresh_from_db()
    assert not post.locked
    edit(team["writer"], post, title="Sans verrou")
    assert post.get_latest_revision_as_object().title == "Sans verrou"


def test_a_page_in_review_is_closed_to_its_writer_and_says_why(team):
    post = write(team["writer"], **{"action-submit": "on"})

    said = spaced(team["writer"].get(reverse("wagtailadmin_pages:edit", args=[post.pk])).content.decode())
    assert "En attente de relecture. D’ici là, seuls ceux qui relisent peuvent modifier." in said
    assert "Ce(tte)" not in said


def commented(*texts, replies=(), **changes):
    """The form with comments on the title, the first of which is answered."""
    data = {"comments-TOTAL_FORMS": len(texts)}
    known = list(Comment.objects.order_by("pk"))
    data["comments-INITIAL_FORMS"] = len(known)
    for number, text in enumerate(texts):
        prefix = f"comments-{number}"
        data |= {
            f"{prefix}-id": known[number].pk if number < len(known) else "",
            f"{prefix}-contentpath": "title",
            f"{prefix}-position": "",
            f"{prefix}-text": text,
            f"{prefix}-replies-TOTAL_FORMS": len(replies) if number == 0 else 0,
            f"{prefix}-replies-INITIAL_FORMS": 0,
        }
    for number, text in enumerate(replies):
        data |= {f"comments-0-replies-{number}-text": text, f"comments-0-replies-{number}-id": ""}
    return data | changes


def test_comments_reach_whoever_writes_the_page_and_answers_whoever_asked(team):
    post = write(team["writer"])

    edit(team["validator"], post, **commented("Plus court ?"))

    ((name, subject, text),) = mails()
    assert (name, subject) == ("camille", "Dominique Durand a commenté « Une matinée au guichet »")
    assert "– Plus court ?" in text
    assert f"https://site.example/admin/pages/{post.pk}/edit/" in text

    edit(team["writer"], post, **commented("Plus court ?", replies=["Volontiers & vite."]))

    ((name, subject, text),) = mails()
    assert (name, subject) == ("dominique", "Camille Durand a commenté « Une matinée au guichet »")
    assert "En réponse à « Plus court ? » :" in text
    assert "– Volontiers & vite." in text
