"""What is typed to log in, and to ask for a second step."""

from django import forms
from django.contrib.auth import authenticate
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms import auth

from users import lockout, second_factor

#: Seconds during which a second mail for a new password is not sent to the same user.
PASSWORD_RESET_PAUSE = 5 * 60


class LoginForm(auth.LoginForm):
    """Wagtail's form, which says how long to wait, and which browsers and password managers fill in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, purpose in (("username", "username"), ("password", "current-password")):
            self.fields[name].widget.attrs.pop("placeholder", None)
            self.fields[name].widget.attrs["autocomplete"] = purpose
        self.fields["password"].label = _("Password")
        self.fields["remember"].label = _("Stay logged in for seven days on this device")

    def get_invalid_login_error(self):
        if getattr(self.request, "axes_locked_out", False):
            said = lockout.message(self.request, self.cleaned_data["username"])
            return ValidationError(said, code="locked_out")
        return super().get_invalid_login_error()


class PasswordResetForm(auth.PasswordResetForm):
    """Wagtail's form, which fills nobody's mailbox; its answer is the same for whoever asks."""

    def get_users(self, email):
        return [
            user
            for user in super().get_users(email)
            if cache.add(f"password-reset-{user.pk}", True, PASSWORD_RESET_PAUSE)
        ]


class CodeForm(forms.Form):
    """The code that ends a log-in."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The six digits that your application shows, or one of your recovery codes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args, request, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user

    def clean_code(self):
        code, username = self.cleaned_data["code"], self.user.get_username()
        if lockout.is_locked_out(self.request, username):
            raise ValidationError(lockout.message(self.request, username), code="locked_out")
        seconds = second_factor.wait(self.user)
        if second_factor.verify(self.user, code):
            return code
        if seconds and second_factor.is_of_authenticator(code):
            raise ValidationError(
                ngettext(
                    "This code was not looked at: after a wrong one, wait %(count)d second.",
                    "This code was not looked at: after a wrong one, wait %(count)d seconds.",
                    seconds,
                ),
                code="too_soon",
                params={"count": seconds},
            )
        lockout.count_failure(self.request, username)
        if self.request.axes_locked_out:
            raise ValidationError(lockout.message(self.request, username), code="locked_out")
        raise ValidationError(
            _("This is not the code expected. Type the one shown now; each serves once."), code="wrong"
        )


class PasswordForm(forms.Form):
    """The password again, before what would shut its owner out: the screen may have been left open."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self):
        username = self.request.user.get_username()
        if authenticate(self.request, username=username, password=self.cleaned_data["password"]):
            return ""
        if self.request.axes_locked_out:
            raise ValidationError(lockout.message(self.request, username), code="locked_out")
        raise ValidationError(_("This is not your password. Type it again."), code="wrong")


class EnrolmentForm(PasswordForm):
    """A code that proves that the application holds the secret just shown."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The six digits that the application shows once it has the key."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    field_order = ["code", "password"]

    def __init__(self, *args, secret, **kwargs):
        super().__init__(*args, **kwargs)
        self.secret = secret

    def clean_code(self):
        self.step = second_factor.current_step(self.secret, self.cleaned_data["code"])
        if self.step is None:
            raise ValidationError(
                _(
                    "This is not the code expected. Type the one shown now; if it is refused again, "
                    "check the time of your telephone."
                ),
                code="wrong",
            )
        return self.cleaned_data["code"]
