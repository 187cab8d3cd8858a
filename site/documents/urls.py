"""Addresses of documents, which take the place of Wagtail's."""

from django.urls import include, path, re_path
from wagtail.documents import urls as wagtaildocs_urls

from documents.views import serve

urlpatterns = [
    re_path(r"^(\d{1,9})/(.*)$", serve, name="wagtaildocs_serve"),
    path("", include(wagtaildocs_urls)),
]
