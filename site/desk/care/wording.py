"""What is wrong, and what to do about it, in words."""

from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy
from wagtail.fields import StreamField

from .holdings import PAGE
from .models import Finding, Kind

#: Reasons that are no status of HTTP.
REASONS = {
    "deleted": gettext_lazy("it was deleted"),
    "unpublished": gettext_lazy("it is not published"),
    "missing": gettext_lazy("nothing is there"),
    "unknown-host": gettext_lazy("no site has that name"),
    "unreachable": gettext_lazy("the site does not answer"),
    "slow": gettext_lazy("the site takes more than ten seconds to answer"),
    "unsafe": gettext_lazy("the site’s certificate is not valid"),
    "invalid": gettext_lazy("it is not an address that a browser can open"),
    "private": gettext_lazy("it leads to a private network, closed to readers"),
    "circles": gettext_lazy("it is sent on without end"),
    "closed": gettext_lazy("its host does not show it to everybody any more"),
    "404": gettext_lazy("the page does not exist (404)"),
    "410": gettext_lazy("the page was withdrawn (410)"),
}
TO_DO = {
    Kind.INTERNAL: gettext_lazy("Choose another page, or take the link away."),
    Kind.EXTERNAL: gettext_lazy("Look for the new address, or take the link away."),
    Kind.MOVED: gettext_lazy("Put the new address in place of the old one."),
    Kind.EMBED: gettext_lazy("Look for the film elsewhere, or take it away."),
    Kind.REVIEW: gettext_lazy("Read it again, correct what has changed, or say that it still holds."),
    Kind.SEARCH: gettext_lazy("Write what lacks, or use these words in the page that answers."),
}


def title(finding: Finding) -> str:
    """What it is about, as people call it."""
    kind, _colon, number = finding.subject.partition(":")
    if finding.kind == Kind.INTERNAL and not finding.label and number.isdecimal():
        if kind == PAGE:
            return gettext("a page that was deleted (no. %(number)s)") % {"number": number}
        return gettext("a document that was deleted (no. %(number)s)") % {"number": number}
    return str(finding)


def reason(finding: Finding) -> str | Promise:
    """Why; empty where the kind says it, or the title."""
    if finding.reason in REASONS:
        return REASONS[finding.reason]
    if finding.reason.isdecimal():
        return gettext("the site answers with an error (%(status)s)") % {"status": finding.reason}
    return ""


def to_do(finding: Finding) -> str | Promise:
    return TO_DO[Kind(finding.kind)]


def place_label(model, model_path: str) -> str:
    """“Body › Quote › Address of the source”: fields and blocks as the editor names them."""
    names, block = [], None
    for step in model_path.split(".") if model_path else []:
        if block is None:
            try:
                field = model._meta.get_field(step)
            except FieldDoesNotExist:
                continue
            if field.one_to_many:
                model = field.related_model
                names.append(capfirst(model._meta.verbose_name))
            else:
                names.append(capfirst(field.verbose_name))
                block = field.stream_block if isinstance(field, StreamField) else None
        elif step == "item" and hasattr(block, "child_block"):
            block = block.child_block
        elif step in getattr(block, "child_blocks", {}):
            block = block.child_blocks[step]
            names.append(capfirst(block.label))
    return " › ".join(map(str, names))
