"""Pages that explain, and what they show of the house."""

from tests.factories import (
    ContentPageFactory,
    ImageFactory,
    PartnerFactory,
    PersonFactory,
)


def figures(number):
    return [{"image": ImageFactory(), "caption": f"Vue {index}"} for index in range(number)]


def test_people_and_partners_are_those_filled_in(home, client):
    PersonFactory(name="Camille Exemple", is_team=True)
    PersonFactory(name="Alex Ailleurs")
    PartnerFactory(name="Agence nationale de la recherche", acronym="ANR")
    page = ContentPageFactory(
        parent=home, body=[("people", {"title": "L’équipe"}), ("partners", {"title": ""})]
    )
    html = client.get(page.url).content.decode()
    assert "Camille Exemple" in html
    assert "Alex Ailleurs" not in html
    assert "Agence nationale de la recherche" in html


def test_the_site_map_lists_what_is_public(home, client):
    parent = ContentPageFactory(parent=home, title="Visible")
    ContentPageFactory(parent=parent, title="Dessous")
    ContentPageFactory(parent=home, title="Brouillon", live=False)
    page = ContentPageFactory(parent=home, title="Plan", body=[("site_map", None)])
    html = client.get(page.url).content.decode()
    assert "Visible" in html
    assert "Dessous" in html
    assert "Brouillon" not in html


def test_as_many_queries_for_twenty_items_as_for_two(home, count_queries):
    def page_of(number):
        PersonFactory.create_batch(number, is_team=True, photo=ImageFactory())
        PartnerFactory.create_batch(number)
        body = [
            ("image", figures(1)[0]),
            ("gallery", {"images": figures(max(2, number // 2))}),
            ("people", {"title": ""}),
            ("partners", {"title": ""}),
            ("page_cards", {"title": "", "pages": [ContentPageFactory(parent=home) for _ in range(3)]}),
        ]
        return ContentPageFactory(parent=home, body=body)

    few = count_queries(page_of(2).url)
    assert count_queries(page_of(20).url) == few <= 12
