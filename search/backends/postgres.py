"""PostgreSQL: words are stemmed by the rules of their language, and accents do not count.

The index holds one row an object, so the language is chosen as the row is written, by the object's locale,
and as the question is asked, by the active language. Migration 0001 of `search` makes the configurations.
"""

from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.utils.translation import get_language
from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from wagtail.models import Locale, TranslatableMixin

CONFIGURATIONS = {"fr": "french_unaccent", "en": "english_unaccent"}
AUTOCOMPLETE_CONFIGURATION = "simple_unaccent"
TITLE_WEIGHT = 5


def configuration(language: str | None) -> str:
    """Text-search configuration of a language (“fr”, “en-gb”); unstemmed for one without rules here."""
    return CONFIGURATIONS.get((language or settings.LANGUAGE_CODE).split("-")[0], AUTOCOMPLETE_CONFIGURATION)


class LanguageIndex(PostgresIndex):
    def add_items(self, model, objs):
        if not issubclass(model, TranslatableMixin):
            super().add_items(model, objs)
            return
        languages = dict(Locale.objects.values_list("pk", "language_code"))
        by_locale = attrgetter("locale_id")
        for locale_id, group in groupby(sorted(objs, key=by_locale), key=by_locale):
            self.backend.config = configuration(languages[locale_id])
            super().add_items(model, list(group))


class LanguageQueryCompiler(PostgresSearchQueryCompiler):
    def get_config(self, backend):
        translated = issubclass(self.queryset.model, TranslatableMixin)
        return configuration(get_language() if translated else None)

    def get_index_vectors(self, search_query):
        """A page that has the words in its title comes before one that repeats them in its text."""
        (title, norm), *others = super().get_index_vectors(search_query)
        return [(title, norm * TITLE_WEIGHT), *others]


class LanguagePostgresBackend(PostgresSearchBackend):
    index_class = LanguageIndex
    query_compiler_class = LanguageQueryCompiler
    autocomplete_query_compiler_class = PostgresAutocompleteQueryCompiler

    def __init__(self, params):
        super().__init__(params)
        self.config = configuration(None)
        self.autocomplete_config = AUTOCOMPLETE_CONFIGURATION
