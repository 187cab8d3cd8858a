"""The front door."""

from django.db import models
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model

from blog.blocks import KeywordBlock
from blog.models import PostPage, RoadmapPage
from core.blocks.links import LinkBlock
from core.choices import Availability
from core.clock import today
from core.models import BasePage, WholePathRoutingMixin
from core.typography import amount, written_date
from home.adhesion.models import FeeSchedule
from programmes.agenda.models import EventPage
from programmes.models import ProgrammePage
from programmes.querysets import open_to_all
from publications.models import BookPage, EpisodePage

LATEST_POSTS = 3
NEXT_EVENTS = 4


class HomePage(WholePathRoutingMixin, BasePage):
    """What the association is and for whom, the parcours, the year, what is new, how to join."""

    actions = StreamField(
        [("link", LinkBlock())],
        verbose_name=_("first steps"),
        max_num=2,
        blank=True,
        help_text=_("One button, one link."),
    )
    parcours_title = models.CharField(_("title of the parcours"), max_length=120, blank=True)
    parcours_text = models.CharField(_("text of the parcours"), max_length=300, blank=True)
    keywords = StreamField([("keyword", KeywordBlock())], verbose_name=_("keywords"), max_num=4, blank=True)
    roadmap = models.ForeignKey(
        "blog.RoadmapPage",
        verbose_name=_("roadmap of the year"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    roadmap_title = models.CharField(_("title over the roadmap"), max_length=120, blank=True)
    join_title = models.CharField(_("title of the call to join"), max_length=120, blank=True)
    join_text = models.CharField(_("why join"), max_length=400, blank=True)

    stylesheets = ["core/css/home.css"]
    parent_page_types = ["wagtailcore.Page"]
    schema_type = "WebPage"

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("actions"),
        MultiFieldPanel([FieldPanel("parcours_title"), FieldPanel("parcours_text")], heading=_("Parcours")),
        FieldPanel("keywords"),
        MultiFieldPanel([FieldPanel("roadmap"), FieldPanel("roadmap_title")], heading=_("The year")),
        MultiFieldPanel([FieldPanel("join_title"), FieldPanel("join_text")], heading=_("Joining")),
    ]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["steps"] = list(self._own(ProgrammePage.objects.leading_steps()))
        context["year"] = self._roadmap_as_read()
        context["news"] = self._news()
        context["events"], context["events_are_coming"] = self._events()
        context["fee"] = FeeSchedule.current()
        return context

    @cached_property
    def breadcrumbs(self) -> list:
        """The front door stands below nothing."""
        return []

    def _own(self, pages):
        """Those of the language of this page, without their bodies."""
        return pages.filter(locale_id=self.locale_id).defer_streamfields()

    def _roadmap_as_read(self) -> RoadmapPage | None:
        """The roadmap chosen, in the language of this page."""
        if not self.roadmap_id:
            return None
        chosen = RoadmapPage.objects.filter(pk=self.roadmap_id).values("translation_key")
        versions = RoadmapPage.objects.filter(translation_key__in=chosen, locale_id=self.locale_id)
        return open_to_all(versions).first()

    def _news(self) -> list[dict]:
        """Cards of what came out last: a post set large, an episode, two more posts, a book."""
        posts = list(self._latest(PostPage.objects.order_by("-date", "-pk"), LATEST_POSTS))
        published = Q(availability=Availability.PUBLISHED)
        episodes = list(
            self._latest(EpisodePage.objects.filter(published).order_by("-published_on", "-number"), 1)
        )
        books = list(self._latest(BookPage.objects.filter(published).order_by("-published_on", "-pk"), 1))
        cards = [
            *({"page": post, "text": post.introduction, "meta": written_date(post.date)} for post in posts),
            *({"page": book, "text": book.subtitle, "meta": _about_book(book)} for book in books),
        ]
        cards[1:1] = [
            {"page": episode, "text": episode.introduction, "meta": _about_episode(episode)}
            for episode in episodes
        ]
        _attach_images([card["page"] for card in cards])
        return [card | {"big": position == 0} for position, card in enumerate(cards)]

    def _latest(self, pages, number: int):
        return self._own(open_to_all(pages))[:number]

    def _events(self) -> tuple[list[EventPage], bool]:
        """What comes next and True, or else what took place last and False. One query for both."""
        events = EventPage.objects.filter(locale_id=self.locale_id)
        coming = events.coming().values("pk")[:NEXT_EVENTS]
        past = events.past().values("pk")[:1]
        found = self._own(EventPage.objects.filter(Q(pk__in=coming) | Q(pk__in=past)))
        by_date = sorted(found.select_related("territory"), key=lambda event: (event.starts_at, event.pk))
        ahead = [event for event in by_date if not event.is_past(today())]
        return (ahead, True) if ahead else (by_date, False)


def _attach_images(pages: list) -> None:
    """Listing images of these pages with their renditions, in two queries for all."""
    keys = {page.listing_image_id for page in pages} - {None}
    images = get_image_model().objects.prefetch_related("renditions").in_bulk(keys) if keys else {}
    for page in pages:
        page.listing_image = images.get(page.listing_image_id)


def _about_episode(episode: EpisodePage) -> str:
    number = gettext("no. %(number)s") % {"number": episode.number}
    return ", ".join(filter(None, [capfirst(number), episode.date_text]))


def _about_book(book: BookPage) -> str:
    pages = ""
    if book.pages:
        pages = ngettext("%(count)s page", "%(count)s pages", book.pages) % {
            "count": number_format(book.pages)
        }
    return ", ".join(filter(None, [book.publisher, pages, amount(book.price)]))
