"""The team's side in Wagtail's admin: no adding, copying or deleting; history is not rewritten."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from home.adhesion.models import AdhesionRequest
from home.adhesion.staff.casework import AssignmentView, NoteView, SendAgainView
from home.adhesion.staff.correction import CorrectionView
from home.adhesion.staff.decision import DecisionView, GenuineView, MessageView
from home.adhesion.staff.detail import RequestDetailView
from home.adhesion.staff.export import ExportView
from home.adhesion.staff.fee_calls import FeeCallViewSet
from home.adhesion.staff.listing import RequestListView
from home.adhesion.staff.memberships import MembershipViewSet
from home.adhesion.staff.organisations import OrganisationViewSet
from home.adhesion.staff.panel import MembershipPanel
from home.adhesion.staff.paper import PaperView
from home.adhesion.staff.protection import PersonalDataViewSet
from home.adhesion.staff.renewals import RenewalViewSet

# Django's own permissions on the model, here “review” and “decide”; registered before anything asks for them.
register_permission_policy(AdhesionRequest)


class RequestViewSet(ModelViewSet):
    model = AdhesionRequest
    name = "adhesion_requests"
    url_prefix = "adhesion"
    icon = "mail"
    menu_label = _("Requests")
    menu_name = "adhesion-requests"
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = RequestListView
    list_per_page = 50

    def get_common_view_kwargs(self, **kwargs):
        absent = dict.fromkeys(f"{view}_url_name" for view in ("add", "edit", "delete", "history", "usage"))
        return super().get_common_view_kwargs(**absent | kwargs)

    def register_admin_url_finder(self):
        """Nothing outside links to a request."""

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("export/", self.construct_view(ExportView), name="export"),
            path("paper/", self.construct_view(PaperView), name="paper"),
            path("<int:pk>/", self.construct_view(RequestDetailView), name="detail"),
            path("<int:pk>/correct/", self.construct_view(CorrectionView), name="correct"),
            path("<int:pk>/note/", self.construct_view(NoteView), name="note"),
            path("<int:pk>/assign/", self.construct_view(AssignmentView), name="assign"),
            path("<int:pk>/message/", self.construct_view(MessageView), name="message"),
            path("<int:pk>/genuine/", self.construct_view(GenuineView), name="genuine"),
            path("<int:pk>/mails/<int:mail>/again/", self.construct_view(SendAgainView), name="send_again"),
            path("<int:pk>/<slug:action>/", self.construct_view(DecisionView), name="decision"),
        ]


class MembershipGroup(ViewSetGroup):
    """One entry of the menu, which opens on all that is about memberships."""

    menu_label = _("Memberships")
    menu_name = "adhesion"
    menu_icon = "group"
    menu_order = 250
    items = (
        RequestViewSet,
        MembershipViewSet,
        RenewalViewSet,
        FeeCallViewSet,
        OrganisationViewSet,
        PersonalDataViewSet,
    )


@hooks.register("register_admin_viewset")
def register_memberships():
    return MembershipGroup()


@hooks.register("construct_homepage_panels")
def show_memberships(request, panels):
    panels.append(MembershipPanel())
