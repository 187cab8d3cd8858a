"""An agenda, early in 2016."""

import pytest

from programmes.agenda.models import RegistrationSettings
from tests.factories import AgendaPageFactory


@pytest.fixture
def agenda(home):
    return AgendaPageFactory(parent=home)


@pytest.fixture
def house(home):
    """What the settings tell of registration."""
    return RegistrationSettings.for_site(home.get_site())
