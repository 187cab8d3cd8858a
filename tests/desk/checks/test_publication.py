"""What stops a page on its way to readers, by whichever door it goes; and what does not."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from tests.desk.checks.conftest import stream, typed_picture, typed_text
from tests.factories import (
    EpisodePageFactory,
    PostPageFactory,
    PublicationIndexPageFactory,
    VideoSeriesPageFactory,
)

REFUSED = "La page n’est pas publiée"


def is_live(page):
    return Page.objects.get(pk=page.pk).live


@pytest.fixture
def gone(blog):
    """Key of a page that was deleted."""
    page = PostPageFactory(parent=blog)
    key = page.pk
    page.delete()
    return key


@pytest.fixture
def faulty(draft, gone):
    """A post whose draft links to a page that was deleted."""
    draft.body = stream(("paragraph", f'<p>Voir <a linktype="page" id="{gone}">le billet</a>.</p>'))
    draft.save_revision()
    return draft


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_what_is_refused_is_said_at_its_field_and_nothing_is_lost(draft, as_role, post_form, action, image):
    as_role("Validation")

    response = post_form(
        draft,
        typed_text("<p>Douze personnes attendent.</p>"),
        typed_picture(image, alt="", caption="Le guichet"),
        action=action,
        introduction="",
        title="La file",
    )

    assert response.status_code == 200
    assert REFUSED in response.text
    form = response.context["form"]
    assert "deux phrases" in form.errors["introduction"][0]
    assert form.errors["body"]
    for kept in ("Douze personnes attendent.", "Le guichet", "La file"):
        assert kept in response.text
    assert not is_live(draft)
    assert draft.workflow_states.count() == 0


def test_a_block_is_told_what_is_wrong_with_it(draft, gone, as_role, post_form, client):
    as_role("Validation")
    response = post_form(
        draft,
        ("heading", {"text": "La file", "level": "2"}),
        typed_text(f'<p><a linktype="page" id="{gone}">le billet</a></p>'),
        action="action-publish",
    )
    (error,) = response.context["form"].errors.as_data()["body"]
    assert list(error.block_errors) == [1]
    assert "page supprimée" in error.block_errors[1].messages[0]


def test_a_draft_is_saved_whatever_is_found(draft, as_role, post_form, image):
    as_role("Rédaction")
    assert post_form(draft, typed_picture(image, alt=""), introduction="").status_code == 302


def test_advice_stops_nothing(draft, as_role, post_form):
    as_role("Validation")
    assert post_form(draft, typed_text("<p>À compléter.</p>"), action="action-publish").status_code == 302
    assert is_live(draft)


def test_a_page_is_not_scheduled_with_what_stops_it(draft, as_role, post_form):
    as_role("Validation")
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)
    values = {"introduction": "", "go_live_at": f"{tomorrow:%Y-%m-%d %H:%M}"}
    assert REFUSED in post_form(draft, action="action-publish", **values).text
    assert not draft.revisions.filter(approved_go_live_at__isnull=False).exists()
    assert post_form(draft, action="action-publish", go_live_at=values["go_live_at"]).status_code == 302
    assert draft.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_a_new_page_is_refused_before_it_is_made(blog, as_role, post_form):
    as_role("Validation")
    page = PostPageFactory.build(title="Neuve", slug="neuve", introduction="")
    address = reverse("wagtailadmin_pages:add", args=["blog", "postpage", blog.pk])
    assert REFUSED in post_form(page, action="action-publish", address=address).text
    assert not Page.objects.filter(slug="neuve").exists()
    page.introduction = "Deux phrases."
    assert post_form(page, action="action-publish", address=address).status_code == 302
    assert Page.objects.live().filter(slug="neuve").exists()


def test_a_former_version_goes_out_by_the_same_door(draft, faulty, gone, as_role, post_form):
    as_role("Validation")
    former = faulty.get_latest_revision()
    faulty.body = []
    faulty.save_revision()
    address = reverse("wagtailadmin_pages:revisions_revert", args=[faulty.pk, former.pk])
    blocks = [typed_text(f'<p><a linktype="page" id="{gone}">le billet</a></p>')]
    assert REFUSED in post_form(faulty, *blocks, action="action-publish", address=address).text
    assert not is_live(faulty)


@pytest.fixture
def in_review(faulty, as_role):
    """The same post, sent for review before the page it links to was deleted."""
    writer = as_role("Rédaction")
    faulty.get_workflow().start(faulty, writer)
    as_role("Validation")
    return faulty


def decide(client, page, action, **headers):
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return client.post(address, {"comment": ""}, headers=headers)


def test_a_reviewer_is_led_to_what_stops_the_page(in_review, client):
    response = decide(client, in_review, "approve")
    assert response.url == reverse("wagtailadmin_pages:edit", args=[in_review.pk])
    (message,) = get_messages(response.wsgi_request)
    assert REFUSED in str(message)
    assert f"{response.url}#place=body.b0" in str(message)
    assert not is_live(in_review)


def test_so_it_is_from_the_dialogue_of_the_dashboard(in_review, client):
    response = decide(client, in_review, "approve", **{"x-requested-with": "XMLHttpRequest"})
    assert response.json()["redirect"] == reverse("wagtailadmin_pages:edit", args=[in_review.pk])
    assert not is_live(in_review)


def test_a_reviewer_may_ask_for_changes_whatever_is_found(in_review, client):
    decide(client, in_review, "reject")
    assert in_review.current_workflow_state.status == "needs_changes"


def test_a_reviewer_approves_what_is_sound(in_review, client):
    in_review.body = []
    in_review.save_revision()
    decide(client, in_review, "approve")
    assert is_live(in_review)


def test_approving_from_the_editor_asks_as_well(in_review, gone, post_form):
    approve = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    blocks = [typed_text(f'<p><a linktype="page" id="{gone}">le billet</a></p>')]
    assert REFUSED in post_form(in_review, *blocks, **approve).text
    assert not is_live(in_review)
    reject = approve | {"workflow-action-name": "reject"}
    assert post_form(in_review, *blocks, **reject).status_code == 302


def bulk_url(*pages):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return f"{address}?{'&'.join(f'id={page.pk}' for page in pages)}"


def test_nothing_of_several_pages_is_published_where_one_is_stopped(faulty, blog, as_role, client):
    as_role("Validation")
    sound = PostPageFactory(parent=blog, live=False)
    response = client.post(bulk_url(sound, faulty), {"include_descendants": ""})
    assert response.status_code == 409
    assert faulty.title in response.text
    assert "page supprimée" in response.text
    assert not is_live(sound)
    assert not is_live(faulty)
    assert client.post(bulk_url(sound), {}).status_code == 302
    assert is_live(sound)


def test_drafts_below_are_asked_as_well(faulty, blog, as_role, client):
    as_role("Validation")
    assert client.post(bulk_url(blog), {"include_descendants": "on"}).status_code == 409
    assert not is_live(faulty)
    assert client.post(bulk_url(blog), {}).status_code == 302


def test_a_missing_alternative_is_told_once(draft, as_role, post_form, image):
    """Wagtail refuses it too: its own message would say less."""
    as_role("Validation")
    response = post_form(draft, typed_picture(image, alt=""), action="action-publish")
    (message,) = response.context["messages"]
    assert REFUSED in str(message)


def test_what_wagtail_alone_refuses_is_told_as_well(draft, as_role, post_form, image):
    as_role("Validation")
    film = {"url": "https://example.com/film", "title": "Le guichet", "poster": {}, "transcript": "null"}
    blocks = [("video", film), typed_picture(image, alt="")]
    for typed, values in ((blocks, {}), ([], {"title": "", "introduction": ""})):
        response = post_form(draft, *typed, action="action-publish", **values)
        assert len(response.context["messages"]) == 2


def test_rows_are_read_as_they_are_typed(home, as_role, client):
    """A transcript that was too short and is mended on the screen does not stop the page any more."""
    as_role("Validation")
    series = VideoSeriesPageFactory(parent=PublicationIndexPageFactory(parent=home))
    episode = EpisodePageFactory(parent=series, number=1, live=False)
    short, whole = (f"WEBVTT\n\n00:00.000 --> 01:00.000\n{'mot ' * count}\n" for count in (2, 90))
    track = episode.tracks.create(language="fr", webvtt=short)
    episode.save()
    episode.save_revision()

    def publish(webvtt):
        fields = {"title": episode.title, "slug": episode.slug, "introduction": episode.introduction}
        fields |= {"number": 1, "availability": episode.availability, "body": streamfield([])}
        fields |= {"transcript": rich_text("")}
        rows = {name: inline_formset([]) for name in ("episode_speakers", "chapters", "comments")}
        rows["tracks"] = inline_formset([{"id": track.pk, "language": "fr", "webvtt": webvtt}], initial=1)
        address = reverse("wagtailadmin_pages:edit", args=[episode.pk])
        return client.post(address, nested_form_data(fields | rows | {"action-publish": "on"}))

    refused = publish(short)
    assert len(refused.context["form"].non_field_errors()) == 1
    assert publish(whole).status_code == 302
    assert is_live(episode)
