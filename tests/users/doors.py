"""Every address of the admin, and the roles that it opens to.

To declare a new one: a line in `DOORS`, by its name or by a pattern of names (the longest that fits counts),
and, where its path takes arguments, what to visit it with in `examples.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from django.urls import URLPattern, URLResolver, get_resolver

from users import roles

WRITING, VALIDATION, MEMBERSHIPS, ADMINISTRATION = (role.name for role in roles.ROLES)
#: Somebody with an account and no role, and somebody without an account.
NO_ROLE, VISITOR = "no role", "visitor"

TEAM = {WRITING, VALIDATION, MEMBERSHIPS, ADMINISTRATION}
EVERYBODY = TEAM | {NO_ROLE, VISITOR}
EDITORS = {WRITING, VALIDATION, ADMINISTRATION}
PUBLISHERS = {VALIDATION, ADMINISTRATION}
CASEWORKERS = {MEMBERSHIPS, ADMINISTRATION}
ADMINISTRATORS = {ADMINISTRATION}
NOBODY = set()


def snippet(model: str, *, read: set, add: set, change: set, delete: set) -> dict[str, set]:
    """The addresses of a snippet, `model` being `app_model`: its screens, then those that choose one."""
    screens, choosers = f"wagtailsnippets_{model}", f"wagtailsnippetchoosers_{model}"
    return {
        f"{screens}:*": read,
        f"{screens}:add": add,
        f"{screens}:copy": add,
        f"{screens}:edit": change,
        f"{screens}:usage": change,
        f"{screens}:preview_on_add": add,
        f"{screens}:preview_on_edit": change,
        f"{screens}:delete": delete,
        # Names alone are chosen from, and pages show them all.
        f"{choosers}:*": TEAM,
        f"{choosers}:create": add,
    }


DOORS = {
    # The door itself, and what its page is made of.
    "wagtailadmin_login": EVERYBODY,
    "wagtailadmin_password_reset*": EVERYBODY,
    "wagtailadmin_javascript_catalog": EVERYBODY,
    "wagtailadmin_sprite": EVERYBODY,
    "users_login_code": EVERYBODY,
    "session_state": EVERYBODY,
    # What everybody of the team has.
    "wagtailadmin_home": TEAM,
    "wagtailadmin_logout": TEAM,
    "wagtailadmin_account": TEAM,
    "wagtailadmin_dismissibles": TEAM,
    "wagtailadmin_tag_*autocomplete": TEAM,
    "wagtailadmin_editing_sessions:release": TEAM,
    "wagtail_localize:javascript_catalog": TEAM,
    "freshness_editor_catalog": TEAM,
    "users_second_factor": TEAM,
    "session_back": TEAM,
    # What one may not read is missing from these.
    "wagtailsnippets:index": TEAM,
    "wagtailadmin_reports:site_history*": TEAM,
    # What is linked to or shown is chosen from lists of names.
    "wagtailadmin_choose_page*": TEAM,
    "wagtailadmin_api:*": TEAM,
    "wagtail_localize:snippets_api_*": TEAM,
    "wagtaildocs_chooser:*": TEAM,
    "wagtailembeds:chooser*": TEAM,
    "wagtailimages_chooser:*": TEAM,
    "wagtailmedia:chooser*": TEAM,
    "wagtailadmin_workflows:task_ch*": TEAM,
    # Pages.
    # It says of each thing whether one may.
    "wagtail_bulk_action": TEAM,
    "wagtailadmin_api:pages:action": PUBLISHERS,
    "wagtailadmin_api:pages:detail": EDITORS,
    "wagtailadmin_editing_sessions:ping": EDITORS,
    "wagtailadmin_explore*": EDITORS,
    "wagtailadmin_pages:*": EDITORS,
    # The first leads to another page of this list, the second says that there is nowhere to write.
    "wagtailadmin_pages:revisions_index": TEAM,
    "wagtailadmin_pages:choose_parent": TEAM,
    # It says whether publishing ends a review, and no more.
    "wagtailadmin_pages:confirm_workflow_cancellation": TEAM,
    "wagtailadmin_pages:delete": PUBLISHERS,
    "wagtailadmin_pages:lock": PUBLISHERS,
    "wagtailadmin_pages:move*": PUBLISHERS,
    "wagtailadmin_pages:revisions_unschedule": PUBLISHERS,
    "wagtailadmin_pages:set_p*": PUBLISHERS,
    "wagtailadmin_pages:unlock": PUBLISHERS,
    "wagtailadmin_pages:unpublish": PUBLISHERS,
    "wagtailadmin_pages:collect_workflow_action_data": {VALIDATION},
    "wagtailadmin_pages:workflow_action": {VALIDATION},
    "wagtailadmin_pages:workflow_preview": {VALIDATION},
    "wagtailadmin_reports:*": EDITORS,
    "content_checks*": EDITORS,
    "wagtailadmin_reports:locked_pages*": PUBLISHERS,
    "document_downloads*": EDITORS,
    "care_report*": EDITORS,
    # Documents; the last is for whoever brought it alone: see tests/desk/test_bringing.py.
    "pasting_*": EDITORS,
    "pasting_check": NOBODY,
    # What was deleted.
    "trash:*": PUBLISHERS,
    "trash:e*": ADMINISTRATORS,
    # Translations.
    "wagtail_localize:*": EDITORS,
    "wagtail_localize:translations_report*": TEAM,
    "freshness_*": EDITORS,
    # Whoever works here may read how.
    "handbook*": TEAM,
    # Images, documents, films: one's own, then everybody's.
    "wagtaildocs:*": EDITORS,
    "wagtaildocs:delete": PUBLISHERS,
    "wagtaildocs:delete_multiple": PUBLISHERS,
    "wagtaildocs:document_usage": PUBLISHERS,
    "wagtaildocs:edit*": PUBLISHERS,
    # What has been half sent is finished by whoever sent it.
    "wagtaildocs:*uploaded_document": NOBODY,
    "wagtaildocs:delete_upload_multiple": NOBODY,
    "wagtaildocs_chooser:chosen": EDITORS,
    "wagtaildocs_chooser:create": EDITORS,
    "wagtailimages:*": EDITORS,
    "wagtailimages:delete": PUBLISHERS,
    "wagtailimages:delete_multiple": PUBLISHERS,
    "wagtailimages:edit*": PUBLISHERS,
    "wagtailimages:image_usage": PUBLISHERS,
    "wagtailimages:preview": PUBLISHERS,
    "wagtailimages:*uploaded_image": NOBODY,
    "wagtailimages:delete_upload_multiple": NOBODY,
    "wagtailimages_chooser:chosen": EDITORS,
    "wagtailimages_chooser:create": EDITORS,
    "wagtailimages_chooser:select_format": EDITORS,
    "wagtailmedia:*": EDITORS,
    "wagtailmedia:chooser_upload": EDITORS,
    "films_chosen": EDITORS,
    "wagtailmedia:delete": PUBLISHERS,
    "wagtailmedia:edit": PUBLISHERS,
    "wagtailmedia:media_chosen": EDITORS,
    # Records.
    **snippet("core_theme", read=EDITORS, add=EDITORS, change=EDITORS, delete=PUBLISHERS),
    **snippet("core_term", read=EDITORS, add=EDITORS, change=EDITORS, delete=PUBLISHERS),
    **snippet("core_person", read=EDITORS, add=EDITORS, change=EDITORS, delete=PUBLISHERS),
    **snippet("core_partner", read=EDITORS, add=EDITORS, change=EDITORS, delete=PUBLISHERS),
    **snippet("core_territory", read=TEAM, add=TEAM, change=EDITORS, delete=PUBLISHERS),
    **snippet("agenda_venue", read=EDITORS, add=EDITORS, change=EDITORS, delete=PUBLISHERS),
    **snippet("blog_commitment", read=PUBLISHERS, add=PUBLISHERS, change=PUBLISHERS, delete=PUBLISHERS),
    **snippet(
        "core_navigation", read=PUBLISHERS, add=ADMINISTRATORS, change=PUBLISHERS, delete=ADMINISTRATORS
    ),
    **snippet(
        "adhesion_feeschedule", read=CASEWORKERS, add=CASEWORKERS, change=CASEWORKERS, delete=ADMINISTRATORS
    ),
    "wagtailsettings:*": PUBLISHERS,
    # Those who join, and those who come.
    "adhesion_*": CASEWORKERS,
    "event_registrations:*": CASEWORKERS,
    # What leaves by mail: each the sections that are theirs.
    "mails": PUBLISHERS | CASEWORKERS,
    "mails_one": CASEWORKERS,
    # What the site stands on.
    "users_colleague": ADMINISTRATORS,
    "wagtailadmin_collections:*": ADMINISTRATORS,
    "wagtailadmin_workflows:*": ADMINISTRATORS,
    "wagtaillocales:*": ADMINISTRATORS,
    "wagtailredirects:*": ADMINISTRATORS,
    "wagtailsites:*": ADMINISTRATORS,
    "wagtailusers_*": ADMINISTRATORS,
}

#: Those that nobody visits as the others are, and why.
APART = {
    "admin/test404/": "Wagtail’s own trial of the page that is not found",
    "admin/failwhale/": "Wagtail’s own trial of a breakdown",
    "admin/^.*/$": "whatever is no address: not found, for everybody",
    "wagtailimages:url_generator*": "not found: addresses of pictures are made by templates alone",
    "wagtailadmin_api:*:find": "not found, as long as nothing is looked for",
    "wagtailadmin_block_preview": "not found, unless a block is named that the process has made",
    "admin/localize/translate/<int:translation_id>/preview/<str:mode>/": "not found: pages have one preview",
    "freshness_machine_translate": "not found: no translating machine is set up",
    "wagtail_localize:machine_translate": "not found: no translating machine is set up",
    "wagtailsettings:preview_on_edit": "not found: no settings have a preview",
    "wagtailredirects:process_import": "reads a file that the step before has kept",
}


@dataclass(frozen=True)
class Address:
    """One pattern: its full name, its path as written, and the arguments that it takes."""

    name: str
    path: str
    arguments: frozenset[str]

    @property
    def is_apart(self) -> bool:
        return any(fnmatchcase(self.name, known) or self.path == known for known in APART)

    @property
    def roles(self) -> set | None:
        """None where nobody declared it."""
        fitting = [pattern for pattern in DOORS if fnmatchcase(self.name, pattern)]
        return DOORS[max(fitting, key=len)] if fitting else None


def all_addresses() -> list[Address]:
    """As the resolver knows them; some names have several paths."""
    return [address for address in _walk(get_resolver().url_patterns) if address.path.startswith("admin/")]


def _walk(patterns, path="", namespaces=(), arguments=frozenset()) -> Iterator[Address]:
    for pattern in patterns:
        here = path + str(pattern.pattern)
        taken = arguments | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern.url_patterns, here, inner, taken)
        elif isinstance(pattern, URLPattern):
            yield Address(":".join((*namespaces, pattern.name or "")), here, frozenset(taken))
