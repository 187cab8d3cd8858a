"""The items of a series, a collection or an index, read leaf by leaf."""

from django.core.paginator import Page, Paginator

from core.leaves import leaf_or_404

#: Items on one leaf: whole rows of two, three and four.
PAGE_SIZE = 24


def leaf_of(page, items, count: int, request) -> Page:
    """The leaf of `?page=` of the list of a page: `items` (queryset or list), `count` of them.

    What it holds is fetched. From the second leaf on, the canonical address of the page is that of the leaf.
    """
    paginator = Paginator(items, PAGE_SIZE)
    paginator.count = count
    leaf = leaf_or_404(paginator, request)
    leaf.object_list = list(leaf.object_list)
    if leaf.number > 1:
        original = page.alias_of or page
        page.canonical_url = f"{original.get_full_url(request)}?page={leaf.number}"
    return leaf
