"""The words of the house."""

from itertools import groupby

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelsearch.index import insert_or_update_object
from wagtail.search import index

from core.lexicon import fold
from core.models import BasePage, Term


class LexiconPage(BasePage):
    """All terms of the lexicon in the language of the page, in alphabetical order."""

    stylesheets = ["core/css/lexicon.css"]
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1
    schema_type = "DefinedTermSet"
    search_fields = [*BasePage.search_fields, index.SearchField("term_words")]

    class Meta:
        verbose_name = _("lexicon")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["letters"] = [
            {
                "letter": letter,
                "anchor": f"letter_{letter}" if letter.isalpha() else "letter_other",
                "terms": list(terms),
            }
            for letter, terms in groupby(self.terms, key=_letter)
        ]
        return context

    @cached_property
    def terms(self) -> list[Term]:
        """In the order of a dictionary; those of its original for an alias, which shows its words."""
        locale = self.alias_of.locale_id if self.alias_of_id else self.locale_id
        return sorted(
            Term.objects.filter(locale=locale), key=lambda term: (_letter(term) == "#", fold(term.name))
        )

    @property
    def term_words(self) -> str:
        """What the search index knows of the terms."""
        return "\n".join(f"{term.name} {term.forms} {term.definition}" for term in self.terms)

    def get_structured_data(self, request):
        page, *others = super().get_structured_data(request)
        address = page["url"]
        page["hasDefinedTerm"] = [
            {
                "@type": "DefinedTerm",
                "name": term.name,
                "description": term.definition,
                "url": f"{address}#{term.slug}",
            }
            for term in self.terms
        ]
        return [page, *others]


def _letter(term: Term) -> str:
    """The letter under which a term stands, « # » for what begins with none of A to Z."""
    first = fold(term.name)[:1].upper()
    return first if "A" <= first <= "Z" else "#"


@receiver([post_save, post_delete], sender=Term)
def index_the_lexicon_again(instance, **kwargs):
    """The page is found by its terms, which are no part of its own row."""
    for page in LexiconPage.objects.live():
        insert_or_update_object(page)
