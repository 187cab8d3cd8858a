"""The board: a line for each original, a column for each other language."""

import django_filters
from django import forms
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView

from core.words import occurs

from .access import TranslatorsOnlyMixin
from .models import Fingerprint
from .states import Board, State


class FreshnessFilterSet(WagtailFilterSet):
    """What may be chosen. The lines are no queryset: `keep` says of each whether it stays."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=State.choices, widget=forms.RadioSelect, empty_label=_("All")
    )
    language = django_filters.ChoiceFilter(label=_("Language"), empty_label=_("All"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), empty_label=_("All"))
    section = django_filters.ChoiceFilter(label=_("Section"), empty_label=_("All"))

    class Meta:
        model = Fingerprint
        fields = ["state", "language", "kind", "section"]

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        choices = {
            "language": [(locale.language_code, str(locale)) for locale in board.languages],
            "kind": board.kinds,
            "section": board.sections,
        }
        for name, values in choices.items():
            self.filters[name].extra["choices"] = values

    def keep(self, row) -> bool:
        chosen = self.form.cleaned_data
        standings = [
            standing
            for standing in row.standings
            if chosen["language"] in ("", standing.locale.language_code)
            and chosen["state"] in ("", standing.state)
        ]
        return (
            bool(standings)
            and chosen["kind"] in ("", row.kind)
            and chosen["section"] in ("", str(row.section))
        )


class LanguageColumn(BaseColumn):
    """How the original stands in one language, and what can be done about it."""

    cell_template_name = "freshness/standing.html"

    def __init__(self, position, locale):
        super().__init__(f"language-{locale.language_code}", label=str(locale), width="45%")
        self.position = position

    def get_cell_context_data(self, instance, parent_context):
        return super().get_cell_context_data(instance, parent_context) | {
            # Cells are rendered apart from the request.
            "csrf_token": get_token(parent_context["request"]),
            "original": instance,
            "standing": instance.standings[self.position],
        }


class BoardView(TranslatorsOnlyMixin, BaseListingView):
    """Out of date longest first."""

    page_title = _("Freshness of translations")
    header_icon = "wagtail-localize-language"
    template_name = "freshness/board.html"
    results_template_name = "freshness/board_results.html"
    index_url_name = "freshness_board"
    index_results_url_name = "freshness_board_results"
    verbose_name_plural = _("pages or snippets")
    filterset_class = FreshnessFilterSet
    is_searchable = True
    paginate_by = 50

    @cached_property
    def board(self):
        return Board(self.request.user)

    @cached_property
    def columns(self):
        return [
            TitleColumn("title", label=_("In French"), get_url=lambda row: row.edit_url),
            Column("kind_name", label=_("Kind"), classname="freshness-kind"),
            *(LanguageColumn(*place) for place in enumerate(self.board.languages)),
        ]

    def get_filterset_kwargs(self):
        return super().get_filterset_kwargs() | {"board": self.board}

    def get_queryset(self):
        rows = self.board.originals
        if self.filters.is_valid():
            rows = [row for row in rows if self.filters.keep(row)]
        if self.search_query:
            rows = [row for row in rows if occurs(self.search_query, row.title)]
        return rows


def board_url(**chosen) -> str:
    """Address of the board, filtered."""
    query = "&".join(f"{name}={value}" for name, value in chosen.items())
    return f"{reverse('freshness_board')}?{query}"
