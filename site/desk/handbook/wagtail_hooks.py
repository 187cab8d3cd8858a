"""Where the handbook is found: in the menu of help, and in the editor of what it tells how to write."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import DismissibleMenuItem, MenuItem
from wagtail.admin.widgets import Button

from .chapters import of_page
from .views import ChapterView, HandbookView


@hooks.register("register_admin_urls")
def handbook_addresses():
    return [
        path("handbook/", HandbookView.as_view(), name="handbook"),
        path("handbook/<slug:slug>/", ChapterView.as_view(), name="handbook_chapter"),
    ]


@hooks.register("register_help_menu_item")
def handbook_entry():
    return MenuItem(_("Handbook"), reverse("handbook"), name="handbook", icon_name="help", order=1)


@hooks.register("register_page_header_buttons")
def how_to_write_this(page, user, view_name, next_url=None):
    if chapter := of_page(page):
        yield Button(_("Handbook: how to do it"), chapter.url, icon_name="help", priority=90)


@hooks.register("construct_help_menu")
def leave_one_book_to_read(request, menu_items):
    """Wagtail's own are in English, on another site, and carry a badge until somebody puts them away."""
    menu_items[:] = [item for item in menu_items if not isinstance(item, DismissibleMenuItem)]
