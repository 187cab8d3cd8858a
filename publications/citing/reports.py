"""A report, note or set of slides as an item of CSL-JSON."""

from core.citing.items import csl_item, language_of
from core.citing.names import body, person
from publications.citing.dates import issued

ROLES = {
    "author": "author",
    "coordinator": "editor",
    "editor": "editor",
    "illustrator": "illustrator",
}


def report_item(report, *, url: str, organisation: str) -> dict:
    """The report; where nobody is named its author is `organisation`, which publishes it.

    Its language is that of its file, else that of its record.
    """
    makers = {}
    for contributor in report.makers:
        makers.setdefault(ROLES[contributor.role], []).append(person(contributor.person.name))
    if not makers:
        makers = {"author": [body(organisation)]}
    return csl_item(
        "report",
        report.alias_of_id or report.pk,
        report.title,
        **makers,
        **issued(report),
        genre=str(report.get_report_kind_display()),
        publisher=organisation,
        number_of_pages=str(report.pages or ""),
        license=report.licence,
        language=report.document.language if report.document else language_of(report),
        URL=url,
    )
