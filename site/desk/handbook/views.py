"""The handbook in the admin: its contents, and one chapter at a time."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .chapters import CHAPTERS


class HandbookView(WagtailAdminTemplateMixin, TemplateView):
    """All chapters, each with what it is about."""

    template_name = "handbook/contents.html"
    header_icon = "help"
    _show_breadcrumbs = True

    def get_page_title(self):
        return _("Handbook")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": _("Handbook")}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(chapters=CHAPTERS, **kwargs)


class ChapterView(HandbookView):
    """One chapter, with the way to those before and after it; `Http404` on one that does not exist."""

    template_name = "handbook/chapter.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        slugs = [chapter.slug for chapter in CHAPTERS]
        if kwargs["slug"] not in slugs:
            raise Http404
        self.number = slugs.index(kwargs["slug"])

    @property
    def chapter(self):
        return CHAPTERS[self.number]

    def get_page_title(self):
        return self.chapter.title

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("handbook"), "label": _("Handbook")},
            {"url": "", "label": self.chapter.title},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            chapter=self.chapter,
            previous=CHAPTERS[self.number - 1] if self.number else None,
            next=next(iter(CHAPTERS[self.number + 1 :]), None),
            **kwargs,
        )
