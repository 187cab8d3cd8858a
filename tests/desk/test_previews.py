"""What editors see before anybody else: pages, records and blocks, as readers will meet them."""

import pytest
from django.urls import reverse
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, PreviewableMixin, get_page_models
from wagtail.snippets.models import get_snippet_models
from wagtail.test.utils.form_data import querydict_from_html

from blog.models import Commitment, RoadmapPage
from core.models import Navigation, Term
from programmes.agenda.models import Venue
from tests import factories
from tests.adhesion import factories as adhesion

TYPED = "Ce qui vient d’être tapé"

#: What a page cannot be kept without, even as a draft: by it the page is sorted.
SORTED_BY = {"year": 2030, "number": 7, "starts_at": "2030-01-05 10:00"}

PAGES = [model for model in get_page_models() if model is not Page]
RECORDS = get_snippet_models()
FACTORIES = {
    factory._meta.model: factory
    for module in (factories, adhesion)
    for factory in vars(module).values()
    if hasattr(factory, "_meta") and getattr(factory._meta, "model", None)
}

named = {"ids": lambda model: model.__name__}


def make_page(model, home):
    """One page of that type, with all that it must stand below."""
    if isinstance(home, model):
        return home
    parents = [parent for parent in model.allowed_parent_page_models() if parent is not Page]
    parent = home if type(home) in parents else make_page(parents[0], home)
    return FACTORIES[model](parent=parent)


def make_record(model, home):
    if model in FACTORIES:
        known = {}
        if model is Commitment:
            known["roadmap"] = make_page(RoadmapPage, home)
        return FACTORIES[model](**known)
    return {
        Navigation: lambda: Navigation.objects.create(locale=Locale.get_default()),
        Venue: lambda: Venue.objects.create(name="Superpublic", slug="superpublic"),
    }[model]()


def preview(client, model, form_url, preview_url, **typed):
    """What the panel beside the form shows once `typed` stands in it; None where it shows nothing."""
    form = client.get(form_url).text
    sent = querydict_from_html(form, form_id="page-edit-form" if issubclass(model, Page) else "w-editor-form")
    # Scripts write the blocks of a stream: here are none.
    streams = {
        f"{field.name}-count": 0 for field in model._meta.get_fields() if isinstance(field, StreamField)
    }
    for name, value in (streams | typed).items():
        sent[name] = value
    known = client.post(preview_url, sent)
    assert known.status_code == 200
    response = client.get(preview_url)
    assert response.status_code == 200
    return response.text if known.json()["is_available"] else None


@pytest.mark.parametrize("model", PAGES, **named)
def test_a_page_shows_what_is_being_typed(staff_client, home, model):
    page = make_page(model, home)
    edit, panel = (
        reverse(f"wagtailadmin_pages:{name}", args=[page.pk]) for name in ("edit", "preview_on_edit")
    )

    shown = preview(staff_client, model, edit, panel, title=TYPED)

    assert TYPED in shown


@pytest.mark.parametrize("model", PAGES, **named)
def test_a_page_that_has_but_a_title_can_be_looked_at(staff_client, home, model):
    parent = make_page(model, home).get_parent()
    where = [model._meta.app_label, model._meta.model_name, parent.pk]
    add, panel = (reverse(f"wagtailadmin_pages:{name}", args=where) for name in ("add", "preview_on_add"))
    if staff_client.get(add).status_code == 302:
        assert model.max_count_per_parent or model.max_count, "what stands once is not added again"
        return

    names = {field.name for field in model._meta.fields if not field.null}
    demanded = {name: value for name, value in SORTED_BY.items() if name in names}

    shown = preview(staff_client, model, add, panel, title=TYPED, slug="encore", **demanded)

    assert TYPED in shown


@pytest.mark.parametrize("model", RECORDS, **named)
def test_a_record_shows_what_is_being_typed(staff_client, home, model):
    assert issubclass(model, PreviewableMixin), (
        f"{model.__name__} has no preview: give it core.previews.FramedPreviewMixin and a template."
    )
    record = make_record(model, home)
    views = model.snippet_viewset
    edit, panel = (
        reverse(views.get_url_name(name), args=[record.pk]) for name in ("edit", "preview_on_edit")
    )
    fields = {field.name for field in model._meta.fields}
    typed = {name: TYPED for name in ("name", "title", "conditions") if name in fields}

    shown = preview(staff_client, model, edit, panel, **typed)

    assert "site-footer" in shown
    assert not typed or TYPED in shown


def test_a_term_is_no_way_to_run_a_script(staff_client, home):
    term = make_record(Term, home)
    views = Term.snippet_viewset
    edit, panel = (reverse(views.get_url_name(name), args=[term.pk]) for name in ("edit", "preview_on_edit"))

    shown = preview(staff_client, Term, edit, panel, name="<img src=x onerror=alert(1)>")

    assert "<img src=x" not in shown


@pytest.mark.parametrize("model", RECORDS, **named)
def test_a_record_that_is_begun_breaks_nothing(staff_client, home, model):
    views = model.snippet_viewset

    preview(
        staff_client,
        model,
        reverse(views.get_url_name("add")),
        reverse(views.get_url_name("preview_on_add")),
    )


def blocks_of_streams():
    """Each block that an editor can choose, once."""
    found = {}
    for model in [*PAGES, *RECORDS]:
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                _collect(field.stream_block, found)
    return list(found.values())


def _collect(stream, found):
    for block in stream.child_blocks.values():
        found.setdefault(block.definition_prefix, block)
        for child in getattr(block, "child_blocks", {}).values():
            if isinstance(child, StreamBlock):
                _collect(child, found)


def test_every_block_is_described_and_shown_before_it_is_chosen(staff_client, home):
    lacking = []
    for block in blocks_of_streams():
        name = f"{type(block).__name__} ({block.label})"
        if not block.meta.description:
            lacking.append(f"{name} has no description")
        if block.meta.icon == "placeholder":
            lacking.append(f"{name} has no icon")
        if not block.is_previewable:
            lacking.append(f"{name} has no preview_value")
        shown = staff_client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
        if shown.status_code != 200:
            lacking.append(f"{name} breaks its preview: {shown.status_code}")
    assert not lacking, "\n".join(lacking)
