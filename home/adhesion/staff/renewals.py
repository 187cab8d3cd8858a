"""Renewals: who may be proposed to stay, the mail as it leaves, and one button for all who are ticked."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet

from core.clock import today
from home.adhesion import renewals
from home.adhesion.models.fees import FeeSchedule
from home.adhesion.models.members import Membership

from .fee_calls import pdf_response
from .screens import CaseFilesMenuItem, ObjectMixin, PageMixin

#: Namespace of the addresses below.
NAME = "adhesion_renewals"


class RenewalsView(PageMixin, View):
    """`?year=` is the year to come; `?member=` leaves one membership, `?preview=` shows the mail of one."""

    template_name = "adhesion/admin/renewals.html"
    header_icon = "rotate"
    page_title = gettext_lazy("Renewals")
    list_url_name = "adhesion_memberships:index"
    list_label = gettext_lazy("Members")

    @cached_property
    def year(self) -> int:
        asked = self.request.GET.get("year", "")
        return next((year for year in self.years if str(year) == asked), renewals.campaign_year())

    @property
    def years(self) -> tuple[int, int]:
        return today().year, today().year + 1

    def get(self, request, *args, **kwargs):
        found = list(self._to_propose())
        by_mail = [membership for membership in found if membership.request.champion_email]
        shown = self._asked("preview", by_mail) or next(iter(by_mail), None)
        context = self.get_context_data(
            year=self.year,
            years=[{"year": year, "is_current": year == self.year} for year in self.years],
            member=self.member,
            by_mail=by_mail,
            by_post=[membership for membership in found if not membership.request.champion_email],
            previewed=shown,
            draft=renewals.compose(shown, self.year) if shown else None,
            has_fee=FeeSchedule.objects.filter(year=self.year).exists(),
        )
        return TemplateResponse(request, self.template_name, context)

    def post(self, request, *args, **kwargs):
        ticked = [int(pk) for pk in request.POST.getlist("members") if pk.isdecimal() and len(pk) < 18]
        chosen = Membership.objects.filter(pk__in=ticked, year=self.year - 1)
        outcome = renewals.propose(
            chosen.select_related("request", "organisation"), self.year, actor=request.user
        )
        self._tell(outcome)
        return redirect(address_of(self.year))

    def _tell(self, outcome):
        sent, settled = len(outcome.proposed), len(outcome.settled)
        if sent:
            text = ngettext(
                "%(number)d renewal is proposed by mail.", "%(number)d renewals are proposed by mail.", sent
            )
            messages.success(self.request, text % {"number": sent})
        if settled:
            text = ngettext(
                "%(number)d had been proposed or answered already: nothing was sent again.",
                "%(number)d had been proposed or answered already: nothing was sent again.",
                settled,
            )
            messages.warning(self.request, text % {"number": settled})
        if not (sent or settled):
            messages.warning(self.request, _("Tick at least one member."))

    def _to_propose(self):
        found = renewals.to_propose(self.year)
        return found.filter(pk=self.member.pk) if self.member else found

    @cached_property
    def member(self) -> Membership | None:
        """The only one that is looked at, if there is one."""
        if "member" not in self.request.GET:
            return None
        former = Membership.objects.select_related("organisation").filter(year=self.year - 1)
        return self._asked("member", former)

    def _asked(self, name, memberships):
        asked = self.request.GET.get(name, "")
        return next((membership for membership in memberships if str(membership.pk) == asked), None)

    def get_breadcrumbs_items(self):
        return self.trail((self.get_page_title(), ""))


class RenewalMixin(ObjectMixin):
    """A view of the membership to be renewed."""

    def get_object(self) -> Membership:
        known = Membership.objects.select_related("organisation", "request")
        return get_object_or_404(known, pk=self.kwargs["pk"], request__anonymised_at=None)


class LetterView(RenewalMixin, View):
    """The form on paper, filled in."""

    def get(self, request, *args, **kwargs):
        year = self.object.next_year
        document = renewals.letter(self.object, year)
        if document is None:
            raise Http404
        name = f"{slugify(_('form'))}-{year}-{slugify(self.object.organisation.name)[:60]}.pdf"
        return pdf_response(name, document)


class LetterSentView(RenewalMixin, View):
    """A letter left: the member has been invited."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        year = self.object.next_year
        if renewals.note_posted(self.object, year, actor=request.user):
            messages.success(
                request, _("%(name)s was written to by post.") % {"name": self.object.organisation.name}
            )
        else:
            messages.warning(request, _("It had been proposed or answered already: nothing was changed."))
        return redirect(address_of(year))


def address_of(year: int) -> str:
    return f"{reverse(f'{NAME}:index')}?year={year}"


class RenewalViewSet(ViewSet):
    name = NAME
    url_prefix = "adhesion/renewals"
    icon = "rotate"
    menu_label = gettext_lazy("Renewals")
    menu_name = "adhesion-renewals"
    menu_item_class = CaseFilesMenuItem

    def get_urlpatterns(self):
        return [
            path("", self.construct_view(RenewalsView), name="index"),
            path("<int:pk>/form.pdf", self.construct_view(LetterView), name="letter"),
            path("<int:pk>/posted/", self.construct_view(LetterSentView), name="posted"),
        ]
