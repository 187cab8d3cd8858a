"""The fee of the year."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import translation
from wagtail.test.utils.form_data import nested_form_data, streamfield

from home.adhesion.models import FeeSchedule
from tests.adhesion.factories import FeeScheduleFactory


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
