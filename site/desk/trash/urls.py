"""What the admin asks without being logged in."""

from django.urls import path

from desk.trash.session import state

urlpatterns = [path("", state, name="session_state")]
