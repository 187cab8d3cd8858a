"""The admin's home page, for the two kinds of staff."""

import datetime

from django.urls import reverse
from post_office.models import STATUS

from home.adhesion.models import FeeCall
from tests.adhesion.factories import AdhesionRequestFactory, FeeScheduleFactory, MembershipFactory
from tests.adhesion.test_listing import fill, long_ago, with_mail

HOME = reverse("wagtailadmin_home")
INDEX = reverse("adhesion_requests:index")


def figures(client):
    """Address → number, as the panel shows them."""
    page = client.get(HOME).content.decode()
    panel = page.split('class="membership-figures"')[1].split("</ul>")[0]
    found = {}
    for part in panel.split('<a href="')[1:]:
        url, rest = part.split('"', 1)
        found[url.replace("&amp;", "&")] = int(rest.split("<strong>")[1].split("<")[0])
    return found


def test_each_figure_counts_what_its_list_shows(client, reviewer):
    AdhesionRequestFactory.create_batch(2)
    AdhesionRequestFactory(state="to_complete")
    long_ago(AdhesionRequestFactory(state="in_review"))
    with_mail(AdhesionRequestFactory(state="declined"), STATUS.failed)
    for number, paid_on in ((1, None), (2, datetime.date(2016, 1, 8))):
        FeeCall.objects.create(
            membership=MembershipFactory(),
            year=2016,
            number=number,
            issued_on=datetime.date(2016, 1, 4),
            amount_cents=500_000,
            recipient_name="Ville",
            pdf=b"",
            paid_on=paid_on,
        )
    MembershipFactory(request__year=2015)
    client.force_login(reviewer)
    shown = figures(client)
    assert sorted(shown.values()) == [1, 1, 1, 1, 2, 2]
    assert shown[f"{INDEX}?state=submitted"] == 2
    assert shown[f"{INDEX}?state=accepted&year=2016"] == 2
    for url, number in shown.items():
        assert len(client.get(url).context["object_list"]) == number, url


def test_members_are_set_against_the_aim_of_the_year(client, reviewer):
    MembershipFactory.create_batch(3)
    client.force_login(reviewer)
    assert "15" not in client.get(HOME).content.decode().split("membership-figures")[1].split("</ul>")[0]
    FeeScheduleFactory(members_aim=15)
    page = client.get(HOME).content.decode()
    assert '<progress value="3" max="15"' in page


def test_panel_is_for_those_who_review(client, editor, manager):
    AdhesionRequestFactory()
    client.force_login(editor)
    page = client.get(HOME).content.decode()
    assert "membership-figures" not in page
    assert INDEX not in page
    client.force_login(manager)
    assert "membership-figures" in client.get(HOME).content.decode()


def test_panel_costs_a_few_queries_whatever_the_number(client, manager, editor, count_queries):
    fill(300)
    client.force_login(editor)
    without = count_queries(HOME)
    client.force_login(manager)
    assert count_queries(HOME) <= without + 3
