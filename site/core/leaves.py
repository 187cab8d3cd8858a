"""Lists that are read leaf by leaf."""

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404


def leaf_or_404(paginator: Paginator, request) -> Page:
    """The leaf of `?page=`; 404 where there is none, so that no address shows twice the same list."""
    try:
        return paginator.page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404 from error
