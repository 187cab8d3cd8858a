"""Addresses of an event below its own by which one registers and withdraws."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.contrib.routable_page.models import path
from wagtail.url_routing import RouteResult

from core.below import render_below
from core.clients import counted_address
from core.clock import now
from core.limits import Limit
from core.models import ContactSettings
from core.routes import RoutesByLanguageMixin
from programmes.agenda.models.registrations import Registration
from programmes.agenda.registration import links, lists, seats
from programmes.agenda.registration.forms import RegistrationForm
from programmes.agenda.registration.offer import Offer
from programmes.agenda.registration.prices import price_to_tell
from programmes.agenda.registration.stable import STYLESHEETS, nothing, private

#: A field that people never see and machines fill in.
HONEYPOT = "fax_confirmation"
#: A whole office may stand behind one address.
FROM_ONE_ADDRESS = Limit("registration.origin", most=20, period=timedelta(hours=1))
#: Nobody's mailbox is filled by somebody else.
TO_ONE_MAILBOX = Limit("registration.mailbox", most=5, period=timedelta(hours=1))


class RegistrationRoutesMixin(RoutesByLanguageMixin):
    """An event that one may register for.

    Each language has its own paths; under the other one's, the visitor is led to the right one. GET changes
    nothing. No address names anybody.
    """

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["registration"] = Offer.of(self, request)
        return context

    def route(self, request, path_components):
        """Whoever has a seat finds it, though the event is no longer published."""
        if not self.live and path_components:
            try:
                match = self.resolve_subpage("/" + "/".join(path_components) + "/")
            except Http404:
                return super().route(request, path_components)
            view, args, kwargs = match
            if view.__name__ in (self.serve_own_registration.__name__, self.serve_withdrawal.__name__):
                return RouteResult(self, args=(view, args, kwargs))
        return super().route(request, path_components)

    @path("inscription/", name="register_fr")
    @path("registration/", name="register_en")
    def serve_registration(self, request):
        """The form; where nobody registers any more, why."""
        offer = Offer.of(self, request)
        if offer is None:
            raise Http404
        if request.method == "POST":
            return self._register(request, offer)
        if elsewhere := self.elsewhere(request, self.route_url("register", request)):
            return private(elsewhere)
        return self._render_form(request, offer, RegistrationForm(offer=offer))

    @path("inscription/recue/", name="registered_fr")
    @path("registration/received/", name="registered_en")
    def serve_confirmation(self, request):
        """The same for everybody: it does not tell who is registered."""
        if elsewhere := self.elsewhere(request, self.route_url("registered", request)):
            return private(elsewhere)
        return self._render(request, "registered", _("Your registration is received"))

    @path("inscription/<int:number>/<str:signature>/", name="mine_fr")
    @path("registration/<int:number>/<str:signature>/", name="mine_en")
    def serve_own_registration(self, request, number, signature):
        """One registration, to whoever has the link of its mails."""
        registration = links.read(self, number, signature)
        if registration is None:
            return nothing(request)
        url = self.route_url("mine", request, number, signature)
        if elsewhere := self.elsewhere(request, url):
            elsewhere.status_code = 302
            return private(elsewhere)
        return self._render_own(request, registration, signature)

    @path("inscription/desistement/", name="withdraw_fr")
    @path("registration/withdrawal/", name="withdraw_en")
    def serve_withdrawal(self, request):
        """Gives the seat back; the link is posted, so that no log of refused posts repeats it."""
        if request.method != "POST":
            return private(redirect(self.get_url(request)))
        number, signature = request.POST.get("number", ""), request.POST.get("signature", "")
        # So long as the largest number that a database gives.
        is_number = number.isdecimal() and len(number) <= 19
        registration = links.read(self, int(number), signature) if is_number else None
        if registration is None:
            return nothing(request)
        if now() < lists.begins_at(lists.head_of(self)):
            try:
                seats.withdraw(registration)
            except Registration.DoesNotExist:
                # Erased by the team at that very moment.
                return nothing(request)
        return private(redirect(self.route_url("mine", request, registration.pk, signature)))

    def _register(self, request, offer):
        form = RegistrationForm(request.POST, offer=offer)
        received = redirect(self.route_url("registered", request))
        if request.POST.get(HONEYPOT):
            return private(received)
        if not form.is_valid():
            return self._render_form(request, offer, form)
        origin, mailbox = counted_address(request) or "", form.cleaned_data["email"].lower()
        if FROM_ONE_ADDRESS.is_reached(origin) or TO_ONE_MAILBOX.is_reached(mailbox):
            return self._render_form(request, offer, form, is_too_often=True, status=429)
        try:
            seats.register(self, form.cleaned_data, language=get_language())
        except seats.Closed:
            return self._render_form(request, Offer.of(self, request), form, is_too_late=True, status=409)
        FROM_ONE_ADDRESS.count(origin)
        TO_ONE_MAILBOX.count(mailbox)
        return private(received)

    def _render_form(self, request, offer, form, *, is_too_often=False, is_too_late=False, status=200):
        return self._render(
            request,
            "register",
            _("Put yourself on the waiting list") if offer.is_full else _("Register"),
            status=status,
            offer=offer,
            form=form,
            honeypot=HONEYPOT,
            is_too_often=is_too_often,
            is_too_late=is_too_late,
            contact=ContactSettings.for_request(request),
        )

    def _render_own(self, request, registration, signature):
        head = lists.head_of(self)
        is_over = now() >= lists.begins_at(head)
        state = registration.state
        return self._render(
            request,
            "mine",
            _("Your registration"),
            args=(registration.pk, signature),
            registration=registration,
            head=head,
            is_over=is_over,
            position=lists.position(registration) if state == registration.State.WAITING else 0,
            price=price_to_tell(registration, head),
            signature=signature,
            withdraw_url="" if is_over or not registration.is_active else self.route_url("withdraw", request),
            offer=Offer.of(self, request) if self.live else None,
        )

    def _render(self, request, name, title, *, args=(), status=200, **extra):
        """A page of one visitor."""
        standing = {"title": title, "introduction": "", "stylesheets": STYLESHEETS}
        response = render_below(
            self,
            request,
            f"agenda/registration/{name}.html",
            route=name,
            args=args,
            standing=standing,
            event=self,
            **extra,
        )
        response.context_data["structured_data"] = []
        response.status_code = status
        return private(response)
