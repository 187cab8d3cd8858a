"""The documents of membership: fee grid and form of a year, the form already filled in, the fee call."""

from dataclasses import dataclass

from django.core.cache import cache
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.contrib.routable_page.models import path

from core.made_files import made_file, public_file
from home.adhesion import fee_calls, links, pdf
from home.adhesion.drafts import Draft
from home.adhesion.forms.application import answers_of

from .accounting import FeeCall
from .fees import FeeSchedule
from .requests import State

_WEIGHTS_KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class PublicDocument:
    """A file as its link tells it."""

    title: str
    description: str
    url: str
    #: In bytes.
    weight: int
    language: str


class DocumentRoutesMixin:
    """Routes of a join page that answer with a PDF. The site's addresses end in a slash, these in `.pdf`.

    A year without a schedule has no document. Public ones are kept by browsers as long as nothing in them
    changes; what holds somebody's answers is kept by nobody.
    """

    def fee_grid_url(self, year: int, request=None) -> str:
        return self.file_url("grid", request, year)

    def membership_form_url(self, year: int, request=None) -> str:
        return self.file_url("blank", request, year)

    def drafted_form_url(self, request=None) -> str:
        """The form with what the visitor has answered so far."""
        return self.file_url("drafted", request)

    def followed_form_url(self, reference: str, signature: str, request=None) -> str:
        """The form with the answers of a request, for whoever has its link; empty where no fee is known."""
        if not FeeSchedule.objects.exists():
            return ""
        return self.file_url("followed", request, reference, signature)

    def followed_call_url(self, reference: str, signature: str, request=None) -> str:
        """The standing fee call of a request, for whoever has its link."""
        return self.file_url("called", request, reference, signature)

    def public_documents(self, schedule: FeeSchedule | None, request=None) -> list[PublicDocument]:
        """What can be read and printed for that year, with what a link has to say of it."""
        if schedule is None:
            return []
        grid_weight, form_weight = _weights(schedule)
        year, language = schedule.year, get_language()
        return [
            PublicDocument(
                title=_("Fee grid %(year)s") % {"year": year},
                description=_("What membership costs and gives, on one page."),
                url=self.fee_grid_url(year, request),
                weight=grid_weight,
                language=language,
            ),
            PublicDocument(
                title=_("Membership form %(year)s") % {"year": year},
                description=_("The same questions on paper: to print, fill in and send by post."),
                url=self.membership_form_url(year, request),
                weight=form_weight,
                language=language,
            ),
        ]

    @path("grille-<int:year>.pdf/", name="grid_fr")
    @path("fees-<int:year>.pdf/", name="grid_en")
    def serve_fee_grid(self, request, year):
        return self._serve_public(request, self.fee_grid_url(year, request), pdf.fee_grid, year)

    @path("bulletin-<int:year>.pdf/", name="blank_fr")
    @path("form-<int:year>.pdf/", name="blank_en")
    def serve_membership_form(self, request, year):
        return self._serve_public(request, self.membership_form_url(year, request), pdf.membership_form, year)

    @path("demande/bulletin.pdf/", name="drafted_fr")
    @path("request/form.pdf/", name="drafted_en")
    def serve_drafted_form(self, request):
        """What has been answered so far, on paper; without a draft, the blank form."""
        url = self.drafted_form_url(request)
        draft = Draft(request.session)
        schedule = _known(_schedule_for(draft.renewal.year) if draft.renewal else FeeSchedule.current())
        if not draft.is_started:
            return _private(redirect(self.membership_form_url(schedule.year, request)))
        if request.path != url:
            return _private(redirect(url))
        return _private(made_file(url, pdf.membership_form(schedule, draft.answers())))

    @path("demande/suivi/<str:reference>/<str:signature>/bulletin.pdf/", name="followed_fr")
    @path("request/follow/<str:reference>/<str:signature>/form.pdf/", name="followed_en")
    def serve_followed_form(self, request, reference, signature):
        """The answers of a request that was sent, on paper."""
        followed = _known(links.read_follow_link(reference, signature))
        schedule = _known(_schedule_for(followed.year))
        content = pdf.membership_form(schedule, answers_of(followed))
        return _private(made_file(self.followed_form_url(reference, signature, request), content))

    @path("demande/suivi/<str:reference>/<str:signature>/appel.pdf/", name="called_fr")
    @path("request/follow/<str:reference>/<str:signature>/fee-call.pdf/", name="called_en")
    def serve_followed_call(self, request, reference, signature):
        """The fee call that stands, as it was issued."""
        followed = _known(links.read_follow_link(reference, signature))
        calls = FeeCall.objects.standing().filter(membership__request=followed)
        call = _known(calls.first() if followed.state == State.ACCEPTED else None)
        return _private(made_file(fee_calls.file_name(call), fee_calls.document(call)))

    def _serve_public(self, request, url, make, year):
        schedule = _known(FeeSchedule.objects.of_year(year))
        if request.path != url:
            return redirect(url, permanent=True)
        return public_file(request, url, make(schedule))


def _known(found):
    if found is None:
        raise Http404
    return found


def _schedule_for(year: int) -> FeeSchedule | None:
    """That of the year, else the current one."""
    return FeeSchedule.objects.of_year(year) or FeeSchedule.current()


def _private(response):
    """Of one visitor: kept by no cache, listed by no search engine, told to no other site."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response


def _weights(schedule: FeeSchedule) -> tuple[int, int]:
    """Of the grid and of the form; what changes them besides the schedule changes them by a hair."""
    key = f"adhesion.weights.{schedule.pk}.{schedule.latest_revision_id}.{get_language()}"
    weights = cache.get(key)
    if weights is None:
        weights = len(pdf.fee_grid(schedule)), len(pdf.membership_form(schedule))
        cache.set(key, weights, _WEIGHTS_KEPT_SECONDS)
    return weights
