"""What the team does about one registration: each on a page of its own, which says what leaves by mail."""

from django.conf import settings
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views import View
from wagtail.admin import messages

from programmes.agenda.models import Registration
from programmes.agenda.registration import seats
from programmes.agenda.registration.forms import CorrectionForm, StaffRegistrationForm
from programmes.agenda.registration.prices import house_settings, price, price_text

from .access import EventMixin, RegistrationMixin, logger

State = Registration.State

_CANCELLED = gettext_noop("This event is cancelled: nobody is given a seat any more.")


class ConfirmedView(RegistrationMixin, View):
    """Asks once, then does it."""

    is_change = True
    template_name = "agenda/admin/registration_action.html"
    #: In which states it can be done.
    states = tuple(State)
    is_serious = False

    def get(self, request, *args, **kwargs):
        return self.page()

    def post(self, request, *args, **kwargs):
        if not self.is_possible:
            return self.page(status=409)
        self.do()
        return redirect(self.list_url)

    @property
    def is_possible(self) -> bool:
        return self.registration.state in self.states

    def page(self, *, form=None, status=200):
        context = self.get_context_data(
            event=self.event,
            registration=self.registration,
            form=form,
            label=self.get_page_title(),
            consequence=self.consequence(),
            is_possible=self.is_possible,
            is_serious=self.is_serious,
            list_url=self.list_url,
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def do(self):
        raise NotImplementedError

    def consequence(self) -> str:
        """What happens then."""
        raise NotImplementedError


class WithdrawView(ConfirmedView):
    states = Registration.ACTIVE
    is_serious = True

    def get_page_title(self):
        return _("Withdraw this person")

    def consequence(self):
        if self.registration.state == State.WAITING:
            return _("They leave the waiting list and are told by e-mail.")
        return _("They are told by e-mail. The first on the waiting list is given the seat and told as well.")

    def do(self):
        if seats.withdraw(self.registration):
            messages.success(self.request, _("The seat is free again; the person is told by e-mail."))


class GiveSeatView(ConfirmedView):
    states = (State.WAITING,)

    def get_page_title(self):
        return _("Give a seat now")

    def consequence(self):
        return _(
            "They come before those who have waited longer, even if no seat is left. They are told by e-mail."
        )

    def do(self):
        try:
            if seats.give_seat(self.registration):
                messages.success(self.request, _("The seat is given; the person is told by e-mail."))
        except seats.Cancelled:
            messages.error(self.request, _(_CANCELLED))


class SendAgainView(ConfirmedView):
    def get_page_title(self):
        return _("Send the e-mail again")

    def consequence(self):
        return _("The e-mail that says where they stand leaves again, with a link that works.")

    def do(self):
        if seats.send_again(self.registration):
            messages.success(self.request, _("The e-mail leaves again."))
        else:
            messages.warning(
                self.request, _("It has just left, or is about to: nothing was sent a second time.")
            )


class EraseView(ConfirmedView):
    is_serious = True

    def get_page_title(self):
        return _("Erase this registration")

    def consequence(self):
        return _(
            "The registration and its e-mails are deleted for good; those still waiting do not leave. "
            "The person is not told. The first on the waiting list is given the seat."
        )

    def do(self):
        number = self.registration.pk
        seats.erase(self.registration)
        logger.info("Registration %d erased by user %s", number, self.request.user.pk)
        messages.success(self.request, _("The registration is erased."))


class CorrectView(ConfirmedView):
    """A name, an e-mail or an organisation that was mistyped, or whether it is a member."""

    def get(self, request, *args, **kwargs):
        initial = {name: getattr(self.registration, name) for name in CorrectionForm.base_fields}
        return self.page(form=CorrectionForm(initial=initial, prices=self.prices))

    def post(self, request, *args, **kwargs):
        form = CorrectionForm(request.POST, prices=self.prices)
        if not form.is_valid():
            return self.page(form=form)
        before = self.registration.price
        try:
            corrected = seats.correct(self.registration, form.cleaned_data)
        except seats.Taken:
            form.add_error("email", _("Somebody is registered for this event under that e-mail."))
            return self.page(form=form)
        if corrected.price == before:
            messages.success(request, _("The registration is corrected."))
        else:
            told = _(
                "The registration is corrected. Its price is now: %(price)s. The e-mail says so if you send "
                "it again."
            )
            messages.success(request, told % {"price": price_text(corrected.price)})
        return redirect(self.list_url)

    @property
    def prices(self) -> dict[bool, str]:
        house = house_settings()
        return {
            is_member: price_text(price(self.event, house, is_member=is_member))
            for is_member in (True, False)
        }

    def get_page_title(self):
        return _("Correct this registration")

    def consequence(self):
        return ""


class AddView(EventMixin, View):
    """Somebody who telephoned or wrote."""

    is_change = True
    template_name = "agenda/admin/registration_add.html"

    def get(self, request, *args, **kwargs):
        return self.page(
            StaffRegistrationForm(languages=settings.LANGUAGES, initial={"language": settings.LANGUAGE_CODE})
        )

    def post(self, request, *args, **kwargs):
        form = StaffRegistrationForm(request.POST, languages=settings.LANGUAGES)
        if not form.is_valid():
            return self.page(form)
        answers = dict(form.cleaned_data)
        language, has_seat = answers.pop("language"), answers.pop("has_seat")
        try:
            registration, is_new = seats.register(
                self.event, answers, language=language, by_staff=True, has_seat=has_seat
            )
        except seats.Cancelled:
            form.add_error(None, _(_CANCELLED))
            return self.page(form)
        if not is_new:
            form.add_error("email", _("Somebody is registered for this event under that e-mail."))
            return self.page(form)
        messages.success(
            request,
            _("Registered with a seat; the confirmation leaves by e-mail.")
            if registration.state == State.CONFIRMED
            else _("Placed on the waiting list; an e-mail says so."),
        )
        return redirect(self.list_url)

    def page(self, form):
        context = self.get_context_data(event=self.event, form=form, list_url=self.list_url)
        return TemplateResponse(self.request, self.template_name, context)

    def get_page_title(self):
        return _("Register somebody")
