"""What the editor refuses in a roadmap."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class RoadmapForm(WagtailAdminPageForm):
    """Shares of the budget add up: a roadmap that is published tells where every euro comes from and goes.

    A draft may be incomplete: it is checked when it is published or submitted.
    """

    def clean(self):
        cleaned_data = super().clean()
        lines = self.formsets.get("budget_lines")
        if lines is not None and not self.is_deferred_validation:
            for side, label in lines.model.Side.choices:
                self._check_sum(side, label, [form for form in lines.forms if _side(lines, form) == side])
        return cleaned_data

    def _check_sum(self, side, label, forms):
        shares = [form.cleaned_data.get("share") for form in forms]
        if not shares or None in shares or sum(shares) == Decimal(100):
            return
        message = _("%(side)s: the shares add up to %(total)s %%. They must add up to 100 %%.") % {
            "side": label,
            "total": number_format(sum(shares).normalize(), use_l10n=True),
        }
        forms[-1].add_error("share", message)
        self.add_error(None, message)


def _side(lines, form) -> str | None:
    """Side of a line that is kept; None for one that is deleted, empty or wrong."""
    if not form.is_valid() or (not form.has_changed() and not form.instance.pk):
        return None
    return None if lines._should_delete_form(form) else form.cleaned_data.get("side")
