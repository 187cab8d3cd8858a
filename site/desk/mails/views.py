"""The mails that the site sends, as they would leave, in each of its languages."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core import mail_samples


class MailsMixin(WagtailAdminTemplateMixin):
    """`?language=` is that of the mails; that of the house where it is none of the site's."""

    header_icon = "mail"

    def dispatch(self, request, *args, **kwargs):
        if not self.sections:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def sections(self) -> list[mail_samples.Section]:
        return mail_samples.readable(self.request.user)

    @cached_property
    def language(self) -> str:
        asked = self.request.GET.get("language")
        return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE

    @property
    def languages(self) -> list[dict]:
        """Each by its own name, with the address of this page in it."""
        return [
            {
                "code": code,
                "name": get_language_info(code)["name_local"].capitalize(),
                "url": f"{self.request.path}?language={code}",
                "is_current": code == self.language,
            }
            for code, _name in settings.LANGUAGES
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(languages=self.languages, language=self.language, **kwargs)


class MailListView(MailsMixin, View):
    """All that the reader may look at, section by section."""

    template_name = "mails/index.html"

    def get(self, request, *args, **kwargs):
        shelves = [
            {
                "heading": section.heading,
                "mails": [
                    (sample, f"{address(section, sample)}?language={self.language}")
                    for sample in section.samples(self.language)
                ],
            }
            for section in self.sections
        ]
        return TemplateResponse(request, self.template_name, self.get_context_data(shelves=shelves))

    def get_page_title(self):
        return _("Mails of the site")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"label": self.get_page_title(), "url": ""}]


class MailView(MailsMixin, View):
    """One mail: who receives it, its subject, its text."""

    template_name = "mails/mail.html"

    def get(self, request, *args, **kwargs):
        return TemplateResponse(request, self.template_name, self.get_context_data(mail=self.mail))

    @cached_property
    def mail(self) -> mail_samples.Sample:
        for section in self.sections:
            if section.key == self.kwargs["section"]:
                for sample in section.samples(self.language):
                    if sample.key == self.kwargs["key"]:
                        return sample
        raise Http404

    def get_page_title(self):
        return self.mail.name

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"label": _("Mails of the site"), "url": f"{reverse('mails')}?language={self.language}"},
            {"label": self.get_page_title(), "url": ""},
        ]


def address(section: mail_samples.Section, sample: mail_samples.Sample) -> str:
    return reverse("mails_one", args=[section.key, sample.key])
