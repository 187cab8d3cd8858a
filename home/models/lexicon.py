"""The words of the house."""

from django.utils.translation import gettext_lazy as _

from core.models import BasePage


class LexiconPage(BasePage):
    """All terms of the lexicon in the language of the page, in alphabetical order."""

    stylesheets = ["core/css/lexicon.css"]
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1
    schema_type = "DefinedTermSet"

    class Meta:
        verbose_name = _("lexicon")
