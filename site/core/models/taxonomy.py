"""What several sections point at: themes, territories, partners, people."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail.snippets.models import register_snippet
from wagtail_localize.fields import SynchronizedField

from core.lexicon import fold, words_of
from core.previews import FramedPreviewMixin


@register_snippet
class Theme(FramedPreviewMixin, TranslatableMixin, index.Indexed, models.Model):
    """A subject of public policy or of method, shared by all sections."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("slug"), max_length=80, help_text=_("Its address, for instance “education”."))
    description = models.TextField(_("description"), blank=True)

    preview_template = "core/previews/named.html"

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("description")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("locale")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["locale", "slug"], name="unique_theme_slug")]

    def __str__(self):
        return self.name

    def get_preview_context(self, request, mode_name):
        return super().get_preview_context(request, mode_name) | {"said": self.description}


@register_snippet
class Territory(FramedPreviewMixin, index.Indexed, models.Model):
    """A place of public action, under the name that it had at the time of the facts.

    Names are proper nouns and the same in every language: the note alone is said in each.
    """

    class Kind(models.TextChoices):
        REGION = "region", _("Region")
        DEPARTMENT = "department", _("Department")
        INTERCOMMUNALITY = "intercommunality", _("Group of communes")
        COMMUNE = "commune", _("Commune")
        COUNTRY = "country", _("Country")

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
    )
    code = models.CharField(
        _("code on the map"),
        max_length=3,
        blank=True,
        help_text=_("For a Region: its INSEE code before 2016, for instance “53” for Bretagne."),
    )
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("For instance what it has become since.")
    )
    note_in_english = models.CharField(_("note in English"), max_length=200, blank=True)

    preview_template = "core/previews/named.html"

    panels = [
        FieldPanel(name) for name in ("name", "slug", "kind", "parent", "code", "note", "note_in_english")
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_preview_context(self, request, mode_name):
        return super().get_preview_context(request, mode_name) | {"said": self.note_as_read}

    @property
    def note_as_read(self) -> str:
        """The note in the language being read; the French one where nobody wrote it in English."""
        return (get_language() == "en" and self.note_in_english) or self.note


class Term(FramedPreviewMixin, TranslatableMixin, index.Indexed, models.Model):
    """An entry of the lexicon: a word of the house and what it means."""

    name = models.CharField(_("term"), max_length=80, help_text=_("As written in the middle of a sentence."))
    slug = models.SlugField(_("slug"), max_length=80, help_text=_("Its address in the lexicon."))
    forms = models.CharField(
        _("other forms"),
        max_length=200,
        blank=True,
        help_text=_("Plurals and synonyms that mean the same, separated by commas."),
    )
    definition = models.TextField(_("definition"), max_length=600, help_text=_("One to three sentences."))

    preview_template = "home/previews/term.html"
    preview_stylesheets = ("core/css/lexicon.css",)

    panels = [FieldPanel(name) for name in ("name", "slug", "forms", "definition")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("locale")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("lexicon term")
        verbose_name_plural = _("lexicon terms")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["locale", "slug"], name="unique_term_slug")]

    def __str__(self):
        return self.name

    @property
    def words(self) -> list[str]:
        """The ways of writing it: its name, then its other forms."""
        return words_of(self.name, self.forms)

    @admin.display(description=_("definition"))
    def definition_beginning(self) -> str:
        """As much of the definition as a list shows."""
        return Truncator(self.definition).words(14)

    def clean(self):
        super().clean()
        others = Term.objects.filter(locale_id=self.locale_id).exclude(pk=self.pk)
        taken = {fold(word): other.name for other in others for word in other.words}
        errors = {}
        for field_name, words in (("name", [self.name]), ("forms", self.words[1:])):
            for word in words:
                if fold(word) in taken:
                    errors[field_name] = _("“%(word)s” is in the lexicon already, under “%(term)s”.") % {
                        "word": word,
                        "term": taken[fold(word)],
                    }
        if errors:
            raise ValidationError(errors)


@register_snippet
class Partner(FramedPreviewMixin, index.Indexed, models.Model):
    """An organisation that takes part in a programme or a publication."""

    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=20, blank=True)
    url = models.URLField(_("web site"), blank=True)

    preview_template = "home/previews/partner.html"

    panels = [FieldPanel(name) for name in ("name", "acronym", "url")]
    search_fields = [
        index.SearchField("name"),
        index.SearchField("acronym"),
        index.AutocompleteField("name"),
        index.AutocompleteField("acronym"),
    ]

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name"]

    def __str__(self):
        return self.acronym or self.name

    def get_preview_context(self, request, mode_name):
        return super().get_preview_context(request, mode_name) | {"partners": [self]}


@register_snippet
class Person(FramedPreviewMixin, TranslatableMixin, index.Indexed, models.Model):
    """Somebody who writes, speaks or works with the association.

    Pages name the record of the first language; its translations say in theirs what the person does.
    """

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120)
    role = models.CharField(_("role"), max_length=160, blank=True)
    biography = models.TextField(_("biography"), blank=True)
    photo = models.ForeignKey(
        "images.CustomImage",
        verbose_name=_("photo"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    url = models.URLField(_("web site"), blank=True)
    is_team = models.BooleanField(
        _("member of the team"), default=False, help_text=_("Shown on the page of the association.")
    )

    preview_template = "home/previews/person.html"

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("slug"), FieldPanel("role"), FieldPanel("is_team")]),
        FieldPanel("biography"),
        FieldPanel("photo"),
        FieldPanel("url"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("locale")]
    override_translatable_fields = [SynchronizedField("name"), SynchronizedField("slug")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["locale", "slug"], name="unique_person_slug")]

    def __str__(self):
        return self.name

    def get_preview_context(self, request, mode_name):
        return super().get_preview_context(request, mode_name) | {"people": [self]}
