"""An applicant who goes through all the steps, as a browser without JavaScript does."""

import datetime
import re

import time_machine

from home.adhesion.forms.application import ChampionAndIntentForm, InvoicingForm, OrganisationForm
from tests.adhesion.factories import answers

FORM = "/adhesion/demande/"
ORGANISATION = f"{FORM}organisation/"
YOU = f"{FORM}vous/"
INVOICING = f"{FORM}facturation/"
CHECK = f"{FORM}verification/"
#: The steps that ask something, in French, with their questions.
STEPS = {ORGANISATION: OrganisationForm, YOU: ChampionAndIntentForm, INVOICING: InvoicingForm}
#: The same in English, under a page that stands at /en/join/.
ENGLISH_STEPS = {
    "/en/join/request/organisation/": OrganisationForm,
    "/en/join/request/you/": ChampionAndIntentForm,
    "/en/join/request/invoicing/": InvoicingForm,
}
ENGLISH_CHECK = "/en/join/request/check/"


def part(form_class, sent: dict) -> dict:
    """What of all the answers is asked on one page."""
    return {name: value for name, value in sent.items() if name in form_class.base_fields}


def hidden_token(response) -> str:
    """The token that a page of the path carries."""
    return re.search(r'name="submission_token" value="([^"]*)"', response.content.decode())[1]


def open_path(client, url: str = ORGANISATION, *, minutes_ago: int = 1) -> str:
    """Opens the first page a while ago; its token."""
    then = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=minutes_ago)
    with time_machine.travel(then):
        return hidden_token(client.get(url))


def answer_steps(client, *, steps=STEPS, minutes_ago: int = 1, **changes):
    """Answers every question, without sending; the last response: to the check page, or an error.

    Stops at the first step that is refused.
    """
    sent = answers(**changes)
    token = open_path(client, next(iter(steps)), minutes_ago=minutes_ago)
    for url, form_class in steps.items():
        response = client.post(url, part(form_class, sent) | {"submission_token": token})
        if response.status_code != 302:
            break
    return response


def send(client, *, check=CHECK, **changes):
    """Sends what has been answered: the check page as it is shown, but for `changes`."""
    posted = {"submission_token": hidden_token(client.get(check))} | changes
    return client.post(check, posted)


def walk(client, *, steps=STEPS, check=CHECK, minutes_ago: int = 1, **changes):
    """Files a request through all the steps; the response to the sending, a redirection to the confirmation.

    `changes` replaces answers of `factories.answers()`. Where a step is refused, its response is returned.
    """
    response = answer_steps(client, steps=steps, minutes_ago=minutes_ago, **changes)
    return send(client, check=check) if response.status_code == 302 else response
