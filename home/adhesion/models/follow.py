"""The request's own page, behind the signed link of its mails: its state, and what the applicant may do."""

from hashlib import sha256

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.contrib.routable_page.models import path

from home.adhesion import corrections, following, links
from home.adhesion.forms.following import CompletionForm, LinkForm, WithdrawalForm
from home.adhesion.transitions import TransitionRefused, perform_as_applicant

from .accounting import FeeCall
from .history import EventKind
from .requests import AdhesionRequest, ClosingCause, State

#: How the addresses name the groups of questions.
GROUP_WORDS = {
    "fr": {
        "organisation": "organisation",
        "champion": "porteur",
        "invoicing": "facturation",
        "intent": "projet",
    },
    "en": {
        "organisation": "organisation",
        "champion": "champion",
        "invoicing": "invoicing",
        "intent": "intent",
    },
}
#: What has just been done, as the address of the state's page says it.
DONE = ("completed", "corrected", "moved", "withdrawn")


class FollowRoutesMixin:
    """Routes of a join page by which an applicant follows, completes, corrects or withdraws a request.

    Each language has its own paths; under the other one's, the visitor is led to the right one. An address
    that shows nothing answers 404 and the same page, whatever is wrong with it. GET changes nothing.
    """

    def follow_url(self, reference: str, signature: str) -> str:
        return self._follow_route("follow", reference, signature)

    @property
    def link_url(self) -> str:
        """Where a new link is asked for."""
        return self._follow_route("link")

    @path("demande/suivi/", name="link_fr")
    @path("request/follow/", name="link_en")
    def serve_link(self, request):
        """A new link; what is answered says nothing of whether there is such a request."""
        if request.method != "POST":
            if not self.link_url.endswith(request.path):
                return _lead_to(self.link_url)
            return self._render_link_form(request, LinkForm(), is_sent="sent" in request.GET)
        form = LinkForm(request.POST)
        if not form.is_valid():
            return self._render_link_form(request, form)
        following.ask_for_link(**form.cleaned_data)
        return _lead_to(f"{self.link_url}?sent")

    @path("demande/suivi/<str:reference>/<str:signature>/", name="follow_fr")
    @path("request/follow/<str:reference>/<str:signature>/", name="follow_en")
    def serve_follow(self, request, reference, signature):
        """Where the request stands; what is posted here answers the team's question."""
        followed = links.read_follow_link(reference, signature)
        if followed is None:
            return self._render_nothing(request)
        if request.method != "POST":
            url = self.follow_url(reference, signature)
            if not url.endswith(request.path):
                return _lead_to(url)
            return self._render_state(request, followed, signature)
        is_required = not following.is_corrected_since_asked(list(followed.events.all()))
        form = CompletionForm(request.POST, is_message_required=is_required)
        if not form.is_valid():
            return self._render_state(request, followed, signature, form=form)
        message = form.cleaned_data["message"]
        try:
            perform_as_applicant("complete", followed.pk, message=message)
        except TransitionRefused:
            followed.refresh_from_db()
            if not following.is_said_already(followed, message):
                return self._render_state(request, followed, signature, unsent=message, status=409)
        return _lead_to(f"{self.follow_url(reference, signature)}?completed")

    @path("demande/suivi/<str:reference>/<str:signature>/corriger/<slug:word>/", name="correct_fr")
    @path("request/follow/<str:reference>/<str:signature>/correct/<slug:word>/", name="correct_en")
    def serve_correction(self, request, reference, signature, word):
        """One group of answers, while nothing is decided yet."""
        followed = links.read_follow_link(reference, signature)
        group = next(
            (name for words in GROUP_WORDS.values() for name, known in words.items() if known == word), None
        )
        if followed is None or group is None:
            return self._render_nothing(request)
        if request.method != "POST":
            if not followed.is_open:
                return _lead_to(self.follow_url(reference, signature))
            url = self._correction_url(reference, signature, group)
            if not url.endswith(request.path):
                return _lead_to(url)
            form = corrections.correction_form(group, followed)
            return self._render_correction(request, followed, signature, group, form)
        form = corrections.correction_form(group, followed, request.POST)
        if not followed.is_open:
            return self._render_correction(request, followed, signature, group, form, status=409)
        if not form.is_valid() or not self._may_move_links(followed, form):
            return self._render_correction(request, followed, signature, group, form)
        if self._is_outdated(request, followed, group, form):
            return self._render_correction(
                request, followed, signature, group, form, is_outdated=True, status=409
            )
        try:
            corrected = corrections.correct(followed.pk, form.cleaned_data, version=followed.version)
        except TransitionRefused:
            followed.refresh_from_db()
            return self._render_correction(
                request, followed, signature, group, form, is_outdated=True, status=409
            )
        if links.read_follow_link(reference, signature):
            return _lead_to(f"{self.follow_url(reference, signature)}?corrected")
        return _lead_to(f"{self.follow_url(reference, links.follow_signature(corrected))}?moved")

    @path("demande/suivi/<str:reference>/<str:signature>/retirer/", name="withdraw_fr")
    @path("request/follow/<str:reference>/<str:signature>/withdraw/", name="withdraw_en")
    def serve_withdrawal(self, request, reference, signature):
        """Asks once more before the request is closed at the applicant's wish."""
        followed = links.read_follow_link(reference, signature)
        if followed is None:
            return self._render_nothing(request)
        if request.method != "POST":
            url = self._follow_route("withdraw", reference, signature)
            if not followed.is_open:
                return _lead_to(self.follow_url(reference, signature))
            if not url.endswith(request.path):
                return _lead_to(url)
        form = WithdrawalForm(request.POST if request.method == "POST" else None)
        if not form.is_bound or not form.is_valid():
            return self._render_withdrawal(request, followed, signature, form)
        try:
            perform_as_applicant(
                "close", followed.pk, cause=ClosingCause.WITHDRAWN, message=form.cleaned_data["message"]
            )
        except TransitionRefused:
            followed.refresh_from_db()
            if followed.closing_cause != ClosingCause.WITHDRAWN:
                return self._render_withdrawal(request, followed, signature, form, status=409)
        return _lead_to(f"{self.follow_url(reference, signature)}?withdrawn")

    def _follow_route(self, name, *args) -> str:
        return self.url + self.reverse_subpage(f"{name}_{self.locale.language_code}", args=args)

    def _correction_url(self, reference, signature, group) -> str:
        word = GROUP_WORDS[self.locale.language_code][group]
        return self._follow_route("correct", reference, signature, word)

    def _may_move_links(self, followed, form) -> bool:
        """A new address is written to at once: not more often than links are sent."""
        email = form.cleaned_data.get("champion_email", followed.champion_email)
        if email.lower() == followed.champion_email.lower() or not following.is_limit_reached(
            followed, email
        ):
            return True
        form.add_error(
            "champion_email", _("This address was changed several times within the hour: try again later.")
        )
        return False

    def _is_outdated(self, request, followed, group, form) -> bool:
        """Whether the answers are not those that were shown any more, nor those that are sent."""
        if request.POST.get("shown") == _digest(followed, group):
            return False
        return any(getattr(followed, name) != answer for name, answer in form.cleaned_data.items())

    def _render_state(self, request, followed, signature, *, form=None, unsent="", status=200):
        events = list(followed.events.all())
        messages = list(followed.messages.all())
        if form is None and followed.state == State.TO_COMPLETE:
            form = CompletionForm(is_message_required=not following.is_corrected_since_asked(events))
        if followed.state != State.TO_COMPLETE:
            form = None
        address = followed.reference, signature
        asked = following.asked_in(messages, events) if form else []
        extra = {
            "followed": followed,
            "groups": [
                {
                    "stated": stated,
                    "url": self._correction_url(*address, stated.name),
                }
                for stated in corrections.stated(followed)
            ],
            "steps": following.timeline(events),
            "asked": asked,
            "messages": [message for message in messages if message not in asked],
            "reason": _reason(followed, events),
            "fee_call": _fee_call(followed),
            "form": form,
            "unsent": unsent,
            "done": next((done for done in DONE if done in request.GET), "")
            if request.method == "GET"
            else "",
            "last_day": links.last_day(signature),
            "withdraw_url": self._follow_route("withdraw", *address),
            "form_pdf_url": self.followed_form_url(*address, request),
            "fee_call_pdf_url": self.followed_call_url(*address, request),
        }
        return self._render_followed(request, "adhesion/follow.html", followed, signature, extra, status)

    def _render_correction(self, request, followed, signature, group, form, *, is_outdated=False, status=200):
        extra = {
            "form": form,
            "legend": form.legend,
            "shown": _digest(followed, group),
            "is_outdated": is_outdated,
            "current": next(stated for stated in corrections.stated(followed) if stated.name == group),
        }
        return self._render_followed(request, "adhesion/correct.html", followed, signature, extra, status)

    def _render_withdrawal(self, request, followed, signature, form, *, status=200):
        extra = {"form": form}
        return self._render_followed(
            request, "adhesion/follow_withdraw.html", followed, signature, extra, status
        )

    def _render_followed(self, request, template, followed, signature, extra, status):
        extra |= {"followed": followed, "follow_url": self.follow_url(followed.reference, signature)}
        return self._render_behind_link(request, template, extra, status)

    def _render_nothing(self, request):
        return self._render_link_form(request, LinkForm(), is_nothing=True, status=404)

    def _render_link_form(self, request, form, *, is_sent=False, is_nothing=False, status=200):
        extra = {"form": form, "is_sent": is_sent, "is_nothing": is_nothing}
        return self._render_behind_link(request, "adhesion/follow_link.html", extra, status)

    def _render_behind_link(self, request, template, extra, status):
        extra["link_url"] = self.link_url
        response = self.render_private(request, template, extra, status=status)
        return _private(response)


def _lead_to(url: str):
    return _private(redirect(url))


def _private(response):
    """Told to no other site and kept by no cache: the address opens the request."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    return response


def _digest(followed: AdhesionRequest, group: str) -> str:
    """What tells whether the answers of a group are still those that a form was opened with."""
    answers = [getattr(followed, name) for name in corrections.GROUPS[group].base_fields]
    return sha256(repr(answers).encode()).hexdigest()[:16]


def _reason(followed: AdhesionRequest, events) -> str:
    """Why the request was declined, word for word."""
    if followed.state != State.DECLINED:
        return ""
    return next((event.note for event in reversed(events) if event.what == EventKind.DECLINED), "")


def _fee_call(followed: AdhesionRequest) -> FeeCall | None:
    """The call for the fee that stands."""
    if followed.state != State.ACCEPTED:
        return None
    return FeeCall.objects.light().standing().filter(membership__request=followed).first()
