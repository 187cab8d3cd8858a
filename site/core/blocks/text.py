"""Blocks of words."""

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.lexicon import FEATURE, unknown_words

INLINE_FEATURES = ["bold", "italic", "link", "document-link", "superscript"]
PARAGRAPH_FEATURES = [*INLINE_FEATURES, "ol", "ul"]


class HeadingValue(blocks.StructValue):
    """A heading; `outline()` makes `anchor` unique on its page."""

    @property
    def anchor(self) -> str:
        return self.__dict__.get("unique_anchor") or slugify(self["text"])

    @anchor.setter
    def anchor(self, value: str):
        self.__dict__["unique_anchor"] = value


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=160)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("2", _("Part")), ("3", _("Sub-part"))], default="2", search_index=False
    )

    class Meta:
        label = _("Heading")
        icon = "title"
        group = _("Text")
        template = "core/blocks/heading.html"
        value_class = HeadingValue
        description = _("Opens a part. Headings make the table of contents.")
        preview_value = {"text": "Ce que les agents nous ont appris", "level": "2"}


class TermsMixin:
    """Rich text in which words of the lexicon can be marked; words that it does not hold stop publication."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.features = [*self.features, FEATURE]

    def clean(self, value):
        value = super().clean(value)
        # A block does not know the language of its page: any will do.
        unknown = [] if self.is_deferred_validation else unknown_words(value.source)
        if unknown:
            named = ", ".join(gettext("“%(word)s”") % {"word": word} for word in unknown)
            raise ValidationError(
                ngettext(
                    "%(words)s is not in the lexicon: add it there, or unmark it.",
                    "%(words)s are not in the lexicon: add them there, or unmark them.",
                    len(unknown),
                )
                % {"words": named}
            )
        return value


class RunningTextBlock(TermsMixin, blocks.RichTextBlock):
    """Running text inside another block. What its editor offers is no matter of the database: migrations know
    it as what it stores, a rich text.
    """

    def deconstruct(self):
        return ("wagtail.blocks.RichTextBlock", *super().deconstruct()[1:])


class ParagraphBlock(TermsMixin, blocks.RichTextBlock):
    def __init__(self, **kwargs):
        kwargs.setdefault("features", PARAGRAPH_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        group = _("Text")
        template = "core/blocks/paragraph.html"
        description = _("Running text with links and lists. “[1]” points to note 1 of the page.")
        preview_value = (
            "<p>Une équipe s’installe <b>trois semaines</b> sur place et essaie avec les agents.</p>"
        )


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("What was said"))
    attribution = blocks.CharBlock(label=_("Who said it"), required=False)
    source_url = blocks.URLBlock(label=_("Address of the source"), required=False)

    class Meta:
        label = _("Quote")
        icon = "openquote"
        group = _("Text")
        template = "core/blocks/quote.html"
        description = _("Somebody’s words, set large, with their name.")
        preview_value = {
            "text": "On apprend plus en une matinée au guichet.",
            "attribution": "Une agente d’accueil",
        }


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False)
    text = RunningTextBlock(label=_("Text"), features=PARAGRAPH_FEATURES)
    tone = blocks.ChoiceBlock(
        label=_("Tone"),
        choices=[("info", _("Good to know")), ("warning", _("Beware")), ("open", _("Open question"))],
        default="info",
        search_index=False,
    )

    class Meta:
        label = _("Callout")
        icon = "info-circle"
        group = _("Text")
        template = "core/blocks/callout.html"
        description = _("A remark set apart from the text.")
        preview_value = {"title": "À savoir", "text": "<p>Le coût peut encore évoluer.</p>", "tone": "info"}


class AccordionBlock(blocks.StructBlock):
    items = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("title", blocks.CharBlock(label=_("Title"))),
                ("text", RunningTextBlock(label=_("Text"), features=PARAGRAPH_FEATURES)),
            ]
        ),
        label=_("Items"),
        min_num=1,
    )

    class Meta:
        label = _("Accordion")
        icon = "list-ul"
        group = _("Text")
        template = "core/blocks/accordion.html"
        description = _("Questions and answers that open one by one, without JavaScript.")
        preview_value = {"items": [{"title": "Faut-il adhérer ?", "text": "<p>Pas pour s’informer.</p>"}]}


class FootnotesBlock(blocks.StructBlock):
    notes = blocks.ListBlock(
        blocks.RichTextBlock(label=_("Note"), features=INLINE_FEATURES), label=_("Notes, in order"), min_num=1
    )

    class Meta:
        label = _("Notes")
        icon = "list-ol"
        group = _("Text")
        template = "core/blocks/footnotes.html"
        description = _("Notes at the end; write “[1]” in the text to point to the first.")
        preview_value = {"notes": ["<p>Circulaire du 29 septembre 2015.</p>"]}
