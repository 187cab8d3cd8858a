"""The fee of the year."""

import datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError
from django.urls import reverse
from django.utils import translation
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from home.adhesion.models import FeeSchedule, MembershipSettings
from tests.adhesion.factories import FeeScheduleFactory
from tests.factories import UserFactory
from users import roles


@pytest.mark.parametrize(
    ("today", "year"), [(2014, 2015), (2015, 2015), (2016, 2016), (2017, 2016), (2018, 2018), (2030, 2018)]
)
def test_current_is_the_last_one_that_has_begun_else_the_first(locales, settings, today, year):
    for known in (2016, 2015, 2018):
        FeeScheduleFactory(year=known)
    settings.PINNED_TODAY = datetime.date(today, 6, 1)
    assert FeeSchedule.current().year == year


def test_no_schedule_no_fee(db):
    assert FeeSchedule.current() is None


def test_amounts_in_euros(locales):
    fee = FeeScheduleFactory()
    assert (fee.amount_euros, fee.previous_amount_euros) == (Decimal(5000), Decimal(29000))
    assert FeeScheduleFactory(year=2017, previous_amount_cents=None).previous_amount_euros is None


def test_current_speaks_the_active_language_where_it_can(locales):
    french = FeeScheduleFactory()
    english = french.copy_for_translation(locales["en"])
    english.save()
    with translation.override("en"):
        assert FeeSchedule.current() == english
    with translation.override("fr"):
        assert FeeSchedule.current() == french


def test_one_schedule_a_year_and_language(locales):
    FeeScheduleFactory()
    with pytest.raises(IntegrityError):
        FeeScheduleFactory()


def test_the_team_types_euros_and_the_record_counts_cents(staff_client, locales):
    fee = FeeScheduleFactory()
    url = reverse("wagtailsnippets_adhesion_feeschedule:edit", args=[fee.pk])

    def post(amount):
        data = {"year": 2016, "amount_cents": amount, "previous_amount_cents": "", "conditions": ""}
        return staff_client.post(url, nested_form_data(data | {"entitlements": streamfield([])}))

    shown = staff_client.get(url).context["form"]
    assert str(shown["amount_cents"].value()) == "5000"
    assert post("5250,50").status_code == 302
    fee.refresh_from_db()
    assert (fee.amount_cents, fee.previous_amount_cents) == (525_050, None)
    for wrong in ("0", "5000,505", "cinq mille"):
        assert list(post(wrong).context["form"].errors) == ["amount_cents"]


def test_schedule_of_a_year_and_no_other(locales):
    french = FeeScheduleFactory()
    FeeScheduleFactory(year=2018)
    english = french.copy_for_translation(locales["en"])
    english.save()
    assert FeeSchedule.objects.of_year(2016) == french
    assert FeeSchedule.objects.of_year(2017) is None
    with translation.override("en"):
        assert FeeSchedule.objects.of_year(2016) == english
        assert FeeSchedule.objects.of_year(2018).locale == locales["fr"]


@pytest.fixture
def membership_team(client, locales):
    """Somebody in the role that keeps the schedules."""
    roles.establish_all()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=roles.MEMBERSHIPS.name))
    client.force_login(user)
    return user


def change(client, fee, **changes):
    url = reverse("wagtailsnippets_adhesion_feeschedule:edit", args=[fee.pk])
    data = {"year": 2016, "amount_cents": "5000", "previous_amount_cents": "", "conditions": ""} | changes
    return client.post(url, nested_form_data(data | {"entitlements": streamfield([])}))


def test_every_version_is_kept_and_can_be_read_and_taken_back(client, membership_team):
    fee = FeeScheduleFactory()
    fee.save_revision(user=membership_team)
    assert change(client, fee, conditions="Nouvelle condition.").status_code == 302
    fee.refresh_from_db()
    assert fee.conditions == "Nouvelle condition."
    first, second = fee.revisions.order_by("pk")

    name = "wagtailsnippets_adhesion_feeschedule"
    history = client.get(reverse(f"{name}:history", args=[fee.pk]))
    assert history.status_code == 200
    compared = client.get(reverse(f"{name}:revisions_compare", args=[fee.pk, first.pk, second.pk]))
    assert "Nouvelle condition." in compared.content.decode()
    former = client.get(reverse(f"{name}:revisions_revert", args=[fee.pk, first.pk]))
    assert "Obligatoire pour prendre part" in former.content.decode()
    assert first.as_object().conditions.startswith("Obligatoire")


def test_schedule_is_translated_and_its_figures_follow(locales):
    fee = FeeScheduleFactory()
    source, _created = TranslationSource.update_or_create_from_instance(fee)
    target, _created = Translation.objects.update_or_create(source=source, target_locale=locales["en"])
    for segment in StringSegment.objects.filter(source=source):
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=locales["en"],
            context=segment.context,
            data=f"EN {segment.string.data}",
        )
    target.save_target(publish=True)
    english = FeeSchedule.objects.get(locale=locales["en"])
    assert (english.year, english.amount_cents) == (2016, 500_000)
    assert english.conditions.startswith("EN Obligatoire")
    assert english.entitlements[0].value["title"].startswith("EN Participer")
    assert english.latest_revision.as_object().conditions == english.conditions

    fee.amount_cents = 510_000
    fee.save()
    source.update_from_db()
    target.save_target(publish=True)
    english.refresh_from_db()
    assert english.amount_cents == 510_000


SETTINGS = {
    "siret": "",
    "iban": "",
    "bic": "",
    "payment_days": "",
    "legal_mention": "",
    "legal_mention_in_english": "",
}


def settings_url():
    return reverse(
        "wagtailsettings:edit", args=["adhesion", "membershipsettings", MembershipSettings.load().pk]
    )


def test_the_association_names_its_accounts(client, membership_team):
    typed = SETTINGS | {
        "siret": "356 000 000 00048",
        "iban": "FR76 3000 6000 0112 3456 7890 189",
        "bic": "agrifrpp",
        "payment_days": "45",
    }
    assert client.post(settings_url(), typed).status_code == 302
    known = MembershipSettings.load()
    assert (known.siret, known.iban, known.bic, known.payment_days) == (
        "35600000000048",
        "FR7630006000011234567890189",
        "AGRIFRPP",
        45,
    )


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("siret", "356 000 000 00049"),
        ("iban", "FR76 3000 6000 0112 3456 7890 188"),
        ("bic", "AGRI"),
        ("payment_days", "400"),
    ],
)
def test_a_wrong_digit_is_caught_before_it_is_printed(client, membership_team, name, wrong):
    response = client.post(settings_url(), SETTINGS | {name: wrong})
    assert list(response.context["form"].errors) == [name]
    assert getattr(MembershipSettings.objects.get(), name) in ("", None)
