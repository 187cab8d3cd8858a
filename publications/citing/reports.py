"""A report, note or set of slides as an item of CSL-JSON."""

from core.citing.items import csl_item
from core.citing.names import body, person
from core.languages import language_of
from publications.citing.dates import issued

ROLES = {
    "author": "author",
    "coordinator": "editor",
    "editor": "editor",
    "illustrator": "illustrator",
}


def report_item(report, *, url: str, house) -> dict:
    """The report, published by the association (`house`, ContactSettings): its author where nobody is named.

    Its language is that of its file, else that of its record.
    """
    makers = {}
    for contributor in report.makers:
        makers.setdefault(ROLES[contributor.role], []).append(person(contributor.person.name))
    if not makers:
        makers = {"author": [body(house.organisation_name)]}
    return csl_item(
        "report",
        report.alias_of_id or report.pk,
        report.title,
        **makers,
        **issued(report),
        genre=str(report.get_report_kind_display()),
        publisher=house.organisation_name,
        publisher_place=house.city,
        number_of_pages=str(report.pages or ""),
        license=report.licence,
        language=report.document.language if report.document else language_of(report),
        URL=url,
    )
