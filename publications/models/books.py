"""Collections and their books."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from stdnum import isbn as isbn_number
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from core.choices import Availability
from core.models import ReadingPage
from publications.querysets import PublishedQuerySet
from publications.validators import validate_isbn


class CollectionPage(ReadingPage):
    """A collection of books at one publisher."""

    publisher = models.CharField(_("publisher"), max_length=160, blank=True)

    stylesheets = ["core/css/publications.css"]
    parent_page_types = ["publications.PublicationIndexPage"]
    subpage_types = ["publications.BookPage"]
    schema_type = "Series"

    content_panels = [*ReadingPage.content_panels, FieldPanel("publisher")]

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")


class BookPage(ReadingPage):
    """A book. `isbn` is stored as thirteen digits, shown hyphenated (ISO 2108)."""

    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    availability = models.CharField(
        _("availability"), max_length=20, choices=Availability.choices, default=Availability.PUBLISHED
    )
    isbn = models.CharField("ISBN", max_length=20, blank=True, validators=[validate_isbn])
    publisher = models.CharField(_("publisher"), max_length=160, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    date_text = models.CharField(
        _("date in words"), max_length=60, blank=True, help_text=_("Where the day is not known.")
    )
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    price = models.DecimalField(_("price (€)"), max_digits=7, decimal_places=2, null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    cover = models.ForeignKey(
        "images.CustomImage",
        verbose_name=_("cover"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    extract = models.ForeignKey(
        "documents.CustomDocument",
        verbose_name=_("extract"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    buy_url = models.URLField(_("where to buy it"), blank=True)

    stylesheets = ["core/css/publications.css"]
    parent_page_types = ["publications.CollectionPage"]
    subpage_types = []
    schema_type = "Book"
    og_type = "book"

    content_panels = [
        *ReadingPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("subtitle"),
                FieldRowPanel([FieldPanel("isbn"), FieldPanel("availability")]),
                FieldRowPanel([FieldPanel("publisher"), FieldPanel("published_on"), FieldPanel("date_text")]),
                FieldRowPanel([FieldPanel("pages"), FieldPanel("price"), FieldPanel("licence")]),
                FieldPanel("cover"),
                FieldPanel("extract"),
                FieldPanel("buy_url"),
            ],
            heading=_("The book"),
        ),
        InlinePanel("contributors", label=_("Contributor"), heading=_("Contributors")),
    ]
    search_fields = [
        *ReadingPage.search_fields,
        index.SearchField("subtitle"),
        index.SearchField("isbn"),
        index.SearchField("publisher"),
        index.FilterField("published_on"),
    ]

    objects = PageManager.from_queryset(PublishedQuerySet)()

    class Meta:
        verbose_name = _("book")
        verbose_name_plural = _("books")

    def clean(self):
        super().clean()
        if isbn_number.is_valid(self.isbn):
            self.isbn = isbn_number.to_isbn13(self.isbn).replace("-", "")

    @property
    def isbn_hyphenated(self) -> str:
        return isbn_number.format(self.isbn) if self.isbn else ""


class BookContributor(Orderable):
    """Somebody who made the book, and as what."""

    class Role(models.TextChoices):
        AUTHOR = "author", _("author")
        COORDINATOR = "coordinator", _("coordination")
        EDITOR = "editor", _("edition")
        PREFACE = "preface", _("preface")
        ILLUSTRATOR = "illustrator", _("illustration")

    page = ParentalKey(BookPage, on_delete=models.CASCADE, related_name="contributors")
    person = models.ForeignKey(
        "core.Person", verbose_name=_("person"), on_delete=models.PROTECT, related_name="books"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.AUTHOR)

    panels = [FieldRowPanel([FieldPanel("person"), FieldPanel("role")])]
