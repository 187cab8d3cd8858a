"""Full-text search in the site's own database, each language by its own rules."""

from django.db import connection


def SearchBackend(params: dict):
    """The backend for the database in use. Imported late: each needs tables that the other has not."""
    if connection.vendor == "postgresql":
        from .postgres import LanguagePostgresBackend

        return LanguagePostgresBackend(params)
    from .sqlite import InflectedSQLiteBackend

    return InflectedSQLiteBackend(params)
