"""Pages that can be cited, and lists of them."""

from dataclasses import dataclass

from wagtail.contrib.routable_page.models import re_path

from core.citing.coins import coins
from core.citing.files import FORMATS, FileLink, links, serve
from core.citing.metatags import DESCRIBED, meta_tags
from core.citing.styles import reference_html
from core.permalinks import permalink
from core.routes import RoutesByLanguageMixin

#: Names of CSL that OpenURL has no place for.
OTHER_MAKERS = {"editor", "translator", "illustrator", "contributor"}


@dataclass(frozen=True)
class Citing:
    """How a page is cited: what its template shows."""

    #: HTML, in the style of the language being read.
    reference: str
    #: Whole stable address.
    address: str
    #: For reference managers.
    files: list[FileLink]
    #: The same reference in plain text; none before the page has an address.
    text: FileLink | None
    #: None where the head says more than they can.
    coins: list[str]
    #: (name, content) for the head.
    meta_tags: list[tuple[str, str]]


class CitedMixin(RoutesByLanguageMixin):
    """A page with an item of CSL-JSON: its context has `citing`, and its files stand below it.

    Goes before the page's own parents; a page says `csl_item` and, where it has them, `pdf_urls`.
    """

    def csl_item(self, request) -> dict:
        """What is known of what the page publishes."""
        raise NotImplementedError

    def pdf_urls(self, request) -> list[str]:
        """Whole addresses of what is published, as PDF."""
        return []

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        item = self.csl_item(request)
        *files, text = self._reference_links(request)
        pdf_urls = self.pdf_urls(request)
        context["citing"] = Citing(
            reference=reference_html(item, self.route_language),
            address=permalink(self, request),
            files=files,
            text=text,
            coins=[] if _says_more_in_the_head(item, pdf_urls) else [coins(item)],
            meta_tags=meta_tags(item, pdf_urls),
        )
        return context

    def _reference_links(self, request) -> list[FileLink | None]:
        """A link for each format, plain text last; that alone, as None, before the page has an address."""
        if not self.get_url(request):
            return [None]
        return links(lambda name: self.file_url("reference", request, name), FORMATS)

    @re_path(r"^reference\.(bib|ris|json|txt)/$", name="reference_fr")
    @re_path(r"^reference\.(bib|ris|json|txt)/$", name="reference_en")
    def serve_reference(self, request, extension):
        url = self.file_url("reference", request, extension)
        return serve(request, self, url, [self.csl_item(request)], extension, self.route_language)


def _says_more_in_the_head(item: dict, pdf_urls: list[str]) -> bool:
    """Zotero asks COinS first, and these know neither files nor who led, translated or drew a book."""
    return item["type"] in DESCRIBED and bool(pdf_urls or item.keys() & OTHER_MAKERS)


class CitedListMixin(RoutesByLanguageMixin):
    """A page that lists what can be cited: all of it in one file, for reference managers."""

    def csl_items(self, request) -> list[dict]:
        """An item for each publication listed, in the order of the list."""
        raise NotImplementedError

    def reference_files(self, request) -> list[FileLink]:
        if not self.get_url(request):
            return []
        return links(lambda name: self.file_url("references", request, name))

    @re_path(r"^references\.(bib|ris|json)/$", name="references_fr")
    @re_path(r"^references\.(bib|ris|json)/$", name="references_en")
    def serve_references(self, request, extension):
        url = self.file_url("references", request, extension)
        return serve(request, self, url, self.csl_items(request), extension, self.route_language)
