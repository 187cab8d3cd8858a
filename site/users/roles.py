"""What each member of the team may do: four roles, kept as groups.

`establish` gives a role all that it is declared to have and takes nothing away: an administrator may widen
a group in the admin, and running it again after an upgrade adds what is new. Permissions are named by
codename, so that this layer knows nothing of the sections; those of a section that is absent are passed over.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

#: Groups that Wagtail's own migrations create; the roles take their place.
STOCK_GROUPS = ("Editors", "Moderators")
WORKFLOW = "Relecture"


@dataclass(frozen=True)
class Role:
    """A group: its French name, and what it may do to pages, to files and to records."""

    name: str
    #: Actions on the whole page tree.
    pages: tuple[str, ...] = ()
    #: `app.codename` of permissions over images, documents and their collections.
    files: tuple[str, ...] = ()
    #: `app.codename` of permissions over records; `app.*` is all of an application.
    records: tuple[str, ...] = ("wagtailadmin.access_admin",)


FILES = (
    "wagtailimages.add_image",
    "wagtailimages.choose_image",
    "wagtaildocs.add_document",
    "wagtaildocs.choose_document",
    "wagtailmedia.add_media",
)
ALL_FILES = (
    *FILES,
    "wagtailimages.change_image",
    "wagtailimages.delete_image",
    "wagtaildocs.change_document",
    "wagtaildocs.delete_document",
    "wagtailmedia.change_media",
    "wagtailmedia.delete_media",
)
#: What writers keep up to date beside pages.
SHARED_RECORDS = ("theme", "territory", "term", "partner", "person")


def _over(app: str, models: tuple[str, ...], actions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{app}.{action}_{model}" for model in models for action in actions)


WRITING = Role(
    name="Rédaction",
    pages=("add", "change"),
    files=FILES,
    records=(
        "wagtailadmin.access_admin",
        "wagtail_localize.submit_translation",
        *_over("core", SHARED_RECORDS, ("view", "add", "change")),
        *_over("agenda", ("venue",), ("view", "add", "change")),
        *_over("care", ("finding",), ("view", "change")),
    ),
)
VALIDATION = Role(
    name="Validation",
    pages=("add", "change", "publish", "lock", "unlock"),
    files=ALL_FILES,
    records=(
        *WRITING.records,
        *_over("core", SHARED_RECORDS, ("delete",)),
        *_over("agenda", ("venue",), ("delete",)),
        *_over("core", ("navigation", "contactsettings"), ("view", "change")),
        *_over("blog", ("commitment",), ("view", "add", "change", "delete")),
        *_over("blog", ("statechange",), ("view", "add")),
    ),
)
MEMBERSHIPS = Role(
    name="Adhésions",
    records=(
        "wagtailadmin.access_admin",
        *_over("adhesion", ("feeschedule",), ("view", "add", "change")),
        *_over("adhesion", ("membershipsettings",), ("view", "change")),
        # Who comes to an event is personal data as well.
        *_over("agenda", ("registration", "registrationsettings"), ("view", "change")),
        # A member may come from where no programme has been yet.
        *_over("core", ("territory",), ("view", "add")),
        "adhesion.review_adhesionrequest",
        "adhesion.decide_adhesionrequest",
    ),
)
ADMINISTRATION = Role(
    name="Administration",
    pages=("add", "change", "publish", "bulk_delete", "lock", "unlock"),
    files=(
        *ALL_FILES,
        "wagtailcore.add_collection",
        "wagtailcore.change_collection",
        "wagtailcore.delete_collection",
    ),
    records=(
        "wagtailadmin.*",
        "core.*",
        "agenda.*",
        "blog.*",
        "care.*",
        "adhesion.*",
        "users.*",
        "auth.*",
        "images.*",
        "documents.*",
        "films.*",
        "wagtailmedia.*",
        "wagtailcore.*",
        "wagtailredirects.*",
        "wagtail_localize.*",
        "taggit.*",
        "post_office.*",
    ),
)
ROLES = (WRITING, VALIDATION, MEMBERSHIPS, ADMINISTRATION)


def establish_all() -> list[Group]:
    """Create the four groups with their permissions, and the workflow by which Validation approves pages."""
    return [establish(role) for role in ROLES]


def establish(role: Role) -> Group:
    group, _created = Group.objects.get_or_create(name=role.name)
    group.permissions.add(*_permissions(role.records))
    root = Page.get_first_root_node()
    for permission in _permissions(tuple(f"wagtailcore.{action}_page" for action in role.pages)):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    collection = Collection.get_first_root_node()
    for permission in _permissions(role.files):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )
    if role is VALIDATION:
        _assign_moderation(group, root)
        _retire_stock_groups()
    return group


def _permissions(names: tuple[str, ...]) -> list[Permission]:
    if not names:
        return []
    wanted = Q()
    for name in names:
        app, codename = name.split(".", 1)
        wanted |= (
            Q(content_type__app_label=app)
            if codename == "*"
            else Q(content_type__app_label=app, codename=codename)
        )
    return list(Permission.objects.filter(wanted))


def _assign_moderation(group: Group, root: Page) -> None:
    """Pages sent for review go to `group`; a workflow that somebody else assigned to the tree is kept."""
    task, created = GroupApprovalTask.objects.get_or_create(name=WORKFLOW)
    task.groups.add(group)
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW)
    if created:
        WorkflowTask.objects.create(workflow=workflow, task=task)
    assigned = WorkflowPage.objects.filter(page=root).select_related("workflow").first()
    if assigned is None:
        WorkflowPage.objects.create(page=root, workflow=workflow)
    elif _is_stock(assigned.workflow):
        assigned.workflow = workflow
        assigned.save()


def _is_stock(workflow: Workflow) -> bool:
    tasks = GroupApprovalTask.objects.filter(workflow_tasks__workflow=workflow)
    return tasks.exists() and not tasks.exclude(groups__name__in=STOCK_GROUPS).exists()


def _retire_stock_groups() -> None:
    """Remove Wagtail's own groups and their workflow where nobody uses them."""
    for workflow in Workflow.objects.filter(workflow_pages=None, workflow_states=None):
        if _is_stock(workflow):
            tasks = list(GroupApprovalTask.objects.filter(workflow_tasks__workflow=workflow))
            workflow.delete()
            for task in tasks:
                task.delete()
    Group.objects.filter(name__in=STOCK_GROUPS, user=None).delete()
