"""The page that says what joining costs and gives; the form and the confirmation stand below it."""

from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField

from core.models import ReadingPage
from home.adhesion import filing
from home.adhesion.forms.application import ApplicationForm

from .fees import FeeSchedule
from .follow import FollowRoutesMixin
from .requests import AdhesionRequest

#: A field that people never see and machines fill in.
HONEYPOT = "fax_confirmation"
_FEATURES = ["bold", "italic", "link", "ul"]


class JoinPage(FollowRoutesMixin, RoutablePageMixin, ReadingPage):
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
        context["fee"] = FeeSchedule.current()
        context["form_url"] = self.form_url(request)
        return context

    def form_url(self, request=None) -> str:
        """Address of the form in the language being read, which is the page's own."""
        return self.get_url(request) + self.reverse_subpage(f"form_{self.route_language}")

    def confirmation_url(self, filed: AdhesionRequest, request=None) -> str:
        route = self.reverse_subpage(f"received_{self.route_language}", args=filing.sign_reference(filed))
        return self.get_url(request) + route

    @property
    def route_language(self) -> str:
        return "fr" if get_language() == "fr" else "en"

    def renewal_url(self, signed: str) -> str:
        """Where a renewal's mail leads: the form, filled in."""
        return self.url + self.reverse_subpage(f"renew_{self.locale.language_code}", args=[signed])

    # Each language has its own path; under the other one's, the visitor is led to the right one.

    @path("demande/", name="form_fr")
    @path("request/", name="form_en")
    def serve_form(self, request):
        """The questions; once they are answered, on to the confirmation."""
        form_url = self.form_url(request)
        if request.method != "POST":
            if request.path != form_url:
                return redirect(form_url, permanent=True)
            return self._render_form(request, ApplicationForm(), filing.new_submission_token())

        signed_token = request.POST.get("submission_token", "")
        form = ApplicationForm(request.POST)
        if not form.is_valid():
            return self._render_form(request, form, signed_token)
        submission = filing.read_submission(signed_token, honeypot=request.POST.get(HONEYPOT, ""))
        filed, created = filing.file_request(form.cleaned_data, submission, language=get_language())
        confirmation = self.confirmation_url(filed, request)
        return redirect(confirmation if created else f"{confirmation}?again")

    @path("demande/renouveler/<str:signed>/", name="renew_fr")
    @path("request/renew/<str:signed>/", name="renew_en")
    def serve_renewal(self, request, signed):
        """Opens the form with the answers of the former year."""
        return redirect(self.form_url(request))

    @path("demande/recue/<str:reference>/<str:signature>/", name="received_fr")
    @path("request/received/<str:reference>/<str:signature>/", name="received_en")
    def serve_confirmation(self, request, reference, signature):
        """The reference and what happens next: nothing that the link's holder did not already know."""
        filed = filing.read_reference(reference, signature)
        extra = {"filed": filed, "sent_again": "again" in request.GET}
        return self.render_private(request, "adhesion/confirmation.html", extra, status=200 if filed else 404)

    def _render_form(self, request, form, signed_token):
        extra = {"form": form, "submission_token": signed_token, "honeypot": HONEYPOT}
        return self.render_private(request, "adhesion/form.html", extra)

    def render_private(self, request, template, extra, status=200):
        """A page that belongs to one visitor: kept by no cache, listed by no search engine."""
        context = self.get_context(request) | extra
        context["breadcrumbs"] = [*self.breadcrumbs, self]
        context["structured_data"] = []
        response = TemplateResponse(request, template, context, status=status)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response
