"""Log-in in one step or two, and each user's choice of the second."""

import base64
import datetime
import time

import segno
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth import login as log_in
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views import account
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from users import second_factor
from users.forms import CodeForm, EnrolmentForm, LoginForm, PasswordForm
from users.middleware import PROVED
from users.models import Authenticator

#: Seconds left for the code once the password was right.
CODE_TIME = 10 * 60
HALFWAY = "login"
SECRET = "second_factor_secret"  # noqa: S105

User = get_user_model()
sensitive = method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")


@sensitive
class LoginView(account.LoginView):
    """Name and password. Whoever turned the second step on is not logged in by them."""

    template_name = "users/login.html"

    def get_form_class(self):
        return LoginForm

    def form_valid(self, form):
        user = form.get_user()
        remember = form.cleaned_data["remember"]
        if second_factor.is_on(user):
            # A key that somebody slipped to the browser before is worth nothing from here on.
            self.request.session.cycle_key()
            self.request.session[HALFWAY] = {
                "user": user.pk,
                "backend": user.backend,
                "password": user.get_session_auth_hash(),
                "since": int(time.time()),
                "remember": remember,
                "next": self.get_success_url(),
            }
            return redirect("users_login_code")
        log_in(self.request, user)
        bound_session(self.request, remember)
        return HttpResponseRedirect(self.get_success_url())


@sensitive
class CodeView(FormView):
    """The second step: nobody is logged in before it, and it is soon too late for it."""

    template_name = "users/code.html"
    form_class = CodeForm

    def dispatch(self, request, *args, **kwargs):
        if self.user is None:
            request.session.pop(HALFWAY, None)
            return redirect("wagtailadmin_login")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def user(self):
        """Who gave the right password just now; None if nobody did, or if it was changed or closed since."""
        halfway = self.request.session.get(HALFWAY)
        if halfway is None or time.time() - halfway["since"] > CODE_TIME:
            return None
        user = User.objects.filter(pk=halfway["user"], is_active=True).first()
        if user and constant_time_compare(halfway["password"], user.get_session_auth_hash()):
            return user
        return None

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request, "user": self.user}

    def form_valid(self, form):
        halfway = self.request.session.pop(HALFWAY)
        log_in(self.request, self.user, backend=halfway["backend"])
        self.request.session[PROVED] = True
        bound_session(self.request, halfway["remember"])
        if not second_factor.is_of_authenticator(form.cleaned_data["code"]):
            left = self.user.recovery_codes.count()
            said = ngettext(
                "That recovery code is spent: %(count)d is left.",
                "That recovery code is spent: %(count)d are left.",
                left,
            )
            manage = messages.button(reverse("users_second_factor"), _("Make new ones"))
            messages.warning(self.request, said % {"count": left}, buttons=[manage])
        return HttpResponseRedirect(halfway["next"])


def bound_session(request, remember: bool) -> None:
    """Let the session end with the browser, or at a moment that no visit puts off."""
    days = datetime.timedelta(days=settings.REMEMBERED_SESSION_DAYS)
    request.session.set_expiry(days if remember else 0)


class AccountPage(WagtailAdminTemplateMixin, FormView):
    page_title = gettext_lazy("Two-step log-in")
    header_icon = "key"

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailadmin_account"), "label": _("Account")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def show_codes(self, codes):
        """The one answer that holds them: nothing keeps them afterwards."""
        return self.response_class(
            request=self.request,
            template=["users/recovery_codes.html"],
            context=self.get_context_data(codes=codes),
        )


@sensitive
class EnrolmentView(AccountPage):
    """The key, to be given to an application; asked for from the next log-in on once a code proves it."""

    template_name = "users/enrolment.html"
    form_class = EnrolmentForm

    @cached_property
    def secret(self):
        """Held by the session until it is proved, so that a second look shows the same."""
        return self.request.session.setdefault(SECRET, second_factor.new_secret())

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"secret": self.secret}

    def get_context_data(self, **kwargs):
        address = Authenticator(user=self.request.user, key=self.secret).config_url
        key = base64.b32encode(bytes.fromhex(self.secret)).decode()
        return super().get_context_data(**kwargs) | {
            "picture": segno.make(address, error="m").svg_inline(scale=4, border=4, light="#fff"),
            "key": " ".join(key[start : start + 4] for start in range(0, len(key), 4)),
            "is_required": settings.REQUIRE_SECOND_FACTOR,
        }

    def form_valid(self, form):
        codes = second_factor.turn_on(self.request.user, self.secret, form.step)
        self.request.session.pop(SECRET)
        self.request.session[PROVED] = True
        messages.success(self.request, _("From now on log-in asks for a code."))
        return self.show_codes(codes)


@sensitive
class SecondFactorView(AccountPage):
    """The second step once it is on: new recovery codes, or none of it any more."""

    template_name = "users/second_factor.html"
    form_class = PasswordForm

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "authenticator": Authenticator.objects.filter(user=self.request.user).first(),
            "codes_left": self.request.user.recovery_codes.count(),
            "is_required": settings.REQUIRE_SECOND_FACTOR,
        }

    def form_valid(self, form):
        if "off" not in self.request.POST:
            return self.show_codes(second_factor.renew_recovery_codes(self.request.user))
        second_factor.turn_off(self.request.user, actor=self.request.user)
        self.request.session.pop(PROVED, None)
        messages.success(self.request, _("From now on log-in asks for your password only."))
        return redirect("wagtailadmin_account")


def second_factor_page(request):
    view = SecondFactorView if second_factor.is_on(request.user) else EnrolmentView
    return view.as_view()(request)


class ColleagueView(WagtailAdminTemplateMixin, TemplateView):
    """A colleague whose telephone is lost, and whose recovery codes are too."""

    template_name = "users/colleague.html"
    page_title = gettext_lazy("Two-step log-in")
    header_icon = "key"

    def dispatch(self, request, pk):
        self.colleague = get_object_or_404(User, pk=pk)
        may = request.user.has_perm("users.change_user")
        if not may or (self.colleague.is_superuser and not request.user.is_superuser):
            raise PermissionDenied
        return super().dispatch(request, pk)

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailusers_users:index"), "label": _("Users")},
            {"url": "", "label": self.get_header_title()},
        ]

    def get_page_subtitle(self):
        return get_user_display_name(self.colleague)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "colleague": get_user_display_name(self.colleague),
            "is_on": second_factor.is_on(self.colleague),
            "users_url": reverse("wagtailusers_users:index"),
        }

    def post(self, request, pk):
        if second_factor.turn_off(self.colleague, actor=request.user):
            messages.success(
                request,
                _("Log-in asks %(name)s for a password only.")
                % {"name": get_user_display_name(self.colleague)},
            )
        return redirect("wagtailusers_users:index")
