"""Queries that every page asks: their SQL is written once.

Django writes it anew each time, which takes longer than the database takes to answer. Here a query is built
with stand-ins and compiled the first time that it is asked; from then on, values take their places. What is
kept is the question, never an answer.
"""

import copy
import datetime
from collections.abc import Callable
from functools import wraps
from types import SimpleNamespace

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.utils.translation import get_language


def prepared(build: Callable[..., QuerySet]) -> Callable[..., list]:
    """For a function that builds a query from keyword arguments; what it makes returns the answer, a list.

    They are values that come and go: integers, strings, dates, or lists of them with at least one. Whatever
    else the query depends on is given by position, or is the language being read.
    """
    questions = {}

    @wraps(build)
    def ask(*fixed, **values) -> list:
        values = {name: _padded(value) for name, value in values.items()}
        sizes = tuple(len(value) if isinstance(value, list) else None for value in values.values())
        key = (get_language(), fixed, tuple(values), sizes)
        question = questions.get(key)
        if question is None:
            question = questions[key] = _Question(build, fixed, values)
        return question.ask(_flat(values))

    return ask


def _padded(value):
    """A list by doubles of its length, its last value repeated: there are few lengths to write SQL for."""
    if not isinstance(value, list):
        return value
    return value + value[-1:] * ((1 << (len(value) - 1).bit_length()) - len(value))


def _flat(values: dict) -> list:
    return [each for value in values.values() for each in (value if isinstance(value, list) else [value])]


class _Question:
    """A query as it was compiled, and where in its parameters each value goes."""

    def __init__(self, build, fixed: tuple, values: dict):
        numbers = iter(range(len(_flat(values))))
        stand_ins = {
            name: [_stand_in(each, next(numbers)) for each in value]
            if isinstance(value, list)
            else _stand_in(value, next(numbers))
            for name, value in values.items()
        }
        queryset = build(*fixed, **stand_ins)
        connection = connections[DEFAULT_DB_ALIAS]
        self.compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, self.parameters = self.compiler.as_sql()
        # What makes Python of each column depends on the columns alone.
        columns = [column for column, _sql, _alias in self.compiler.select[: self.compiler.col_count]]
        converters = self.compiler.get_converters(columns)
        self.compiler.get_converters = lambda columns: converters
        self.iterable_class = queryset._iterable_class
        self.query = queryset.query
        self.fields = queryset._fields
        known = [_adapted(each, connection) for each in _flat(stand_ins)]
        self.places = [
            (place, known.index(parameter))
            for place, parameter in enumerate(self.parameters)
            if parameter in known
        ]
        if len({number for _place, number in self.places}) < len(known):
            raise ValueError(f"A value of {build.__qualname__} goes nowhere as it is.")

    def ask(self, values: list) -> list:
        connection = connections[DEFAULT_DB_ALIAS]
        values = [_adapted(value, connection) for value in values]
        parameters = list(self.parameters)
        for place, number in self.places:
            parameters[place] = values[number]
        compiler = copy.copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda: (self.sql, tuple(parameters))
        asked = SimpleNamespace(
            db=DEFAULT_DB_ALIAS,
            query=_Query(self.query, compiler),
            _known_related_objects={},
            _fields=self.fields,
        )
        return list(self.iterable_class(asked))


class _Query:
    """A query whose compiler is there already."""

    def __init__(self, query, compiler):
        self._query = query
        self._compiler = compiler

    def get_compiler(self, using):
        return self._compiler

    def __getattr__(self, name):
        return getattr(self._query, name)


def _stand_in(value, number: int):
    """Another one of the same type, which no query holds of itself."""
    if isinstance(value, datetime.date):
        return datetime.date(9000, 1, 1) + datetime.timedelta(days=number)
    return 2_000_000_000 + number if isinstance(value, int) else f"stand-in {number}"


def _adapted(value, connection):
    """As the database is given it."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, datetime.date) else value
