"""Keeping the index true to what is published."""

from modelsearch.index import insert_or_update_object


def index_published_page(instance, **kwargs):
    """Index a page once its children rows (contributors, speakers, tags) are saved.

    The index is first written as the page's own row is saved, before those rows are: without this, a name
    added to a book would be found only after the next change.
    """
    insert_or_update_object(instance)
