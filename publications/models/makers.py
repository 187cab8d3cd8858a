"""Who made a publication."""

from collections import defaultdict

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable


class Contributor(Orderable):
    """Somebody under a `role` of the publication's own."""

    #: The property of schema.org that names each role.
    SCHEMA_PROPERTIES = {
        "author": "author",
        "coordinator": "editor",
        "editor": "editor",
        "preface": "contributor",
        "translator": "translator",
        "illustrator": "illustrator",
    }

    #: The roles of those whom a list of new publications names.
    WRITERS = ["author", "coordinator"]

    panels = [FieldRowPanel([FieldPanel("person"), FieldPanel("role")])]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")


class MadeByMixin(models.Model):
    """A publication whose `contributors` are people under a role."""

    class Meta:
        abstract = True

    @cached_property
    def makers(self) -> list:
        """Contributors with their people, in the editor's order; a draft may name nobody yet. One query."""
        return [maker for maker in self.contributors.select_related("person") if _is_whole(maker)]

    def people_by_role(self) -> dict:
        """Who made it, under each role, in the order in which the editor names them."""
        people = {}
        for maker in self.makers:
            people.setdefault(maker.Role(maker.role), []).append(maker.person)
        return people


def attach_makers(pages: list) -> None:
    """Fill `makers` of publications of one type: one query."""
    if not pages:
        return
    contributors = type(pages[0]).contributors.rel.related_model.objects
    found = defaultdict(list)
    for contributor in contributors.filter(page__in=pages).select_related("person"):
        found[contributor.page_id].append(contributor)
    for page in pages:
        page.makers = found[page.pk]


def _is_whole(maker) -> bool:
    return maker.person_id is not None and maker.role in maker.Role.values
