"""Collections and their books."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.db.models.functions import Length, Substr
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from stdnum import isbn as isbn_number
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, PageManager
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from core.choices import Availability
from core.citing.coins import coins
from core.citing.pages import CitedListMixin, CitedMixin
from core.facts import Fact, known
from core.models import ReadingPage, TranslatablePart
from core.news import named
from core.permalinks import permalink
from core.pictures import attach, own
from core.typography import amount, written_date
from publications.citing.books import book_item
from publications.citing.lists import books_of
from publications.describing import book_schema
from publications.leaves import leaf_of
from publications.licences import licence_link
from publications.models.availability import AvailabilityMixin
from publications.models.makers import Contributor, MadeByMixin, attach_makers
from publications.models.provenance import FromProgrammeMixin
from publications.obtaining import ways_to
from publications.querysets import PublishedQuerySet
from publications.validators import validate_isbn, validate_ppn
from publications.wording import page_count


class CollectionPage(CitedListMixin, ReadingPage):
    """A collection of books at one publisher."""

    publisher = models.CharField(_("publisher"), max_length=160, blank=True)

    levels_listed = 1
    stylesheets = ["core/css/publications.css", "core/css/citing.css"]
    parent_page_types = ["publications.PublicationIndexPage"]
    subpage_types = ["publications.BookPage"]
    schema_type = "BookSeries"

    content_panels = [*ReadingPage.content_panels, FieldPanel("publisher")]
    override_translatable_fields = [SynchronizedField("publisher")]
    search_fields = [*ReadingPage.search_fields, index.SearchField("publisher")]

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        known_of = self._books().aggregate(
            count=Count("pk"),
            first=Min("published_on", filter=Q(availability=Availability.PUBLISHED)),
        )
        leaf = leaf_of(self, self._books(), known_of["count"], request)
        books = leaf.object_list
        attach_makers(books)
        attach(*own(self), *((book, "cover") for book in books))
        context |= {
            "leaf": leaf,
            "books": books,
            "facts": self._facts(**known_of),
            "coins": [coins(item) for item in books_of(self, books, request)],
            "reference_files": self.reference_files(request) if books else [],
        }
        # Who publishes the page does not publish the books.
        context["structured_data"][0].pop("publisher", None)
        context["structured_data"][0] |= {
            "hasPart": [
                {"@type": "Book", "name": book.title, "url": book.get_full_url(request)} for book in books
            ]
        } | ({"publisher": {"@type": "Organization", "name": self.publisher}} if self.publisher else {})
        return context

    def csl_items(self, request) -> list[dict]:
        books = list(self._books())
        attach_makers(books)
        return books_of(self, books, request)

    def _books(self) -> PublishedQuerySet:
        """Those that can be had first."""
        return BookPage.objects.child_of(self).published().select_related("locale").defer("body")

    def _facts(self, count: int, first: date | None) -> list[Fact]:
        return known(
            Fact(_("Publisher"), self.publisher),
            Fact(_("First book"), written_date(first)),
            Fact(_("Books"), str(count) if count else ""),
        )


class BookPage(CitedMixin, MadeByMixin, AvailabilityMixin, FromProgrammeMixin, ReadingPage):
    """A book. `isbn` is stored as thirteen digits, shown hyphenated (ISO 2108); `price` is in euros."""

    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    isbn = models.CharField("ISBN", max_length=20, blank=True, validators=[validate_isbn])
    publisher = models.CharField(
        _("publisher"), max_length=160, blank=True, help_text=_("Empty: that of the collection.")
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
        help_text=_("Without one, a cover of cut paper is drawn from the title."),
    )
    extract = models.ForeignKey(
        "documents.CustomDocument",
        verbose_name=_("extract"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    buy_url = models.URLField(_("where to buy it"), blank=True, help_text=_("Its page at the publisher."))
    publication_place = models.CharField(
        _("place of publication"), max_length=80, blank=True, help_text=_("As references name it.")
    )
    sudoc_ppn = models.CharField(
        _("SUDOC number"),
        max_length=9,
        blank=True,
        validators=[validate_ppn],
        help_text=_("PPN, nine signs. Empty: the book is looked for by its ISBN."),
    )
    oclc_number = models.CharField(
        _("WorldCat number"),
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^[0-9]+$", _("Digits alone, without “ocm” or “ocn”."))],
        help_text=_("OCLC, digits. Empty: the book is looked for by its ISBN."),
    )
    electronic_isbn = models.CharField(
        _("ISBN of the digital edition"), max_length=20, blank=True, validators=[validate_isbn]
    )

    stylesheets = ["core/css/publications.css", "core/css/citing.css"]
    shown_with = [*ReadingPage.shown_with, "extract"]
    parent_page_types = ["publications.CollectionPage"]
    subpage_types = []
    schema_type = "Book"
    og_type = "book"

    content_panels = [
        *ReadingPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("subtitle"),
                AvailabilityMixin.availability_panel,
                FieldPanel("programme"),
                FieldRowPanel([FieldPanel("isbn"), FieldPanel("electronic_isbn")]),
                FieldRowPanel([FieldPanel("publisher"), FieldPanel("publication_place")]),
                FieldRowPanel([FieldPanel("pages"), FieldPanel("price"), FieldPanel("licence")]),
                FieldPanel("cover"),
                FieldPanel("extract"),
                FieldPanel("buy_url"),
                FieldRowPanel([FieldPanel("sudoc_ppn"), FieldPanel("oclc_number")]),
            ],
            heading=_("The book"),
        ),
        InlinePanel("contributors", label=_("Contributor"), heading=_("Contributors")),
        InlinePanel("contents", label=_("Chapter"), heading=_("Table of contents")),
        InlinePanel("reviews", label=_("Review"), heading=_("What was written about it")),
    ]
    # What a book is known by is the same in every language.
    override_translatable_fields = [
        SynchronizedField(name)
        for name in (
            "isbn",
            "electronic_isbn",
            "publisher",
            "publication_place",
            "licence",
            "sudoc_ppn",
            "oclc_number",
        )
    ]
    search_fields = [
        *ReadingPage.search_fields,
        *AvailabilityMixin.availability_search_fields,
        index.SearchField("subtitle"),
        index.SearchField("isbn"),
        index.SearchField("publisher"),
        index.RelatedFields("contributors", [index.RelatedFields("person", [index.SearchField("name")])]),
    ]

    objects = PageManager.from_queryset(PublishedQuerySet)()

    class Meta:
        verbose_name = _("book")
        verbose_name_plural = _("books")

    @classmethod
    def shown_values(cls) -> dict:
        return {"collection_publisher": _publisher_of_collection()}

    @classmethod
    def feed_names(cls, pages) -> list:
        """Who wrote them and who led them."""
        makers = BookContributor.objects.filter(page__in=pages, role__in=BookContributor.WRITERS)
        return [named(makers, "page", "author", "sort_order", "person__name")]

    def clean(self):
        super().clean()
        self.sudoc_ppn = self.sudoc_ppn.strip().upper()
        for name in ("isbn", "electronic_isbn"):
            if isbn_number.is_valid(number := getattr(self, name)):
                setattr(self, name, isbn_number.compact(isbn_number.to_isbn13(number)))
        if self.isbn and self.isbn == self.electronic_isbn:
            raise ValidationError(
                {
                    "electronic_isbn": _(
                        "This is the ISBN of the printed book: the digital edition has its own."
                    )
                }
            )
        if self.alias_of_id is None:
            self._refuse_numbers_of_others()

    def _refuse_numbers_of_others(self) -> None:
        """An ISBN is of one edition of one book (ISO 2108); a translated record is of the same book."""
        others = BookPage.objects.live().filter(locale_id=self.locale_id, alias_of=None).exclude(pk=self.pk)
        for name in ("isbn", "electronic_isbn"):
            number = getattr(self, name)
            other = number and others.filter(Q(isbn=number) | Q(electronic_isbn=number)).first()
            if other:
                raise ValidationError(
                    {
                        name: _("“%(title)s” has this ISBN already: check which of the two books it is of.")
                        % {"title": other.title}
                    }
                )

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        attach(*own(self), (self, "cover"))
        contents, reviews = list(self.contents.all()), list(self.reviews.all())
        context |= {
            "collection": self.collection,
            "publisher": self.publisher_name,
            "contents": contents,
            "contents_have_pages": any(chapter.first_page for chapter in contents),
            "reviews": reviews,
            "ways": ways_to(self),
            "facts": self._facts(),
        }
        # Who publishes the page does not publish the book.
        context["structured_data"][0].pop("publisher", None)
        context["structured_data"][0] |= book_schema(
            self,
            request,
            publisher=self.publisher_name,
            collection=self.collection,
            contents=contents,
            reviews=reviews,
        )
        return context

    def csl_item(self, request) -> dict:
        return book_item(
            self,
            url=permalink(self, request),
            publisher=self.publisher_name,
            collection=self.collection.title if self.collection else "",
        )

    @property
    def has_isbn(self) -> bool:
        """Whether there is one and it is right: a draft may hold half of one."""
        return isbn_number.is_valid(self.isbn)

    @property
    def isbn_hyphenated(self) -> str:
        """The ISBN as printed on books; as it was typed where it is not one (an unfinished draft)."""
        return _hyphenated(self.isbn)

    @property
    def electronic_isbn_digits(self) -> str:
        """The ISBN of the digital edition; empty where it is none or not right yet."""
        return self.electronic_isbn if isbn_number.is_valid(self.electronic_isbn) else ""

    @property
    def collection(self):
        return self.breadcrumbs[-1] if self.breadcrumbs else None

    @cached_property
    def publisher_name(self) -> str:
        """Its publisher, else that of its collection: asked where it was not fetched with the page."""
        if self.publisher or self.collection is None:
            return self.publisher
        if "collection_publisher" in self.__dict__:
            return self.collection_publisher or ""
        publishers = CollectionPage.objects.filter(pk=self.collection.pk).values_list("publisher", flat=True)
        return publishers.first() or ""

    def _facts(self) -> list[Fact]:
        return known(
            *(
                Fact(capfirst(role.label), ", ".join(map(str, people)))
                for role, people in self.people_by_role().items()
            ),
            Fact(_("Publisher"), ", ".join(filter(None, [self.publisher_name, self.publication_place]))),
            Fact(_("Publication"), self.when),
            Fact(_("Length"), page_count(self.pages)),
            Fact(_("Price"), "" if self.is_forthcoming else amount(self.price)),
            Fact("ISBN", self.isbn_hyphenated),
            Fact(_("ISBN of the digital edition"), _hyphenated(self.electronic_isbn)),
            Fact(_("Licence"), licence_link(self.licence)),
        )


def _publisher_of_collection() -> Subquery:
    """The publisher of the collection in which a book stands, for a query over books."""
    above = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - BookPage.steplen)
    return Subquery(CollectionPage.objects.filter(path=above).values("publisher")[:1])


def _hyphenated(number: str) -> str:
    return isbn_number.format(number) if isbn_number.is_valid(number) else number


class BookContributor(Contributor):
    """Somebody who made the book, and as what."""

    class Role(models.TextChoices):
        AUTHOR = "author", _("author")
        COORDINATOR = "coordinator", _("coordination")
        EDITOR = "editor", _("edition")
        PREFACE = "preface", _("preface")
        TRANSLATOR = "translator", _("translation")
        ILLUSTRATOR = "illustrator", _("illustration")

    page = ParentalKey(BookPage, on_delete=models.CASCADE, related_name="contributors")
    person = models.ForeignKey(
        "core.Person", verbose_name=_("person"), on_delete=models.PROTECT, related_name="books"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.AUTHOR)


class BookChapter(Orderable):
    """A line of the table of contents."""

    page = ParentalKey(BookPage, on_delete=models.CASCADE, related_name="contents")
    title = models.CharField(_("title"), max_length=250)
    authors = models.CharField(_("by"), max_length=200, blank=True)
    first_page = models.PositiveSmallIntegerField(_("page"), null=True, blank=True)

    panels = [FieldPanel("title"), FieldRowPanel([FieldPanel("authors"), FieldPanel("first_page")])]

    class Meta(Orderable.Meta):
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")


class BookReview(TranslatablePart):
    """Words of a review, quoted with their source."""

    page = ParentalKey(BookPage, on_delete=models.CASCADE, related_name="reviews")
    quote = models.TextField(_("quotation"), max_length=600)
    author = models.CharField(_("who wrote it"), max_length=160, blank=True)
    source = models.CharField(_("where it appeared"), max_length=200)
    url = models.URLField(_("address"), blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)

    # Who said it and where are names.
    override_translatable_fields = [SynchronizedField("author"), SynchronizedField("source")]
    panels = [
        FieldPanel("quote"),
        FieldRowPanel([FieldPanel("author"), FieldPanel("source")]),
        FieldRowPanel([FieldPanel("url"), FieldPanel("published_on")]),
    ]

    class Meta(TranslatablePart.Meta):
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
