"""What a page says of itself elsewhere: in lists, in feeds, in what search engines show."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.checking import Level, register
from core.checking.known import title_key
from core.models import BasePage
from desk.checks.rules.markup import visible
from home.feeds import DATES as NEWS

#: Signs of a title that search engines show before they cut it.
LONGEST_TITLE = 70


def _says_nothing(content) -> bool:
    page = content.subject
    return isinstance(page, BasePage) and not visible(page.introduction or "")


@register(
    "summary",
    level=Level.BLOCKS,
    title=gettext_lazy("No introduction"),
    question=gettext_lazy("Has a page that goes out in a feed its two sentences of introduction?"),
)
def no_summary(content, known):
    """In lists and in summaries of feeds there is nothing else: what is news does not go out without."""
    if _says_nothing(content) and isinstance(content.subject, tuple(NEWS)):
        yield (
            content.place_of("introduction"),
            _("Introduce the page in two sentences: lists, feeds and search results show them."),
        )


@register(
    "summary-for-search",
    level=Level.ADVICE,
    title=gettext_lazy("Nothing for search engines to show"),
    question=gettext_lazy("Has the page something for search engines to show?"),
)
def nothing_to_show(content, known):
    if (
        _says_nothing(content)
        and not isinstance(content.subject, tuple(NEWS))
        and not visible(content.subject.search_description or "")
    ):
        yield (
            content.place_of("introduction"),
            _("Introduce the page in two sentences, or describe it for search engines."),
        )


@register(
    "title-length",
    level=Level.ADVICE,
    title=gettext_lazy("Title too long for search engines"),
    question=gettext_lazy("Does the title fit in search results?"),
)
def long_title(content, known):
    page = content.subject
    if not isinstance(page, BasePage):
        return
    name = "seo_title" if page.seo_title else "title"
    length = len(getattr(page, name) or "")
    if length > LONGEST_TITLE:
        words = {"length": length, "longest": LONGEST_TITLE}
        yield (
            content.place_of(name),
            _(
                "The title has %(length)d signs and search engines show about %(longest)d: "
                "shorten it, or give a shorter one for them."
            )
            % words,
        )


@register(
    "same-title",
    level=Level.ADVICE,
    title=gettext_lazy("Same title as another page"),
    question=gettext_lazy("Can the page be told from its neighbours by its title?"),
)
def same_title(content, known):
    page = content.subject
    if isinstance(page, BasePage) and known.titles.get(title_key(page), frozenset()) - {page.pk}:
        yield (
            content.place_of("title"),
            _("Another page beside this one has the same title: change one of the two."),
        )
