"""The applicant's path below the join page: three pages of questions, the check, the confirmation.

Each page is asked for with GET and saved with POST, without any script. What a POST saves lies in the session
(`home.adhesion.drafts`) until the check page sends it.
"""

from dataclasses import replace

from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from wagtail.contrib.routable_page.models import path

from core.clients import counted_address
from core.clock import today
from home.adhesion import filing, links, renewals
from home.adhesion.corrections import stated
from home.adhesion.drafts import STEPS, Draft

from .requests import AdhesionRequest

#: A field that people never see and machines fill in.
HONEYPOT = "fax_confirmation"
#: All the steps, for a reader: the join page, the questions, the check, the confirmation.
STEP_COUNT = len(STEPS) + 3
#: The step at which each group of answers is changed.
STEP_OF_GROUP = {"organisation": "organisation", "champion": "you", "intent": "you", "invoicing": "invoicing"}


class ApplicationRoutesMixin:
    """Routes of a join page by which a request is written, checked and sent.

    Each language has its own paths; under the other one's, the visitor is led to the right one.
    """

    def form_url(self, request=None) -> str:
        """Address that leads to what is still to be answered, in the language being read."""
        return self.route_url("form", request)

    def step_url(self, step: str, request=None) -> str:
        """Address of a step: one of `drafts.STEPS`, or “check”."""
        return self.route_url(step, request)

    def renewal_url(self, signed: str) -> str:
        """Where a renewal's mail leads: the check page, with the answers of the former year."""
        return self.url + self.reverse_subpage(f"renew_{self.locale.language_code}", args=[signed])

    @path("demande/", name="form_fr")
    @path("request/", name="form_en")
    def serve_form(self, request):
        """On to the first question without an answer; a second request begins here."""
        draft = Draft(request.session)
        if not draft.is_started and draft.last_sent():
            draft.start()
        return self._lead_on(request, draft)

    @path("demande/organisation/", name="organisation_fr")
    @path("request/organisation/", name="organisation_en")
    def serve_organisation(self, request):
        """Step 2: the body that joins."""
        return self._serve_step(request, "organisation")

    @path("demande/vous/", name="you_fr")
    @path("request/you/", name="you_en")
    def serve_you(self, request):
        """Step 3: the one who champions the membership, and what they ask for."""
        return self._serve_step(request, "you")

    @path("demande/facturation/", name="invoicing_fr")
    @path("request/invoicing/", name="invoicing_en")
    def serve_invoicing(self, request):
        """Step 4: the one who pays."""
        return self._serve_step(request, "invoicing")

    @path("demande/verification/", name="check_fr")
    @path("request/check/", name="check_en")
    def serve_check(self, request):
        """Step 5: the answers as they will be sent; the sending."""
        draft = Draft(request.session)
        if request.method == "POST":
            return self._send(request, draft)
        if elsewhere := self._elsewhere(request, draft, "check", tuple(STEPS)):
            return elsewhere
        return self._render_check(request, draft)

    @path("demande/recue/<str:reference>/<str:signature>/", name="received_fr")
    @path("request/received/<str:reference>/<str:signature>/", name="received_en")
    def serve_confirmation(self, request, reference, signature):
        """Step 6: the reference and what happens next.

        Nothing that the link's holder did not already know; the browser that sent the request is also led
        to the request's own page, for an hour.
        """
        filed = filing.read_reference(reference, signature)
        signed = Draft(request.session).follow_signature(reference) if filed else ""
        is_sender = bool(signed and links.read_follow_link(reference, signed, max_age=links.AT_HAND))
        extra = {
            "filed": filed,
            "sent_again": "again" in request.GET,
            "follow_url": self.follow_url(reference, signed) if is_sender else "",
            "pdf_url": self.followed_form_url(reference, signed, request) if is_sender else "",
        } | _progress(STEP_COUNT)
        return self.render_private(request, "adhesion/confirmation.html", extra, status=200 if filed else 404)

    @path("demande/renouveler/<str:signed>/", name="renew_fr")
    @path("request/renew/<str:signed>/", name="renew_en")
    def serve_renewal(self, request, signed):
        """Opens the check page with the answers of the former year; what has been answered stays answered."""
        renewal = links.read_renewal_link(signed)
        if renewal is None:
            extra = {"filed": None} | _progress(STEP_COUNT)
            return self.render_private(request, "adhesion/confirmation.html", extra, status=404)
        if answered := filing.answer_that_counts(renewal):
            return self._lead_to_confirmation(request, filing.sign_reference(answered))
        draft = Draft(request.session)
        if draft.is_started and draft.renewal != renewal and request.method != "POST":
            # Only who typed it says that it may go.
            extra = {"renewal": renewal, "form_url": self.form_url(request)}
            return self.render_private(request, "adhesion/renewal.html", extra)
        if draft.renewal != renewal:
            draft.prefill(renewals.answers(renewal.membership), renewal)
        return _private(redirect(self.step_url("check", request)))

    def _serve_step(self, request, step):
        draft = Draft(request.session)
        if request.method == "POST":
            return self._save_step(request, draft, step)
        if elsewhere := self._elsewhere(request, draft, step, _before(step)):
            return elsewhere
        return self._render_step(request, draft, step, draft.form(step))

    def _elsewhere(self, request, draft, step, needed):
        """Where a visitor is led who cannot be at this step; None where they can.

        Back from a request that was sent, to its confirmation; else to what has to be answered first.
        """
        url = self.step_url(step, request)
        if request.path != url:
            return _private(redirect(url, permanent=True))
        if not draft.is_started and (sent := draft.last_sent()):
            return self._lead_to_confirmation(request, sent)
        if missing := draft.first_to_answer(needed):
            return _private(redirect(self.step_url(missing, request)))
        return None

    def _save_step(self, request, draft, step):
        token = request.POST.get("submission_token", "")
        if sent := draft.sent_as(token):
            return self._lead_to_confirmation(request, sent)
        is_lost = not draft.is_started and step != next(iter(STEPS))
        if not draft.is_started:
            draft.start(token if filing.is_genuine(token) else "")
        is_finished = "previous" not in request.POST
        draft.save(step, request.POST, is_finished=is_finished, is_trapped=bool(request.POST.get(HONEYPOT)))
        if is_lost:
            return self._lead_on(request, draft, is_lost=True)
        if not is_finished:
            return _private(redirect(self._previous_url(step, request)))
        form = draft.bound_form(step, request.POST)
        if not form.is_valid():
            return self._render_step(request, draft, step, form)
        if "programmes" in form.cleaned_data:
            draft.remember_titles(form.cleaned_data["programmes"])
        return self._lead_on(request, draft)

    def _send(self, request, draft):
        """Files the request; whatever is posted twice leads to what it became."""
        posted = request.POST.get("submission_token", "")
        if sent := draft.sent_as(posted):
            return self._lead_to_confirmation(request, sent)
        if draft.first_to_answer():
            return self._lead_on(request, draft, is_lost=not draft.is_started)
        if posted != draft.token and filing.is_genuine(posted):
            # The page was that of another draft: nobody sends what they have not read.
            return self._lead_on(request, draft)
        is_trapped = draft.is_trapped or bool(request.POST.get(HONEYPOT))
        filed, created = filing.file_request(
            draft.answers(),
            filing.read_submission(draft.token, posted=posted, is_trapped=is_trapped),
            language=get_language(),
            origin=counted_address(request) or "",
            renewal=draft.renewal,
        )
        signed = filing.sign_reference(filed)
        draft.close(*signed, links.follow_signature(filed))
        return self._lead_to_confirmation(request, signed, is_again=not created)

    def _lead_on(self, request, draft, *, is_lost=False):
        """To what is still to be answered, else to the check page."""
        url = self.step_url(draft.first_to_answer() or "check", request)
        return _private(redirect(f"{url}?lost" if is_lost else url))

    def _lead_to_confirmation(self, request, signed, *, is_again=True):
        url = self.route_url("received", request, *signed)
        return _private(redirect(f"{url}?again" if is_again else url))

    def _previous_url(self, step, request):
        before = _before(step)
        return self.step_url(before[-1], request) if before else self.get_url(request)

    def _render_step(self, request, draft, step, form):
        others = tuple(name for name in STEPS if name != step)
        extra = {
            "form": form,
            "action": self.step_url(step, request),
            "is_change": draft.data(step) is not None and draft.first_to_answer(others) is None,
            "is_lost": "lost" in request.GET,
            "submission_token": draft.token or filing.new_submission_token(),
            "honeypot": HONEYPOT,
        } | _progress(2 + list(STEPS).index(step))
        return self.render_private(request, "adhesion/step.html", extra)

    def _render_check(self, request, draft):
        renewal = draft.renewal
        year = renewal.year if renewal else today().year
        fee = filing.fee_of(year)
        if renewal and fee and fee.year != year:
            # That of another year says nothing of this one.
            fee = None
        asked = {name for step in STEPS for name in draft.form(step).fields}
        groups = [
            {
                "stated": replace(group, rows=[answer for answer in group.rows if answer.name in asked]),
                "url": self.step_url(STEP_OF_GROUP[group.name], request),
            }
            for group in stated(AdhesionRequest(**draft.answers()))
        ]
        groups.sort(key=lambda group: list(STEPS).index(STEP_OF_GROUP[group["stated"].name]))
        extra = {
            "groups": groups,
            "renewal": renewal,
            "year": year,
            "fee": fee,
            "pdf_url": self.drafted_form_url(request) if fee else "",
            "action": self.step_url("check", request),
            "previous_url": self.step_url(list(STEPS)[-1], request),
            "submission_token": draft.token,
            "honeypot": HONEYPOT,
        } | _progress(STEP_COUNT - 1)
        return self.render_private(request, "adhesion/check.html", extra)


def _before(step: str) -> tuple[str, ...]:
    names = tuple(STEPS)
    return names[: names.index(step)]


def _progress(number: int) -> dict:
    """Where a page stands on the path, for its template."""
    return {"step_number": number, "step_numbers": range(1, STEP_COUNT + 1), "step_count": STEP_COUNT}


def _private(response):
    """An answer that belongs to one visitor, where it is no page."""
    patch_cache_control(response, private=True, no_store=True)
    response["Referrer-Policy"] = "same-origin"
    return response
