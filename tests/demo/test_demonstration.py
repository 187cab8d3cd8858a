"""The demonstration as it is laid out: laid once for all these tests, each of which works on its own copy."""

import datetime
import io
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageLogEntry, Site

from blog.models import BudgetLine, Commitment, PostPage, RoadmapPage, StateChange
from core.models import Partner, Term
from demo import accounts, source
from demo.models import LaidItem
from demo.register import Register
from demo.wording import Glossary, by_file, wordings
from desk.checks.examining import examine_one
from home.adhesion.models import FeeSchedule
from images.models import CustomImage
from programmes.models import ProgrammePage, TerrainPage
from users.models import User

pytestmark = pytest.mark.indexed


def demo() -> str:
    """What the command prints."""
    printed = io.StringIO()
    call_command("demo", no_serve=True, stdout=printed, stderr=io.StringIO())
    return printed.getvalue()


def counts() -> Counter:
    laid = Counter(LaidItem.objects.values_list("content_type__model", flat=True))
    return laid | Counter(
        pages=Page.objects.count(), images=CustomImage.objects.count(), users=User.objects.count()
    )


def french(model):
    return model.objects.filter(locale__language_code="fr")


class DemonstrationTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.printed = demo()
        cls.pages = list(Page.objects.filter(depth__gt=1).select_related("locale").order_by("path"))

    def test_every_page_answers_and_asks_no_more_than_twelve_queries(self):
        """Once its pictures have been made: nothing else is kept from one request to the next.

        A page in English may ask two more: for the words of commitments and the versions of pages that it
        points at, which are recorded in French.
        """
        for page in self.pages:
            with self.subTest(page=page.url):
                self.client.get(page.url)
                with CaptureQueriesContext(connection) as queries:
                    response = self.client.get(page.url)
                assert response.status_code == 200
                html = response.content.decode()
                assert f'<html lang="{page.locale.language_code}"' in html
                for leftover in ("lorem", "Lorem", "page:/", "image:", "[?]", "[APRÈS]", "TODO"):
                    assert leftover not in html, leftover
                most = 12 if page.locale.language_code == "fr" else 14
                assert len(queries) <= most, len(queries)

    def test_nothing_stops_a_page_from_being_published_again(self):
        for page in self.pages:
            with self.subTest(page=page.url):
                assert examine_one(page.specific).blocking == ()

    def test_pages_are_those_of_the_files(self):
        laid = {page.url for page in self.pages if page.locale.language_code == "fr"}
        assert laid == {item.address for item in source.read().pages}

    def test_english_pages_are_those_whose_english_is_written(self):
        """Each at an address of its own under `/en/`, none the alias of its French."""
        written = [
            items[0].key
            for path, items in by_file(source.read()).items()
            if items[0].key.startswith("page:") and path.exists() and Glossary(path).is_complete
        ]
        in_english = [page for page in self.pages if page.locale.language_code == "en"]
        laid = LaidItem.objects.filter(key__startswith="en:page:").values_list("key", flat=True)
        assert sorted(laid) == sorted(f"en:{key}" for key in written)
        assert len(in_english) == len(written)
        for page in in_english:
            assert page.url.startswith("/en/")
            assert page.alias_of is None

    def test_english_follows_the_french_string_by_string(self):
        """As `manage.py demo_strings` brings it: nothing missing, nothing stale."""
        register = Register()
        for path, items in by_file(source.read()).items():
            if path.exists():
                with self.subTest(file=path.name):
                    glossary = Glossary(path)
                    before = [(entry.msgctxt, entry.msgid) for entry in glossary.entries]
                    glossary.follow(
                        [(item, wordings(item.model.objects.get(pk=register.pk(item.key)))) for item in items]
                    )
                    assert [(entry.msgctxt, entry.msgid) for entry in glossary.entries] == before

    def test_the_tree_is_sound(self):
        assert not any(Page.find_problems())

    def test_the_site_begins_at_the_home_page(self):
        site = Site.objects.get()
        assert site.root_page.specific_class.__name__ == "HomePage"
        assert not Page.objects.filter(slug="home", content_type__model="page").exists()

    def test_every_page_has_the_history_of_one_published_by_an_editor(self):
        for page in self.pages:
            with self.subTest(page=page.title):
                assert page.live
                assert page.live_revision.user.username == "redaction"
                assert page.live_revision.created_at == page.first_published_at == page.last_published_at
                assert not page.has_unpublished_changes
                assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish").count() == 1

    def test_posts_were_published_on_their_day(self):
        for post in PostPage.objects.all():
            with self.subTest(post=post.title):
                assert post.first_published_at.date() == post.date
                assert post.date.isoformat() <= "2016-01-11"

    def test_pictures_say_what_they_show_and_whose_they_are(self):
        for image in CustomImage.objects.all():
            with self.subTest(image=image.title):
                assert image.description
                assert image.credit
                assert image.licence
                assert image.is_svg()
                assert image.file.size < 20_000

    def test_the_budget_of_the_roadmap(self):
        lines = french(RoadmapPage).get(year=2016).budget_lines
        revenue = lines.filter(side=BudgetLine.Side.REVENUE).values_list("share", flat=True)
        spending = lines.filter(side=BudgetLine.Side.SPENDING).values_list("share", flat=True)
        assert list(revenue) == [44, 43, 7, 6]
        assert list(spending) == [47, 53]

    def test_the_figures_of_the_roadmap(self):
        roadmap = french(RoadmapPage).get(year=2016)
        assert (roadmap.fee, roadmap.previous_fee, roadmap.membership_target) == (5_000, 29_000, 15)
        assert (roadmap.budget_total, roadmap.payroll) == (1_000_000, 450_000)
        assert str(roadmap.staff) == "7.5"
        assert roadmap.priorities.count() == 4
        assert len(roadmap.keywords) == 4
        assert len(roadmap.impressions) == 6
        assert len(roadmap.questions) == 3
        assert [bool(block.value["document"]) for block in roadmap.downloads] == [False] * 4 + [True]

    def test_the_organisations_represented(self):
        types = Counter(
            french(RoadmapPage)
            .get(year=2016)
            .represented_organisations.values_list("organisation_type", flat=True)
        )
        assert (types["region"], types["department"], types["city"]) == (6, 7, 4)
        assert types["state"] + types["public_establishment"] == 8
        assert types.total() == 25

    def test_what_membership_costs_and_gives(self):
        fee = french(FeeSchedule).get(year=2016)
        assert (fee.amount_cents, fee.previous_amount_cents) == (500_000, 2_900_000)
        assert len(fee.entitlements) == 7

    def test_costs_of_programmes(self):
        costs = {
            programme.slug: (programme.cost_min, programme.cost_max, programme.cost_unit, programme.cost_tax)
            for programme in french(ProgrammePage).exclude(cost_min=None)
        }
        assert costs == {
            "la-transfo": (160_000, 170_000, "organisation", "unstated"),
            "mise-a-l-echelle": (150_000, 150_000, "shared", "unstated"),
            "territoires-en-residences": (80_000, 90_000, "shared", "unstated"),
            "la-pointeuse": (35_000, 35_000, "session", "included"),
            # Published under a free licence, to be read by anybody.
            "le-nuancier": (0, 0, "organisation", "unstated"),
        }

    def test_one_programme_leads_each_step(self):
        leading = dict(french(ProgrammePage).filter(on_home=True).values_list("stage", "slug"))
        assert leading == {
            "curious": "cycle-de-decouverte",
            "proof": "territoires-en-residences",
            "institution": "la-transfo",
            "training": "le-nuancier",
            "pioneer": "superpublic",
        }

    def test_two_residences_are_under_way(self):
        running = french(TerrainPage).filter(state=TerrainPage.State.RUNNING).values_list("slug", flat=True)
        assert set(running) == {"gares-bzh", "repenser-l-accueil-en-mairie"}

    def test_only_what_is_decided_is_done(self):
        done = Commitment.objects.filter(roadmap__year=2016, state=Commitment.State.DONE)
        assert {commitment.title for commitment in done} == {
            "Ramener l’adhésion de 29 000 € à 5 000 €",
            "Mettre en veille le consortium RE•ACTEUR PUBLIC",
        }

    def test_the_state_of_each_commitment_is_what_its_history_says(self):
        for commitment in Commitment.objects.prefetch_related("changes"):
            with self.subTest(commitment=commitment.title):
                *_earlier, last = commitment.changes.all()
                assert (commitment.state, commitment.state_since) == (last.state, last.on)
                assert last.on <= datetime.date(2016, 1, 11)

    def test_2015_is_as_thin_as_what_is_known_of_it(self):
        roadmap = french(RoadmapPage).get(year=2015)
        assert (roadmap.budget_total, roadmap.payroll, roadmap.staff) == (None, None, None)
        assert not roadmap.budget_lines.exists()
        assert not roadmap.priorities.exists()
        states = Counter(Commitment.objects.filter(roadmap=roadmap).values_list("state", flat=True))
        assert states == {"done": 6, "under_way": 2}

    def test_what_2016_takes_up_again(self):
        carried = Commitment.objects.exclude(carried_from=None).order_by("position")
        assert [(c.roadmap.year, c.carried_from.roadmap.year) for c in carried] == [(2016, 2015)] * 4

    def test_residences_stand_where_they_took_place(self):
        """A town has its place on the map; a residence in a whole Region has that of the Region."""
        in_a_region = {"achats-durables", "l-environnement-de-travail-des-elus", "region-basse-consommation"}
        terrains = french(TerrainPage).filter(url_path__contains="/territoires-en-residences/")
        without = set(terrains.filter(latitude=None).values_list("slug", flat=True))
        assert without == in_a_region
        assert not terrains.filter(territory=None).exists()
        assert not french(TerrainPage).filter(territory__code="").exists()

    def test_running_it_again_changes_nothing(self):
        before = counts()

        printed = demo()

        assert "nothing was changed" in printed
        assert counts() == before

    def test_what_an_editor_changes_stays(self):
        page = french(ProgrammePage).get(slug="la-transfo")
        page.title, page.slug = "La Transfo, saison 2", "transfo-2"
        page.save_revision().publish()
        Partner.objects.filter(acronym="SGMAP").update(acronym="DITP")

        demo()

        page.refresh_from_db()
        assert (page.title, page.slug) == ("La Transfo, saison 2", "transfo-2")
        assert not french(ProgrammePage).filter(slug="la-transfo").exists()
        assert not Partner.objects.filter(acronym="SGMAP").exists()

    def test_what_an_editor_deletes_stays_deleted(self):
        french(PostPage).get(slug="l-elu-inoffensif").delete()
        french(Term).get(slug="no-logo").delete()
        User.objects.get(username="validation").delete()

        demo()

        assert not french(PostPage).filter(slug="l-elu-inoffensif").exists()
        assert not french(Term).filter(slug="no-logo").exists()
        assert not User.objects.filter(username="validation").exists()

    def test_what_became_of_a_commitment_is_not_written_over_what_stands(self):
        """As a newer demonstration meets a database laid by an older one."""
        laid = LaidItem.objects.filter(content_type__model="statechange")
        assert laid.count() == 4
        laid.delete()
        before = StateChange.objects.count()

        printed = demo()

        assert "nothing was changed" in printed
        assert StateChange.objects.count() == before

    def test_users_can_sign_in_with_what_is_printed(self):
        for account in accounts.ACCOUNTS:
            with self.subTest(user=account.username):
                assert f"{account.username:<12} {account.password}" in self.printed
                typed = {"username": account.username, "password": account.password}
                assert self.client.post("/admin/login/", typed).status_code == 302
                assert self.client.get("/admin/").status_code == 200

    def test_a_password_changed_since_is_not_printed(self):
        admin = User.objects.get(username="admin")
        admin.set_password("quelque chose d’autre")
        admin.save()

        printed = demo()

        assert "cle-du-chantier" not in printed
        assert "admin        password changed since" in printed

    def test_the_addresses_printed_answer(self):
        for path in ("/", "/feuilles-de-route/2016/", "/adhesion/"):
            with self.subTest(path=path):
                assert f"http://127.0.0.1:8000{path}" in self.printed
                assert self.client.get(path).status_code == 200
