"""What core adds to Wagtail."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_noop
from wagtail import hooks
from wagtail.admin.auth import permission_denied
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from core import downloads  # noqa: F401 (its report)
from core.lexicon import FEATURE
from core.models import Term
from core.richtext import TERM_BUTTON, TERM_CONVERSION, PageLinkHandler

#: Words of Wagtail's own that its French gives as “région”, which means something else here: the catalogue of
#: the house, asked first, holds better ones.
MISLEADING = (gettext_noop("Locale"), gettext_noop("Locales"), gettext_noop("locale"))


@hooks.register("insert_global_admin_css")
def colours_of_the_house():
    return format_html('<link rel="stylesheet" href="{}">', static("core/css/admin.css"))


@hooks.register("before_move_page")
def keep_the_confirmation_for_those_who_may_move(request, page, destination):
    """Wagtail asks who may before the choice of a place and at the deed; the page between shows titles."""
    if not page.permissions_for_user(request.user).can_move():
        return permission_denied(request)
    return None


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
