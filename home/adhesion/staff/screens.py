"""What the screens of the case files share: pages under a list, the lists themselves, entries of the menu."""

from django.urls import reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import policy_registry

from core import words
from home.adhesion.models import AdhesionRequest

from .access import StaffOnlyMixin


class PageMixin(StaffOnlyMixin, WagtailAdminTemplateMixin):
    """A page under its list in the breadcrumbs."""

    #: Name of the list's address, and what the list is called.
    list_url_name = ""
    list_label = ""

    def trail(self, *labels_and_urls) -> list[dict]:
        """The breadcrumbs: the list, then these."""
        listing = (self.list_label, reverse(self.list_url_name))
        return [
            *self.breadcrumbs_items,
            *({"label": label, "url": url} for label, url in (listing, *labels_and_urls)),
        ]


class ObjectMixin(StaffOnlyMixin):
    """A view of one object, which is looked for only where access is given."""

    def dispatch(self, request, *args, **kwargs):
        if not self.is_allowed():
            return self.refuse()
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)


class CaseFilesListView(StaffOnlyMixin, generic.IndexView):
    """A list in which words are found whatever their accents."""

    is_searchable = True
    search_backend_name = None
    results_template_name = "wagtailadmin/generic/listing_results.html"
    #: What tells apart those that are equal in the order that was chosen.
    last_order = ("pk",)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        # Wagtail's own export would read everything at once: `export.ExportView` does not.
        self.is_export = False

    def order_queryset(self, queryset):
        """Equal ones keep one order: none is seen twice, or never, on the way from page to page."""
        queryset = super().order_queryset(queryset)
        return queryset.order_by(*queryset.query.order_by, *self.last_order)

    def search_queryset(self, queryset):
        return queryset.filter(words.query(self.search_query, self.search_fields))


class CaseFilesMenuItem(MenuItem):
    """Seen by those who read requests."""

    def is_shown(self, request):
        policy = policy_registry.get_by_type(AdhesionRequest)
        return policy.user_has_any_permission(request.user, StaffOnlyMixin.any_permission_required)


class CaseFilesViewSet(ViewSet):
    """A list of `model`, and the screens of each of its objects."""

    model = None
    menu_item_class = CaseFilesMenuItem

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(
            **{
                "model": self.model,
                "header_icon": self.icon,
                "index_url_name": self.get_url_name("index"),
                "index_results_url_name": self.get_url_name("index_results"),
                "verbose_name_plural": self.model._meta.verbose_name_plural,
                "paginate_by": 50,
            }
            | kwargs
        )
