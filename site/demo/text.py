"""Words of the content as the site stores them.

Files are wrapped for whoever reads them; the site wants one line a paragraph.
"""

import re

from demo.errors import ContentError, GoneError

_ANCHOR = re.compile(r'<a href="(page|document):([^"]*)">(.*?)</a>', re.S)
_ALLOWED = {"a", "abbr", "b", "br", "i", "sup", "p", "ul", "ol", "li", "h3"}
_TAG = re.compile(r"</?([a-zA-Z0-9]+)")


def plain(text: str) -> str:
    """One line a paragraph; a blank line parts paragraphs."""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))


def rich(html: str, register, file: str) -> str:
    """Wagtail's rich text: links to items become links by primary key, those to deleted items plain words."""
    unknown = set(_TAG.findall(html)) - _ALLOWED
    if unknown:
        raise ContentError(file, f"rich text may not hold <{unknown.pop()}>")

    def link(match):
        kind, target, words = match.groups()
        try:
            pk = register.pk(f"{kind}:{target}")
        except GoneError:
            return words
        return f'<a linktype="{kind}" id="{pk}">{words}</a>'

    return _ANCHOR.sub(link, " ".join(html.split()))
