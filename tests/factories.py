"""One factory a model: the least that makes it valid."""

import datetime

import factory
import wagtail_factories
from django.utils import timezone
from factory.django import DjangoModelFactory

from blog.models import BlogIndexPage, Commitment, PostPage, RoadmapIndexPage, RoadmapPage, StateChange
from core.models import Partner, Person, Term, Territory, Theme
from desk.care.models import Finding, Kind
from documents.models import CustomDocument
from home.models import ContentPage, HomePage, LexiconPage, TerritoriesPage
from images.models import CustomImage
from programmes.agenda.models import AgendaPage, EventPage
from programmes.models import ProgrammeIndexPage, ProgrammePage, TerrainPage
from programmes.models.programme import Function, Membership, State
from publications.models import (
    BookPage,
    CollectionPage,
    EpisodePage,
    PublicationIndexPage,
    ReportPage,
    VideoSeriesPage,
)
from users.models import User


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password("correct horse battery staple")


class ImageFactory(wagtail_factories.ImageFactory):
    class Meta:
        model = CustomImage


class DocumentFactory(wagtail_factories.DocumentFactory):
    class Meta:
        model = CustomDocument


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    name = factory.Sequence(lambda n: f"Thème {n}")
    slug = factory.Sequence(lambda n: f"theme-{n}")


class TerritoryFactory(DjangoModelFactory):
    class Meta:
        model = Territory

    name = factory.Sequence(lambda n: f"Territoire {n}")
    slug = factory.Sequence(lambda n: f"territoire-{n}")
    kind = Territory.Kind.REGION


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term

    name = factory.Sequence(lambda n: f"mot {n}")
    slug = factory.Sequence(lambda n: f"mot-{n}")
    definition = "Ce que le mot veut dire."


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = Partner

    name = factory.Sequence(lambda n: f"Partenaire {n}")


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Personne {n}")
    slug = factory.Sequence(lambda n: f"personne-{n}")


class PageFactory(wagtail_factories.PageFactory):
    class Meta:
        abstract = True

    introduction = "Deux phrases d’introduction. Elles disent de quoi il s’agit."


class HomePageFactory(PageFactory):
    class Meta:
        model = HomePage

    title = "Accueil"
    slug = "home"


class ContentPageFactory(PageFactory):
    class Meta:
        model = ContentPage

    title = factory.Sequence(lambda n: f"Page {n}")


class TerritoriesPageFactory(PageFactory):
    class Meta:
        model = TerritoriesPage

    title = "Territoires"
    slug = "territoires"


class LexiconPageFactory(PageFactory):
    class Meta:
        model = LexiconPage

    title = "Lexique"
    slug = "lexique"


class ProgrammeIndexPageFactory(PageFactory):
    class Meta:
        model = ProgrammeIndexPage

    title = "Programmes"


class ProgrammePageFactory(PageFactory):
    class Meta:
        model = ProgrammePage

    title = factory.Sequence(lambda n: f"Programme {n}")
    function = Function.RESEARCH
    state = State.RUNNING
    membership = Membership.REQUIRED


class TerrainPageFactory(PageFactory):
    class Meta:
        model = TerrainPage

    title = factory.Sequence(lambda n: f"Terrain {n}")
    place = "Revin"


class AgendaPageFactory(PageFactory):
    class Meta:
        model = AgendaPage

    title = "Agenda"


class EventPageFactory(PageFactory):
    class Meta:
        model = EventPage

    title = factory.Sequence(lambda n: f"Rencontre {n}")
    starts_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=7))


class BlogIndexPageFactory(PageFactory):
    class Meta:
        model = BlogIndexPage

    title = "Blog"


class PostPageFactory(PageFactory):
    class Meta:
        model = PostPage

    title = factory.Sequence(lambda n: f"Billet {n}")
    date = datetime.date(2016, 1, 4)


class RoadmapIndexPageFactory(PageFactory):
    class Meta:
        model = RoadmapIndexPage

    title = "Feuilles de route"


class RoadmapPageFactory(PageFactory):
    class Meta:
        model = RoadmapPage

    title = factory.LazyAttribute(lambda page: f"Feuille de route {page.year}")
    year = factory.Iterator(range(2016, 2100))


class CommitmentFactory(DjangoModelFactory):
    class Meta:
        model = Commitment

    title = factory.Sequence(lambda n: f"Engagement {n}")
    area = Commitment.Area.RESEARCH


class StateChangeFactory(DjangoModelFactory):
    class Meta:
        model = StateChange

    state = Commitment.State.UNDER_WAY
    on = datetime.date(2016, 2, 1)


class PublicationIndexPageFactory(PageFactory):
    class Meta:
        model = PublicationIndexPage

    title = "Publications"


class VideoSeriesPageFactory(PageFactory):
    class Meta:
        model = VideoSeriesPage

    title = "Les Éclaireurs"


class EpisodePageFactory(PageFactory):
    class Meta:
        model = EpisodePage

    title = factory.Sequence(lambda n: f"Épisode {n}")
    number = factory.Sequence(lambda n: n + 1)


class CollectionPageFactory(PageFactory):
    class Meta:
        model = CollectionPage

    title = "Design des politiques publiques"


class BookPageFactory(PageFactory):
    class Meta:
        model = BookPage

    title = factory.Sequence(lambda n: f"Livre {n}")


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = Finding

    kind = Kind.EXTERNAL
    subject = factory.Sequence(lambda n: f"https://example.org/{n}")
    reason = "404"


class ReportPageFactory(PageFactory):
    class Meta:
        model = ReportPage

    title = factory.Sequence(lambda n: f"Rapport {n}")
