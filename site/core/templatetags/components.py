"""Tags that draw, link and describe. Builtins: no load needed."""

import json

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from core import cutpaper as paper
from core import languages
from core.blocks import footnote_count
from core.lexicon import explain, without_marks
from core.references import references_known
from core.typography import link_footnotes, typeset

register = template.Library()


@register.simple_tag
def cutpaper(seed):
    """A decorative picture of cut paper, always the same for the same seed."""
    return mark_safe(paper.composition(str(seed)))  # noqa: S308 - nothing of the seed is printed


@register.simple_tag
def frieze(seed, count=4):
    """Decorative shapes that stand on the rule below them."""
    return mark_safe(paper.frieze(str(seed), count))  # noqa: S308 - nothing of the seed is printed


@register.simple_tag
def glyph(name):
    """The decorative sign of a programme, series or section, by its slug."""
    return mark_safe(paper.glyph(str(name)))  # noqa: S308 - nothing of the name is printed


@register.simple_tag
def mark():
    """The mark of the house."""
    return mark_safe(paper.mark())  # noqa: S308 - a constant


@register.simple_tag
def json_ld(data):
    """schema.org objects as a script of data, safe inside HTML."""
    graph = {"@context": "https://schema.org", "@graph": data if isinstance(data, list) else [data]}
    text = json.dumps(graph, ensure_ascii=False, default=str)
    for character, escape in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026")):
        text = text.replace(character, escape)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above


@register.simple_tag(takes_context=True)
def href(context, page):
    """Address of a page, without a query."""
    return page.get_url(request=_request(context)) or ""


@register.simple_tag(takes_context=True)
def stream_html(context, stream, page=None, is_elsewhere=False):
    """The blocks of a stream, their references to notes linked, words of the lexicon explained.

    `is_elsewhere`: to be read away from the site, as in a feed; words are left as words.
    """
    if not stream:
        return ""
    request = _request(context)
    with references_known(stream, request):
        html = stream.render_as_block({"page": page, "request": request})
        count = footnote_count(stream)
    html = link_footnotes(html, count)
    html = without_marks(html) if is_elsewhere else explain(html, request, page)
    return mark_safe(html)  # noqa: S308 - rendered by the blocks' own templates


def _request(context):
    """The request, inside what is included with `only` too."""
    return context.get("request") or getattr(context, "request", None)


@register.simple_tag(takes_context=True)
def page_link(context, page):
    """A link to a page in the words of its title, with its language where it is not the one being read."""
    address, title, language = href(context, page), typeset(page.title), languages.foreign(page)
    if not language:
        return format_html('<a href="{}">{}</a>', address, title)
    said = _("(in French)") if language == "fr" else _("(in English)")
    return format_html(
        '<a href="{}" lang="{}" hreflang="{}">{}</a> <span class="in-language">{}</span>',
        address,
        language,
        language,
        title,
        said,
    )


@register.filter
def foreign(page):
    """The language of a page where it is not the one being read; empty otherwise."""
    return languages.foreign(page)


@register.simple_tag
def page_range(page_obj):
    """Numbers of pages to print, with ellipses where there are many."""
    return page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=2, on_ends=1)


@register.simple_tag
def field_parts(field):
    """How a bound field is printed: a group of choices, one checkbox, or a control with its descriptions."""
    kind = getattr(field.field.widget, "input_type", "")
    described_by = " ".join(
        f"{field.auto_id}-{part}"
        for part, present in (("help", field.help_text), ("error", field.errors))
        if present
    )
    group = (
        kind in ("radio", "checkbox")
        and hasattr(field.field.widget, "subwidgets")
        and hasattr(field.field, "choices")
    )
    attributes = {"aria-describedby": described_by} if described_by else {}
    if field.errors:
        attributes["aria-invalid"] = "true"
    return {
        "group": group,
        "checkbox": kind == "checkbox" and not group,
        "described_by": described_by,
        "options": list(field) if group else [],
        "control": "" if group else field.as_widget(attrs=attributes),
    }


@register.simple_tag
def drawing(name):
    """A scene drawn for one place of the site."""
    return mark_safe(paper.scene(name))  # noqa: S308 - nothing of the name is printed
