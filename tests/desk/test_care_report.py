"""The care report in the admin: what it lists, to whom, and what is done about it."""

import datetime
import html
import re

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from desk.care.models import Finding, Kind, Review
from desk.care.screens import action_url
from search.models import VainSearch
from tests.factories import (
    BlogIndexPageFactory,
    ContentPageFactory,
    FindingFactory,
    PersonFactory,
    PostPageFactory,
    UserFactory,
)
from users import roles

URL = "/admin/reports/care/"


@pytest.fixture
def member(home):
    """A user of the role asked for."""
    roles.establish_all()

    def of(role, **values):
        user = UserFactory(**values)
        user.groups.add(Group.objects.get(name=role.name))
        return user

    return of


@pytest.fixture
def writer(member, client):
    user = member(roles.WRITING, first_name="Ada", last_name="Martin")
    client.force_login(user)
    return user


def place(finding, holder, content_path="", model_path=""):
    finding.places.create(
        content_type=ContentType.objects.get_for_model(Page if isinstance(holder, Page) else holder),
        object_id=holder.pk,
        content_path=content_path,
        model_path=model_path,
    )


def subjects(response) -> list[str]:
    return [finding.subject for finding in response.context["object_list"]]


def years_ago(years):
    return timezone.now() - datetime.timedelta(days=365 * years)


def old_page(home, **values):
    page = ContentPageFactory(parent=home, **values)
    Page.objects.filter(pk=page.pk).update(last_published_at=years_ago(3))
    return page


# The list


def test_each_says_what_why_where_and_what_to_do(writer, client, home):
    page = ContentPageFactory(parent=home, title="Nos partenaires")
    finding = FindingFactory(subject="https://example.org/perdue", owner=writer)
    place(finding, page, "body.abc.text", "body.callout.text")

    shown = client.get(URL).text

    assert "https://example.org/perdue" in shown
    assert "la page n’existe pas (404)" in shown
    assert f'href="/admin/pages/{page.pk}/edit/#:w:contentpath=body.abc.text"' in shown
    assert "Texte de la page › Encadré › Texte" in shown
    assert "Cherchez la nouvelle adresse" in shown
    assert "Ada Martin" in shown


def test_a_record_leads_to_its_own_screen_for_who_may_open_it(member, client):
    person = PersonFactory(name="Jeanne")
    place(FindingFactory(), person, "url", "url")
    edit = reverse("wagtailsnippets_core_person:edit", args=[person.pk])

    client.force_login(member(roles.WRITING))
    assert f'href="{edit}#:w:contentpath=url"' in client.get(URL).text


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("page:12", "une page supprimée (n°\u00a012)"),
        ("document:7", "un document supprimé (n°\u00a07)"),
        ("/la/", "/la/"),
    ],
)
def test_what_was_deleted_has_a_name(writer, client, subject, title):
    finding = FindingFactory(kind=Kind.INTERNAL, subject=subject)

    assert title in client.get(URL).text
    assert title in client.get(action_url("reassign", finding, URL)).text


def test_what_held_it_may_be_gone(writer, client, home):
    page = ContentPageFactory(parent=home)
    place(FindingFactory(), page)
    page.delete()

    assert client.get(URL).status_code == 200


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"mine", "theirs", "nobody's", "done", "gone"}),
        ({"state": "open"}, {"mine", "theirs", "nobody's"}),
        ({"state": "done"}, {"done"}),
        ({"state": "open", "whose": "mine"}, {"mine"}),
        ({"state": "open", "whose": "nobody"}, {"nobody's"}),
        ({"kind": ["internal", "embed"]}, {"theirs", "gone"}),
        ({"q": "eir"}, {"theirs"}),
        ({"q": "introuvable"}, set()),
    ],
)
def test_filters_and_search(writer, member, client, query, expected):
    other = member(roles.VALIDATION)
    FindingFactory(subject="mine", owner=writer)
    FindingFactory(subject="theirs", owner=other, kind=Kind.INTERNAL)
    FindingFactory(subject="nobody's")
    FindingFactory(subject="done", owner=writer, state=Finding.State.DONE)
    FindingFactory(subject="gone", kind=Kind.EMBED, state=Finding.State.GONE)

    assert set(subjects(client.get(URL, query))) == expected
    assert set(subjects(client.get(f"{URL}results/", query))) == expected


def test_one_owner_is_chosen(writer, member, client):
    other = member(roles.VALIDATION)
    FindingFactory(subject="theirs", owner=other)
    FindingFactory(subject="nobody's")

    assert subjects(client.get(URL, {"owner": other.pk})) == ["theirs"]


@pytest.mark.parametrize(
    "query", [{"state": "x"}, {"owner": "x"}, {"kind": "x"}, {"p": "x"}, {"ordering": "x"}]
)
def test_nonsense_in_the_address_is_no_breakdown(writer, client, query):
    FindingFactory()

    assert client.get(URL, query).status_code == 200


def test_a_hundred_findings_cost_no_query_more(writer, client, home, count_queries):
    page = ContentPageFactory(parent=home)
    for _time in range(3):
        place(FindingFactory(owner=writer), page)
    few = count_queries(URL)
    for _time in range(40):
        place(FindingFactory(owner=writer), ContentPageFactory(parent=home))

    assert count_queries(URL) == few


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_it_can_be_taken_away(writer, client, file_format):
    FindingFactory(subject="=1+1", owner=writer)

    response = client.get(URL, {"export": file_format})

    assert response.status_code == 200
    content = b"".join(response.streaming_content)
    assert len(content) > 50
    assert file_format != "csv" or "'=1+1,,la page n’existe pas (404)".encode() in content


@pytest.mark.parametrize(
    ("role", "is_let_in"),
    [
        (roles.WRITING, True),
        (roles.VALIDATION, True),
        (roles.ADMINISTRATION, True),
        (roles.MEMBERSHIPS, False),
    ],
)
def test_who_keeps_the_site(member, client, role, is_let_in):
    finding = FindingFactory()
    client.force_login(member(role))

    assert (client.get(URL).status_code == 200) is is_let_in
    home = client.get("/admin/").text
    assert (URL in home) is is_let_in
    client.post(action_url("done", finding, URL))
    finding.refresh_from_db()
    assert finding.is_open is not is_let_in


# Done


def test_done_by_one_button(writer, client):
    finding = FindingFactory()

    response = client.post(action_url("done", finding, URL), follow=True)

    assert response.redirect_chain[-1][0] == URL
    assert "1 constat est fait." in response.text
    finding.refresh_from_db()
    assert (finding.state, finding.done_by) == (Finding.State.DONE, writer)
    entry = ModelLogEntry.objects.get(action="care.done")
    assert (entry.user, entry.object_id) == (writer, str(finding.pk))


def test_the_button_of_a_row_is_let_through(writer):
    """With the token that its form holds, and not without."""
    finding = FindingFactory()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(writer)
    for path in (URL, f"{URL}results/"):
        form = re.search(r'<form action="([^"]+)" method="post">(.*?)</form>', browser.get(path).text, re.S)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form[2])
        assert token

    assert browser.post(html.unescape(form[1])).status_code == 403
    browser.post(html.unescape(form[1]), {"csrfmiddlewaretoken": token[1]})

    finding.refresh_from_db()
    assert finding.state == Finding.State.DONE


def test_several_are_done_with_a_note(writer, client):
    findings = FindingFactory.create_batch(3)
    url = action_url("done", findings[0], URL) + f"&id={findings[1].pk}"
    assert client.get(url).status_code == 200

    client.post(url, {"note": "Adresse remplacée."})

    assert Finding.objects.filter(note="Adresse remplacée.").count() == 2
    assert Finding.objects.open().get() == findings[2]


def test_a_note_that_is_too_long_is_given_back(writer, client):
    finding = FindingFactory()

    response = client.post(action_url("done", finding, URL), {"note": "a" * 251})

    assert "a" * 251 in response.text
    finding.refresh_from_db()
    assert finding.is_open


def test_done_twice_keeps_the_first_word(writer, client):
    finding = FindingFactory()
    client.post(action_url("done", finding, URL), {"note": "Premier."})
    client.post(action_url("done", finding, URL), {"note": "Deuxième."})

    finding.refresh_from_db()
    assert finding.note == "Premier."
    assert ModelLogEntry.objects.filter(action="care.done").count() == 1


def test_nobody_is_sent_to_another_site(writer, client):
    response = client.post(action_url("done", FindingFactory(), "https://example.org/"))

    assert "example.org" not in response.url


@pytest.mark.parametrize("key", ["", "x", "all", "0", "-1", "9" * 18, "9" * 40, "1\x00"])
def test_what_was_not_ticked_is_not_found(writer, client, key):
    finding = FindingFactory()

    assert client.post("/admin/bulk/care/finding/done/", query_params={"id": key}).status_code == 404
    finding.refresh_from_db()
    assert finding.is_open


# Owners


def test_it_is_given_to_somebody_and_back_to_nobody(writer, member, client):
    other = member(roles.VALIDATION, first_name="Blanche", last_name="Roy")
    finding = FindingFactory()
    url = action_url("reassign", finding, URL)
    assert "Blanche Roy" in client.get(url).text

    client.post(url, {"owner": other.pk})
    finding.refresh_from_db()
    assert finding.owner == other
    assert ModelLogEntry.objects.get(action="care.reassign").data == {"owner": other.username}

    client.post(url, {"owner": ""})
    finding.refresh_from_db()
    assert finding.owner is None


def test_only_who_keeps_the_site_may_be_given_it(writer, member, client):
    finding = FindingFactory()
    url = action_url("reassign", finding, URL)

    for stranger in (member(roles.MEMBERSHIPS), member(roles.WRITING, is_active=False)):
        response = client.post(url, {"owner": stranger.pk})
        assert response.status_code == 200
        assert response.context["form"].errors
    finding.refresh_from_db()
    assert finding.owner is None


def test_who_leaves_leaves_findings_to_nobody(writer, member):
    other = member(roles.VALIDATION)
    finding = FindingFactory(owner=other, done_by=other)
    other.delete()

    finding.refresh_from_db()
    assert (finding.owner, finding.done_by) == (None, None)


# Pages not reviewed


def test_pages_published_two_years_ago_and_not_looked_over_since(writer, home):
    old = old_page(home, owner=writer, title="Vieille")
    ContentPageFactory(parent=home, last_published_at=timezone.now())
    old_page(home, live=False)
    reviewed = old_page(home)
    Review.objects.create(page=reviewed, by=writer)

    call_command("care", verbosity=0)

    finding = Finding.objects.get(kind=Kind.REVIEW, label="Vieille")
    assert (finding.subject, finding.owner) == (f"page:{old.pk}", writer)
    assert finding.places.get().holder == old.page_ptr
    assert not Finding.objects.filter(subject=f"page:{reviewed.pk}").exists()


def test_posts_stay_as_they_were_on_their_day(home):
    post = PostPageFactory(parent=BlogIndexPageFactory(parent=home))
    Page.objects.filter(pk=post.pk).update(last_published_at=years_ago(3))

    call_command("care", verbosity=0)

    assert not Finding.objects.filter(subject=f"page:{post.pk}").exists()


def test_a_translation_follows_its_original(home, locales):
    original = old_page(home, title="Association")
    home.copy_for_translation(locales["en"])
    translation = original.copy_for_translation(locales["en"])
    Page.objects.filter(pk=translation.pk).update(live=True, last_published_at=years_ago(3))

    call_command("care", verbosity=0)

    assert not Finding.objects.filter(subject=f"page:{translation.pk}").exists()
    Page.objects.filter(pk=original.pk).update(live=False)
    call_command("care", verbosity=0)
    assert Finding.objects.filter(subject=f"page:{translation.pk}").exists()


def test_still_right_reviews_the_page_for_two_years(writer, client, home):
    page = old_page(home)
    call_command("care", verbosity=0)
    finding = Finding.objects.get(subject=f"page:{page.pk}")
    assert "Toujours juste" in client.get(URL).text

    client.post(action_url("done", finding, URL))
    call_command("care", verbosity=0)

    finding.refresh_from_db()
    assert finding.state == Finding.State.DONE
    assert Review.objects.get(page=page).by == writer
    Review.objects.update(reviewed_on=years_ago(3))
    Finding.objects.update(done_at=years_ago(3))
    call_command("care", verbosity=0)
    finding.refresh_from_db()
    assert finding.came_back


def test_it_is_said_in_the_editor_too(writer, client, home):
    page = old_page(home)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "Toujours juste" not in client.get(edit).text
    call_command("care", verbosity=0)
    finding = Finding.objects.get(subject=f"page:{page.pk}")
    assert "Toujours juste" in client.get(edit).text

    client.post(action_url("done", finding, edit))

    assert "Toujours juste" not in client.get(edit).text


def test_publishing_counts_as_a_review(home):
    page = old_page(home)
    call_command("care", verbosity=0)
    page.save_revision().publish()
    call_command("care", verbosity=0)

    assert Finding.objects.get(subject=f"page:{page.pk}").state == Finding.State.GONE


# Searches in vain


def sought(words, number, days_ago=0, language="fr"):
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    VainSearch.objects.create(words=words, language=language, day=day, number=number)


def test_what_was_sought_more_than_once(locales):
    sought("budget participatif", 2)
    sought("budget participatif", 3, days_ago=40)
    sought("une fois", 1)

    call_command("care", verbosity=0)

    finding = Finding.objects.get(kind=Kind.SEARCH)
    assert (finding.label, finding.language, finding.number) == ("budget participatif", "fr", 5)
    assert finding.owner is None


def test_done_until_somebody_looks_again_another_day(writer, client):
    sought("budget participatif", 5)
    call_command("care", verbosity=0)
    finding = Finding.objects.get(kind=Kind.SEARCH)
    client.post(action_url("done", finding, URL))

    call_command("care", verbosity=0)
    finding.refresh_from_db()
    assert finding.state == Finding.State.DONE

    sought("budget participatif", 1, days_ago=-1)
    call_command("care", verbosity=0)
    finding.refresh_from_db()
    assert finding.came_back


def test_words_leave_the_report_with_the_searches(locales):
    sought("oublié", 5, days_ago=364)
    call_command("care", verbosity=0)
    assert Finding.objects.filter(kind=Kind.SEARCH).count() == 1

    VainSearch.objects.update(day=timezone.localdate() - datetime.timedelta(days=366))
    call_command("care", verbosity=0)
    assert not Finding.objects.filter(kind=Kind.SEARCH).exists()


def test_what_was_settled_long_ago_is_forgotten(locales):
    kept = FindingFactory(state=Finding.State.DONE)
    FindingFactory(state=Finding.State.GONE, last_seen=years_ago(2))
    still_open = FindingFactory(last_seen=years_ago(2))

    call_command("care", verbosity=0)

    assert set(Finding.objects.filter(kind=Kind.EXTERNAL)) == {kept, still_open}
