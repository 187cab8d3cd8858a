"""The chapters of the handbook, in the order of reading: which template holds each, and whose work it tells.

They are written in French, which is what the team writes in, whatever the language of somebody's admin.
"""

from dataclasses import dataclass

from django.urls import reverse
from wagtail.models import Page


@dataclass(frozen=True)
class Chapter:
    """One thing to do, told from beginning to end."""

    slug: str
    title: str
    summary: str
    #: `app.model`, in lower case, of the pages in whose editor the chapter is offered.
    guides: tuple[str, ...] = ()

    @property
    def template_name(self) -> str:
        return f"handbook/chapters/{self.slug}.html"

    @property
    def url(self) -> str:
        return reverse("handbook_chapter", args=[self.slug])


CHAPTERS = (
    Chapter(
        "se-reperer",
        "Se repérer",
        "Le tableau de bord, les rôles, et le chemin d’une page jusqu’aux lecteurs.",
    ),
    Chapter(
        "ecrire-un-billet",
        "Écrire un billet",
        "D’un document Word ou de rien : texte, images, notes, vidéo, vérifications, relecture.",
        guides=("blog.postpage", "home.contentpage"),
    ),
    Chapter(
        "mettre-a-jour-la-feuille-de-route",
        "Mettre à jour la feuille de route",
        "Dire où en est un engagement, en deux clics ; préparer l’année suivante.",
        guides=("blog.roadmappage",),
    ),
    Chapter(
        "ajouter-un-episode",
        "Ajouter un épisode",
        "L’adresse de la vidéo, les intervenants, la transcription importée des sous-titres.",
        guides=("publications.episodepage", "publications.videoseriespage"),
    ),
    Chapter(
        "traduire",
        "Traduire en anglais",
        "Ce qui manque, ce qui a changé depuis, et comment le rattraper.",
    ),
    Chapter(
        "traiter-une-demande",
        "Traiter une demande d’adhésion",
        "De la demande reçue à l’appel de cotisation payé.",
        guides=("adhesion.joinpage",),
    ),
    Chapter(
        "reparer",
        "Réparer",
        "Revenir en arrière, retrouver une page, reprendre après une session expirée.",
    ),
)


def of_page(page: Page) -> Chapter | None:
    """The chapter that tells how pages of that type are written."""
    label = page.specific_class._meta.label_lower if page.specific_class else ""
    return next((chapter for chapter in CHAPTERS if label in chapter.guides), None)
