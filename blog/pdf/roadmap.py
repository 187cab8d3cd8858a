"""The roadmap of one year on paper: everything of its page, in the order in which one reads."""

import copy
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from blog.dashboard import dashboard_of, neighbours_of
from blog.models.parts import parts_of
from blog.opendata import offer
from blog.pdf.charts import bar
from blog.pdf.money import budget, fee
from core.models import ContactSettings
from core.pdf import printing
from core.pdf.pictures import Pictures
from core.pdf.printing import plain, printed
from core.pdf.richtext import flow, link, shown
from core.pdf.story import document_link, figures, story
from core.references import all_known
from core.typography import amount, percentage, written_date

TEMPLATE = Path(__file__).parent / "templates" / "roadmap.typ"


def roadmap_pdf(roadmap, request) -> bytes:
    """The document in the active language, made again as soon as something in it has changed."""
    pictures = Pictures()
    data = roadmap_data(roadmap, request, pictures)
    return printing.kept(TEMPLATE, data, dated=roadmap.published_on, pictures=pictures.files)


def roadmap_data(roadmap, request, pictures: Pictures) -> dict:
    """What is printed. The pictures of the story are added to `pictures`."""
    whole = copy.copy(request)
    # What the page narrows by its address, the document holds whole.
    whole.GET = QueryDict()
    parts = parts_of(roadmap)
    dashboard = dashboard_of(roadmap, whole, neighbours_of(roadmap)["years"], parts)
    with all_known([roadmap.body, roadmap.downloads], [priority.text for priority in parts["priorities"]]):
        return _data(roadmap, request, dashboard, pictures)


def _data(roadmap, request, dashboard: dict, pictures: Pictures) -> dict:
    contact = ContactSettings.for_request(request)
    progress = dashboard["progress"]
    data_offer = offer(roadmap, request, progress.commitments)
    address = _absolute(roadmap.url)
    return printing.frame(contact, **_words(roadmap, dashboard)) | {
        "title": printed(roadmap.title),
        "footer": printed(f"{contact.organisation_name} – {roadmap.title}"),
        "year": str(roadmap.year),
        "introduction": printed(roadmap.introduction),
        "published": _published(roadmap),
        "address": [link(address, shown(address))] if address else [],
        "progress": _progress(progress),
        "figures": figures(roadmap.figure_list)["figures"],
        "keywords": [
            {"word": printed(block.value["word"]), "meaning": printed(block.value["meaning"])}
            for block in roadmap.keywords
        ],
        "priorities": _priorities(dashboard["priorities"]),
        "areas": [
            {
                "label": printed(area["label"]),
                "commitments": [_commitment(commitment) for commitment in area["commitments"]],
            }
            for area in dashboard["areas"]
        ],
        "fee": fee(roadmap, dashboard["fee_change"]),
        "budget": budget(roadmap, dashboard["budget"]),
        "story": story(roadmap.body, pictures),
        "meeting_note": printed(roadmap.meeting_note),
        "circles": [
            {
                "label": printed(circle["label"]),
                "organisations": [
                    {"name": printed(organisation.name), "full": printed(organisation.full_name)}
                    for organisation in circle["organisations"]
                ],
            }
            for circle in dashboard["circles"]
        ],
        "impressions": [printed(block.value) for block in roadmap.impressions],
        "questions": [
            {"question": printed(block.value["question"]), "lead": printed(block.value["lead"] or "")}
            for block in roadmap.questions
        ],
        "downloads": _downloads(roadmap),
        "licence": [link(data_offer.licence_url, data_offer.licence)],
        "data_files": [
            [
                {"text": f"{file.label} ({file.format})"},
                {"text": ": "},
                link(file.url, shown(_absolute(file.url))),
            ]
            for file in data_offer.files
        ],
    }


def _words(roadmap, dashboard) -> dict[str, str]:
    year = {"year": roadmap.year}
    number = len(dashboard["priorities"])
    return {
        "contents": _("Contents"),
        "figures": _("Key figures"),
        "keywords": _("Keywords"),
        "priorities": ngettext("%(number)s priority", "%(number)s priorities", number) % {"number": number},
        "commitments": _("What is promised, and where it stands"),
        "membership": _("Membership"),
        "before": _("Before"),
        "now": _("In %(year)s") % year,
        "a_year": _("a year"),
        "budget": _("A budget of about %(amount)s") % {"amount": amount(roadmap.budget_total)}
        if roadmap.budget_total
        else _("Budget"),
        "key": _("Key"),
        "line": _("Line"),
        "share": _("Share"),
        "indicative": _("Indicative amount"),
        "total": _("Total"),
        "remark": _("Remark about the budget"),
        "see_remark": _("See the remark about the budget"),
        "people": _("Of which, people"),
        "organisations": _("Organisations represented"),
        "impressions": _("What participants said"),
        "questions": _("Open questions"),
        "lead": _("A lead, not decided:"),
        "downloads": _("Downloads"),
        "data": _("The same as data"),
        "licence": _("Licence of the data:"),
        "read_online": _("This page, kept up to date:"),
        "history": _("How it got there"),
    }


def _published(roadmap) -> list:
    date = written_date(roadmap.published_on)
    author = roadmap.author.name if roadmap.author else ""
    if date and author:
        return printed(_("Published on %(date)s by %(author)s") % {"date": date, "author": author})
    return printed(_("Published on %(date)s") % {"date": date} if date else author)


def _progress(progress) -> dict | None:
    if not progress.total:
        return None
    numbers = {"number": progress.total}
    kept = {"number": progress.done, "share": percentage(progress.share_done)}
    return {
        "total": printed(
            ngettext("%(number)s commitment", "%(number)s commitments", progress.total) % numbers
        ),
        "kept": printed(
            ngettext(
                "%(number)s is kept, that is %(share)s.",
                "%(number)s are kept, that is %(share)s.",
                progress.done,
            )
            % kept
        ),
        "bar": bar(progress.states, alt=_("Commitments by state")),
        "states": [{"state": part.code, "words": printed(part.label)} for part in progress.states],
    }


def _priorities(priorities) -> list[dict]:
    return [
        {
            "title": printed(item["priority"].title),
            "flow": flow(expand_db_html(item["priority"].text)),
            "states": [{"state": part["code"], "words": printed(part["words"])} for part in item["states"]],
        }
        for item in priorities
    ]


def _commitment(commitment) -> dict:
    steps = list(commitment.changes.all())
    language = commitment.language
    return {
        "title": printed(commitment.title),
        "lang": language if language != get_language() else None,
        "description": printed(commitment.description),
        "state": commitment.state,
        "label": printed(commitment.get_state_display()),
        "since": printed(_since(commitment.state_since)),
        "reason": printed(commitment.state_reason),
        "facts": [{"label": printed(label), "runs": runs} for label, runs in _facts(commitment) if runs],
        "history": [
            {
                "state": step.state,
                "label": printed(step.get_state_display()),
                "on": printed(_("on %(date)s") % {"date": written_date(step.on)}),
                "reason": printed(step.reason),
            }
            for step in steps
        ]
        if len(steps) > 1
        else [],
    }


def _facts(commitment):
    """(label, runs) of what is known of a commitment."""
    programme, source = commitment.programme, commitment.source
    yield _("When"), _run(commitment.period)
    yield _("Cost"), _run(commitment.cost)
    if programme:
        yield _("Programme"), [link((programme.url or "") if programme.live else "", plain(programme.title))]
    if commitment.served:
        yield _("Priority %(number)s") % {"number": commitment.priority}, _run(commitment.served.title)
    if source:
        yield _("Taken up from %(year)s") % source, _other_year(source)
    for successor in commitment.successors:
        yield _("Taken up again in %(year)s") % successor, _other_year(successor)


def _other_year(told) -> list[dict]:
    commitment = told["commitment"]
    return _run(f"{commitment.title} – {commitment.get_state_display()}")


def _since(day) -> str:
    return _("since %(date)s") % {"date": written_date(day)} if day else ""


def _downloads(roadmap) -> list[dict]:
    values = [block.value for block in roadmap.downloads]
    return [
        {"runs": [_download(value)], "known": bool(value["document"] or value["url"])} for value in values
    ]


def _download(value) -> dict:
    if value["document"]:
        return document_link(value["document"], value["title"])
    return link(value["url"] or "", plain(value["title"]))


def _absolute(url: str | None) -> str:
    return urljoin(settings.WAGTAILADMIN_BASE_URL, url) if url else ""


def _run(text: str) -> list[dict]:
    return [{"text": plain(text)}] if text else []
