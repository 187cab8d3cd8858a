"""The links of the header and of the footer, one set a language."""

from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, TranslatableMixin
from wagtail.snippets.models import register_snippet

from core.blocks.links import LinkBlock, raw_links
from core.languages import foreign
from core.prepared import prepared
from core.previews import FramedPreviewMixin
from core.querysets import open_to_all


class FooterColumnBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=60)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"))

    class Meta:
        label = _("Column")
        icon = "list-ul"
        description = _("A column of the footer: a title, and links under it.")
        preview_value = {
            "title": "La maison",
            "links": [{"page": None, "url": "/blog/", "label": "Lire le blog"}],
        }


@register_snippet
class Navigation(FramedPreviewMixin, TranslatableMixin, models.Model):
    """Header and footer of one language."""

    header = StreamField(
        [("link", LinkBlock())],
        verbose_name=_("header"),
        max_num=5,
        help_text=_("Five links at most; search, language and the membership button come by themselves."),
    )
    join = StreamField([("link", LinkBlock())], verbose_name=_("button"), max_num=1, blank=True)
    footer = StreamField([("column", FooterColumnBlock())], verbose_name=_("footer"), blank=True)

    preview_template = "core/previews/navigation.html"

    panels = [FieldPanel("header"), FieldPanel("join"), FieldPanel("footer")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("navigation")
        verbose_name_plural = _("navigations")

    def __str__(self):
        return f"{capfirst(self._meta.verbose_name)} ({self.locale})"

    def get_preview_context(self, request, mode_name):
        # It takes the place of the one that is published.
        return super().get_preview_context(request, mode_name) | {"navigation": self.resolve(request)}

    def resolve(self, request) -> dict:
        """Links as the visitor follows them, in two queries whatever their number.

        Pages are those of the navigation's language where a translation is live, otherwise those chosen;
        pages that are not public any more are left out. Each link holds `label`, `url`, `language` and
        `current`.
        """
        header, join = raw_links(self.header), raw_links(self.join)
        columns = [
            (column["value"]["title"], [item["value"] for item in column["value"]["links"]])
            for column in self.footer.raw_data
        ]
        links = [*header, *join, *(link for _title, column in columns for link in column)]
        pages = self._translated_pages({link["page"] for link in links if link["page"]})

        def resolved(links):
            for link in links:
                page = pages.get(link["page"])
                if link["page"] and page is None:
                    continue
                url = page.get_url(request) if page else link["url"]
                yield {
                    "label": link["label"] or page.title,
                    "url": url,
                    # Of what it leads to, where that is not the language being read.
                    "language": foreign(page) if page else "",
                    # Every address begins with that of the home page.
                    "current": url.strip("/") not in ("", get_language()) and request.path.startswith(url),
                }

        spoken = self.locale.language_code
        return {
            # Of the words, where nobody has translated them.
            "language": "" if spoken == get_language() else spoken,
            "header": list(resolved(header)),
            "join": next(resolved(join), None),
            "footer": [{"title": title, "links": list(resolved(column))} for title, column in columns],
        }

    def _translated_pages(self, chosen_ids: set[int]) -> dict[int, Page]:
        """The page to link to for each page chosen."""
        family = _open_family(keys=sorted(chosen_ids)) if chosen_ids else []
        translated = {page.translation_key: page for page in family if page.locale_id == self.locale_id}
        return {
            page.pk: translated.get(page.translation_key, page) for page in family if page.pk in chosen_ids
        }


@prepared
def _open_family(*, keys):
    """Pages that anybody may read, with those of other languages."""
    translation_keys = Page.objects.filter(pk__in=keys).values("translation_key")
    return open_to_all(Page.objects.filter(translation_key__in=translation_keys)).select_related("locale")


@prepared
def navigations():
    """Those of the language being read and of the first one."""
    languages = [get_language(), settings.LANGUAGE_CODE]
    return Navigation.objects.filter(locale__language_code__in=languages).select_related("locale")
