"""Commitments said in the language of the roadmap that shows them: see `blog.models.words`."""

from django.apps import apps

from blog.models.words import SAID, reason_key


def say(commitments: list, roadmap, years=None) -> list:
    """The same, in the language of that page, alias or draft, where they were translated.

    `years` are the public roadmaps in that language: where they are not known, one query finds those whose
    commitments are recorded under pages of another language. They are for reading: saving them would
    write the translation over the original.
    """
    language = (roadmap.alias_of or roadmap).locale.language_code
    foreign = [each for each in commitments if each.language != language]
    if not foreign:
        return commitments
    if years is None:
        years = (
            apps.get_model("blog", "RoadmapPage")
            .objects.live()
            .filter(
                locale__language_code=language,
                translation_key__in={each.roadmap.translation_key for each in foreign},
            )
            .defer_streamfields()
        )
    words = {}
    for page in years:
        words |= page.commitment_words
    # A draft being previewed says what it would.
    words |= roadmap.commitment_words
    for commitment in foreign:
        _say(commitment, words, language)
    return commitments


def _say(commitment, words: dict, language: str) -> None:
    said = {name: words.get(f"{commitment.pk}.{name}") for name in SAID}
    if not said["title"]:
        return
    commitment.spoken_in = language
    for name, text in said.items():
        if text:
            setattr(commitment, name, text)
    state_reason = words.get(reason_key(commitment.pk, commitment.state, commitment.state_since))
    commitment.state_reason = state_reason or commitment.state_reason
    if "changes" in getattr(commitment, "_prefetched_objects_cache", {}):
        for change in commitment.changes.all():
            change.reason = words.get(reason_key(commitment.pk, change.state, change.on)) or change.reason
