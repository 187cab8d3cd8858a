"""The document of the trial: 2 500 words with starred notes, hashtags, nested lists and three images.

Told once, written three times: as Word saves it, as Word puts it in the clipboard, as Google Docs does.
What it has to become is told beside it.
"""

import io
from dataclasses import dataclass, field
from html import escape

from PIL import Image

from tests.desk import word

SENTENCES = (
    "Une équipe s’installe trois semaines dans le service et regarde comment il marche vraiment.",
    "Les agents racontent leur journée, les usagers leur attente, et personne ne dit la même chose.",
    "On dessine le parcours sur un mur, on colle des photos, on déplace les étapes tant que rien ne tient.",
    "Chaque soir, ce qui a été compris est montré à ceux qui l’ont dit, et corrigé par eux.",
    "Le troisième jour, un essai est posé sur le guichet : une affiche, un tampon, un formulaire plié.",
    "Rien n’est imprimé en couleur, pour que chacun ose le barrer et le refaire.",
    "À midi, la directrice passe, lit, demande pourquoi la case numéro sept existe encore.",
    "Personne ne sait le dire ; la case disparaît l’après-midi même, et trois questions avec elle.",
    "Le vendredi, on compte les allers et retours d’un dossier entre deux étages du même bâtiment.",
    "Il y en a onze, dont quatre pour une signature que la loi ne demande pas.",
    "Les élus viennent à la fin, quand il y a quelque chose à essayer et non un rapport à lire.",
    "Ce que l’on apprend vaut pour ce service, et rien ne dit que cela vaille pour un autre.",
)
COLOURS = {"guichet": (200, 60, 40), "mur": (40, 120, 200), "plan": (60, 160, 90)}


def image(kind="PNG", colour=(0, 0, 0)) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(content, kind)
    return content.getvalue()


PICTURES = {name: image(colour=colour) for name, colour in COLOURS.items()}


@dataclass
class Part:
    """`words` are of a heading or of a paragraph, where `b` and `i` enclose bold and italic words."""

    kind: str
    words: str = ""
    level: int = 0
    rows: list = field(default_factory=list)
    name: str = ""


def filler(start: int, sentences: int) -> str:
    return " ".join(SENTENCES[(start + n) % len(SENTENCES)] for n in range(sentences))


def parts() -> list[Part]:
    told = [
        Part("title", "Trois semaines au guichet*"),
        Part("paragraph", f"{filler(0, 6)} #Transformation #DesignDesPolitiquesPubliques"),
        Part("heading", "Arriver", level=1),
        Part(
            "paragraph",
            f"{filler(3, 5)} Un agent le dit « sans colère »**, puis {{b}}retourne à son poste{{/b}}.",
        ),
        Part("picture", "Le guichet avant les essais, vu de la porte", name="guichet"),
        Part("caption", "Le guichet, un lundi à neuf heures"),
        Part("paragraph", filler(7, 8)),
        Part("heading", "Ce qu’il faut apporter", level=2),
        Part("item", "Du papier et des feutres", level=0),
        Part("item", "Un mur qui soit à nous", level=0),
        Part("item", "assez grand pour tout un parcours", level=1),
        Part("item", "assez près pour que l’on passe devant", level=1),
        Part("item", "deux fois par jour au moins", level=2),
        Part("item", "Une {i}clé du bâtiment{/i}***", level=0),
        Part("paragraph", filler(2, 7)),
        Part("step", "Écouter", level=0),
        Part("step", "Dessiner", level=0),
        Part("step", "Essayer", level=0),
        Part("paragraph", filler(9, 7)),
        Part("heading", "Essayer", level=1),
        Part("paragraph", f"{filler(1, 8)} Voir {{a}}le carnet de la résidence{{/a}}."),
        Part("picture", "", name="mur"),
        Part("paragraph", filler(4, 9)),
        Part("quote", "On apprend plus en une matinée ici qu’en une année de réunions."),
        Part("paragraph", filler(6, 9)),
        Part("heading", "Compter", level=2),
        Part("table", rows=[["Étape", "Avant", "Après"], ["Visites", "4", "1"], ["Formulaires", "3", "1"]]),
        Part("paragraph", filler(8, 10)),
        Part("picture", "Le plan du rez-de-chaussée, annoté à la main", name="plan"),
        Part("paragraph", filler(10, 10)),
        Part("heading", "Repartir", level=1),
        Part("paragraph", f"{filler(5, 10)} C’est peu, et c’est déjà cela *."),
        *[Part("paragraph", filler(start, 10)) for start in (0, 3, 6, 9, 1)],
        Part("paragraph", "#Transformation #Guichet #2016"),
        Part("note", "* Une première version de ce texte a paru dans le journal de la résidence."),
        Part("note", "** L’expression est de lui."),
        Part("note", "*** Prêtée par le gardien, rendue le dernier jour."),
        Part("note", "* C’est aussi l’avis du service."),
    ]
    return told


LINK = "https://www.example.org/carnet?page=1&suite=2"


def words() -> int:
    text = " ".join(
        [part.words for part in parts()] + [cell for part in parts() for row in part.rows for cell in row]
    )
    return len(text.split())


def pieces(text: str):
    """(words, style) of a marked text; the style is "", "b", "i" or "a"."""
    rest = text
    while "{" in rest:
        before, _, rest = rest.partition("{")
        style, _, rest = rest.partition("}")
        inside, _, rest = rest.partition("{/" + style + "}")
        yield before, ""
        yield inside, style
    yield rest, ""


# As Word saves it


def docx() -> bytes:
    styles = {"title": "Title", "quote": "Quote", "caption": "Caption"}
    body = []
    for part in parts():
        match part.kind:
            case "heading":
                body.append(word.paragraph(word.run(part.words), style=f"Heading{part.level}"))
            case "item" | "step":
                numbering = 1 if part.kind == "item" else 2
                body.append(
                    word.paragraph(
                        *_runs(part.words), style="ListParagraph", level=part.level, numbering=numbering
                    )
                )
            case "picture":
                body.append(word.paragraph(word.picture(f"img-{part.name}", part.words)))
            case "table":
                body.append(word.table(part.rows))
            case _:
                body.append(word.paragraph(*_runs(part.words), style=styles.get(part.kind)))
    images = [(f"img-{name}", f"{name}.png", content) for name, content in PICTURES.items()]
    return word.document("".join(body), links=[("carnet", LINK)], images=images)


def _runs(text):
    for inside, style in pieces(text):
        if inside and style == "a":
            yield word.link("carnet", inside)
        elif inside:
            yield word.run(inside, bold=style == "b", italic=style == "i")


# As Word puts it in the clipboard

WORD_HEAD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
<style><!-- @font-face {font-family:"Cambria Math";}
p.MsoNormal {margin:0cm; font-size:12.0pt;} --></style></head>
<body lang=FR style='tab-interval:35.4pt;word-wrap:break-word'><!--StartFragment-->"""


def word_clipboard() -> str:
    html = [WORD_HEAD]
    for part in parts():
        marked = _word_words(part.words)
        match part.kind:
            case "title":
                html.append(
                    f"<p class=MsoTitle><span style='mso-ansi-language:FR'>{marked}<o:p></o:p></span></p>"
                )
            case "heading":
                html.append(
                    f"<h{part.level}><span style='font-family:\"Calibri Light\",sans-serif'>{marked}"
                    f"<o:p></o:p></span></h{part.level}>"
                )
            case "item" | "step":
                mark, shape = ("·", "l0") if part.kind == "item" else ("1.", "l1")
                html.append(
                    f"<p class=MsoListParagraphCxSpMiddle style='margin-left:{36 + 36 * part.level}.0pt;"
                    f"text-indent:-18.0pt;mso-list:{shape} level{part.level + 1} lfo1'><![if !supportLists]>"
                    "<span style='font-family:Symbol;mso-bidi-font-family:Symbol'>"
                    f"<span style='mso-list:Ignore'>{mark}<span style='font:7.0pt \"Times New Roman\"'>"
                    "&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span>"
                    f"<![endif]>{marked}<o:p></o:p></p>"
                )
            case "picture":
                html.append(
                    "<p class=MsoNormal><!--[if gte vml 1]><v:shape id='Image_1' style='width:60pt'>"
                    "<v:imagedata src='file:///C:/Users/x/clip_image001.png'/></v:shape><![endif]-->"
                    "<![if !vml]>"
                    f'<img width=80 height=60 src="file:///C:/Users/x/{part.name}.png" '
                    f'alt="{escape(part.words)}" v:shapes="Image_1"><![endif]></p>'
                )
            case "caption":
                html.append(f"<p class=MsoCaption>{marked}<o:p></o:p></p>")
            case "quote":
                html.append(f"<p class=MsoQuote><i>{marked}</i><o:p></o:p></p>")
            case "table":
                html.append("<table class=MsoTableGrid border=1 style='border-collapse:collapse'>")
                for row in part.rows:
                    html.append("<tr style='mso-yfti-irow:0'>")
                    html += [
                        "<td width=201 valign=top style='padding:0cm'><p class=MsoNormal>"
                        f"{escape(cell)}<o:p></o:p></p></td>"
                        for cell in row
                    ]
                    html.append("</tr>")
                html.append("</table><p class=MsoNormal><o:p>&nbsp;</o:p></p>")
            case _:
                html.append(
                    "<p class=MsoNormal style='text-align:justify'><span lang=FR style='font-size:12.0pt;"
                    f"color:#1F1F1F'>{marked}</span><o:p></o:p></p>"
                )
    return "".join([*html, "<!--EndFragment--></body></html>"])


def _word_words(text) -> str:
    marks = {
        "": "{}",
        "b": "<b style='mso-bidi-font-weight:normal'>{}</b>",
        "i": "<i>{}</i>",
        "a": f"<a href=\"{escape(LINK)}\"><span style='color:#0563C1'>{{}}</span></a>",
    }
    return "".join(marks[style].format(escape(inside, quote=False)) for inside, style in pieces(text))


# As Google Docs puts it in the clipboard

SPAN = (
    "font-size:{size}pt;font-family:Arial,sans-serif;color:#000000;background-color:transparent;"
    "font-weight:{weight};font-style:{slant};font-variant:normal;text-decoration:none;vertical-align:baseline;"
    "white-space:pre-wrap;"
)


def docs_clipboard() -> str:
    html = [
        '<meta charset="utf-8"><b style="font-weight:normal;" '
        'id="docs-internal-guid-1d5cf3a1-7fff-1f0c-6d2b-0a1b2c3d4e5f">'
    ]
    told = parts()
    position = 0
    while position < len(told):
        part = told[position]
        match part.kind:
            case "title":
                html.append(f'<p dir="ltr" style="line-height:1.38;">{_docs_words(part.words, size=26)}</p>')
            case "heading":
                html.append(f'<h{part.level} dir="ltr">{_docs_words(part.words, size=20)}</h{part.level}>')
            case "item" | "step":
                group = []
                while position < len(told) and told[position].kind == part.kind:
                    group.append(told[position])
                    position += 1
                html.append(_docs_list(group, "ul" if part.kind == "item" else "ol"))
                continue
            case "picture":
                html.append(
                    '<p dir="ltr"><span style="border:none;display:inline-block;overflow:hidden;width:80px">'
                    f'<img src="https://lh7-rt.googleusercontent.com/docsz/{part.name}?key=x" width="80" '
                    f'height="60" alt="{escape(part.words)}" /></span></p>'
                )
            case "quote":
                html.append(f"<blockquote>{_docs_words(part.words)}</blockquote>")
            case "table":
                rows = "".join(
                    "<tr>"
                    + "".join(f'<td><p dir="ltr">{_docs_words(cell)}</p></td>' for cell in row)
                    + "</tr>"
                    for row in part.rows
                )
                html.append(
                    '<div dir="ltr" align="left"><table><colgroup><col /><col /><col /></colgroup>'
                    f"<tbody>{rows}</tbody></table></div>"
                )
            case _:
                html.append(f'<p dir="ltr" style="line-height:1.38;">{_docs_words(part.words)}</p><br />')
        position += 1
    return "".join([*html, '</b><br class="Apple-interchange-newline">'])


def _docs_words(text, size=11) -> str:
    html = ""
    for inside, style in pieces(text):
        if not inside:
            continue
        span = SPAN.format(
            size=size, weight=700 if style == "b" else 400, slant="italic" if style == "i" else "normal"
        )
        words = f'<span style="{span}">{escape(inside, quote=False)}</span>'
        html += (
            f'<a href="{escape(LINK)}" style="text-decoration:none;">{words}</a>' if style == "a" else words
        )
    return html


def _docs_list(group, name, level=0) -> str:
    html, position = [f"<{name}>"], 0
    while position < len(group):
        part = group[position]
        if part.level > level:
            deeper = []
            while position < len(group) and group[position].level > level:
                deeper.append(group[position])
                position += 1
            html.append(_docs_list(deeper, name, level + 1))
            continue
        html.append(
            f'<li dir="ltr" aria-level="{level + 1}"><p dir="ltr" role="presentation">'
            f"{_docs_words(part.words)}</p></li>"
        )
        position += 1
    return "".join([*html, f"</{name}>"])


# What it has to become

TITLE = "Trois semaines au guichet"


def expected(image) -> list[tuple]:
    """(type, value) of each block; `image` gives what stands where a picture was, by its name."""

    def p(text):
        return f"<p>{text}</p>"

    def heading(text, level):
        return ("heading", {"text": text, "level": level})

    carnet = f'<a href="{LINK.replace("&", "&amp;")}">le carnet de la résidence</a>'
    before, alone, after = image("guichet"), image("mur"), image("plan")
    found = [
        ("paragraph", p(f"{filler(0, 6)} #Transformation #DesignDesPolitiquesPubliques[1]")),
        heading("Arriver", "2"),
        (
            "paragraph",
            p(f"{filler(3, 5)} Un agent le dit « sans colère »[2], puis <b>retourne à son poste</b>."),
        ),
        before,
        ("paragraph", p(filler(7, 8))),
        heading("Ce qu’il faut apporter", "3"),
        (
            "paragraph",
            "<ul><li>Du papier et des feutres</li><li>Un mur qui soit à nous<ul>"
            "<li>assez grand pour tout un parcours</li><li>assez près pour que l’on passe devant<ul>"
            "<li>deux fois par jour au moins</li></ul></li></ul></li>"
            f"<li>Une <i>clé du bâtiment</i>[3]</li></ul>{p(filler(2, 7))}"
            f"<ol><li>Écouter</li><li>Dessiner</li><li>Essayer</li></ol>{p(filler(9, 7))}",
        ),
        heading("Essayer", "2"),
        ("paragraph", p(f"{filler(1, 8)} Voir {carnet}.")),
        alone,
        ("paragraph", p(filler(4, 9))),
        (
            "quote",
            {
                "text": "On apprend plus en une matinée ici qu’en une année de réunions.",
                "attribution": "",
                "source_url": "",
            },
        ),
        ("paragraph", p(filler(6, 9))),
        heading("Compter", "3"),
        (
            "table",
            {
                "columns": [{"type": "text", "heading": name} for name in ("Étape", "Avant", "Après")],
                "rows": [{"values": ["Visites", "4", "1"]}, {"values": ["Formulaires", "3", "1"]}],
                "caption": "",
            },
        ),
        ("paragraph", p(filler(8, 10))),
        after,
        ("paragraph", p(filler(10, 10))),
        heading("Repartir", "2"),
        (
            "paragraph",
            p(f"{filler(5, 10)} C’est peu, et c’est déjà cela[4].")
            + "".join(p(filler(start, 10)) for start in (0, 3, 6, 9, 1))
            + p("#Transformation #Guichet #2016"),
        ),
        (
            "footnotes",
            {
                "notes": [
                    p("Une première version de ce texte a paru dans le journal de la résidence."),
                    p("L’expression est de lui."),
                    p("Prêtée par le gardien, rendue le dernier jour."),
                    p("C’est aussi l’avis du service."),
                ]
            },
        ),
    ]
    return _joined(found)


def _joined(blocks):
    """What stands for a picture that is not there is text, and runs into the text around it."""
    joined = []
    for kind, value in blocks:
        if kind == "paragraph" and joined and joined[-1][0] == "paragraph":
            joined[-1] = (kind, joined[-1][1] + value)
        else:
            joined.append((kind, value))
    return joined
