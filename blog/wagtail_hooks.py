"""Commitments in the admin's menu, where their state is followed from one list."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from blog.models import Commitment


class CommitmentViewSet(SnippetViewSet):
    """Listed, filtered and edited by those whose group may change commitments, and nobody else."""

    model = Commitment
    icon = "tasks"
    menu_label = _("Commitments")
    menu_order = 250
    add_to_admin_menu = True
    list_display = ["title", "roadmap", "area", "state", "state_since", "programme"]
    list_filter = ["roadmap", "state", "area", "programme"]
    search_fields = ["title", "description"]
    search_backend_name = None
    ordering = ["-roadmap__year", "position"]
    list_per_page = 50


register_snippet(CommitmentViewSet)
