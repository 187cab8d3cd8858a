"""How each original stands in each other language. Drawn from the records of the day: nothing here is stored.

The number of queries depends neither on how many originals there are nor on how many languages.
"""

import datetime
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationLog

from desk.trash.bin import IN_TRASH

from . import originals
from .fingerprints import take_all_due
from .models import Fingerprint

#: Characters of a page's path that name the page under the home page above it: root, home, section.
SECTION_PATH = 3 * Page.steplen


class State(models.TextChoices):
    OUTDATED = "outdated", _("Out of date")
    DRAFT = "draft", _("Draft")
    MISSING = "missing", _("Missing")
    TRANSLATED = "translated", _("Translated")


class Reason(models.TextChoices):
    """Why a published translation is out of date."""

    CHANGED = "changed", _("The French has changed.")
    INCOMPLETE = "incomplete", _("Strings wait for their translation.")
    UNPUBLISHED = "unpublished", _("What was translated is not published yet.")


@dataclass(frozen=True)
class Standing:
    """An original in one language."""

    locale: Locale
    state: str
    reason: str = ""
    since: datetime.datetime | None = None
    #: Strings to translate, and how many are; 0 where wagtail-localize does not keep the translation.
    total: int = 0
    done: int = 0
    #: Number of wagtail-localize's record, where it keeps the translation.
    translation: int | None = None
    #: Whether the French says something else than what translators were given.
    differs: bool = False
    edit_url: str = ""

    @property
    def label(self) -> str:
        return State(self.state).label

    @property
    def why(self) -> str:
        return Reason(self.reason).label if self.reason else ""


@dataclass(frozen=True)
class Original:
    """A published page or snippet in French, with how it stands elsewhere."""

    key: str
    title: str
    #: `app.model`, and what the kind is called.
    kind: str
    kind_name: str
    #: Number of the page under the home page that it belongs to; None for others.
    section: int | None
    edit_url: str
    standings: list[Standing] = field(default_factory=list)

    @property
    def urgency(self) -> tuple:
        """Out of date longest first, then what was begun, what was not, and what needs nothing."""
        ranks = list(State)
        first = min(self.standings, key=lambda standing: _rank(standing, ranks), default=None)
        rank = _rank(first, ranks) if first else (len(ranks), 0)
        return (*rank, self.title.casefold(), str(self.key))


def _rank(standing, ranks):
    return (ranks.index(standing.state), standing.since.timestamp() if standing.since else 0)


class Board:
    """All originals that `user` may change, by urgency; and what filters need to know of them."""

    def __init__(self, user):
        self.user = user
        self.french = Locale.get_default()
        self.languages = list(Locale.objects.exclude(pk=self.french.pk).order_by("pk"))

    @cached_property
    def originals(self) -> list[Original]:
        drafts = [*self._page_drafts, *self._snippet_drafts]
        return sorted((self._with_standings(draft) for draft in drafts), key=lambda row: row.urgency)

    @cached_property
    def sections(self) -> list[tuple[int, str]]:
        """(number, title) of the pages right under the home page, by title."""
        sections = [(page["pk"], page["title"]) for page in self._pages if len(page["path"]) == SECTION_PATH]
        return sorted(sections, key=lambda section: section[1].casefold())

    @cached_property
    def kinds(self) -> list[tuple[str, str]]:
        """(`app.model`, name) of the kinds on the board, by name."""
        return sorted({(row.kind, row.kind_name) for row in self.originals}, key=lambda kind: kind[1])

    @cached_property
    def _pages(self):
        return list(
            originals.pages(self.user, self.french).values(
                "pk", "translation_key", "title", "path", "content_type_id"
            )
        )

    @cached_property
    def _snippets(self):
        """Lines of `originals.snippets_in_every_language`, by kind, key and language."""
        lines = originals.snippets_in_every_language(originals.snippet_models(self.user))
        return {(line["kind"], line["key"], line["locale_id"]): line for line in lines}

    @property
    def _page_drafts(self):
        sections = {page["path"]: page["pk"] for page in self._pages if len(page["path"]) == SECTION_PATH}
        for page in self._pages:
            model = ContentType.objects.get_for_id(page["content_type_id"]).model_class()
            yield Original(
                key=page["translation_key"],
                title=page["title"],
                kind=model._meta.label_lower,
                kind_name=capfirst(model._meta.verbose_name),
                section=sections.get(page["path"][:SECTION_PATH]),
                edit_url=reverse("wagtailadmin_pages:edit", args=[page["pk"]]),
            )

    @property
    def _snippet_drafts(self):
        for (kind, key, locale), line in self._snippets.items():
            if locale == self.french.pk and line["is_live"]:
                yield Original(
                    key=key,
                    title=self._fingerprints[key].title,
                    kind=kind,
                    kind_name=capfirst(apps.get_model(kind)._meta.verbose_name),
                    section=None,
                    edit_url=_snippet_url(kind, line["pk"]),
                )

    @cached_property
    def _fingerprints(self):
        """By key; those that are missing or due are taken first."""
        known = Fingerprint.objects.in_bulk()
        due = {key for key in self._keys() if key not in known or known[key].is_due}
        if due:
            take_all_due(due, self._snippet_keys(due))
            known = Fingerprint.objects.in_bulk()
        return known

    def _keys(self):
        yield from (page["translation_key"] for page in self._pages)
        yield from (key for _kind, key, locale in self._snippets if locale == self.french.pk)

    def _snippet_keys(self, due):
        by_model = {}
        for kind, key, _locale in self._snippets:
            if key in due:
                by_model.setdefault(apps.get_model(kind), set()).add(key)
        return by_model

    @cached_property
    def _translated_pages(self):
        """Pages in other languages, by key and language."""
        delivered = TranslationLog.objects.filter(revision_id=OuterRef("live_revision_id"))
        pages = Page.objects.filter(alias_of=None).exclude(IN_TRASH).exclude(locale=self.french)
        lines = pages.values(
            "pk",
            "locale_id",
            "translation_key",
            "live",
            "last_published_at",
            delivered_at=Subquery(delivered.order_by("-created_at").values("created_at")[:1]),
        )
        return {(line["translation_key"], line["locale_id"]): line for line in lines}

    @cached_property
    def _translations(self):
        """Records of wagtail-localize with their strings, by key and language."""
        strings = StringSegment.objects.filter(source=OuterRef("source_id")).order_by().values("source_id")
        # A string is translated in the very place where it stands.
        translated = StringTranslation.objects.filter(
            locale=OuterRef("target_locale_id"),
            has_error=False,
            context__object_id=OuterRef("source__object_id"),
            translation_of__segments__source=OuterRef("source_id"),
            translation_of__segments__context=F("context"),
        ).order_by()
        delivered = TranslationLog.objects.filter(
            source=OuterRef("source_id"), locale=OuterRef("target_locale_id")
        )
        lines = Translation.objects.filter(source__locale=self.french).values(
            "pk",
            "enabled",
            "target_locale_id",
            key=F("source__object_id"),
            total=Coalesce(Subquery(strings.annotate(number=Count("pk")).values("number")), 0),
            done=Coalesce(
                Subquery(
                    translated.values("locale")
                    .annotate(number=Count("translation_of__segments"))
                    .values("number")
                ),
                0,
            ),
            translated_at=Subquery(
                translated.values("locale").annotate(last=Max("updated_at")).values("last")
            ),
            delivered_at=Subquery(delivered.order_by("-created_at").values("created_at")[:1]),
        )
        return {(line["key"], line["target_locale_id"]): line for line in lines}

    def _with_standings(self, draft):
        draft.standings.extend(self._standing(draft, locale) for locale in self.languages)
        return draft

    def _standing(self, draft, locale) -> Standing:
        page = self._translated_pages.get((draft.key, locale.pk))
        snippet = self._snippets.get((draft.kind, draft.key, locale.pk))
        if page is None and snippet is None:
            return Standing(locale, State.MISSING)
        fingerprint = self._fingerprints[draft.key]
        record = self._translations.get((draft.key, locale.pk))
        if record is not None and not record["enabled"]:
            record = None
        is_live = page["live"] if page else snippet["is_live"]
        delivered_at = self._delivered_at(page, record)
        facts = {
            "edit_url": (
                reverse("wagtailadmin_pages:edit", args=[page["pk"]])
                if page
                else _snippet_url(draft.kind, snippet["pk"])
            )
        }
        if record is not None:
            facts |= {
                "total": record["total"],
                "done": record["done"],
                "translation": record["pk"],
                "differs": fingerprint.differs,
            }
        if not is_live:
            return Standing(locale, State.DRAFT, **facts)
        reason, since = _lateness(fingerprint, record, delivered_at)
        state = State.OUTDATED if reason else State.TRANSLATED
        return Standing(locale, state, reason, since, **facts)

    @staticmethod
    def _delivered_at(page, record):
        """When what visitors read in that language was made; None where nobody knows."""
        if page is not None:
            return page["delivered_at"] or page["last_published_at"]
        return record["delivered_at"] if record else None


def _lateness(fingerprint, record, delivered_at):
    """(reason, since) of a published translation; ("", None) where it follows its original."""
    if record is None:
        # Kept by hand: the days of the two publications are all that is known.
        late = delivered_at and fingerprint.changed_at and fingerprint.changed_at > delivered_at
        return (Reason.CHANGED, fingerprint.changed_at) if late else ("", None)
    if fingerprint.differs:
        return Reason.CHANGED, fingerprint.differs_since
    if record["done"] < record["total"]:
        return Reason.INCOMPLETE, fingerprint.source_changed_at
    made = [at for at in (fingerprint.source_changed_at, record["translated_at"]) if at]
    if delivered_at and made and max(made) > delivered_at:
        return Reason.UNPUBLISHED, max(made)
    return "", None


def _snippet_url(kind, pk) -> str:
    app, model = kind.split(".")
    return reverse(f"wagtailsnippets_{app}_{model}:edit", args=[pk])
