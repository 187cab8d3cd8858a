"""Where a page stands, told within a query that is asked anyway: the way there costs none of its own."""

from django.db.models import Subquery
from wagtail.models import Page

from core.querysets import open_to_all


def path_of_page(app_label: str, model: str, **chosen) -> Subquery:
    """Path of the page of a type that anybody may read, for a query over anything; None: there is none."""
    pages = Page.objects.filter(content_type__app_label=app_label, content_type__model=model, **chosen)
    return Subquery(open_to_all(pages).order_by("path").values("url_path")[:1])
