"""The front door and the pages that explain."""

import pytest

from tests.factories import ContentPageFactory

pytestmark = pytest.mark.django_db


def test_a_content_page_is_framed(client, home):
    page = ContentPageFactory(
        parent=home, title="L'association", body=[("paragraph", "<p>Bonjour : [1]</p>"), ("footnotes", {"notes": ["<p>Un</p>"]})]
    )
    html = client.get(page.url).content.decode()
    assert "<title>L’association — La 27e Région</title>" in html
    assert '<a href="#note-1" id="ref-1">1</a>' in html
    assert '<li id="note-1">' in html
