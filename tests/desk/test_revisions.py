"""Two states of a page, compared; who published what, and when."""

import csv
import io
import itertools
import uuid

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page, get_page_models

from blog.models.parts import BudgetLine, RoadmapPriority
from core.blocks import ArticleStream
from core.clock import today
from core.models import BasePage
from tests import factories
from tests.adhesion.factories import FeeScheduleFactory
from tests.factories import (
    BlogIndexPageFactory,
    ContentPageFactory,
    PersonFactory,
    PostPageFactory,
    UserFactory,
)
from users import roles

TYPES = [model for model in get_page_models() if issubclass(model, BasePage)]
FACTORIES = {factory._meta.model: factory for factory in factories.PageFactory.__subclasses__()}
BLOCKS = ArticleStream().child_blocks


def compared(client, page, change) -> str:
    """What the admin shows of a change."""
    before = page.save_revision(clean=False)
    change(page)
    after = page.save_revision(clean=False)
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, before.pk, after.pk])
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text


def stand(model, home) -> Page:
    """A page of that type, wherever it may stand."""
    if model in FACTORIES:
        return FACTORIES[model](parent=home)
    return home.add_child(instance=model(title="Page", introduction="Avant."))


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_a_change_of_any_page_shows(staff_client, home, model):
    page = stand(model, home)
    page.introduction = "Un mot ancien."

    def change(page):
        page.introduction = "Un mot nouveau."

    text = compared(staff_client, page, change)
    assert '<span class="deletion">ancien.</span>' in text
    assert '<span class="addition">nouveau.</span>' in text


@pytest.mark.parametrize("name", BLOCKS)
# Wagtail compares addresses as if they were HTML, and says so.
@pytest.mark.filterwarnings("ignore::bs4.MarkupResemblesLocatorWarning")
def test_any_block_shows_where_it_comes_and_where_it_goes(staff_client, home, name):
    block = BLOCKS[name]
    empty, example = (name, block.get_default()), (name, block.get_preview_value())
    page = ContentPageFactory(parent=home)
    bodies = [[], [example], [empty], [example, empty], []]
    for body, later in itertools.pairwise(bodies):
        page.body = body

        def change(page, later=later):
            page.body = later

        assert "comparison__child-object" in compared(staff_client, page, change)


def _raw(name, **value):
    """A block as the database keeps it."""
    return {"type": name, "value": value, "id": str(uuid.uuid4())}


def _item(words=None, **value):
    return {"type": "item", "value": words or value, "id": str(uuid.uuid4())}


def test_what_changes_deep_in_a_block_shows(staff_client, home):
    page = ContentPageFactory(parent=home)
    body = [
        _raw("key_figures", figures=[_item(value="19", label="résidences")]),
        _raw("footnotes", notes=[_item("<p>Une note ancienne.</p>")]),
        _raw("timeline", events=[_item(date="2009", title="Début", text="Un texte ancien")]),
    ]
    page.body = page.body.stream_block.to_python(body)

    def change(page):
        body[0]["value"]["figures"][0]["value"]["label"] = "ateliers"
        body[1]["value"]["notes"].append(_item("<p>Une autre note.</p>"))
        body[2]["value"]["events"][0]["value"]["text"] = "Un texte nouveau"
        page.body = page.body.stream_block.to_python(body)

    text = compared(staff_client, page, change)
    for removed in ("résidences", "ancien"):
        assert f'<span class="deletion">{removed}</span>' in text
    for added in ("ateliers", "nouveau"):
        assert f'<span class="addition">{added}</span>' in text
    assert "Une autre note." in text


def test_what_changes_in_a_table_shows(staff_client, home):
    page = ContentPageFactory(parent=home)
    table = BLOCKS["table"].get_preview_value()
    page.body = [("table", table)]
    child = BLOCKS["table"]

    def change(page):
        raw = page.body.get_prep_value()
        page.body = page.body.stream_block.to_python(_with_other_words(raw))

    text = compared(staff_client, page, change)
    assert "Cellule nouvelle" in text
    assert child.label


def _with_other_words(raw):
    """The same body, with another word in the first cell that holds words."""
    for block in raw:
        tables = [value for value in [block["value"], *_values(block["value"])] if _is_table(value)]
        for row in tables[0]["rows"]:
            for cell in row["values"]:
                if isinstance(cell, str):
                    row["values"][row["values"].index(cell)] = "Cellule nouvelle"
                    return raw
    raise AssertionError("no cell with words")


def _values(value):
    return value.values() if isinstance(value, dict) else []


def _is_table(value):
    return isinstance(value, dict) and "rows" in value


def test_children_of_a_page_show(staff_client, home):
    post = PostPageFactory(parent=BlogIndexPageFactory(parent=home))
    ada, zoe = PersonFactory(name="Ada"), PersonFactory(name="Zoé")
    post.post_authors.create(person=ada)

    def change(post):
        post.post_authors = [post.post_authors.model(person=zoe, sort_order=0)]
        post.tags.add("guichet")

    text = compared(staff_client, post, change)
    assert "Ada" in text
    assert "Zoé" in text

    roadmap = factories.RoadmapPageFactory(parent=factories.RoadmapIndexPageFactory(parent=home))

    def grow(roadmap):
        roadmap.priorities.add(RoadmapPriority(title="Faire converger"))
        roadmap.budget_lines.add(BudgetLine(label="Subventions", side="income"))

    text = compared(staff_client, roadmap, grow)
    assert "Faire converger" in text
    assert "Subventions" in text


# Who published what


@pytest.fixture
def team(db):
    """Somebody of each role, by the name of it."""
    roles.establish_all()
    members = {}
    for role in roles.ROLES:
        members[role.name] = UserFactory(username=role.name.lower(), first_name=role.name)
        members[role.name].groups.add(Group.objects.get(name=role.name))
    return members


def test_the_history_tells_who_published_what(client, team, home):
    post = PostPageFactory(parent=BlogIndexPageFactory(parent=home), title="Une girafe", live=False)
    writer, validator = team["Rédaction"], team["Validation"]
    post.save_revision(user=writer, log_action=True).publish(user=validator)
    post.refresh_from_db()
    post.unpublish(user=validator)

    client.force_login(validator)
    for address in (
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailadmin_pages:history", args=[post.pk]),
    ):
        text = client.get(address).text
        for words in ("Publié", "Dépubliée", "Brouillon sauvegardé", "Validation", "Rédaction"):
            assert words in text, (address, words)

    report = reverse("wagtailadmin_reports:site_history")
    by_writer = client.get(f"{report}?user={writer.pk}").context["object_list"]
    assert {entry.user for entry in by_writer} == {writer}
    published = client.get(f"{report}?user={validator.pk}&action=wagtail.publish").context["object_list"]
    assert [(entry.object_id, entry.user) for entry in published] == [(post.pk, validator)]


def test_the_history_is_exported(client, team, home):
    post = PostPageFactory(parent=BlogIndexPageFactory(parent=home), title="Une girafe")
    post.save_revision(user=team["Validation"]).publish(user=team["Validation"])
    client.force_login(team["Administration"])
    report = reverse("wagtailadmin_reports:site_history")
    answer = client.get(f"{report}?export=csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert any("Une girafe" in cell for row in rows for cell in row)
    assert client.get(f"{report}?export=xlsx").status_code == 200


@pytest.mark.parametrize("role", ["Rédaction", "Adhésions"])
def test_nobody_reads_the_history_of_what_they_may_not_see(client, team, home, role):
    post = PostPageFactory(parent=BlogIndexPageFactory(parent=home), title="Une girafe")
    post.save_revision(user=team["Validation"], log_action=True).publish(user=team["Validation"])
    client.force_login(team[role])
    text = client.get(reverse("wagtailadmin_reports:site_history")).text
    assert ("Une girafe" in text) == (role == "Rédaction")


def test_a_commitment_and_a_fee_schedule_have_their_history(client, team, home):
    roadmap = factories.RoadmapPageFactory(parent=factories.RoadmapIndexPageFactory(parent=home))
    commitment = factories.CommitmentFactory(roadmap=roadmap, title="Tenir dix résidences")
    client.force_login(team["Validation"])
    url = reverse("wagtailsnippets_blog_commitment:record", args=[commitment.pk, "done"])
    seen = commitment.changes.last().pk
    told = {"on": today(), "reason": "Dix, tenues.", "seen": seen}
    assert client.post(url, told).status_code == 302
    history = client.get(reverse("wagtailsnippets_blog_commitment:history", args=[commitment.pk])).text
    assert "Dix, tenues." in history
    assert "Validation" in history

    fee = FeeScheduleFactory(year=2031)
    fee.save_revision(user=team["Adhésions"], log_action=True)
    client.force_login(team["Adhésions"])
    history = client.get(reverse("wagtailsnippets_adhesion_feeschedule:history", args=[fee.pk])).text
    assert "Adhésions" in history.split("<main")[1].split("<tbody")[1].split("</tbody")[0]
