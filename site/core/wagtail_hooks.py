"""What core adds to Wagtail."""

from django.utils.translation import gettext_noop
from wagtail import hooks

from core.richtext import PageLinkHandler

#: Words of Wagtail's own that its French gives as “région”, which means something else here: the catalogue of
#: the house, asked first, holds better ones.
MISLEADING = (gettext_noop("Locale"), gettext_noop("Locales"), gettext_noop("locale"))


@hooks.register("register_rich_text_features", order=100)
def find_linked_pages_at_once(features):
    features.register_link_type(PageLinkHandler)
