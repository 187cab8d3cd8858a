"""Care of the site on the admin's home page, for those who keep it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from .finding import PERMISSION
from .models import Finding, Kind
from .screens import counts_for, listing_url

TOP_WORDS = 5


class _KeepersPanel(Component):
    class Media:
        css = {"all": ["care/care.css"]}

    def render_html(self, parent_context=None):
        if not parent_context["request"].user.has_perm(PERMISSION):
            return ""
        return super().render_html(parent_context)


class CarePanel(_KeepersPanel):
    """Figures, each of which leads to the list of what it counts."""

    name = "care"
    template_name = "care/panels/care.html"
    order = 260

    def get_context_data(self, parent_context):
        counts = counts_for(parent_context["request"].user)
        return {
            "figures": [
                {
                    "number": counts["mine"],
                    "label": _("mine"),
                    "url": listing_url(state="open", whose="mine"),
                },
                {
                    "number": counts["nobody"],
                    "label": _("nobody’s"),
                    "url": listing_url(state="open", whose="nobody"),
                },
                {"number": counts["open"], "label": _("in all"), "url": listing_url(state="open")},
            ]
        }


class VainSearchesPanel(_KeepersPanel):
    """What readers looked for most in vain, and what nobody saw to yet."""

    name = "vain_searches"
    template_name = "care/panels/searches.html"
    order = 270

    def get_context_data(self, parent_context):
        sought = Finding.objects.open().filter(kind=Kind.SEARCH).order_by("-number", "label")
        return {
            "findings": sought[:TOP_WORDS],
            "all_url": listing_url(state="open", kind=Kind.SEARCH.value),
            "search_url": reverse("search"),
        }
