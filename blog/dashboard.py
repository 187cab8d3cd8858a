"""What the page of a roadmap shows of its year, put together."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blog.budget import budget_of, fee_change
from blog.charts import strip
from blog.models.parts import parts_of
from blog.progress import Progress
from blog.reading import commitments_of
from blog.timeline import timeline_of
from core.choices import OrganisationType
from core.clock import today

#: Circles of public bodies, from the nearest to the farthest, and the types that each takes in.
CIRCLES = [
    (_("Regions"), {OrganisationType.REGION}),
    (_("Departments"), {OrganisationType.DEPARTMENT}),
    (_("Towns and metropolises"), {OrganisationType.CITY}),
    (
        _("State, ministries, public establishments"),
        {OrganisationType.STATE, OrganisationType.PUBLIC_ESTABLISHMENT},
    ),
    (_("European institutions"), {OrganisationType.EUROPEAN}),
    (_("Foreign governments and local authorities"), {OrganisationType.FOREIGN}),
    (_("Other public bodies"), {OrganisationType.OTHER}),
]


def dashboard_of(roadmap, request, years, parts=None) -> dict:
    """Everything of the year but its story. `years` are all that can be read, `parts` its own if they are
    known already. One query, or two.
    """
    parts = parts or parts_of(roadmap)
    commitments = commitments_of(roadmap, years)
    progress = Progress(commitments, asked=request.GET.get("state", ""))
    _link_years(commitments, years)
    timeline = timeline_of(roadmap.year, commitments, today()) if roadmap.year else None
    return {
        "progress": progress,
        "filters": progress.filters(roadmap.get_url(request) or ""),
        "priorities": progress.serving(parts["priorities"]),
        "areas": progress.areas,
        "timeline": timeline if timeline and timeline.is_drawn else None,
        "fee_change": fee_change(roadmap),
        "budget": budget_of(roadmap, parts["budget_lines"]),
        "has_remark": bool(roadmap.budget_note) and any(line.is_remarked for line in parts["budget_lines"]),
        **_circles(parts["represented_organisations"]),
    }


def neighbours_of(roadmap) -> dict:
    """All `years` that can be read, earliest first, and the roadmaps of the years before and after.

    The one query that reads all years brings the author and the pictures of this one too.
    """
    years = []
    pointed_at = ("author", "listing_image", "sharing_image")
    if roadmap.pk and roadmap.year:
        siblings = type(roadmap).objects.sibling_of(roadmap).published().select_related(*pointed_at)
        years = list(siblings.defer_streamfields().order_by("year"))
    for sibling in years:
        if sibling.pk == roadmap.pk:
            for name in pointed_at:
                if getattr(sibling, f"{name}_id") == getattr(roadmap, f"{name}_id"):
                    setattr(roadmap, name, getattr(sibling, name))
    earlier = [sibling for sibling in years if sibling.year < roadmap.year]
    later = [sibling for sibling in years if sibling.year > roadmap.year]
    return {
        "years": years,
        "previous_roadmap": earlier[-1] if earlier else None,
        "next_roadmap": later[0] if later else None,
    }


def ways_of(roadmap, request, neighbours) -> dict:
    """Addresses around the roadmap: its own, its file, and its comparison with the year before or after."""
    other = neighbours["previous_roadmap"] or neighbours["next_roadmap"]
    if not roadmap.get_url(request):
        return {"roadmap_url": "", "pdf_url": "", "compared_with": None}
    return {
        "roadmap_url": roadmap.get_url(request),
        "pdf_url": roadmap.file_url("pdf", request),
        "compared_with": other,
        "compare_url": roadmap.route_url("compare_with", request, other.year) if other else "",
    }


def contents_of(roadmap, context) -> list[dict]:
    """Table of contents: the sections that have something to show, the story in the middle."""
    data = [
        ("keywords", gettext("Keywords"), roadmap.keywords),
        ("priorities", gettext("Priorities"), context["priorities"]),
        ("commitments", gettext("Commitments"), context["progress"].total),
        ("timeline", gettext("Calendar of the year"), context["timeline"]),
        ("fee", gettext("Membership"), roadmap.fee is not None),
        ("budget", gettext("Budget"), context["budget"]),
    ]
    story = [entry for entry in context["table_of_contents"] if entry["level"] == 2]
    meeting = [
        ("organisations", gettext("Organisations represented"), context["circles"]),
        ("impressions", gettext("Impressions"), roadmap.impressions),
        ("questions", gettext("Open questions"), roadmap.questions),
        ("downloads", gettext("Downloads"), context["pdf_url"] or roadmap.downloads),
        ("data", gettext("Open data"), context["open_data"]),
    ]
    return [*_entries(data), *story, *_entries(meeting)]


def _link_years(commitments, years) -> None:
    """Tells each commitment which commitments it takes up and which take it up, with the roadmap to read.

    Commitments belong to the roadmap of one language: the one to read is that of the language being read.
    """
    readable = {roadmap.year: roadmap for roadmap in years}
    for commitment in commitments:
        source = commitment.carried_from
        commitment.source = _told(source, readable) if source else None
        commitment.successors = [_told(successor, readable) for successor in commitment.carried_to.all()]


def _told(commitment, readable) -> dict:
    year = commitment.roadmap.year
    return {"commitment": commitment, "year": year, "roadmap": readable.get(year)}


def _circles(organisations) -> dict:
    """Organisations represented, by circle, in the association's order, and how many there are of each."""
    circles = [
        {"label": str(label), "organisations": [o for o in organisations if o.organisation_type in types]}
        for label, types in CIRCLES
    ]
    circles = [circle for circle in circles if circle["organisations"]]
    parts = strip(("circle", circle["label"], len(circle["organisations"]), "") for circle in circles)
    for circle, part in zip(circles, parts, strict=True):
        circle["part"] = part
    return {"circles": circles, "circle_parts": parts, "organisation_count": len(organisations)}


def _entries(sections) -> list[dict]:
    """Entries of a table of contents for the sections that are not empty.

    Anchors of a story are made of words and hyphens: an underscore keeps these apart from them.
    """
    return [
        {"text": text, "anchor": f"part_{code}", "level": 2} for code, text, content in sections if content
    ]
