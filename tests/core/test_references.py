"""What the blocks of a page point at, found at once."""

import lxml.html
import pytest
from django.utils import translation
from wagtail.rich_text import expand_db_html

from core.references import references_known
from tests.factories import ContentPageFactory, ImageFactory

pytestmark = pytest.mark.django_db


def link(page):
    return f'<a linktype="page" id="{page.pk}">{page.title}</a>'


def test_links_of_a_text_are_found_in_one_query(home, django_assert_max_num_queries):
    pages = [ContentPageFactory(parent=home) for _ in range(5)]
    home.url  # noqa: B018 - site roots are cached from here on
    with django_assert_max_num_queries(1):
        html = expand_db_html("".join(link(page) for page in pages))
    assert [f'<a href="{page.url}">' in html for page in pages] == [True] * 5


def test_links_of_a_page_cost_the_same_whatever_their_number(client, home, django_assert_max_num_queries):
    targets = [ContentPageFactory(parent=home) for _ in range(12)]
    one = ContentPageFactory(parent=home, body=[("paragraph", f"<p>{link(targets[0])}</p>")])
    many = ContentPageFactory(
        parent=home,
        body=[
            *(("paragraph", f"<p>{link(target)}</p>") for target in targets),
            ("callout", {"title": "", "text": f"<p>{link(targets[0])}</p>", "tone": "info"}),
        ],
    )
    client.get(one.url)
    with django_assert_max_num_queries(12) as few:
        client.get(one.url)
    with django_assert_max_num_queries(len(few)):
        html = client.get(many.url).content.decode()
    assert [f'<a href="{target.url}">{target.title}</a>' in html for target in targets] == [True] * 12


def test_a_link_leads_to_the_language_being_read(home, locales):
    page = ContentPageFactory(parent=home, title="L’association", slug="l-association")
    english = page.copy_for_translation(locales["en"], copy_parents=True)
    english.slug = "the-association"
    english.save_revision().publish()
    with translation.override("en"):
        assert 'href="/en/the-association/"' in expand_db_html(link(page))
    with translation.override("fr"):
        assert 'href="/l-association/"' in expand_db_html(link(page))


def test_a_link_to_a_page_that_is_gone_is_text(home):
    page = ContentPageFactory(parent=home, title="Partie")
    html = link(page)
    page.delete()
    assert expand_db_html(html) == "<a>Partie</a>"


def test_a_stream_without_link_asks_nothing(home, django_assert_num_queries):
    page = ContentPageFactory(parent=home, body=[("paragraph", "<p>Rien</p>")])
    with django_assert_num_queries(0), references_known(page.body):
        pass


def test_one_picture_used_twice_is_described_as_each_place_describes_it(client, home):
    """On the first visit, which makes its renditions, and on the next, which finds them."""
    picture = ImageFactory(description="Une gare")

    def figure(alternative):
        image = {"image": picture.pk, "alt_text": alternative, "decorative": not alternative}
        return {"image": image, "caption": ""}

    page = ContentPageFactory(parent=home)
    said = ("Le quai", "La file", "")
    page.body = page.body.stream_block.to_python(
        [
            {"type": "image", "value": figure(alternative), "id": f"{n}" * 8}
            for n, alternative in enumerate(said)
        ]
    )
    page.save_revision().publish()
    for _visit in range(2):
        shown = lxml.html.fromstring(client.get(page.url).content)
        assert tuple(shown.xpath("//main//figure//img/@alt")) == said
