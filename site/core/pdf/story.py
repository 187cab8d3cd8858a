"""The blocks of a page (`core.blocks`) as a template of typst takes them: one `{"kind": …}` a block."""

from django.utils.formats import number_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from wagtail.blocks import FloatBlock

from core.blocks import footnote_count
from core.cards import public_cards
from core.pdf.pictures import Pictures
from core.pdf.printing import plain, printed
from core.pdf.richtext import flow, link
from core.references import pages_to_read, references_known


def story(stream, pictures: Pictures) -> list[dict]:
    """What a stream tells; what only a screen can do becomes a line with its address.

    Pictures are added to `pictures`. What the stream points at is asked for at once.
    """
    if not stream:
        return []
    with references_known(stream):
        teller = _Teller(pictures, footnote_count(stream))
        return [told for block in stream for told in teller.tell(block)]


class _Teller:
    def __init__(self, pictures: Pictures, notes: int):
        self._pictures = pictures
        self._notes = notes

    def tell(self, block) -> list[dict]:
        tell = getattr(self, f"_{block.block_type}", None)
        return tell(block.value) if tell else []

    def _flow(self, rich_text) -> list[dict]:
        return flow(str(rich_text), notes=self._notes)

    def _heading(self, value):
        return [{"kind": "heading", "level": int(value["level"] or 2), "text": printed(value["text"])}]

    def _paragraph(self, value):
        return [{"kind": "flow", "flow": self._flow(value)}]

    def _image(self, value):
        image = value["image"]
        if image is None:
            return []
        return [
            {
                "kind": "picture",
                "name": self._pictures.name(image),
                "alt": _alternative(image),
                "caption": printed(value["caption"]),
                "credit": printed(image.attribution),
            }
        ]

    def _gallery(self, value):
        return [told for item in value["images"] for told in self._image(item)]

    def _quote(self, value):
        by = value["attribution"]
        return [
            {
                "kind": "quote",
                "text": printed(value["text"]),
                "by": [link(value["source_url"] or "", plain(by))] if by else [],
            }
        ]

    def _key_figures(self, value):
        return [figures(value["figures"])]

    def _callout(self, value):
        return [
            {
                "kind": "callout",
                "tone": value["tone"] or "info",
                "title": printed(value["title"]),
                "flow": self._flow(value["text"]),
            }
        ]

    def _table(self, value):
        return [
            {
                "kind": "table",
                "caption": printed(value.caption or ""),
                "columns": [printed(column["heading"] or "") for column in value.columns],
                "numeric": [isinstance(column["block"], FloatBlock) for column in value.columns],
                "rows": [[_cell(cell.value) for cell in row] for row in value.rows],
            }
        ]

    def _accordion(self, value):
        return [
            {"kind": "titled", "title": printed(item["title"]), "flow": self._flow(item["text"])}
            for item in value["items"]
        ]

    def _timeline(self, value):
        return [
            {
                "kind": "timeline",
                "events": [
                    {name: printed(event[name] or "") for name in ("date", "title", "text")}
                    for event in value["events"]
                ],
            }
        ]

    def _video(self, value):
        told = [_line(_("Film to watch:"), link(value["url"], plain(value["title"])))]
        if value["transcript"]:
            title = printed(_("Transcript of “%(title)s”") % {"title": value["title"]})
            told.append({"kind": "titled", "title": title, "flow": self._flow(value["transcript"])})
        return told

    def _document(self, value):
        document = value["document"]
        if document is None:
            return []
        return [_line(_("File:"), document_link(document, value["title"]))]

    def _call_to_action(self, value):
        target = value["link"]
        page = next(iter(pages_to_read([target["page"].pk])), None) if target["page"] else None
        address = (page.url or "") if page and page.live else target["url"] or ""
        label = target["label"] or (page.title if page else "")
        told = [{"kind": "flow", "flow": [_paragraph(printed(value["text"]))]}] if value["text"] else []
        told.append({"kind": "flow", "flow": [{"kind": "paragraph", "runs": [link(address, plain(label))]}]})
        return [{"kind": "callout", "tone": "open", "title": printed(value["title"]), "flow": _flows(told)}]

    def _page_cards(self, value):
        pages = public_cards([page.pk for page in value["pages"] if page])
        items = [[{"kind": "paragraph", "runs": [link(page.url or "", plain(page.title))]}] for page in pages]
        if not items:
            return []
        listed = {"kind": "list", "ordered": False, "items": items}
        return [{"kind": "titled", "title": printed(value["title"] or ""), "flow": [listed]}]

    def _footnotes(self, value):
        return [
            {
                "kind": "notes",
                "title": printed(_("Notes")),
                "notes": [flow(str(note)) for note in value["notes"]],
            }
        ]


def figures(items) -> dict:
    """Key figures: each has a `value` and a `label`."""
    return {
        "kind": "figures",
        "figures": [{"value": printed(item["value"]), "label": printed(item["label"])} for item in items],
    }


def document_link(document, title: str = "") -> dict:
    """A file as a link: its title, and in what format and language it is."""
    language = get_language_info(document.language or "fr")["name_translated"].lower()
    return link(document.url, plain(f"{title or document.title} ({document.format}, {language})"))


def _cell(value) -> list:
    """What a cell holds; a number as the language writes it."""
    if isinstance(value, float | int):
        value = number_format(int(value) if value == int(value) else value)
    return printed("" if value is None else value)


def _alternative(image) -> str:
    """What is read out instead of the picture; empty for one that decorates."""
    return "" if image.decorative else image.contextual_alt_text or image.default_alt_text or ""


def _line(said: str, target: dict) -> dict:
    runs = [{"text": f"{plain(said)} "}, target]
    return {"kind": "flow", "flow": [{"kind": "paragraph", "runs": runs}]}


def _paragraph(lines) -> dict:
    return {"kind": "paragraph", "runs": _runs(lines)}


def _runs(lines) -> list[dict]:
    runs = []
    for index, line in enumerate(lines):
        runs += [{"text": "\n"}] if index else []
        runs += [{"text": run[0], "raised": True} if isinstance(run, list) else {"text": run} for run in line]
    return runs


def _flows(told: list[dict]) -> list[dict]:
    return [block for part in told for block in part["flow"]]
