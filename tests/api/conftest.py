"""Rows that many tests of the API begin with."""

import pytest

from tests import factories
from zones.models import Edition


@pytest.fixture
def old(db):
    """The edition of 2019, which is over."""
    return factories.EditionFactory(year=2019, status=Edition.Status.OVER, has_sample_rows=True)
