"""The shipped edition of 2019, read once and loaded once for a whole module."""

import pytest

from tests.operations.edition_files import loaded_2019, read_2019


@pytest.fixture(scope="session")
def document_2019():
    """Return the file of 2019; whoever changes it copies it first."""
    return read_2019()


@pytest.fixture(scope="module")
def edition_2019(document_2019, django_db_setup, django_db_blocker):
    """Return the edition of 2019 with its sample rows; what a test changes is undone after it."""
    with django_db_blocker.unblock(), loaded_2019(document_2019) as edition:
        yield edition
