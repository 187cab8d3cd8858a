"""What a roadmap lists: priorities, lines of its budget, organisations represented."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import CharField, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from core.choices import OrganisationType
from core.models import TranslatablePart


class RoadmapPriority(TranslatablePart):
    page = ParentalKey("blog.RoadmapPage", on_delete=models.CASCADE, related_name="priorities")
    title = models.CharField(_("title"), max_length=160)
    text = RichTextField(_("text"), features=["bold", "italic", "link", "ul"], blank=True)

    panels = [FieldPanel("title"), FieldPanel("text")]

    class Meta(TranslatablePart.Meta):
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")


class BudgetLine(TranslatablePart):
    """A share of the revenue or of the spending of the year."""

    class Side(models.TextChoices):
        REVENUE = "revenue", _("Revenue")
        SPENDING = "spending", _("Spending")

    page = ParentalKey("blog.RoadmapPage", on_delete=models.CASCADE, related_name="budget_lines")
    side = models.CharField(_("side"), max_length=20, choices=Side.choices)
    label = models.CharField(_("label"), max_length=160)
    share = models.DecimalField(
        _("share (%)"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    is_remarked = models.BooleanField(
        _("the remark is about this line"),
        default=False,
        help_text=_("Leads from this line to the remark about the budget."),
    )

    panels = [
        FieldRowPanel([FieldPanel("side"), FieldPanel("share")]),
        FieldPanel("label"),
        FieldPanel("note"),
        FieldPanel("is_remarked"),
    ]

    class Meta(TranslatablePart.Meta):
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")


class RepresentedOrganisation(Orderable):
    """A public body represented when the roadmap was presented; this says nothing of membership."""

    page = ParentalKey("blog.RoadmapPage", on_delete=models.CASCADE, related_name="represented_organisations")
    organisation_type = models.CharField(_("type"), max_length=30, choices=OrganisationType.choices)
    name = models.CharField(_("name"), max_length=160)
    full_name = models.CharField(_("name in full"), max_length=200, blank=True)

    panels = [FieldPanel("organisation_type"), FieldRowPanel([FieldPanel("name"), FieldPanel("full_name")])]

    class Meta(Orderable.Meta):
        verbose_name = _("organisation represented")
        verbose_name_plural = _("organisations represented")


#: Relations of the roadmap, the model of each and what a reader sees of it.
LISTS = {
    "priorities": (RoadmapPriority, ["title", "text"]),
    "budget_lines": (BudgetLine, ["label", "note", "side", "share", "is_remarked"]),
    "represented_organisations": (RepresentedOrganisation, ["name", "full_name", "organisation_type"]),
}


def parts_of(roadmap) -> dict[str, list]:
    """Priorities, budget lines and organisations of a roadmap, in order, in one query.

    A draft being previewed holds them itself and is not looked up.
    """
    held = getattr(roadmap, "_cluster_related_objects", None) or {}
    if not roadmap.pk or any(relation in held for relation in LISTS):
        return {relation: list(getattr(roadmap, relation).all()) for relation in LISTS}
    width = max(len(fields) for _model, fields in LISTS.values())
    first, *others = [_rows(roadmap, relation, width) for relation in LISTS]
    found: dict[str, list] = {relation: [] for relation in LISTS}
    for relation, order, pk, *values in first.union(*others, all=True):
        model, fields = LISTS[relation]
        values = dict(zip(fields, values, strict=False))
        if model is BudgetLine:
            values["share"] = Decimal(values["share"])
            # What a database makes of a truth value, as text.
            values["is_remarked"] = values["is_remarked"] in ("1", "true")
        found[relation].append(model(pk=pk, sort_order=order or 0, **values))
    return {
        relation: sorted(items, key=lambda item: (item.sort_order, item.pk))
        for relation, items in found.items()
    }


def _rows(roadmap, relation: str, width: int):
    """(relation, place, key, values as text) of one list, as wide as the widest."""
    model, fields = LISTS[relation]
    columns = [Cast(field, TextField()) for field in fields]
    columns += [Value("", output_field=TextField())] * (width - len(fields))
    named = {f"column_{number}": column for number, column in enumerate(columns)}
    rows = (
        model.objects.filter(page=roadmap.pk)
        .order_by()
        .annotate(relation=Value(relation, output_field=CharField()), **named)
    )
    return rows.values_list("relation", "sort_order", "pk", *named)
