"""The translation editor of wagtail-localize, in good French."""

import json
import re

from django.urls import reverse


def test_the_button_that_publishes_says_so_in_french(staff_client):
    script = staff_client.get(reverse("wagtail_localize:javascript_catalog")).content.decode()
    words = dict(re.findall(r'^\s*("[^"]*"): ("[^"]*"),?$', script, re.MULTILINE))
    # The name of the language follows, as it is.
    assert json.loads(words['"Publish in "']) == "Publier\u00a0: "
    assert json.loads(words['"Translate"']) == "Traduire"
