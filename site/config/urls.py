"""All addresses. Wagtail's pages come last: they answer whatever is left."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.static import serve as serve_file
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap

from core import permalinks
from core.serving import serve
from core.sitemaps import PageSitemap, robots
from programmes.agenda.registration import stable

handler404 = "core.views.page_not_found"

urlpatterns = [
    # Before Wagtail's own, which it takes the place of.
    path("admin/login/", include("users.urls")),
    path("admin/session/", include("desk.trash.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include("documents.urls")),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PageSitemap}}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path("ref/<int:pk>/", permalinks.follow, name="permalink"),
    *(
        [re_path(r"^media/(?P<path>.*)$", serve_file, {"document_root": settings.MEDIA_ROOT})]
        if settings.SERVE_MEDIA
        else []
    ),
    *i18n_patterns(
        path("", include("search.urls")),
        path("inscriptions/<int:number>/<str:signature>/", stable.follow, name="own_registration"),
        re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
        # The documents and data that a page makes have the address of a file.
        re_path(r"^((?:[\w\-]+/)*[\w\-]+\.(?:bib|csv|ics|json|pdf|ris|srt|txt|vtt))$", serve),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
