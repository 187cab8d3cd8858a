"""Named queries over programmes."""

from django.db.models import Case, Value, When
from wagtail.query import PageQuerySet


class ProgrammeQuerySet(PageQuerySet):
    def published(self):
        """Live, public, in the order of the parcours; those on no step last."""
        from programmes.models import Stage

        order = [When(stage=stage, then=Value(position)) for position, stage in enumerate(Stage.values)]
        return (
            self.live()
            .public()
            .annotate(step=Case(*order, default=Value(len(order))))
            .select_related("listing_image")
            .order_by("step", "-on_home", "title")
        )

    def leading_steps(self):
        """One programme a step: the staircase of the home page."""
        return self.published().filter(on_home=True).exclude(stage="")
