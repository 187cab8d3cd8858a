"""Named queries over posts, roadmaps and commitments."""

from django.db import transaction
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, ExtractYear, Left, Length
from wagtail.query import PageQuerySet

from core.append_only import AppendOnlyError
from core.pictures import attach
from core.prepared import prepared
from core.querysets import open_to_all

#: The long columns of a commitment's roadmap, which nothing shows beside the commitment.
STREAMS_OF_A_ROADMAP = [
    f"roadmap__{name}" for name in ("body", "figures", "keywords", "impressions", "questions", "downloads")
]


class PostQuerySet(PageQuerySet):
    def published(self):
        """Live and public, latest first, each with its language."""
        return open_to_all(self).select_related("locale").order_by("-date", "-pk")

    def for_cards(self) -> list:
        """With what a card shows: pictures come in one query, whatever the number of posts."""
        posts = list(self)
        attach(*((post, "listing_image") for post in posts))
        return posts

    def tagged(self, slug: str):
        return self.filter(tags__slug=slug)

    def of_year(self, year: int):
        return self.filter(date__year=year)

    def by_author(self, slug: str):
        return self.filter(post_authors__person__slug=slug)

    def facets(self) -> list[tuple[str, str, str, int]]:
        """What these posts can be filtered by: (kind, slug, name, number of posts), in one query."""
        posts = self.order_by()

        def rows(kind, slug, name):
            return (
                posts.annotate(
                    facet=Value(kind, output_field=CharField()),
                    facet_slug=Cast(slug, CharField()),
                    facet_name=Cast(name, CharField()),
                )
                .exclude(facet_slug=None)
                .values("facet", "facet_slug", "facet_name")
                .annotate(posts=Count("pk", distinct=True))
                .values_list("facet", "facet_slug", "facet_name", "posts")
            )

        tags = rows("tag", F("tags__slug"), F("tags__name"))
        years = rows("year", ExtractYear("date"), ExtractYear("date"))
        authors = rows("author", F("post_authors__person__slug"), F("post_authors__person__name"))
        return list(tags.union(years, authors, all=True))


def around(post, *, related: int) -> tuple:
    """(post before or None, post after or None, others about the same programme, with their pictures).

    Of those that stand beside it and that anybody may read.
    """
    if not (post.pk and post.date):
        return None, None, []
    about = {"programme": post.programme_id} if post.programme_id else {}
    pages = _neighbours(
        type(post),
        related,
        above=post.path[: -post.steplen],
        depth=post.depth,
        pk=post.pk,
        date=post.date,
        **about,
    )
    # Latest first: the last of the later ones and the first of the earlier ones stand next to this post.
    later = [page for page in pages if (page.date, page.pk) > (post.date, post.pk)]
    earlier = [page for page in pages if (page.date, page.pk) < (post.date, post.pk)]
    neighbours = (earlier[:1] or [None])[0], (later[-1:] or [None])[0]
    about = [page for page in pages if page.programme_id and page.programme_id == post.programme_id]
    others_about = [page for page in about if page not in neighbours][:related]
    attach(*((page, "listing_image") for page in others_about))
    return *neighbours, others_about


@prepared
def _neighbours(model, related: int, /, *, above, depth, pk, date, programme=None):
    """The two that come before and after, and the latest about a programme."""
    siblings = model.objects.alias(above=Left("path", Length(Value(above)))).filter(above=above, depth=depth)
    others = siblings.published().exclude(pk=pk)
    earlier = Q(date__lt=date) | Q(date=date, pk__lt=pk)
    previous = others.filter(earlier).order_by("-date", "-pk").values("pk")[:1]
    following = others.exclude(earlier).order_by("date", "pk").values("pk")[:1]
    wanted = Q(pk=Subquery(previous)) | Q(pk=Subquery(following))
    if programme:
        # No more than `related`, and the two neighbours, which may be about it as well.
        kindred = others.filter(programme=programme).values("pk")[: related + 2]
        wanted |= Q(pk__in=Subquery(kindred))
    return others.filter(wanted)


class RoadmapQuerySet(PageQuerySet):
    def published(self):
        """Live and public, latest year first."""
        return open_to_all(self).order_by("-year", "-pk")


class CommitmentQuerySet(QuerySet):
    def of_roadmap(self, roadmap):
        """Those of a roadmap in whatever language it is read, in order, with their language.

        Commitments are recorded once, under one language's page: its translations show the same ones.
        """
        return (
            self.filter(roadmap__translation_key=roadmap.translation_key)
            .select_related("roadmap__locale")
            .defer(*STREAMS_OF_A_ROADMAP)
            .order_by("position", "pk")
        )

    def kept(self):
        """Those that somebody may have read: their roadmap was published once, in one language at least."""
        from blog.models import RoadmapPage

        published = RoadmapPage.objects.filter(
            Q(live=True) | Q(first_published_at__isnull=False),
            translation_key=OuterRef("roadmap__translation_key"),
        )
        return self.filter(Exists(published))

    def update(self, **fields):
        """As Django's own; raises `AppendOnlyError` for a state, which history alone gives."""
        if fields.keys() & set(self.model.STATE_FIELDS):
            raise AppendOnlyError("A commitment changes state by a change of state that is written down.")
        return super().update(**fields)

    update.alters_data = True

    def delete(self):
        """Deletes them and their history; raises `CommitmentKept`, deleting none, where one was published."""
        from blog.models import CommitmentKept

        with transaction.atomic():
            if kept := self.order_by().kept().first():
                raise CommitmentKept(kept)
            return super().delete()

    # As on Django's own: templates and related managers do not call it.
    delete.alters_data = True
    delete.queryset_only = True

    def counts(self, roadmaps) -> dict:
        """Number of commitments by state of several roadmaps: `{translation key: {state: number}}`."""
        rows = (
            self.filter(roadmap__translation_key__in=[roadmap.translation_key for roadmap in roadmaps])
            .order_by()
            .values_list("roadmap__translation_key", "state")
            .annotate(Count("pk"))
        )
        found: dict = {}
        for key, state, number in rows:
            found.setdefault(key, {})[state] = number
        return found
