"""Commitments in the words of a translated roadmap.

A commitment is one record, whatever language it is read in: its state has to change once. What it says is
laid before whoever translates its roadmap, with the words of the page itself, and its translation is kept on
the translated page: it is drafted, reviewed and published with it.
"""

from django.apps import apps
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail_localize.segments import StringSegmentValue

#: What a commitment says in words, besides why it changed state.
SAID = ("title", "description", "period", "cost")


def reason_key(commitment_pk: int, state: str, on) -> str:
    """The key of why a commitment entered a state on a day."""
    return f"{commitment_pk}.reason_{state}_{on}"


class Words(dict):
    """Words by key, which is that of a commitment and what of it is said: `12.title`. Knows its roadmap."""

    roadmap: models.Model


class CommitmentWordsField(models.JSONField):
    """Words of commitments in the language of the page; none on the page that they are recorded under.

    What wagtail-localize finds to translate are the words of the commitments themselves. Those that nobody
    translated are left out: they are shown, and marked, in the language of the original.
    """

    def value_from_object(self, obj):
        words = Words(super().value_from_object(obj) or {})
        words.roadmap = obj
        return words

    def get_translatable_segments(self, words):
        return [StringSegmentValue(key, text) for key, text in self._originals(words.roadmap).items()]

    def restore_translated_segments(self, words, segments):
        originals = self._originals(words.roadmap)
        translated = {segment.path: segment.render_text() for segment in segments}
        return {key: text for key, text in translated.items() if text != originals.get(key)}

    @staticmethod
    def _originals(roadmap) -> dict[str, str]:
        """What the commitments of a roadmap say, in order."""
        commitments = apps.get_model("blog", "Commitment").objects.of_roadmap(roadmap)
        found = {}
        for commitment in commitments.prefetch_related("changes"):
            found |= {f"{commitment.pk}.{name}": getattr(commitment, name) for name in SAID}
            for change in commitment.changes.all():
                found[reason_key(commitment.pk, change.state, change.on)] = change.reason
        return {key: text for key, text in found.items() if text}


class CommitmentWordsPanel(FieldPanel):
    """Tells the translator's screen where these words belong; the roadmap's own form does not show them."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self):
            return False
