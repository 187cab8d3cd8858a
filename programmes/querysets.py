"""Named queries over programmes and their terrains."""

from django.db.models import Case, F, Value, When
from wagtail.query import PageQuerySet

from core.atlas.addresses import map_path_in_active_language
from core.querysets import open_to_all
from programmes.choices import Stage, State


class ProgrammeQuerySet(PageQuerySet):
    def published(self):
        """Live, public, in the order of the parcours; those on no step last."""
        order = [When(stage=stage, then=Value(position)) for position, stage in enumerate(Stage.values)]
        return (
            open_to_all(self)
            .annotate(step=Case(*order, default=Value(len(order))))
            .select_related("listing_image", "locale")
            .order_by("step", "-on_home", "title")
        )

    def leading_steps(self):
        """One programme a step, open: the staircase of the home page."""
        return self.published().filter(on_home=True).exclude(stage="").exclude(state__in=State.closed())


class TerrainQuerySet(PageQuerySet):
    def published(self):
        """Live and public, latest first; those without a date last, by number.

        Each comes with its territory, what that is part of, and where the map of territories stands.
        """
        return (
            open_to_all(self)
            .select_related("territory__parent__parent", "locale")
            .annotate(map_path=map_path_in_active_language())
            .order_by(F("starts_on").desc(nulls_last=True), F("number").desc(nulls_last=True), "-pk")
        )
