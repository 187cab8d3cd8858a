"""What every page is: an introduction, a picture for lists, how it is found and shared, where it stands."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.feedgenerator import Enclosure
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from core import schema_org
from core.blocks import ArticleStream, outline
from core.languages import language_of, number_untranslated
from core.references import references_known
from core.search_fields import StreamSearchField

#: Addresses of feeds, below the front door and wherever else news are.
FEED_SLUGS = ("rss", "atom")


class BasePage(Page):
    """Abstract parent of all page types."""

    introduction = models.TextField(
        _("introduction"),
        max_length=600,
        blank=True,
        help_text=_("Two sentences under the title; also shown in lists and search results."),
    )
    listing_image = models.ForeignKey(
        "images.CustomImage",
        verbose_name=_("listing image"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Shown in lists. Without one, a composition of cut paper is drawn from the title."),
    )
    sharing_image = models.ForeignKey(
        "images.CustomImage",
        verbose_name=_("sharing image"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("For social networks. Empty: the listing image."),
    )

    #: Stylesheets of this page type, besides those of every page.
    stylesheets: list[str] = []
    #: Foreign keys that are read whenever the page is shown: they come with it.
    shown_with = ["locale", "listing_image", "sharing_image"]
    #: schema.org type of the page.
    schema_type = "WebPage"
    #: How many levels of pages below it the page lists; none where it is no list.
    levels_listed = 0
    #: Open Graph type of the page.
    og_type = "website"
    #: What an entry of a feed tells besides the page's own words: foreign keys read for it, who signs, files.
    #: A type whose names lie in other tables has a class method `feed_names` instead: see `core.news.named`.
    feed_with: list[str] = []
    feed_authors: tuple[str, ...] = ()
    feed_enclosures: tuple[Enclosure, ...] = ()

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("listing_image")]
    promote_panels = [
        *Page.promote_panels,
        MultiFieldPanel([FieldPanel("sharing_image")], heading=_("Sharing")),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction", boost=2),
        index.AutocompleteField("introduction"),
    ]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["breadcrumbs"] = self.breadcrumbs
        context["structured_data"] = self.get_structured_data(request)
        context["only_elsewhere"] = self.listed_elsewhere
        return context

    @classmethod
    def shown_values(cls) -> dict:
        """What a page is told of others as it is fetched to be shown: annotations, by name."""
        return {}

    def clean(self):
        super().clean()
        if self.slug in FEED_SLUGS:
            raise ValidationError({"slug": _("This address is the one of a feed: choose another.")})

    def get_view_restrictions(self):
        """View restrictions over this page; asked of the database unless `core.serving` knows of none."""
        if self.__dict__.get("is_known_unrestricted"):
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    @property
    def kind(self) -> str:
        """What the page is, for a reader: the word over its card and in search results."""
        return str(self._meta.verbose_name)

    @property
    def meta_description(self) -> str:
        return self.search_description or self.introduction

    @cached_property
    def breadcrumbs(self) -> list[Page]:
        """Ancestors from the home page down, this page left out. One query."""
        return list(self.get_ancestors().filter(depth__gt=1).live().defer_streamfields())

    @cached_property
    def translations_for_switcher(self) -> list[Page]:
        """The same page in other languages, where somebody translated it: aliases are left out. One query."""
        return list(
            self.get_translations().live().filter(alias_of=None).defer_streamfields().select_related("locale")
        )

    @property
    def first_version(self) -> Page | None:
        """The page in the first language, for a version in another one: None where nobody may read it."""
        versions = (each for each in self.translations_for_switcher if isinstance(each, Page))
        return next((each for each in versions if each.locale.language_code == settings.LANGUAGE_CODE), None)

    @property
    def listed_elsewhere(self) -> dict | None:
        """What the list of the first language has that this one lacks: `number` of pages, and its `page`."""
        original = self.first_version if self.levels_listed else None
        if original is None:
            return None
        number = number_untranslated(original, self.locale, levels=self.levels_listed)
        return {"number": number, "page": original} if number else None

    @property
    def shared_image(self):
        return self.sharing_image or self.listing_image

    @property
    def picture_to_share(self):
        """The same, unless it is a drawing (SVG): no network shows those."""
        pictures = (self.sharing_image, self.listing_image)
        return next((picture for picture in pictures if picture and not picture.is_svg()), None)

    @property
    def open_graph(self) -> list[tuple[str, str]]:
        """(property, content) that the Open Graph type of the page has besides those of every page."""
        return []

    def get_structured_data(self, request) -> list[dict]:
        """schema.org objects that describe the page, printed as JSON-LD."""
        page = {"@type": self.schema_type} | schema_org.stated(
            name=self.title,
            description=self.meta_description,
            url=self.get_full_url(request),
            inLanguage=language_of(self) if self.pk else get_language(),
            publisher=schema_org.organisation(request),
        )
        trail = [(step.title, step.get_full_url(request)) for step in (*self.breadcrumbs, self)]
        # A preview of a page that was never saved stands nowhere.
        stands = len(trail) > 1 and all(address for _title, address in trail)
        return [page, schema_org.breadcrumbs(trail)] if stands else [page]


class ReadingPage(BasePage):
    """Abstract parent of pages that are read from top to bottom: a body, and what is drawn from it."""

    body = StreamField(ArticleStream(), verbose_name=_("body"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, StreamSearchField("body")]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        with references_known(self.body):
            list(self.body)
        context["table_of_contents"] = outline(self.body)
        return context
