"""Lays the English of the demonstration, through the records that translators work with.

Each item is one transaction of its own, after all the French: a run that is interrupted is taken up by the
next one, and a page is never translated in the transaction of the page above it, which would leave the tree
wrong (wagtail-localize issue 773). What has been laid once is left to editors, as the French is. An item is
left out where a string of it has no English: because its file is not finished, or because an editor has
changed the French since; a page goes with the page above it.
"""

from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Locale, Page, PageLogEntry, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from demo import accounts
from demo.errors import ContentError, GoneError
from demo.fields import check_lengths
from demo.layout import Outcome
from demo.register import Register
from demo.source import Content, Item
from demo.wording import ENGLISH, Glossary, Wording, by_file, file_of, place_of, wordings


def lay_out(content: Content, progress, folder: Path = ENGLISH) -> Outcome:
    """How many items were laid in English this time; `folder` holds the files."""
    register = Register()
    waiting = list(_waiting(content, register, folder))
    if not waiting:
        return Outcome(pages=0, records=0)
    translator = Translator(register)
    pages = records = 0
    with progress.stage("Laying out the English", len(waiting)):
        for item, glossary in waiting:
            laid = translator.lay(item, glossary)
            pages += isinstance(laid, Page)
            records += laid is not None and not isinstance(laid, Page)
            progress.advance()
    return Outcome(pages=pages, records=records)


def key_of(item: Item) -> str:
    """Under which the English of an item is registered."""
    return f"en:{item.key}"


def _waiting(content: Content, register: Register, folder: Path) -> Iterator[tuple[Item, Glossary]]:
    """Items whose English is written and has never been laid, what is pointed at before what points."""
    for path, items in by_file(content, folder).items():
        missing = [item for item in items if key_of(item) not in register]
        if missing and path.exists() and (glossary := Glossary(path)).is_complete:
            yield from ((item, glossary) for item in missing)


class Translator:
    """Writes English translations of what stands in French."""

    def __init__(self, register: Register):
        self.register = register
        self.user = accounts.author(register)
        self.english = Locale.objects.get(language_code="en")

    def lay(self, item: Item, glossary: Glossary):
        """The translation, or None where there can be none."""
        try:
            french = item.model.objects.get(pk=self.register.pk(item.key))
        except (GoneError, KeyError):
            return None
        if not self._is_ready(french, glossary):
            return None
        file = file_of(item, Path("en")).as_posix()
        with transaction.atomic():
            translation = self._translation(french, glossary)
            try:
                english = self._save(translation, french)
            except ValidationError as error:
                raise ContentError(file, " ".join(error.messages)) from error
            check_lengths(english, file)
            self.register.add(key_of(item), english)
        return english

    def _save(self, translation: Translation, french):
        if isinstance(french, Page):
            return self._publish(translation, french)
        translation.save_target(user=self.user)
        return translation.get_target_instance()

    def _is_ready(self, french, glossary: Glossary) -> bool:
        if french.has_translation(self.english):
            return False
        if isinstance(french, Page) and not (french.live and self._has_english_parent(french)):
            return False
        english = [glossary.english(wording) for wording in wordings(french)]
        return bool(english) and all(english)

    def _has_english_parent(self, page: Page) -> bool:
        parent = page.get_parent()
        return parent.is_root() or parent.has_translation(self.english)

    def _translation(self, french, glossary: Glossary) -> Translation:
        """What the translation editor would hold once every string is typed."""
        source, _created = TranslationSource.update_or_create_from_instance(french)
        translation, _created = Translation.objects.get_or_create(source=source, target_locale=self.english)
        segments = source.stringsegment_set.select_related("string", "context")
        # The same string may stand twice in one place: in a rich text, say.
        english = {
            (segment.string_id, segment.context_id): glossary.english(
                Wording(place_of(segment.context.path), segment.string.data)
            )
            for segment in segments
        }
        StringTranslation.objects.bulk_create(
            StringTranslation(
                translation_of_id=string,
                context_id=context,
                locale=self.english,
                data=data,
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                last_translated_by=self.user,
            )
            for (string, context), data in english.items()
        )
        return translation

    def _publish(self, translation: Translation, french: Page) -> Page:
        """Published on the day of the French; at once: `save_target` waits for the transaction."""
        # Publishing writes these down, once.
        with disable_reference_index_auto_update():
            translation.save_target(user=self.user, publish=False)
        page = translation.get_target_instance()
        revision = page.get_latest_revision()
        revision.publish(user=self.user, skip_permission_checks=True)
        Page.objects.filter(pk=page.pk).update(
            owner=self.user,
            first_published_at=french.first_published_at,
            last_published_at=french.last_published_at,
            latest_revision_created_at=french.last_published_at,
        )
        Revision.objects.for_instance(page).update(created_at=french.last_published_at)
        PageLogEntry.objects.filter(page=page.pk).update(timestamp=french.last_published_at)
        return page
