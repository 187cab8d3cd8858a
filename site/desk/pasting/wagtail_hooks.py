"""Documents are brought in from the page where they belong, or from the one under which they make another."""

from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from desk.pasting import bringing, views


@hooks.register("register_admin_urls")
def addresses():
    return [
        path("pages/<int:page_id>/bring-document/", views.BringView.as_view(), name="pasting_bring"),
        path("pages/<int:page_id>/new-from-document/", views.NewPageView.as_view(), name="pasting_new"),
        path("documents-brought/<uuid:pk>/", views.CheckView.as_view(), name="pasting_check"),
    ]


@hooks.register("insert_editor_js")
def notice_of_pastes():
    return render_to_string("pasting/notice.html", {"screen": reverse("pasting_new", args=[0])})


@hooks.register("register_page_header_buttons")
def header_buttons(page, user, view_name, next_url=None):
    if bringing.may_bring(user, page):
        yield Button(
            _("Bring a document in"),
            reverse("pasting_bring", args=[page.pk]),
            icon_name="upload",
            priority=12,
        )
    if bringing.new_types(user, page):
        yield Button(
            _("New page from a document"),
            reverse("pasting_new", args=[page.pk]),
            icon_name="doc-full",
            priority=16,
        )
