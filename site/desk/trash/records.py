"""What the admin refuses to delete besides pages: records that something shows."""

from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import ReferenceIndex

#: Uses named one by one on the page that refuses.
NAMED = 20


def keep_used(request, instances):
    """Hook, after those that know more: records that are used stay, and where they are used is said.

    The database would empty what points at a record, or delete it too, and nothing would bring that back.
    None of those asked for together is deleted.
    """
    finder = AdminURLFinder(request.user)
    held = [
        {
            "record": record,
            "uses": [(use, finder.get_edit_url(use)) for use in uses[:NAMED]],
            "number": len(uses),
        }
        for record in instances
        if (uses := uses_of(record))
    ]
    if not held:
        return None
    view_set = type(instances[0]).snippet_viewset
    context = {"held": held, "back_url": reverse(view_set.get_url_name("list"))}
    return TemplateResponse(request, "trash/record_held.html", context, status=409)


def uses_of(record) -> list:
    """Pages and records that show it, those in the trash among them."""
    references = ReferenceIndex.get_references_to(record).group_by_source_object()
    return [source for source, _references in references]
