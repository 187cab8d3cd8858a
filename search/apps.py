from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self):
        from wagtail.signals import page_published

        from search.indexing import index_published_page

        page_published.connect(index_published_page, dispatch_uid="search.index_published_page")
