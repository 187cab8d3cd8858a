"""Programmes below their index."""

import pytest

from tests.factories import ProgrammeIndexPageFactory, ProgrammePageFactory


@pytest.fixture
def index(home):
    return ProgrammeIndexPageFactory(parent=home, slug="programmes")


@pytest.fixture
def programme(index):
    return ProgrammePageFactory(
        parent=index, title="Territoires en Résidences", slug="territoires-en-residences"
    )
