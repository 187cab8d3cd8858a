"""The admin's home page, for those who translate: how many translations stand how."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from .board import board_url
from .originals import PERMISSION
from .states import Board, State

#: What stands under a figure, whether it counts one or many.
LABELS = {
    State.OUTDATED: _("to bring up to date"),
    State.DRAFT: _("in draft"),
    State.MISSING: _("to begin"),
    State.TRANSLATED: _("up to date"),
}


class FreshnessPanel(Component):
    """A figure for each state and language, which leads to the board filtered so; nothing for others."""

    name = "freshness"
    template_name = "freshness/panel.html"
    order = 220

    class Media:
        css = {"all": ["freshness/freshness.css"]}

    def render_html(self, parent_context=None):
        if not parent_context["request"].user.has_perm(PERMISSION):
            return ""
        return super().render_html(parent_context)

    def get_context_data(self, parent_context):
        board = Board(parent_context["request"].user)
        rows = board.originals
        return {
            "languages": [
                {
                    "locale": locale,
                    "figures": [
                        {
                            "label": LABELS[state],
                            "number": sum(row.standings[position].state == state for row in rows),
                            "url": board_url(language=locale.language_code, state=state.value),
                            "is_pressing": state == State.OUTDATED,
                        }
                        for state in State
                    ],
                }
                for position, locale in enumerate(board.languages)
            ]
        }
