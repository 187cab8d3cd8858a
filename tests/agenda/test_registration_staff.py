"""What the team sees of who comes, what it does about it, and who sees nothing."""

import datetime
import io
import itertools
import logging
import re

import hypothesis
import openpyxl
import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from post_office.models import Email
from pypdf import PdfReader
from wagtail.models import Collection

from programmes.agenda.models import EventPage, Registration
from programmes.agenda.registration import seats
from programmes.agenda.registration.staff.sheet import attendance_pdf, attendance_xlsx
from tests.agenda.registering import answers, at, kinds, open_event, registered
from tests.factories import UserFactory
from users.roles import establish_all

#: Nobody writes twice.
_numbers = itertools.count()
#: The event is the same for all that is typed.
one_event_for_all = hypothesis.settings(
    suppress_health_check=[
        hypothesis.HealthCheck.function_scoped_fixture,
        hypothesis.HealthCheck.too_slow,
    ]
)


@pytest.fixture(autouse=True)
def _pinned(settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)


@pytest.fixture
def event(agenda):
    return open_event(agenda, capacity=1)


def member_of(role):
    if Collection.get_first_root_node() is None:  # lost where a test with transactions has emptied all
        Collection.add_root(name="Root")
    establish_all()
    user = UserFactory(username=role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def team(client, event):
    """Somebody who handles memberships, logged in."""
    client.force_login(member_of("Adhésions"))
    return client


def page(name, *args):
    return reverse(f"event_registrations:{name}", args=args)


def all_addresses(event, registration):
    return [
        page("index"),
        *(page(name, event.pk) for name in ("event", "add", "sheet_pdf", "sheet_xlsx")),
        *(
            page(name, registration.pk)
            for name in ("withdraw", "give_seat", "correct", "send_again", "erase")
        ),
    ]


@pytest.mark.parametrize(
    ("role", "status"), [("Rédaction", 403), ("Validation", 403), ("Adhésions", 200), ("Administration", 200)]
)
def test_each_role_sees_what_it_may(client, event, role, status):
    registration = registered(event)
    client.force_login(member_of(role))
    for url in all_addresses(event, registration):
        response = client.get(url)
        assert response.status_code == status, url
        if status == 403:
            assert b"Ada" not in response.content
            assert client.post(url).status_code == 403
        else:
            assert response["Cache-Control"].startswith("private, no-store")
    menu = client.get(reverse("wagtailadmin_home")).content.decode()
    assert (page("index") in menu) == (status == 200)


def test_unknown_numbers_look_the_same_to_those_who_may_not_see(client, event):
    client.force_login(member_of("Rédaction"))
    assert client.get(page("event", 999999)).status_code == 403
    assert client.get(page("withdraw", 999999)).status_code == 403


def test_viewers_change_nothing(client, event):
    registration = registered(event)
    user = UserFactory(username="viewer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_registration"]))
    client.force_login(user)
    assert client.get(page("event", event.pk)).status_code == 200
    assert page("withdraw", registration.pk) not in client.get(page("event", event.pk)).content.decode()
    assert client.post(page("withdraw", registration.pk)).status_code == 403


def test_events_to_come_are_listed_first_with_their_seats(team, agenda, event):
    registered(event)
    registered(event, "Grace")
    past = open_event(agenda, title="Passée", starts_at=at(2015, 12, 1), ends_at=None)
    later = open_event(agenda, title="Plus tard", starts_at=at(2016, 6, 1), ends_at=None)
    open_event(agenda, title="Sans inscription", takes_registrations=False)
    response = team.get(page("index"))
    assert [row["event"].pk for row in response.context["rows"]] == [event.pk, later.pk, past.pk]
    first = response.context["rows"][0]
    assert (first["seats"], first["event"].waiting) == ("1 / 1", 1)


def test_list_names_those_who_come_and_those_who_wait_in_order(team, event):
    for name in ("Ada", "Grace", "Joan"):
        registered(event, name)
    groups = team.get(page("event", event.pk)).context["groups"]
    assert [group["state"].value for group in groups] == ["confirmed", "waiting"]
    assert [(row["place"], row["registration"].name) for row in groups[1]["rows"]] == [
        (1, "Grace"),
        (2, "Joan"),
    ]


def test_withdraws_somebody_after_asking(team, event):
    first, second = registered(event, "Ada"), registered(event, "Grace")
    team.get(page("withdraw", first.pk))
    first.refresh_from_db()
    assert first.state == "confirmed"
    assert team.post(page("withdraw", first.pk)).url == page("event", event.pk)
    assert [kinds(each)[-1] for each in (first, second)] == ["withdrawn", "promoted"]
    assert team.post(page("withdraw", first.pk)).status_code == 409


def test_gives_a_seat_out_of_order(team, event):
    for name in ("Ada", "Grace", "Joan"):
        registered(event, name)
    last = Registration.objects.get(name="Joan")
    team.post(page("give_seat", last.pk))
    assert list(Registration.objects.order_by("pk").values_list("state", flat=True)) == [
        "confirmed",
        "waiting",
        "confirmed",
    ]
    assert kinds(last) == ["waiting", "promoted"]
    assert team.post(page("give_seat", last.pk)).status_code == 409


def test_registers_somebody_by_hand(team, event):
    url = page("add", event.pk)
    typed = {"name": "Ada", "email": "ada@example.org", "language": "en"}
    assert team.post(url, {"name": "Ada"}).status_code == 200
    assert team.post(url, typed).status_code == 302
    assert team.post(url, typed).context["form"].errors["email"]
    team.post(url, typed | {"name": "Grace", "email": "grace@example.org"})
    team.post(url, typed | {"name": "Joan", "email": "joan@example.org", "has_seat": "on"})
    assert list(Registration.objects.order_by("pk").values_list("name", "state", "language")) == [
        ("Ada", "confirmed", "en"),
        ("Grace", "waiting", "en"),
        ("Joan", "confirmed", "en"),
    ]


def test_corrects_an_address_and_writes_to_the_new_one(team, event):
    registration = registered(event, "Ada Lovelac")
    registered(event, "Grace", email="grace@example.org")
    url = page("correct", registration.pk)
    typed = {"name": "Ada Lovelace", "email": "ada@example.org", "organisation": "Ville"}
    assert team.post(url, typed | {"email": "GRACE@example.org"}).context["form"].errors["email"]
    team.post(url, typed)
    registration.refresh_from_db()
    assert (registration.name, registration.email) == ("Ada Lovelace", "ada@example.org")
    assert registration.mails.get(kind="confirmed").email.to == ["ada@example.org"]
    assert not Email.objects.filter(to__icontains="lovelac@").exists()


def test_corrects_membership_and_with_it_the_price_of_the_day(team, event, house):
    EventPage.objects.filter(pk=event.pk).update(pricing="base")
    house.base_price = 60
    house.save()
    registration = registered(event, organisation="Ville")
    house.base_price = 80
    house.save()
    url = page("correct", registration.pk)
    typed = {"name": "Ada Lovelace", "email": "ada.lovelace@example.org", "organisation": "Ville"}
    told = team.get(url).content.decode()
    assert "40\u00a0€" in told.replace("\u202f", "\u00a0")
    team.post(url, typed | {"name": "Ada L."})
    registration.refresh_from_db()
    assert registration.price == 60
    response = team.post(url, typed | {"is_member": "on"}, follow=True)
    registration.refresh_from_db()
    assert (registration.is_member, registration.price) == (True, 40)
    assert "40" in str([*response.context["messages"]][-1])
    nameless = team.post(url, typed | {"is_member": "on", "organisation": ""})
    assert nameless.context["form"].errors["organisation"]
    team.post(url, typed)
    registration.refresh_from_db()
    assert (registration.is_member, registration.price) == (False, 80)


def test_nobody_is_promised_a_seat_at_a_cancelled_event(team, event):
    seated, waiting = registered(event), registered(event, "Grace")
    cancelled = EventPage.objects.get(pk=event.pk)
    cancelled.is_cancelled = True
    cancelled.save_revision().publish()
    assert kinds(seated) == ["confirmed", "cancelled"]
    team.post(page("give_seat", waiting.pk))
    waiting.refresh_from_db()
    assert waiting.state == "waiting"
    typed = {"name": "Joan", "email": "joan@example.org", "language": "fr"}
    response = team.post(page("add", event.pk), typed)
    assert response.context["form"].non_field_errors()
    assert not Registration.objects.filter(name="Joan").exists()
    team.post(page("correct", seated.pk), {"name": "Ada", "email": "ada@example.org"})
    assert seated.mails.get(kind="cancelled").email.to == ["ada@example.org"]
    assert seated.mails.get(kind="confirmed").email is None
    content = team.get(page("event", event.pk)).content.decode()
    assert page("give_seat", waiting.pk) not in content
    assert page("add", event.pk) not in content


def test_sends_the_mail_again_but_not_twice_in_a_row(team, event, settings):
    registration = registered(event)
    team.post(page("send_again", registration.pk))
    assert Email.objects.count() == 1
    Email.objects.update(status=0)
    settings.PINNED_TODAY = datetime.date(2016, 1, 12)
    before = Email.objects.get().pk
    team.post(page("send_again", registration.pk))
    assert Email.objects.get().pk != before
    assert registration.mails.get().email == Email.objects.get()


def test_erases_one_registration_with_its_mails(team, event, caplog):
    caplog.set_level(logging.INFO)
    first, second = registered(event, "Ada"), registered(event, "Grace")
    team.post(page("erase", first.pk))
    second.refresh_from_db()
    assert second.state == "confirmed"
    assert Registration.objects.get() == second
    assert {email.to[0] for email in Email.objects.all()} == {"grace@example.org"}
    assert "erased by user" in caplog.text
    assert "Ada" not in caplog.text


def test_sheets_hold_those_who_come_and_nobody_logs_their_names(team, agenda, caplog):
    event = open_event(agenda, title="Autre journée")
    registered(event, "Ada Lovelace", organisation="=HYPERLINK(1)", is_member=True, needs="+33")
    gone = registered(event, "Grace Hopper")
    seats.withdraw(gone)
    caplog.set_level(logging.INFO)
    pdf = team.get(page("sheet_pdf", event.pk))
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf.content)).pages)
    assert pdf["Content-Type"] == "application/pdf"
    assert "Ada Lovelace" in text
    assert "Grace" not in text
    xlsx = team.get(page("sheet_xlsx", event.pk))
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.content)).active
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[0].value for row in rows] == ["Ada Lovelace"]
    assert [row[1].data_type for row in rows] == ["s"]
    assert rows[0][5].value == "+33"
    for response in (pdf, xlsx):
        assert response["Cache-Control"].startswith("private, no-store")
        assert re.search(r"\.(pdf|xlsx)\"$", response["Content-Disposition"])
    assert "1 people" in caplog.text
    assert "Ada" not in caplog.text


@one_event_for_all
@given(name=st.text(min_size=1, max_size=60), needs=st.text(max_size=80))
def test_whatever_people_type_is_printed_and_harmless(event, name, needs):
    # As it may have come by another way than the form, which cleans it.
    Registration.objects.filter(event=event).delete()
    typed = "".join(sign for sign in name if sign not in "\x00" and not 0xD800 <= ord(sign) < 0xE000)
    wish = "".join(sign for sign in needs if sign not in "\x00" and not 0xD800 <= ord(sign) < 0xE000)
    Registration.objects.create(
        event=event, state="confirmed", name=typed, email="ada@example.org", needs=wish, organisation=typed
    )
    assert attendance_pdf(event).startswith(b"%PDF")
    sheet = openpyxl.load_workbook(io.BytesIO(attendance_xlsx(event))).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@one_event_for_all
@given(name=st.text(max_size=130), needs=st.text(max_size=510))
def test_whatever_is_typed_in_the_form_is_answered(event, name, needs):
    response = Client().post(
        f"{event.url}inscription/",
        {"name": name, "email": f"ada{next(_numbers)}@example.org", "needs": needs},
        REMOTE_ADDR="",
    )
    assert response.status_code in (200, 302)


def test_sheet_of_nobody_is_a_sheet(event):
    with translation.override("fr"):
        assert attendance_pdf(event).startswith(b"%PDF")


@pytest.mark.parametrize("way", ["delete", "bulk", "parent"])
def test_event_that_people_count_on_is_not_deleted(staff_client, agenda, event, way):
    registered(event)
    url = {
        "delete": reverse("wagtailadmin_pages:delete", args=[event.pk]),
        "bulk": reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={event.pk}",
        "parent": reverse("wagtailadmin_pages:delete", args=[agenda.pk]),
    }[way]
    response = staff_client.post(url)
    assert response.status_code == 409
    assert page("event", event.pk) in response.content.decode()
    assert EventPage.objects.filter(pk=event.pk).exists()
    Registration.objects.all().delete()
    assert staff_client.post(url).status_code == 302
    assert not EventPage.objects.live().filter(pk=event.pk).exists()


def test_event_leads_to_its_list_in_the_admin(client, event):
    client.force_login(member_of("Administration"))
    edit = reverse("wagtailadmin_pages:edit", args=[event.pk])
    assert page("event", event.pk) in client.get(edit).content.decode()
    client.force_login(member_of("Rédaction"))
    response = client.get(edit)
    assert response.status_code == 200
    assert page("event", event.pk) not in response.content.decode()


def test_settings_are_for_those_who_handle_registrations(team):
    url = reverse("wagtailsettings:edit", args=["agenda", "registrationsettings"])
    response = team.get(url, follow=True)
    assert response.status_code == 200
    assert "base_price" in response.content.decode()


@pytest.mark.parametrize("count", [10, 500])
def test_lists_ask_little(team, count_queries, event, agenda, count):
    Registration.objects.bulk_create(
        Registration(event=event, state="waiting", **answers(f"Ada {number}")) for number in range(count)
    )
    assert count_queries(page("event", event.pk)) <= 12
    assert count_queries(page("index")) <= 12
    response = team.get(page("event", event.pk))
    assert len(response.context["leaf"].object_list) == min(count, 50)
    if count > 50:
        second = team.get(page("event", event.pk) + "?page=2")
        assert second.context["groups"][0]["rows"][0]["place"] == 51
        assert team.get(page("event", event.pk) + "?page=99").status_code == 404


@pytest.mark.parametrize(("field", "value"), [("base_price", "-1"), ("member_discount", "101")])
def test_settings_that_make_no_price_are_refused_where_they_are(team, house, field, value):
    url = reverse("wagtailsettings:edit", args=["agenda", "registrationsettings", house.site_id])
    typed = {"base_price": "60", "member_discount": "50", "retention_days": "60", "reminder_days": "2"}
    response = team.post(url, typed | {field: value})
    assert list(response.context["form"].errors) == [field]
