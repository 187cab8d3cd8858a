"""What core adds to Wagtail."""

from wagtail import hooks

from core.richtext import PageLinkHandler


@hooks.register("register_rich_text_features", order=100)
def find_linked_pages_at_once(features):
    features.register_link_type(PageLinkHandler)
