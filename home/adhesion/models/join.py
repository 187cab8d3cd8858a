"""The page that says what joining costs and gives; the form and the confirmation stand below it."""

from django.template.response import TemplateResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from core.models import ReadingPage
from core.routes import RoutesByLanguageMixin

from .applying import ApplicationRoutesMixin
from .documents import DocumentRoutesMixin
from .fees import FeeSchedule
from .follow import FollowRoutesMixin

_FEATURES = ["bold", "italic", "link", "ul"]


class JoinPage(
    ApplicationRoutesMixin, FollowRoutesMixin, DocumentRoutesMixin, RoutesByLanguageMixin, ReadingPage
):
    """Calm and short: the fee, the entitlements, what to have ready, and one way on: the form."""

    preparation = RichTextField(
        _("what to have ready"),
        blank=True,
        features=_FEATURES,
        help_text=_("A short list, before the form is opened."),
    )
    champion_and_payer = RichTextField(
        _("who champions, who pays"),
        blank=True,
        features=_FEATURES,
        help_text=_("Often two different bodies: say what each has to do."),
    )

    stylesheets = ["core/css/adhesion.css"]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["adhesion.MembersPage"]
    max_count_per_parent = 1

    content_panels = [
        *ReadingPage.content_panels[:-1],
        FieldPanel("preparation"),
        FieldPanel("champion_and_payer"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("membership page")
        verbose_name_plural = _("membership pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        fee = context["fee"] = FeeSchedule.current()
        # Weighed only where they are shown.
        context["documents"] = SimpleLazyObject(lambda: self.public_documents(fee, request))
        context["form_url"] = self.form_url(request)
        return context

    def render_private(self, request, template, extra, status=200):
        """A page of one visitor: kept by no cache, listed by no search engine, told to no other site.

        A form there says where it comes from (`same-origin`): without that it would be taken for a forgery.
        """
        context = self.get_context(request) | extra
        context["breadcrumbs"] = [*self.breadcrumbs, self]
        context["structured_data"] = []
        response = TemplateResponse(request, template, context, status=status)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "same-origin"
        # Its address may open a request: no log repeats it, as Django's does with what answers 4xx.
        response._has_been_logged = True
        return response
