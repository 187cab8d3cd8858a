"""What editors write in a title leaves as it was written."""

from django.core.mail import get_connection, send_mail
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st
from post_office.models import STATUS, Email

from core.mail import literal


def test_a_title_that_looks_like_a_template_leaves_as_it_is(db):
    # The test runner puts a backend of its own in the settings.
    outbox = get_connection("core.mail.OutboxBackend")
    send_mail("Relire {% boom %}", "{{ x }} {# vu #}", None, ["a@example.org"], connection=outbox)
    email = Email.objects.get()
    assert email.subject == "Relire {% boom %}"
    assert email.message == "{{ x }} {# vu #}"
    assert email.status == STATUS.queued


@given(st.text())
def test_any_text_renders_to_itself(text):
    assert Template(literal(text)).render(Context()) == text
