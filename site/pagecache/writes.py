"""What is written to the database and may show on a page: seen where it happens, in SQL.

Signals would miss `QuerySet.update()`, `bulk_create()`, what moves pages in their tree, and what packages do
next year. Here any table is taken to be shown unless it stands in `SILENT`.
"""

import re
import threading
from functools import cache

from django.apps import apps
from django.db import transaction
from django.db.models import ForeignKey
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Page

from pagecache.generations import shared

#: Tables of which no page shows anything, by the beginning of their names.
SILENT = (
    "adhesion_adhesionrequest",
    "adhesion_feecall",
    "adhesion_filingtrace",
    "adhesion_internalnote",
    "adhesion_message",
    "adhesion_renewal",
    "adhesion_request",
    "agenda_registrationmail",
    "auth_",
    "axes_",
    "care_",
    "demo_",
    "django_",
    "documents_downloadcount",
    "freshness_",
    "otp_",
    "pasting_",
    "post_office_",
    "search_",
    "sqlite_",
    "trash_",
    "users_",
    "wagtail_localize_",
    "wagtailadmin_",
    "wagtailcore_apitoken",
    "wagtailcore_comment",
    "wagtailcore_group",
    "wagtailcore_modellogentry",
    "wagtailcore_pagelogentry",
    "wagtailcore_pagesubscription",
    "wagtailcore_referenceindex",
    "wagtailcore_revision",
    "wagtailcore_task",
    "wagtailcore_uploadedfile",
    "wagtailcore_workflow",
    "wagtailembeds_",
    "wagtailsearch_",
    "wagtailusers_",
)
#: Columns of a page that a draft changes, and its place in the tree when something is put below it.
DRAFT = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision_created_at",
        "latest_revision_id",
        "locked",
        "locked_at",
        "locked_by_id",
        "numchild",
    }
)
_WRITE = re.compile(
    r'\s*(INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE)\s+"?(\w+)"?', re.IGNORECASE
)
_COLUMNS = re.compile(r"\(([^()]*)\)\s*(?:VALUES|SELECT)", re.IGNORECASE)
_SET = re.compile(r'"?(\w+)"?\s*=')
_state = threading.local()


def watch(connection) -> None:
    """From here on, what is written through that connection renews the pages once it is committed."""
    if _watcher not in connection.execute_wrappers:
        # First: who takes their own wrapper away takes the last.
        connection.execute_wrappers.insert(0, _watcher)


def _watcher(execute, sql, params, many, context):
    result = execute(sql, params, many, context)
    if isinstance(sql, str) and sql[:6] == "SELECT":
        return result
    found = _WRITE.match(str(sql))
    if found:
        verb, table = found[1][:6].upper(), found[2].lower()
        if not is_silent(verb, table):
            drafts = None if many else _possible_drafts(verb, table, sql, params)
            renew_on_commit(context["connection"].alias, drafts)
    return result


def is_silent(verb: str, table: str) -> bool:
    if table == _renditions():
        # They are made while a page is being read; without them, it would show none.
        return verb == "INSERT"
    return table.startswith(SILENT)


def _possible_drafts(verb: str, table: str, sql: str, params) -> frozenset | None:
    """Keys of the pages written, if it shows nothing unless one of them is public; None if it may."""
    if verb == "UPDATE" and table == Page._meta.db_table:
        assignments = sql[sql.upper().find(" SET ") + 5 : _where(sql)]
        return frozenset() if DRAFT.issuperset(_SET.findall(assignments)) else None
    if verb != "INSERT" or table not in _columns_naming_pages():
        return None
    columns = _COLUMNS.search(sql)
    names = [name.strip().strip('"') for name in columns[1].split(",")] if columns else []
    values = list(params or ())
    column = _columns_naming_pages()[table]
    # One row of plain values for each column, or we do not know what is written.
    if column not in names or len(values) != len(names) or "SELECT" in sql.upper()[: columns.end()]:
        return None
    value = values[names.index(column)]
    if table == Page._meta.db_table:
        return None if value else frozenset()
    return frozenset({value})


def _where(sql: str) -> int:
    found = sql.upper().rfind(" WHERE ")
    return found if found >= 0 else len(sql)


@cache
def _renditions() -> str:
    from wagtail.images import get_image_model

    return get_image_model().get_rendition_model()._meta.db_table


@cache
def _columns_naming_pages() -> dict[str, str]:
    """The column that tells of which page a row is, by table; of pages themselves, whether it is public."""
    columns = {Page._meta.db_table: "live"}
    for model in apps.get_models():
        for field in model._meta.local_fields:
            is_part = isinstance(field, ParentalKey) or (
                isinstance(field, ForeignKey) and field.remote_field.parent_link
            )
            if is_part and issubclass(field.related_model, Page):
                columns[model._meta.db_table] = field.column
        if issubclass(model, Page):
            for field in model._meta.local_many_to_many:
                if (
                    isinstance(field, ParentalManyToManyField)
                    and field.remote_field.through._meta.auto_created
                ):
                    columns[field.m2m_db_table()] = field.m2m_column_name()
    return columns


def renew_on_commit(using: str = "default", drafts: frozenset | None = None) -> None:
    """Renews the pages when the transaction ends well; at once where there is none.

    With `drafts`, only if one of these pages is public then.
    """
    # Asked for once a change for each statement, done once: those of one commit run one after the other.
    _state.renewed = False
    transaction.on_commit(lambda: _renew(drafts), using=using, robust=True)


def _renew(drafts: frozenset | None) -> None:
    if _state.renewed or (drafts is not None and not _one_is_public(drafts)):
        return
    shared().renew()
    _state.renewed = True


def _one_is_public(keys: frozenset) -> bool:
    return bool(keys) and Page.objects.filter(pk__in=keys, live=True).exists()
