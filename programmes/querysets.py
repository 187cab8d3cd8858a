"""Named queries over programmes and their terrains."""

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Length, Substr
from wagtail.models import PageViewRestriction
from wagtail.query import PageQuerySet

from programmes.choices import Stage


def is_open_to_all(prefix: str = "") -> Q:
    """Condition of a live page under no view restriction, told within the query: `public()` asks once more.

    `prefix` leads to the page where the query is over something else, for instance `"roadmap__"`.
    """
    restrictions = PageViewRestriction.objects.filter(
        page__path=Substr(OuterRef(f"{prefix}path"), 1, Length("page__path"))
    )
    return Q(**{f"{prefix}live": True}) & ~Q(Exists(restrictions))


def open_to_all(pages: QuerySet, prefix: str = "") -> QuerySet:
    """Those of `pages` that anybody may read; `prefix` as above."""
    return pages.filter(is_open_to_all(prefix))


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
        """One programme a step: the staircase of the home page."""
        return self.published().filter(on_home=True).exclude(stage="")


class TerrainQuerySet(PageQuerySet):
    def published(self):
        """Live and public, latest first; those without a date last, by number."""
        return (
            open_to_all(self)
            .select_related("territory", "locale")
            .order_by(F("starts_on").desc(nulls_last=True), F("number").desc(nulls_last=True), "-pk")
        )
