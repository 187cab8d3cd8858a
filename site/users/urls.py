"""Log-in, in one step or two. The first address bears Wagtail's name: whatever leads there leads here."""

from django.urls import path

from users.views import CodeView, LoginView

urlpatterns = [
    path("", LoginView.as_view(), name="wagtailadmin_login"),
    path("code/", CodeView.as_view(), name="users_login_code"),
]
