"""What the editor of a programme is told."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from programmes.models import ProgrammeLink
from tests.factories import ProgrammePageFactory


@pytest.fixture
def save(staff_client, programme):
    """Posts the edit form of the programme with these junctions; returns the errors of each."""

    def save(*links, action="action-publish"):
        data = nested_form_data(
            {
                "title": programme.title,
                "slug": programme.slug,
                "introduction": "Deux phrases.",
                "body": streamfield([]),
                "function": "research",
                "state": "running",
                "membership": "required",
                "cost_tax": "unstated",
                "small_organisations": "unknown",
                "programme_partners": inline_formset([]),
                "links": inline_formset(
                    [{"kind": kind, "target": target.pk, "note": ""} for kind, target in links]
                ),
                "comments": inline_formset([]),
                action: "on",
            }
        )
        response = staff_client.post(reverse("wagtailadmin_pages:edit", args=[programme.pk]), data)
        if response.status_code == 302:
            return []
        return [form.errors for form in response.context["form"].formsets["links"].forms]

    return save


def test_valid_junctions_are_saved(save, index, programme):
    other = ProgrammePageFactory(parent=index)
    assert save(("prepares", other), ("feeds", other)) == []
    assert ProgrammeLink.objects.filter(page=programme).count() == 2


def test_a_programme_is_not_linked_to_itself(save, programme):
    (errors,) = save(("prepares", programme))
    assert list(errors) == ["target"]
    assert not ProgrammeLink.objects.exists()


def test_a_junction_is_entered_once(save, index):
    other = ProgrammePageFactory(parent=index)
    first, second = save(("prepares", other), ("prepares", other))
    assert not first
    assert list(second) == ["target"]
