"""One person's data: what is held, the file that is handed over, and erasure on request.

Who is looked for travels in the body of the request, never in an address: addresses end up in logs.
"""

import logging
from itertools import chain

from django.http import JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from core import personal_data as sections
from core.clock import today
from home.adhesion import erasure, personal_data
from home.adhesion.forms.protection import PersonForm
from home.adhesion.models.requests import State

from .access import StaffOnlyMixin
from .detail import RequestMixin
from .screens import ObjectMixin

logger = logging.getLogger(__name__)


class PersonView(StaffOnlyMixin, WagtailAdminTemplateMixin, View):
    """Looks for a person; hands over, as one file, what is held in the requests that are ticked."""

    permission_required = "decide"
    template_name = "adhesion/admin/protection.html"
    page_title = gettext_lazy("Personal data")
    header_icon = "lock"

    def get(self, request, *args, **kwargs):
        return self.page(PersonForm())

    def post(self, request, *args, **kwargs):
        form = PersonForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        who = form.cleaned_data["who"]
        holdings = personal_data.find(who)
        fee_calls = personal_data.find_fee_calls(who)
        elsewhere = sections.find(who, request.user)
        found = {"holdings": holdings, "fee_calls": fee_calls, "elsewhere": elsewhere}
        if "export" not in request.POST:
            # An address is one person's; a name may be several people's.
            records = chain(holdings, *(records for _source, records in elsewhere))
            ticked = {each.key for each in records} if "@" in who else set()
            return self.page(form, ticked=ticked, **found)
        ticked = set(request.POST.getlist("holding"))
        chosen = _ticked(holdings, ticked)
        chosen_elsewhere = [(source, _ticked(records, ticked)) for source, records in elsewhere]
        if not chosen and not any(records for _source, records in chosen_elsewhere):
            return self.page(form, error=_("Tick what concerns this person."), **found)
        return self.file(who, chosen, fee_calls, chosen_elsewhere)

    def file(self, who, holdings, fee_calls, elsewhere):
        number = len(holdings) + sum(len(records) for _source, records in elsewhere)
        logger.info("Personal data in %d records handed over by user %s", number, self.request.user.pk)
        response = JsonResponse(
            personal_data.document(who, holdings, fee_calls, elsewhere),
            json_dumps_params={"ensure_ascii": False, "indent": 2},
        )
        filename = f"donnees-personnelles-{today():%Y-%m-%d}.json"
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
        return _private(response)

    def page(self, form, *, holdings=None, fee_calls=(), elsewhere=(), ticked=frozenset(), error=""):
        elsewhere = [(source, records) for source, records in elsewhere if records]
        context = self.get_context_data(
            form=form,
            is_searched=holdings is not None,
            is_found=bool(holdings or elsewhere),
            holdings=holdings,
            fee_calls=fee_calls,
            elsewhere=elsewhere,
            unreadable=sections.unreadable(self.request.user),
            ticked=ticked,
            error=error,
        )
        return _private(TemplateResponse(self.request, self.template_name, context))

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"label": self.get_page_title(), "url": ""}]


class EraseView(ObjectMixin, RequestMixin, View):
    """Erases the people of one request on demand, once what goes and what stays has been read."""

    permission_required = "decide"
    template_name = "adhesion/admin/erase.html"
    header_icon = "lock"

    def get(self, request, *args, **kwargs):
        return self.page()

    def post(self, request, *args, **kwargs):
        try:
            erased = erasure.anonymise(self.object, by=request.user)
        except erasure.StillOpen:
            return self.page(status=409)
        if erased:
            messages.success(
                request, _("%(reference)s no longer names anybody.") % {"reference": self.object}
            )
        else:
            messages.info(request, _("%(reference)s was erased already.") % {"reference": self.object})
        return redirect(self.detail_url)

    def page(self, *, status=200):
        membership = getattr(self.object, "membership", None)
        context = self.get_context_data(
            object=self.object,
            is_running=self.object.state == State.ACCEPTED and self.object.year >= today().year,
            fee_calls=membership.fee_calls.light() if membership else (),
            detail_url=self.detail_url,
            closing_url=reverse("adhesion_requests:decision", args=[self.object.pk, "close"]),
        )
        return _private(TemplateResponse(self.request, self.template_name, context, status=status))

    def get_page_title(self):
        return _("Erase personal data")

    def get_page_subtitle(self):
        return self.object.reference

    def get_breadcrumbs_items(self):
        return self.trail((self.object.reference, self.detail_url), (self.get_page_title(), ""))


class PersonalDataMenuItem(MenuItem):
    """Shown to those who decide."""

    def is_shown(self, request):
        return request.user.has_perm("adhesion.decide_adhesionrequest")


class PersonalDataViewSet(ViewSet):
    name = "adhesion_personal_data"
    url_prefix = "adhesion/personal-data"
    icon = "lock"
    menu_label = gettext_lazy("Personal data")
    menu_name = "adhesion-personal-data"
    menu_item_class = PersonalDataMenuItem

    def get_urlpatterns(self):
        return [
            path("", self.construct_view(PersonView), name="index"),
            path("<int:pk>/erase/", self.construct_view(EraseView), name="erase"),
        ]


def _ticked(records, keys):
    return [record for record in records if record.key in keys]


def _private(response):
    response["Cache-Control"] = "private, no-store"
    return response
