"""A document of 2 500 words, from Word and from Google Docs: the result needs no mending."""

import io

import pytest

from core.importing import convert
from desk.pasting.models import BroughtDocument
from desk.pasting.reading import read
from tests.desk import trial

ALTS = {
    "guichet": "Le guichet avant les essais, vu de la porte",
    "plan": "Le plan du rez-de-chaussée, annoté à la main",
}
CAPTIONS = {"guichet": "Le guichet, un lundi à neuf heures"}


def simple(blocks):
    """Blocks without what is drawn by lot."""

    def told(value):
        match value:
            case {"notes": notes}:
                return {"notes": [note["value"] for note in notes]}
        return value

    return [(block["type"], told(block["value"])) for block in blocks]


def test_the_document_of_the_trial_is_long_enough():
    assert 2400 <= trial.words() <= 2600


def test_a_word_document_becomes_blocks_that_need_no_mending(tmp_path):
    document = BroughtDocument(kind="docx", file=str(tmp_path / "trial.docx"))
    document.file.storage = _Disk(trial.docx())
    source = read(document)
    numbers = {name: number for number, name in enumerate(trial.COLOURS, start=1)}

    converted = convert(source.html, keep=lambda picture: picture.number)

    def image(name):
        alt = ALTS.get(name, "À compléter\u00a0: ce que montre cette image")
        value = {"image": numbers[name], "decorative": False, "alt_text": alt}
        return ("image", {"image": value, "caption": CAPTIONS.get(name, "")})

    assert converted.title == trial.TITLE
    assert simple(converted.blocks) == trial.expected(image)
    assert list(source.pictures.values()) == list(trial.PICTURES.values())
    assert [entry.sentence for entry in converted.report.to_do] == [
        "1 image ne dit pas ce qu’elle montre\u00a0: son texte alternatif est à compléter."
    ]


class _Disk:
    """A storage of one file."""

    def __init__(self, content):
        self.content = content

    def open(self, name, mode="rb"):
        return io.BytesIO(self.content)


@pytest.mark.parametrize(("clipboard", "shown"), [("word", "{name}.png"), ("docs", "{address}")])
def test_what_is_pasted_becomes_the_same_blocks(clipboard, shown):
    html = trial.word_clipboard() if clipboard == "word" else trial.docs_clipboard()

    converted = convert(html, keep=lambda picture: None)

    def missing(name):
        address = f"https://lh7-rt.googleusercontent.com/docsz/{name}?key=x"
        caption = CAPTIONS.get(name) if clipboard == "word" else None
        told = [ALTS.get(name), caption, shown.format(name=name, address=address)]
        words = ", ".join(filter(None, told))
        after = f"<p>{CAPTIONS[name]}</p>" if clipboard == "docs" and name in CAPTIONS else ""
        return ("paragraph", f"<p><b>[À compléter] Image à ajouter\u00a0: {words}</b></p>{after}")

    assert converted.title == trial.TITLE
    assert simple(converted.blocks) == trial.expected(missing)
    assert converted.report.counts["picture_missing"] == 3
