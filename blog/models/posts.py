"""Posts."""

import re

from django import forms
from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, PageManager
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from blog.addresses import facet_url
from blog.articles import article_data, open_graph
from blog.citing import post_item
from blog.facets import language_of_tags
from blog.querysets import PostQuerySet, around
from core.atlas.addresses import territories_path, territories_url
from core.citing.pages import CitedMixin
from core.clock import today
from core.feeds import feed_links
from core.languages import pages_as_read
from core.models import ContactSettings, ReadingPage
from core.news import named
from core.permalinks import permalink
from core.querysets import as_read, is_open_to_all

#: Words that an adult reads in a minute.
WORDS_A_MINUTE = 200
#: Enough to count words in what the editor stores; Django's parser takes ten times as long.
_TAG = re.compile(r"<[^>]*>")


class PostTag(TaggedItemBase):
    content_object = ParentalKey("blog.PostPage", on_delete=models.CASCADE, related_name="tagged_items")

    class Meta:
        verbose_name = _("tag of a post")
        verbose_name_plural = _("tags of a post")


class PostAuthorManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().select_related("person")


class PostAuthor(Orderable):
    page = ParentalKey("blog.PostPage", on_delete=models.CASCADE, related_name="post_authors")
    person = models.ForeignKey(
        "core.Person", verbose_name=_("author"), on_delete=models.PROTECT, related_name="post_authorships"
    )

    panels = [FieldPanel("person")]

    objects = PostAuthorManager()

    class Meta(Orderable.Meta):
        verbose_name = _("author of a post")
        verbose_name_plural = _("authors of a post")


class PostPage(CitedMixin, ReadingPage):
    """A dated, signed piece of writing."""

    date = models.DateField(_("date"), default=today, db_index=True)
    programme = models.ForeignKey(
        "programmes.ProgrammePage",
        verbose_name=_("programme"),
        on_delete=models.SET_NULL,
        related_name="posts",
        null=True,
        blank=True,
    )
    territory = models.ForeignKey(
        "core.Territory",
        verbose_name=_("territory"),
        on_delete=models.PROTECT,
        related_name="posts",
        null=True,
        blank=True,
    )
    themes = ParentalManyToManyField(
        "core.Theme",
        verbose_name=_("themes"),
        blank=True,
        related_name="+",
        limit_choices_to={"locale__language_code": settings.LANGUAGE_CODE},
    )
    tags = ClusterTaggableManager(through=PostTag, blank=True, verbose_name=_("tags"))

    stylesheets = ["core/css/listing.css", "core/css/citing.css"]
    shown_with = [*ReadingPage.shown_with, "programme__locale", "territory"]
    parent_page_types = ["blog.BlogIndexPage"]
    subpage_types = []
    schema_type = "Article"
    og_type = "article"

    content_panels = [
        *ReadingPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("date"),
                InlinePanel("post_authors", label=_("Author"), heading=_("Authors")),
                FieldPanel("tags"),
                FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
                FieldPanel("programme"),
                FieldPanel("territory"),
            ],
            heading=_("About this post"),
        ),
    ]
    override_translatable_fields = [SynchronizedField("themes", overridable=False)]
    search_fields = [
        *ReadingPage.search_fields,
        index.FilterField("date"),
        index.RelatedFields("tags", [index.SearchField("name"), index.FilterField("slug")]),
    ]

    objects = PageManager.from_queryset(PostQuerySet)()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")

    @classmethod
    def shown_values(cls) -> dict:
        return {
            "map_path": territories_path(),
            "has_public_programme": models.ExpressionWrapper(
                is_open_to_all("programme__"), output_field=models.BooleanField()
            ),
        }

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        previous, following, related = around(self, related=3)
        blog = self.breadcrumbs[-1].get_url(request) if self.breadcrumbs else ""
        programme = self._programme_to_show and pages_as_read([self._programme_to_show])[0]
        context |= {
            "programme": programme,
            "authors": [
                {"name": author.name, "url": facet_url(blog, "author", author.slug)}
                for author in self.authors
            ],
            "language_of_tags": language_of_tags(),
            "tags": [{"name": tag.name, "url": facet_url(blog, "tag", tag.slug)} for tag in self.tags.all()],
            "year_url": facet_url(blog, "year", self.date.year) if self.date else "",
            "themes": as_read(self.themes.all()),
            "territory_url": self._territory_url(request),
            "related": related if programme else [],
            "previous_post": previous,
            "next_post": following,
            "feeds": feed_links(blog, self.breadcrumbs[-1].title) if self.breadcrumbs else [],
        }
        return context

    @property
    def open_graph(self):
        blog = self.breadcrumbs[-1].full_url if self.breadcrumbs else None
        authors = [facet_url(blog, "author", author.slug) for author in self.authors] if blog else []
        return open_graph(self, published=self.date, author_urls=authors)

    @classmethod
    def feed_names(cls, pages):
        authors = PostAuthor.objects.filter(page__in=pages)
        tags = PostTag.objects.filter(content_object__in=pages)
        return [
            named(authors, "page", "author", "sort_order", "person__name"),
            named(tags, "content_object", "tag", models.Value(0), "tag__name"),
        ]

    @property
    def _programme_to_show(self):
        """The programme, where anybody may read of it; in a preview, where it is published."""
        is_public = getattr(self, "has_public_programme", self.programme and self.programme.live)
        return self.programme if is_public else None

    def _territory_url(self, request) -> str:
        """All that happened there; empty without a territory, and in a preview."""
        path = getattr(self, "map_path", None)
        return territories_url(request, path, self.territory.slug) if self.territory else ""

    def csl_item(self, request) -> dict:
        return post_item(
            self,
            url=permalink(self, request),
            organisation=ContactSettings.for_request(request).organisation_name,
        )

    @cached_property
    def authors(self) -> list:
        return [authorship.person for authorship in self.post_authors.all()]

    @property
    def reading_minutes(self) -> int:
        """How long it takes to read, at least one minute. Reads what is stored: no query."""
        return max(1, round(sum(_words(block) for block in self.body.raw_data) / WORDS_A_MINUTE))

    def get_structured_data(self, request):
        page, *others = super().get_structured_data(request)
        article = article_data(self, request, published=self.date, authors=self.authors)
        return [page | article, *others]


def _words(value) -> int:
    """Number of words in a stored value of a stream."""
    if isinstance(value, str):
        return len(_TAG.sub("", value.replace("><", "> <")).split())
    if isinstance(value, dict):
        names = (name for name in value if name not in ("id", "type", "url", "source_url"))
        return sum(_words(value[name]) for name in names)
    if isinstance(value, list):
        return sum(_words(item) for item in value)
    return 0
