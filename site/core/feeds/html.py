"""The body of a page, as a feed reader can show it."""

from urllib.parse import urljoin

from bs4 import BeautifulSoup
from django.template.loader import render_to_string

#: What a feed reader cannot use: drawings that decorate, what needs the site's own scripts.
DROPPED = ["svg", "script", "style", "button", "form", "iframe", "template", "noscript"]


def page_html(request, page) -> str:
    """The body of a page, without what only the site can show."""
    inputs = {"stream": page.body, "page": page, "is_elsewhere": True}
    return render_to_string("core/components/stream.html", inputs, request)


def readable_elsewhere(html: str, base: str) -> str:
    """HTML as a feed reader can show it: absolute addresses, nothing that needs the site around it."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup(DROPPED):
        element.decompose()
    for element in soup(True):
        for name in ("href", "src", "poster"):
            if name in element.attrs:
                element[name] = _absolute(base, element[name])
        if "srcset" in element.attrs:
            element["srcset"] = ", ".join(_candidate(base, part) for part in element["srcset"].split(","))
        for name in list(element.attrs):
            if name == "class" or name.startswith(("data-", "aria-")):
                del element[name]
    return str(soup).strip()


def _absolute(base: str, address: str) -> str:
    """The whole address; what is none stays as an editor typed it."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _candidate(base: str, candidate: str) -> str:
    """One candidate of a `srcset`: an address, then its width or density."""
    address, *descriptor = candidate.split()
    return " ".join([_absolute(base, address), *descriptor])
