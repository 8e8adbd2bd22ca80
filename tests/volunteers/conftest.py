"""Who and what many tests of volunteers begin with."""

import pytest

from tests.factories import PersonFactory
from tests.volunteers.visiting import MAIL, sign_in


@pytest.fixture
def person(edition):
    """Somebody with an e-mail."""
    return PersonFactory(email=MAIL, name="ใจดี มีสุข")


@pytest.fixture
def theirs(client, person, now):
    """The person's own browser."""
    return sign_in(client, person, at=now)
