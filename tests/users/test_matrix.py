"""Who opens which address of the admin: every role, and whoever has none, at every door."""

import datetime
from http.cookies import SimpleCookie

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import ERROR, get_messages
from django.db import transaction
from django.urls import reverse

from tests.factories import BlogIndexPageFactory, UserFactory
from tests.users import doors, examples
from tests.users.doors import NO_ROLE, TEAM, VISITOR, WRITING
from users import roles

ADDRESSES = [address for address in doors.all_addresses() if not address.is_apart]
LOGIN = reverse("wagtailadmin_login")


@pytest.fixture(autouse=True)
def _early_2016(settings):
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)


def test_every_address_is_declared():
    unknown = [f"{address.name} ({address.path})" for address in ADDRESSES if address.roles is None]

    assert not unknown, (
        "Nobody said who opens these addresses. Add each, by its name or by a pattern, to DOORS in "
        f"tests/users/doors.py, with the roles that it opens to: {', '.join(unknown)}"
    )


@pytest.mark.parametrize("who", [*sorted(TEAM), NO_ROLE, VISITOR])
# The report of translations has its rows in no order.
@pytest.mark.filterwarnings("ignore:Pagination may yield:django.core.paginator.UnorderedObjectListWarning")
def test_each_door_opens_to_its_roles_and_to_nobody_else(home, client, who):
    known = examples.lay_out(home)
    visitor = Visitor(client, who)

    findings = []
    for address in ADDRESSES:
        url = _url(address, known)
        is_let_in = visitor.visit(url)
        if is_let_in != (who in address.roles):
            findings.append(f"{address.name} ({url}) {'opens' if is_let_in else 'is closed'} to {who}")

    assert not findings + visitor.breakdowns, "\n".join(findings + visitor.breakdowns)


def _url(address, known):
    try:
        arguments, query = examples.arguments(address, known)
    except KeyError as missing:
        pytest.fail(
            f"{address.name} ({address.path}) takes {missing}, which no example gives: "
            "add one to what lay_out() of tests/users/examples.py answers with."
        )
    return f"{reverse(address.name, kwargs=arguments)}?{query}"


class Visitor:
    """Somebody of a role who tries doors; whatever a visit changed is undone."""

    def __init__(self, client, who):
        self.who = who
        self.client = client
        self.breakdowns = []
        client.raise_request_exception = False
        if who != VISITOR:
            user = UserFactory()
            if who != NO_ROLE:
                user.groups.add(Group.objects.get(name=who))
            client.force_login(user)
        self.cookies = {name: cookie.value for name, cookie in client.cookies.items()}

    def visit(self, url) -> bool:
        """Whether they are let in."""
        response = self.ask("get", url)
        if response.status_code == 405:
            response = self.ask("post", url)
        if response.status_code == 405:
            response = self.ask("put", url, "value=", content_type="application/x-www-form-urlencoded")
        is_let_in = not _is_refused(response)
        # What is closed to a reader is closed to whoever sends something there.
        if not is_let_in and not _is_refused(closed := self.ask("post", url)) and closed.status_code != 405:
            self.breakdowns.append(f"{url} is closed to {self.who}, and takes what they send")
        return is_let_in

    def ask(self, method, url, *data, **how):
        self.client.cookies = SimpleCookie(self.cookies)
        with transaction.atomic():
            response = getattr(self.client, method)(url, *data, **how)
            transaction.set_rollback(True)
        if response.status_code >= 500:
            self.breakdowns.append(f"{method} {url} breaks down for {self.who}")
        return response


def _is_refused(response) -> bool:
    """Not found counts as refused: whoever may open it finds it."""
    if response.status_code in (403, 404):
        return True
    location = response.headers.get("Location", "")
    if location.startswith(f"{LOGIN}?next="):
        return True
    told = [message.level for message in get_messages(response.wsgi_request)]
    return location == reverse("wagtailadmin_home") and ERROR in told


def test_a_writer_cannot_publish_by_pressing_a_button_that_is_not_there(home, client):
    roles.establish_all()
    blog = BlogIndexPageFactory(parent=home)
    user = UserFactory()
    user.groups.add(Group.objects.get(name=WRITING))
    client.force_login(user)

    client.post(
        reverse("wagtailadmin_pages:add", args=["blog", "postpage", blog.pk]),
        {
            "title": "Sans relecture",
            "slug": "sans-relecture",
            "date": datetime.date(2016, 1, 11),
            "body-count": 0,
            **{
                f"{formset}-{name}": 0
                for formset in ("post_authors", "comments")
                for name in ("TOTAL_FORMS", "INITIAL_FORMS")
            },
            "action-publish": "on",
        },
    )

    post = home.get_descendants().get(slug="sans-relecture")
    assert not post.live
