"""Documents of Word, made by hand: the parts that Word itself writes (ECMA-376 part 1), and no more."""

import io
import zipfile
from html import escape

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = {
    "Title": "Title",
    "Heading1": "heading 1",
    "Heading2": "heading 2",
    "Heading3": "heading 3",
    "Quote": "Quote",
    "Caption": "caption",
    "ListParagraph": "List Paragraph",
    "FootnoteText": "footnote text",
    "TOC1": "toc 1",
}


def run(text, *, bold=False, italic=False, raised=False, extra=""):
    properties = (
        ("<w:b/>" if bold else "")
        + ("<w:i/>" if italic else "")
        + ('<w:vertAlign w:val="superscript"/>' if raised else "")
        + extra
    )
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs, style=None, level=None, numbering=1):
    """`level` makes it an item of a list; `numbering` 1 is of bullets, 2 of numbers."""
    numbered = (
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>'
        if level is not None
        else ""
    )
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{numbered}</w:pPr>{''.join(runs)}</w:p>"


def link(relation, text):
    return f'<w:hyperlink r:id="{relation}">{run(text)}</w:hyperlink>'


def note_call(number):
    return (
        f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'
    )


def table(rows):
    lines = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl>{lines}</w:tbl>"


def picture(relation, alt=""):
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Image" descr="{escape(alt)}"/><a:graphic>'
        f'<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill>'
        f'<a:blip r:embed="{relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def document(body, *, links=(), images=(), notes=(), parts=()):
    """The bytes of a .docx. `links` are (relation, address), `images` (relation, file name, bytes), `notes`
    paragraphs by number from 1, `parts` (path, bytes) of anything else.
    """
    numbering = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">'
        + "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{shape}"/></w:lvl>' for level in range(9))
        + "</w:abstractNum>"
        for number, shape in ((1, "bullet"), (2, "decimal"))
    ) + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2))
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in STYLES.items()
    )
    relations = "".join(
        f'<Relationship Id="{relation}" Type="{RELATIONS}/hyperlink" Target="{escape(address)}" '
        'TargetMode="External"/>'
        for relation, address in links
    ) + "".join(
        f'<Relationship Id="{relation}" Type="{RELATIONS}/image" Target="media/{name}"/>'
        for relation, name, _content in images
    )
    relations += "".join(
        f'<Relationship Id="part-{name}" Type="{RELATIONS}/{name}" Target="{name}.xml"/>'
        for name in ("styles", "numbering", "footnotes")
    )
    footnotes = "".join(
        f'<w:footnote w:id="{number}">{content}</w:footnote>' for number, content in enumerate(notes, start=1)
    )
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="bmp" ContentType="image/bmp"/>'
        '<Default Extension="emf" ContentType="image/x-emf"/>'
        "</Types>",
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>",
        "word/footnotes.xml": f"<w:footnotes {NAMESPACES}>{footnotes}</w:footnotes>",
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships">{relations}</Relationships>',
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        for _relation, name, content in images:
            archive.writestr(f"word/media/{name}", content)
        for name, content in parts:
            archive.writestr(name, content)
    return target.getvalue()
