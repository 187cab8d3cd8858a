"""Which pages the admin lists, offers and searches: none in the trash, whoever looks."""

from wagtail.permission_policies.pages import PagePermissionPolicy

from desk.trash.bin import out_of_trash


class TrashlessPolicy(PagePermissionPolicy):
    """Wagtail's own rule, which would find the trash below the root, on which permissions are given."""

    def explorable_instances(self, user):
        return out_of_trash(super().explorable_instances(user))

    def instances_user_has_any_permission_for(self, user, actions):
        return out_of_trash(super().instances_user_has_any_permission_for(user, actions))
