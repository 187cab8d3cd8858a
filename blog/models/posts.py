"""The blog: its index with its filters, and posts."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from blog.querysets import PostQuerySet
from core.models import BasePage, ReadingPage


class BlogIndexPage(BasePage):
    """Posts, latest first, by tag, year or author; feeds."""

    stylesheets = ["core/css/listing.css"]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["blog.PostPage"]
    max_count_per_parent = 1
    schema_type = "Blog"

    class Meta:
        verbose_name = _("blog")


class PostTag(TaggedItemBase):
    content_object = ParentalKey("blog.PostPage", on_delete=models.CASCADE, related_name="tagged_items")


class PostAuthor(Orderable):
    page = ParentalKey("blog.PostPage", on_delete=models.CASCADE, related_name="post_authors")
    person = models.ForeignKey(
        "core.Person", verbose_name=_("author"), on_delete=models.PROTECT, related_name="post_authorships"
    )

    panels = [FieldPanel("person")]


class PostPage(ReadingPage):
    date = models.DateField(_("date"), db_index=True)
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
    themes = ParentalManyToManyField("core.Theme", verbose_name=_("themes"), blank=True, related_name="+")
    tags = ClusterTaggableManager(through=PostTag, blank=True, verbose_name=_("tags"))

    stylesheets = ["core/css/listing.css"]
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
                FieldPanel("themes"),
                FieldPanel("programme"),
                FieldPanel("territory"),
            ],
            heading=_("About this post"),
        ),
    ]
    search_fields = [
        *ReadingPage.search_fields,
        index.FilterField("date"),
        index.RelatedFields("tags", [index.SearchField("name"), index.FilterField("slug")]),
    ]

    objects = PageManager.from_queryset(PostQuerySet)()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")

    @property
    def authors(self) -> list:
        return [authorship.person for authorship in self.post_authors.all()]
