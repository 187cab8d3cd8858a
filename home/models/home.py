"""The front door."""

from django.conf import settings
from django.db import models
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path
from wagtail.fields import StreamField

from blog.blocks import KeywordBlock
from core import schema_org
from core.blocks.links import LinkBlock
from core.feeds import feed_links
from core.models import BasePage
from core.pictures import attach
from core.typography import amount, written_date
from home import feeds
from home.adhesion.models import FeeSchedule
from home.shown import Shown
from publications.models import BookPage, EpisodePage


class HomePage(RoutablePageMixin, BasePage):
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

    @path("")
    def front_door(self, request):
        return self.render(request)

    @re_path(r"^(?P<feed>rss|atom)/$", name="feed")
    def serve_feed(self, request, feed):
        return feeds.serve(request, self, feed)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        shown = self._shown
        news = _news(shown)
        attach(*((page, "listing_image") for page in (self, *(card["page"] for card in news))))
        context["actions"] = shown.links
        context["steps"] = shown.steps
        index = shown.programme_index
        context["finder_url"] = index.route_url("find", request) if index else None
        context["territories"] = shown.territories
        context["year"] = shown.roadmap
        context["news"] = news
        context["events"] = shown.coming_events or shown.past_events
        context["events_are_coming"] = bool(shown.coming_events)
        context["feeds"] = feed_links(self.get_url(request), settings.WAGTAIL_SITE_NAME)
        context["fee"] = FeeSchedule.current()
        return context

    def get_structured_data(self, request) -> list[dict]:
        page, *others = super().get_structured_data(request)
        site = schema_org.web_site(request, self.get_full_url(request))
        page["isPartOf"] = {"@id": site["@id"]}
        return [page, *others, site, schema_org.organisation_in_full(request)]

    @cached_property
    def _shown(self) -> Shown:
        return Shown(self)

    @cached_property
    def translations_for_switcher(self) -> list:
        return self._shown.translations

    @cached_property
    def breadcrumbs(self) -> list:
        """The front door stands below nothing."""
        return []


def _news(shown: Shown) -> list[dict]:
    """Cards of what came out last: a post set large, an episode, more posts, a book."""
    cards = [
        {"page": post, "text": post.introduction, "meta": written_date(post.date)} for post in shown.posts
    ]
    cards[1:1] = [
        {"page": episode, "text": episode.introduction, "meta": _about_episode(episode)}
        for episode in shown.episodes
    ]
    cards += [
        {"page": book, "text": book.subtitle or book.introduction, "meta": _about_book(book)}
        for book in shown.books
    ]
    return [card | {"big": position == 0} for position, card in enumerate(cards)]


def _about_episode(episode: EpisodePage) -> str:
    number = gettext("no. %(number)s") % {"number": episode.number}
    return "\N{NO-BREAK SPACE}· ".join(filter(None, [capfirst(number), episode.date_text]))


def _about_book(book: BookPage) -> str:
    pages = ""
    if book.pages:
        pages = ngettext("%(count)s page", "%(count)s pages", book.pages) % {
            "count": number_format(book.pages)
        }
    return "\N{NO-BREAK SPACE}· ".join(filter(None, [book.publisher, pages, amount(book.price)]))
