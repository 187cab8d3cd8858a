"""What becomes of a commitment: recorded in two clicks, by those who may, and never rewritten."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail.search.backends import get_search_backend
from wagtail.test.utils.form_data import nested_form_data

from blog import recording
from blog.models import Commitment, CommitmentKept, RoadmapPage, StateChange
from blog.reading import commitments_of
from core.append_only import AppendOnlyError
from tests.factories import (
    CommitmentFactory,
    ProgrammeIndexPageFactory,
    ProgrammePageFactory,
    RoadmapIndexPageFactory,
    RoadmapPageFactory,
    StateChangeFactory,
    UserFactory,
)

TODAY = datetime.date(2016, 1, 11)


@pytest.fixture(autouse=True)
def pinned(settings):
    settings.PINNED_TODAY = TODAY


@pytest.fixture
def roadmaps(home):
    return RoadmapIndexPageFactory(parent=home, slug="feuilles-de-route")


@pytest.fixture
def roadmap(roadmaps):
    return RoadmapPageFactory(parent=roadmaps, year=2016, slug="2016")


@pytest.fixture
def draft(roadmaps):
    """A roadmap that was never published."""
    return RoadmapPageFactory(parent=roadmaps, year=2017, slug="2017", live=False)


@pytest.fixture
def commitment(roadmap):
    """Announced when the roadmap was presented."""
    return CommitmentFactory(
        roadmap=roadmap, title="Lancer La Transfo", state_since=datetime.date(2015, 11, 26)
    )


def address(action, *args):
    return reverse(Commitment.snippet_viewset.get_url_name(action), args=args)


@pytest.fixture
def enter(client):
    """Logs somebody in with these permissions over the section, and no other."""

    def enter(*codenames):
        user = UserFactory()
        user.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", *codenames]))
        client.force_login(user)
        return user

    return enter


@pytest.fixture
def post(client, commitment):
    """Confirms a change to a state, with what the person had before them unless it is said otherwise."""

    def post(state="under_way", on="2016-01-11", reason="", **data):
        data.setdefault("seen", commitment.changes.last().pk)
        return client.post(address("record", commitment.pk, state), {"on": on, "reason": reason, **data})

    return post


# Recording


def test_a_state_changes_in_two_clicks_and_the_roadmap_shows_it_at_once(client, enter, commitment):
    user = enter("view_commitment", "add_statechange")
    listing = f"{address('list')}?state=announced&p=1"
    page = client.get(listing).text
    way = address("record", commitment.pk, "under_way")
    assert f'href="{way}?next=' in page

    form = client.get(way, {"next": listing}).context["form"]
    assert form["on"].value() == TODAY
    response = client.post(
        way, {"on": "2016-01-11", "reason": "", "seen": form["seen"].value(), "next": listing}
    )

    assert response.status_code == 302
    assert response.url == listing
    change = commitment.changes.last()
    assert (change.state, change.on, change.recorded_by) == ("under_way", TODAY, user)
    commitment.refresh_from_db()
    assert (commitment.state, commitment.state_since) == ("under_way", TODAY)
    client.logout()
    public = client.get(commitment.roadmap.url).text
    assert "state-under_way" in public
    assert "11\xa0janvier\xa02016" in public or "11 janvier 2016" in public


def test_the_buttons_keep_filters_and_page(client, staff_client, commitment):
    page = client.get(address("list"), {"state": "announced", "p": "1"}).text
    assert "next=%2F" in page
    assert "state%3Dannounced%26p%3D1" in page
    results = client.get(address("list_results"), {"state": "announced", "_w_filter_fragment": "1"}).text
    assert "results" not in results.split("next=")[1].split('"')[0]


def test_a_message_says_what_was_recorded(staff_client, post):
    response = staff_client.get(post().url)
    assert "Lancer La Transfo" in str(next(iter(response.context["messages"])))


def test_asking_changes_nothing(staff_client, commitment):
    response = staff_client.get(address("record", commitment.pk, "done"))
    assert response.status_code == 200
    assert commitment.changes.count() == 1


@pytest.mark.parametrize("state", ["postponed", "dropped"])
def test_what_is_not_kept_owes_its_reason(staff_client, commitment, post, state):
    response = post(state, reason="   ")
    assert response.status_code == 422
    assert "reason" in response.context["form"].errors
    commitment.refresh_from_db()
    assert commitment.state == "announced"

    assert post(state, reason=" Les partenaires ne sont pas prêts. ").status_code == 302
    commitment.refresh_from_db()
    assert (commitment.state, commitment.state_reason) == (state, "Les partenaires ne sont pas prêts.")


@pytest.mark.parametrize(
    ("on", "accepted"),
    [
        ("2015-11-25", False),
        ("2015-11-26", True),
        ("2016-01-11", True),
        ("2016-01-12", False),
        ("", False),
        ("hier", False),
        ("\0", False),
    ],
)
def test_days_follow_one_another_up_to_today(staff_client, commitment, post, on, accepted):
    response = post(on=on, reason="Parce que c’est commencé.")
    assert (response.status_code == 302) is accepted
    assert commitment.changes.count() == 1 + accepted
    if not accepted:
        assert list(response.context["form"].errors) == ["on"]
        assert "Parce que c’est commencé." in response.text


def test_the_same_state_again_is_refused_with_a_sentence(staff_client, commitment, post):
    response = post("announced", reason="Encore")
    assert response.status_code == 422
    assert response.context["form"].non_field_errors()
    assert 'value="Encore"' in response.text
    assert commitment.changes.count() == 1
    assert staff_client.get(address("record", commitment.pk, "announced")).context["is_already_so"]


def test_whoever_comes_second_overwrites_nothing(staff_client, commitment, post):
    seen = commitment.changes.last().pk
    StateChangeFactory(
        commitment=commitment, state="postponed", on=datetime.date(2016, 1, 8), reason="Pas de lieu."
    )

    response = post("done", on="2016-01-09", reason="C’est fini.", seen=seen)

    assert response.status_code == 409
    assert commitment.changes.count() == 2
    assert "Pas de lieu." in response.text
    form = response.context["form"]
    assert (form["on"].value(), form["reason"].value()) == ("2016-01-09", "C’est fini.")

    again = post("done", on=form["on"].value(), reason=form["reason"].value(), seen=form["seen"].value())
    assert again.status_code == 302
    assert [change.state for change in commitment.changes.all()] == ["announced", "postponed", "done"]


@pytest.mark.parametrize("seen", ["", "0", "999999", "-1", "9" * 40])
def test_a_made_up_last_change_is_no_key(staff_client, commitment, post, seen):
    assert post(seen=seen).status_code in {409, 422}
    assert commitment.changes.count() == 1


def test_an_unknown_state_or_commitment_is_not_found(staff_client, commitment):
    for args in ((commitment.pk, "perdu"), (commitment.pk, "x" * 10_000), (10**9, "done")):
        assert staff_client.get(address("record", *args)).status_code == 404
        assert staff_client.post(address("record", *args), {}).status_code == 404


def test_the_way_back_stays_on_the_site(staff_client, commitment, post):
    assert post(next="https://example.org/").url == address("list")


def test_the_audit_says_who(staff_client, superuser, commitment, post):
    post("dropped", reason="Plus de financement.")
    entry = ModelLogEntry.objects.filter(action=recording.LOG_ACTION).get()
    assert entry.user == superuser
    assert entry.data["after"] == "dropped"
    assert "Plus de financement." in staff_client.get(address("history", commitment.pk)).text
    assert staff_client.get(reverse("wagtailadmin_reports:site_history")).status_code == 200


# Who may


def test_whoever_reads_sees_the_list_and_no_button(client, enter, commitment):
    enter("view_commitment")
    page = client.get(address("list"))
    assert page.status_code == 200
    assert "Lancer La Transfo" in page.text
    assert "/record/" not in page.text


@pytest.mark.parametrize("permissions", [("view_commitment", "change_commitment"), ("add_statechange",), ()])
def test_others_are_answered_403(client, enter, commitment, post, permissions):
    enter(*permissions)
    for args in ((commitment.pk, "done"), (10**9, "done")):
        assert client.get(address("record", *args)).status_code == 403
    assert post("done").status_code == 403
    assert commitment.changes.count() == 1


def test_a_visitor_is_led_to_the_door(client, commitment):
    response = client.get(address("record", commitment.pk, "done"))
    assert response.url.startswith(reverse("wagtailadmin_login"))


# The screens of a commitment


def fields(roadmap, **changes):
    blank = ("description", "period", "starts_on", "ends_on", "cost", "cost_min", "cost_max")
    return nested_form_data(
        {
            "roadmap": roadmap.pk,
            "area": "research",
            "position": 0,
            "title": "Lancer La Transfo",
            "programme": "",
            "priority": "",
            "carried_from": "",
            **dict.fromkeys(blank, ""),
            **changes,
        }
    )


def test_the_edit_form_does_not_hold_the_state(staff_client, roadmap, commitment):
    data = fields(roadmap, title="Autrement dit", state="done", state_since="2016-01-01", state_reason="")
    assert staff_client.post(address("edit", commitment.pk), data).status_code == 302
    commitment.refresh_from_db()
    assert (commitment.title, commitment.state) == ("Autrement dit", "announced")
    assert commitment.changes.count() == 1


def test_the_edit_screen_tells_history(staff_client, superuser, commitment, post):
    post("postponed", reason="Pas de lieu.")
    page = staff_client.get(address("edit", commitment.pk)).text
    assert "Pas de lieu." in page
    assert str(superuser) in page
    assert address("record", commitment.pk, "done") in page
    assert address("record", commitment.pk, "postponed") not in page


def test_a_new_commitment_begins_today_as_announced(staff_client, superuser, roadmap):
    form = staff_client.get(address("add")).context["form"]
    assert (form["state"].value(), form["state_since"].value()) == ("announced", TODAY)

    data = fields(roadmap, state="under_way", state_since="2016-01-04", state_reason="")
    assert staff_client.post(address("add"), data).status_code == 302

    change = Commitment.objects.get().changes.get()
    assert (change.state, change.on) == ("under_way", datetime.date(2016, 1, 4))
    assert change.recorded_by == superuser


@pytest.mark.parametrize(
    ("beginning", "field"),
    [
        ({"state": "dropped", "state_since": "2016-01-04", "state_reason": ""}, "state_reason"),
        ({"state": "announced", "state_since": "2016-01-12", "state_reason": ""}, "state_since"),
        ({"state": "announced", "state_since": "", "state_reason": ""}, "state_since"),
        ({"state": "perdu", "state_since": "2016-01-04", "state_reason": ""}, "state"),
    ],
)
def test_a_new_commitment_says_where_it_stands(staff_client, roadmap, beginning, field):
    response = staff_client.post(address("add"), fields(roadmap, **beginning))
    assert list(response.context["form"].errors) == [field]
    assert not Commitment.objects.exists()


def test_what_was_promised_stays_on_its_roadmap(staff_client, roadmaps, roadmap, commitment):
    other = RoadmapPageFactory(parent=roadmaps, year=2017, slug="2017")
    response = staff_client.post(address("edit", commitment.pk), fields(other))
    assert list(response.context["form"].errors) == ["roadmap"]


def test_what_a_draft_holds_may_move(staff_client, draft, roadmap):
    planned = CommitmentFactory(roadmap=draft)
    assert staff_client.post(address("edit", planned.pk), fields(roadmap)).status_code == 302


def test_what_is_carried_over_comes_from_an_earlier_year(staff_client, roadmaps, roadmap, commitment):
    earlier = CommitmentFactory(roadmap=RoadmapPageFactory(parent=roadmaps, year=2015, slug="2015"))
    same_year = CommitmentFactory(roadmap=roadmap)
    for chosen in (commitment, same_year):
        data = fields(roadmap, carried_from=chosen.pk)
        response = staff_client.post(address("edit", commitment.pk), data)
        assert list(response.context["form"].errors) == ["carried_from"]
    data = fields(roadmap, carried_from=earlier.pk)
    assert staff_client.post(address("edit", commitment.pk), data).status_code == 302


# History


def test_history_is_written_once(commitment):
    change = commitment.changes.get()
    change.reason = "Autre"
    for rewrite in (
        change.save,
        change.delete,
        commitment.changes.all().delete,
        lambda: commitment.changes.update(reason="Autre"),
        lambda: Commitment.objects.update(state="done"),
        lambda: StateChange.objects.bulk_update([change], ["reason"]),
        lambda: StateChange.objects.bulk_create(
            [change], update_conflicts=True, update_fields=["reason"], unique_fields=["pk"]
        ),
    ):
        with pytest.raises(AppendOnlyError), transaction.atomic():
            rewrite()
    assert commitment.changes.get().reason == ""


def test_saving_a_commitment_does_not_touch_its_state(commitment):
    commitment.state, commitment.title = "done", "Autrement dit"
    commitment.save()
    commitment.refresh_from_db()
    assert (commitment.state, commitment.title) == ("announced", "Autrement dit")


def test_a_person_who_leaves_takes_no_history_along(commitment, staff_client, superuser, post):
    post()
    superuser.delete()
    assert [change.recorded_by for change in commitment.changes.all()] == [None, None]
    assert commitment.changes.last().state == "under_way"


def test_other_years_are_shown_where_anybody_may_read_them(
    roadmaps, roadmap, commitment, django_assert_num_queries
):
    hidden = RoadmapPageFactory(parent=roadmaps, year=2015, slug="2015", live=False)
    shown = RoadmapPageFactory(parent=roadmaps, year=2017, slug="2017")
    Commitment.objects.filter(pk=commitment.pk).update(carried_from=CommitmentFactory(roadmap=hidden))
    CommitmentFactory(roadmap=shown, carried_from=commitment)
    for _number in range(5):
        CommitmentFactory(roadmap=roadmap)

    with django_assert_num_queries(1):
        found = commitments_of(roadmap)
        first = next(each for each in found if each.pk == commitment.pk)
        assert first.carried_from is None
        assert [other.roadmap.year for other in first.carried_to.all()] == [2017]
        assert [len(each.changes.all()) for each in found] == [1] * 6
    assert [each.carried_from for each in commitments_of(shown)] == [commitment]


# Deleting


def test_what_was_promised_in_public_is_not_deleted(commitment):
    with pytest.raises(CommitmentKept):
        commitment.delete()
    with pytest.raises(CommitmentKept):
        Commitment.objects.filter(title="Lancer La Transfo").delete()
    assert Commitment.objects.exists()


def bulk(*commitments):
    url = reverse("wagtail_bulk_action", args=["blog", "commitment", "delete"])
    return f"{url}?next={address('list')}&" + "&".join(f"id={each.pk}" for each in commitments)


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_admin_says_why_it_is_kept(staff_client, draft, commitment, method):
    other = CommitmentFactory(roadmap=draft)
    for url in (address("delete", commitment.pk), bulk(commitment, other)):
        response = getattr(staff_client, method)(url, follow=True)
        assert response.status_code == 200
        (message,) = response.context["messages"]
        assert "Lancer La Transfo" in str(message)
    assert Commitment.objects.count() == 2


def test_what_was_published_once_is_kept_after_it_is_unpublished(roadmap, commitment):
    roadmap.save_revision().publish()
    RoadmapPage.objects.get(pk=roadmap.pk).unpublish()
    with pytest.raises(CommitmentKept):
        commitment.delete()


def test_a_draft_may_lose_a_commitment_and_its_history(staff_client, draft):
    commitment, other = CommitmentFactory.create_batch(2, roadmap=draft)
    staff_client.post(address("delete", commitment.pk))
    staff_client.post(bulk(other))
    assert not Commitment.objects.exists()
    assert not StateChange.objects.exists()


def test_a_translation_in_public_keeps_it_too(locales, home, roadmaps, roadmap, commitment):
    for page in (home, roadmaps):
        page.copy_for_translation(locales["en"]).save_revision().publish()
    roadmap.copy_for_translation(locales["en"]).save_revision().publish()
    roadmap.unpublish()
    with pytest.raises(CommitmentKept):
        commitment.delete()


@pytest.mark.parametrize("url", [lambda each: address("delete", each.pk), lambda each: bulk(each)])
def test_a_commitment_taken_up_again_is_kept(staff_client, roadmaps, roadmap, commitment, url):
    roadmap.unpublish()
    later = RoadmapPageFactory(parent=roadmaps, year=2017, slug="2017", live=False)
    other = CommitmentFactory(roadmap=later, carried_from=commitment)
    for taken_up in (url(commitment), bulk(commitment, other)):
        response = staff_client.post(taken_up, follow=True)
    assert "2017" in str(next(iter(response.context["messages"])))
    assert Commitment.objects.count() == 2


# The search, the list


@pytest.mark.indexed
def test_the_roadmap_is_found_by_the_words_of_its_commitments(
    client, django_capture_on_commit_callbacks, commitment
):
    from blog.models import RoadmapPage

    with django_capture_on_commit_callbacks(execute=True):
        commitment.title = "Ouvrir un hydrophone"
        commitment.save()
    assert RoadmapPage.objects.search("hydrophone").count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        StateChangeFactory(commitment=commitment, state="done", on=TODAY)
    found = get_search_backend().search("hydrophone", Commitment.objects.filter(state="done"))
    assert len(found) == 1


def test_the_list_costs_the_same_for_ten_and_two_hundred(staff_client, home, roadmap):
    programmes = ProgrammeIndexPageFactory(parent=home)
    some = [ProgrammePageFactory(parent=programmes) for _number in range(3)]

    def count():
        staff_client.get(address("list"))
        with CaptureQueriesContext(connection) as queries:
            assert staff_client.get(address("list")).status_code == 200
        return len(queries)

    for number in range(10):
        CommitmentFactory(roadmap=roadmap, programme=some[number % 3])
    few = count()
    for number in range(190):
        CommitmentFactory(roadmap=roadmap, programme=some[number % 3])
    assert count() == few <= 20


def test_filters_narrow_the_list(staff_client, home, roadmaps, roadmap, commitment):
    programme = ProgrammePageFactory(parent=ProgrammeIndexPageFactory(parent=home))
    other = RoadmapPageFactory(parent=roadmaps, year=2017, slug="2017")
    CommitmentFactory(roadmap=other, title="Publier", area="resource", programme=programme, state="done")
    for filters in (
        {"roadmap": other.pk},
        {"state": "done"},
        {"area": "resource"},
        {"programme": programme.pk},
    ):
        page = staff_client.get(address("list"), filters).text
        assert "Publier" in page
        assert "Lancer La Transfo" not in page


@pytest.mark.parametrize(
    "query",
    ["state=perdu", "state=done&state=announced", "roadmap=x", "p=0", "q=%00", "state=" + "x" * 10_000],
)
def test_a_wrong_filter_is_no_error(staff_client, commitment, query):
    assert staff_client.get(f"{address('list')}?{query}").status_code == 200
