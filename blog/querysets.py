"""Named queries over posts."""

from wagtail.query import PageQuerySet


class PostQuerySet(PageQuerySet):
    def published(self):
        """Live and public, latest first, with what a card shows."""
        return (
            self.live()
            .public()
            .select_related("listing_image")
            .prefetch_related("post_authors__person")
            .order_by("-date", "-pk")
        )

    def tagged(self, slug: str):
        return self.filter(tags__slug=slug)

    def of_year(self, year: int):
        return self.filter(date__year=year)

    def by_author(self, slug: str):
        return self.filter(post_authors__person__slug=slug)


class RoadmapQuerySet(PageQuerySet):
    def published(self):
        """Live and public, latest year first."""
        return self.live().public().select_related("listing_image").order_by("-year", "-pk")
