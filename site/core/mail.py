"""Mail that Django and Wagtail send by themselves: passwords, moderation."""

import copy
import re

from post_office.backends import EmailBackend


class OutboxBackend(EmailBackend):
    """Django's mail backend over the outbox, which takes what it is given for templates.

    A title with a brace in it would fail to be sent, or be run: here braces are written so as to come out as
    they went in.
    """

    def send_messages(self, email_messages):
        return super().send_messages([_literal_message(message) for message in email_messages])


def _literal_message(message):
    message = copy.copy(message)
    message.subject = literal(message.subject)
    message.body = literal(message.body)
    if getattr(message, "alternatives", None):
        message.alternatives = [(literal(content), mimetype) for content, mimetype in message.alternatives]
    return message


def literal(text: str) -> str:
    """A Django template that renders to `text`, whatever it holds."""
    names = {"{": "openbrace", "}": "closebrace"}
    return re.sub("[{}]", lambda match: f"{{% templatetag {names[match[0]]} %}}", text)
