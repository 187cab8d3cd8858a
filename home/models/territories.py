"""Where the association has worked: the map of terrains, and one page a territory."""

from django.utils.translation import gettext_lazy as _

from core.models import BasePage
from core.routes import RoutesByLanguageMixin


class TerritoriesPage(RoutesByLanguageMixin, BasePage):
    """All terrains on a map and in a list; below it, everything that happens in each territory."""

    stylesheets = ["core/css/territories.css"]
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1
    schema_type = "CollectionPage"

    class Meta:
        verbose_name = _("map of terrains")
