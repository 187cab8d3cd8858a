"""SQLite (FTS5): accents do not count already; plurals and ligatures are asked for in all their forms.

FTS5 has no stemmer for French. Asking for “residence” asks for “residences” too, for “local” also “locaux”,
for “cœur” also “coeur”. Marks that mean something to FTS5 (quotes, stars) never reach it.
"""

import re
from functools import reduce

from modelsearch.backends.database.sqlite.query import BM25, Lexeme, SearchQueryExpression
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from modelsearch.query import PlainText

from search.words import inflections, ligatures

WORD = re.compile(r"[^\W_]+")


class TitleFirst(BM25):
    """Relevance of the text, and five times that of the title (columns: autocomplete, body, title).

    Added up, not given as weights of one BM25: that one saturates, and a text that has a word both in the
    singular and in the plural would come before a title.
    """

    def as_sql(self, compiler, connection, **extra):
        sql, params = super().as_sql(compiler, connection)
        sql = sql.removesuffix(")")
        return f"({sql}, 0, 1, 0) + 5 * {sql}, 0, 0, 1))", params


class AnyOf(Lexeme):
    """A word in any of its forms."""

    def __init__(self, forms, *, prefix=False):
        self.forms = sorted(forms)
        super().__init__(self.forms[0], prefix=prefix)

    def as_sql(self, compiler, connection):
        form = '"%s"*' if self.prefix else '"%s"'
        return f"({' OR '.join([form] * len(self.forms))})", self.forms


class WordsMixin:
    """Reads plain text as words; text without any matches nothing."""

    def forms_of(self, word: str) -> set[str]:
        return inflections(word)

    def build_search_query_content(self, query, config=None):
        if not isinstance(query, PlainText):
            return super().build_search_query_content(query, config=config)
        words = WORD.findall(query.query_string) or [""]
        lexemes = [AnyOf(self.forms_of(word)) for word in words]
        lexemes[-1].prefix = self.LAST_TERM_IS_PREFIX
        if query.operator.upper() == "AND":
            return SearchQueryExpression(reduce(lambda left, right: left & right, lexemes), config=config)
        return SearchQueryExpression(reduce(lambda left, right: left | right, lexemes), config=config)


class InflectedQueryCompiler(WordsMixin, SQLiteSearchQueryCompiler):
    """Whole words; pages that have them in their title first."""

    def _build_rank_expression(self, vectors, config):
        return TitleFirst()


class InflectedAutocompleteCompiler(WordsMixin, SQLiteAutocompleteQueryCompiler):
    """The beginning of the last word: its plural begins likewise."""

    def forms_of(self, word: str) -> set[str]:
        return ligatures(word)


class InflectedSQLiteBackend(SQLiteSearchBackend):
    query_compiler_class = InflectedQueryCompiler
    autocomplete_query_compiler_class = InflectedAutocompleteCompiler
