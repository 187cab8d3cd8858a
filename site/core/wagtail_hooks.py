"""What core adds to Wagtail."""

from django.utils.translation import gettext_noop
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from core import downloads  # noqa: F401 (its report)
from core.lexicon import FEATURE
from core.models import Term
from core.richtext import TERM_BUTTON, TERM_CONVERSION, PageLinkHandler

#: Words of Wagtail's own that its French gives as “région”, which means something else here: the catalogue of
#: the house, asked first, holds better ones.
MISLEADING = (gettext_noop("Locale"), gettext_noop("Locales"), gettext_noop("locale"))


@hooks.register("register_rich_text_features", order=100)
def find_linked_pages_at_once(features):
    features.register_link_type(PageLinkHandler)


@hooks.register("register_rich_text_features")
def mark_words_of_the_lexicon(features):
    features.register_editor_plugin("draftail", FEATURE, TERM_BUTTON)
    features.register_converter_rule("contentstate", FEATURE, TERM_CONVERSION)


class TermViewSet(SnippetViewSet):
    """The lexicon, one language at a time."""

    model = Term
    icon = "help"
    list_display = ("name", "forms", "definition_beginning")
    ordering = ("name",)
    list_per_page = 100


register_snippet(TermViewSet)
