"""The second step of log-in, where users look for it in the admin."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from users.views import ColleagueView, second_factor_page


@hooks.register("register_admin_urls")
def second_factor_addresses():
    return [
        path("account/second-factor/", second_factor_page, name="users_second_factor"),
        path("users/<int:pk>/second-factor/", ColleagueView.as_view(), name="users_colleague"),
    ]


@hooks.register("register_account_menu_item")
def second_factor_entry(request):
    return {
        "url": reverse("users_second_factor"),
        "label": _("Two-step log-in"),
        "help_text": _("Besides your password, log-in asks for a code that your telephone shows."),
    }


@hooks.register("register_user_listing_buttons")
def colleague_button(user, request_user):
    if request_user.has_perm("users.change_user"):
        yield Button(
            _("Two-step log-in"), reverse("users_colleague", args=[user.pk]), icon_name="key", priority=40
        )


@hooks.register("register_log_actions")
def second_factor_actions(actions):
    actions.register_action(
        "users.second_factor_on", _("Turn on two-step log-in"), _("Two-step log-in turned on")
    )
    actions.register_action(
        "users.second_factor_off", _("Turn off two-step log-in"), _("Two-step log-in turned off")
    )
    actions.register_action("users.recovery_codes", _("Make recovery codes"), _("New recovery codes made"))
