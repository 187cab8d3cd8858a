"""Organisations that the team knows: found, corrected, merged where two are one, never added by hand."""

import threading

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse

from home.adhesion import organisations
from home.adhesion.models import AdhesionRequest, Membership, Organisation
from tests.adhesion.factories import AdhesionRequestFactory, MembershipFactory, OrganisationFactory
from tests.factories import TerritoryFactory, UserFactory

INDEX = reverse("adhesion_organisations:index")


def url(name, organisation):
    return reverse(f"adhesion_organisations:{name}", args=[organisation.pk])


def member(name="Région Bretagne", year=2016, **organisation) -> Membership:
    body = OrganisationFactory(name=name, **organisation)
    return MembershipFactory(request=AdhesionRequestFactory(state="accepted", year=year, organisation=body))


def correction(**changes) -> dict:
    return {
        "name": "Région Bretagne",
        "category": "region",
        "country": "FR",
        "siret": "",
        "foreign_identifier": "",
        "address": "283 avenue du Général Patton",
        "territory": "",
    } | changes


def test_editor_without_permission_is_refused_everywhere(client, editor):
    body = OrganisationFactory(name="Région Bretagne")
    client.force_login(editor)
    for address in [
        INDEX,
        INDEX + "results/",
        INDEX + "?export=xlsx",
        *(url(name, body) for name in ("detail", "correct", "merge", "delete")),
        INDEX + "99999/",
    ]:
        for response in (client.get(address), client.post(address)):
            assert response.status_code == 403, address
            assert "Bretagne" not in response.content.decode()
    assert INDEX not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_reviewer_reads_and_corrects_but_neither_merges_nor_deletes(client, reviewer):
    body = OrganisationFactory()
    client.force_login(reviewer)
    assert client.get(url("detail", body)).status_code == 200
    assert client.get(url("correct", body)).status_code == 200
    assert url("merge", body) not in client.get(url("detail", body)).content.decode()
    for name in ("merge", "delete"):
        assert client.get(url(name, body)).status_code == 403
        assert client.post(url(name, body)).status_code == 403
    assert Organisation.objects.count() == 1


def test_nothing_is_added_or_copied(client, superuser):
    client.force_login(superuser)
    for action in ("new/", "copy/1/", "export/"):
        assert client.get(INDEX + action).status_code == 404
    assert client.get(INDEX + "?export=xlsx")["Content-Type"].startswith("text/html")


def test_list_says_what_is_known_of_each(client, manager):
    body = member(
        category="region", siret="73282932000074", territory=TerritoryFactory(name="Armorique")
    ).organisation
    MembershipFactory(request=AdhesionRequestFactory(state="accepted", year=2015, organisation=body))
    client.force_login(manager)
    page = client.get(INDEX).content.decode()
    for shown in ("Région Bretagne", "Armorique", "2016, 2015", "732\xa0829\xa0320\xa000074"):
        assert shown in page


@pytest.mark.parametrize("query", ["region bretagne", "BRETAGNE", "732 829 320", "73282932000074"])
def test_search_finds_by_name_without_accents_and_by_siret(client, manager, query):
    OrganisationFactory(name="Région Bretagne", siret="73282932000074")
    OrganisationFactory(name="Ville de Lille")
    client.force_login(manager)
    page = client.get(INDEX, {"q": query}).content.decode()
    assert "Région Bretagne" in page
    assert "Ville de Lille" not in page


@pytest.mark.parametrize(
    "query",
    [{"category": "region"}, {"member_year": "2016"}, {"without_siret": "true"}, {"territory": "armorique"}],
)
def test_list_is_narrowed(client, manager, query):
    armorique = TerritoryFactory(name="Armorique")
    member(category="region", territory=armorique)
    member("Ville de Lille", year=2015, category="city", siret="73282932000074")
    client.force_login(manager)
    if "territory" in query:
        query = {"territory": armorique.pk}
    page = client.get(INDEX, query).content.decode()
    assert "Région Bretagne" in page
    assert "Ville de Lille" not in page


@pytest.mark.parametrize("query", [{"member_year": "abc"}, {"territory": "x"}, {"q": "\x00(["}, {"p": "x"}])
def test_wrong_addresses_break_nothing(client, manager, query):
    member()
    client.force_login(manager)
    assert client.get(INDEX, query).status_code == 200


@pytest.mark.parametrize("number", [3, 30])
def test_list_and_page_ask_as_many_queries_for_few_as_for_many(
    client, manager, number, django_assert_max_num_queries
):
    bodies = [
        member(f"Ville {position}", territory=TerritoryFactory()).organisation for position in range(number)
    ]
    for year in range(2016 - number, 2016):
        MembershipFactory(request=AdhesionRequestFactory(state="accepted", year=year, organisation=bodies[0]))
    client.force_login(manager)
    client.get(INDEX)
    with django_assert_max_num_queries(15):
        client.get(INDEX)
    with django_assert_max_num_queries(12):
        client.get(url("detail", bodies[0]))


def test_page_gives_requests_and_memberships(client, manager):
    membership = member()
    client.force_login(manager)
    page = client.get(url("detail", membership.organisation)).content.decode()
    assert membership.request.reference in page
    assert reverse("adhesion_memberships:detail", args=[membership.pk]) in page


def test_correction_is_saved_clean_and_leaves_requests_alone(client, reviewer):
    membership = member("Region bretagne")
    territory = TerritoryFactory()
    client.force_login(reviewer)
    response = client.post(
        url("correct", membership.organisation),
        correction(name="Région\nBretagne", siret="732 829 320 00074", territory=territory.pk),
    )
    assert response.status_code == 302
    body = Organisation.objects.get()
    assert (body.name, body.siret, body.territory) == ("Région Bretagne", "73282932000074", territory)
    membership.request.refresh_from_db()
    assert membership.request.siret == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "x" * 201),
        ("siret", "123"),
        ("address", ""),
        ("category", "x"),
        ("country", "XX"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(client, reviewer, field, value):
    body = OrganisationFactory(name="Région Bretagne")
    client.force_login(reviewer)
    response = client.post(url("correct", body), correction(**{field: value}))
    assert list(response.context["form"].errors) == [field]
    assert Organisation.objects.get().address == body.address


def test_siret_of_another_one_is_refused_with_its_name(client, reviewer):
    OrganisationFactory(name="Conseil régional de Bretagne", siret="73282932000074")
    body = OrganisationFactory()
    client.force_login(reviewer)
    response = client.post(url("correct", body), correction(siret="73282932000074"))
    assert "Conseil régional de Bretagne" in response.context["form"].errors["siret"][0]
    assert url("merge", body)


def test_siret_given_to_another_one_meanwhile_is_refused(client, reviewer, monkeypatch):
    body = OrganisationFactory()
    client.force_login(reviewer)

    def taken(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(Organisation, "save", taken)
    response = client.post(url("correct", body), correction(siret="73282932000074"))
    assert response.context["form"].errors.keys() == {"siret"}


def test_merge_moves_everything_and_the_other_goes(client, manager):
    kept = member("Région Bretagne", year=2016)
    merged = member("Conseil régional de Bretagne", year=2015, siret="73282932000074")
    open_request = AdhesionRequestFactory(organisation=merged.organisation)
    client.force_login(manager)
    proposed = client.get(url("merge", kept.organisation)).content.decode()
    assert f"?other={merged.organisation.pk}" in proposed
    shown = client.get(url("merge", kept.organisation), {"other": merged.organisation.pk})
    assert "2015" in shown.content.decode()
    client.post(url("merge", kept.organisation), {"other": merged.organisation.pk})

    body = Organisation.objects.get()
    assert body == kept.organisation
    assert body.siret == "73282932000074"
    assert set(body.memberships.values_list("year", flat=True)) == {2015, 2016}
    assert set(body.requests.all()) == {kept.request, merged.request, open_request}
    for request in (merged.request, open_request):
        event = request.events.last()
        assert event.what == "corrected"
        assert event.actor == manager
        assert "Conseil régional de Bretagne → Région Bretagne" in event.note
    assert not kept.request.events.filter(what="corrected").exists()
    # A member's earlier requests are kept as long as the last one.
    assert len(set(AdhesionRequest.objects.filter(state="accepted").values_list("purge_on"))) == 1


def test_members_of_one_year_are_two(client, manager):
    kept, merged = member("Région Bretagne"), member("Conseil régional de Bretagne")
    client.force_login(manager)
    for response in (
        client.get(url("merge", kept.organisation), {"other": merged.organisation.pk}),
        client.post(url("merge", kept.organisation), {"other": merged.organisation.pk}),
    ):
        assert "2016" in response.context["conflict"]
    assert Organisation.objects.count() == 2
    with pytest.raises(organisations.MergeRefused):
        organisations.merge(kept.organisation.pk, merged.organisation.pk, actor=manager)


def test_second_merge_finds_nothing_left(manager):
    kept, merged = OrganisationFactory(), OrganisationFactory()
    organisations.merge(kept.pk, merged.pk, actor=manager)
    with pytest.raises(organisations.MergeRefused):
        organisations.merge(kept.pk, merged.pk, actor=manager)


@pytest.mark.parametrize("other", ["", "abc", "0", "9" * 40, "²", "self"])
def test_merging_with_nothing_is_not_found(client, manager, other):
    body = OrganisationFactory()
    client.force_login(manager)
    other = body.pk if other == "self" else other
    assert client.get(url("merge", body), {"other": other}).status_code == 404
    assert client.post(url("merge", body), {"other": other}).status_code == 404
    assert Organisation.objects.count() == 1


def test_twin_is_searched_for_by_name(client, manager):
    body = OrganisationFactory(name="Région Bretagne")
    other = OrganisationFactory(name="Assemblée armoricaine")
    client.force_login(manager)
    assert f"?other={other.pk}" not in client.get(url("merge", body)).content.decode()
    assert f"?other={other.pk}" in client.get(url("merge", body), {"q": "armoric"}).content.decode()


def test_only_what_nothing_points_to_is_deleted(client, manager):
    membership, free = member(), OrganisationFactory()
    client.force_login(manager)
    assert client.post(url("delete", membership.organisation)).status_code == 409
    assert client.post(url("delete", free)).status_code == 302
    assert list(Organisation.objects.all()) == [membership.organisation]


@pytest.mark.django_db(transaction=True)
def test_merging_both_ways_at_once_leaves_one_with_everything():
    actor = UserFactory(is_superuser=True)
    one = member("Région Bretagne", year=2016).organisation
    other = member("Conseil régional de Bretagne", year=2015).organisation
    outcomes, barrier = [], threading.Barrier(2)

    def merge(kept, merged):
        try:
            barrier.wait()
            organisations.merge(kept.pk, merged.pk, actor=actor)
            outcomes.append("done")
        except organisations.MergeRefused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=merge, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]
    body = Organisation.objects.get()
    assert body.memberships.count() == body.requests.count() == 2
