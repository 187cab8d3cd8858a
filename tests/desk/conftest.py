"""What the tests of the editors' house stand on."""

import pytest
from django.contrib.auth.models import Group

from tests.desk.translating import begin, finish
from tests.factories import ContentPageFactory, UserFactory
from users import roles


@pytest.fixture
def as_role(client, home):
    """Logs a new user of that role in."""

    def log_in(role):
        roles.establish_all()
        user = UserFactory()
        user.groups.add(Group.objects.get(name=role.name))
        client.force_login(user)
        return user

    return log_in


@pytest.fixture
def page(home):
    return ContentPageFactory(parent=home, title="Superpublic", introduction="Un lieu pour travailler.")


@pytest.fixture
def english_home(home, locales):
    return finish(begin(home, locales))
