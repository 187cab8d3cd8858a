"""What is found in all that readers see: the same number of queries however many pages there are."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.admin.utils import quote
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.text import capfirst
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from core.checking import Content, content_of
from core.checking.contents import form_options
from desk.checks.examining import Report, examine
from images.models import CustomImage
from publications.models import EpisodePage


@dataclass(frozen=True)
class Row:
    """A page or a record in which something is found."""

    title: str
    kind: str
    owner: str
    edit_url: str
    report: Report


def survey(pages, records) -> list[Row]:
    """Rows of what was found in a query of pages and in records; what stops publication first."""
    pages = list(pages.specific())
    subjects = [*_contents(pages), *(content_of(record) for record in records)]
    owners = get_user_model().objects.in_bulk({page.owner_id for page in pages if page.owner_id})
    rows = [
        _row(content.subject, report, owners)
        for content, report in zip(subjects, examine(subjects), strict=True)
        if report.count
    ]
    return sorted(rows, key=lambda row: (-len(row.report.blocking), -row.report.count, row.title.casefold()))


def records_of(user) -> list[models.Model]:
    """Snippets with pictures or streams that somebody may change. One query a kind."""
    return [
        record
        for model in get_snippet_models()
        if _is_looked_at(model) and policy_registry.get_by_type(model).user_has_permission(user, "change")
        for record in model._default_manager.all()
    ]


def _is_looked_at(model) -> bool:
    return any(
        isinstance(field, StreamField) or getattr(field, "related_model", None) is CustomImage
        for field in model._meta.concrete_fields
    )


def _contents(pages: list[Page]) -> list[Content]:
    """With the rows of their panels, asked once for each panel of each type."""
    by_type = defaultdict(list)
    for page in pages:
        by_type[type(page)].append(page)
    rows = defaultdict(lambda: defaultdict(list))
    for model, members in by_type.items():
        for relation in form_options(model)[1]:
            field = model._meta.get_field(relation).field
            for instance in field.model._default_manager.filter(**{f"{field.name}__in": members}):
                rows[getattr(instance, field.attname)][relation].append(instance)
    # How long a film lasts is kept with the film.
    prefetch_related_objects(by_type[EpisodePage], "film")
    return [content_of(page, rows[page.pk]) for page in pages]


def _row(subject, report: Report, owners: dict) -> Row:
    if isinstance(subject, Page):
        owner = owners.get(subject.owner_id)
        return Row(
            subject.title,
            str(capfirst(subject._meta.verbose_name)),
            (owner.get_full_name() or owner.get_username()) if owner else "",
            reverse("wagtailadmin_pages:edit", args=[subject.pk]),
            report,
        )
    edit = subject.snippet_viewset.get_url_name("edit")
    return Row(
        str(subject),
        str(capfirst(subject._meta.verbose_name)),
        "",
        reverse(edit, args=[quote(subject.pk)]),
        report,
    )
