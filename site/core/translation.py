"""How wagtail-localize does its work here."""

from django.db import transaction
from wagtail.models import Page
from wagtail_localize.tasks import ImmediateBackend


class TreeRepairingBackend(ImmediateBackend):
    """Runs translation jobs at once, then repairs the page tree.

    Translating a parent and its child in one transaction leaves a wrong `numchild` on the parent
    (wagtail-localize issue 773): pages then answer 404.
    """

    def enqueue(self, func, args, kwargs):
        super().enqueue(func, args, kwargs)
        transaction.on_commit(Page.fix_tree)
