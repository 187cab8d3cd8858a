"""Kinds of pages by which results are filtered."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from blog.models import BlogIndexPage, PostPage, RoadmapIndexPage, RoadmapPage
from programmes.agenda.models import AgendaPage, EventPage
from programmes.models import ProgrammeIndexPage, ProgrammePage, TerrainPage
from publications.models import (
    BookPage,
    CollectionPage,
    EpisodePage,
    PublicationIndexPage,
    ReportPage,
    VideoSeriesPage,
)

#: Kind → (label, page types); pages of any other type are of the kind OTHER.
KINDS = {
    "programmes": (_("Programmes"), [ProgrammeIndexPage, ProgrammePage]),
    "terrains": (_("Terrains"), [TerrainPage]),
    "blog": (_("Blog"), [BlogIndexPage, PostPage]),
    "roadmap": (_("Roadmaps"), [RoadmapIndexPage, RoadmapPage]),
    "publications": (
        _("Publications"),
        [PublicationIndexPage, VideoSeriesPage, EpisodePage, CollectionPage, BookPage, ReportPage],
    ),
    "agenda": (_("Agenda"), [AgendaPage, EventPage]),
    "pages": (_("Other pages"), []),
}
OTHER = "pages"


def kinds_by_content_type() -> dict[int, str]:
    """Kind of each content type that has one of its own. One query at most in the life of a process."""
    models = {model: kind for kind, (_label, types) in KINDS.items() for model in types}
    return {
        content_type.pk: models[model]
        for model, content_type in ContentType.objects.get_for_models(*models).items()
    }
