"""What tests of groups share: a field tour, and an organization that the public knows."""

import pytest

from tests import factories as make


@pytest.fixture
def tour(edition):
    """Return a field tour for groups of five to twenty people, thirty in all."""
    activity = make.ActivityFactory(kind="field_tour")
    return make.SessionFactory(activity=activity, entry="groups", capacity=30, smallest_party=5, largest_party=20)


@pytest.fixture
def school(edition):
    """Return an organization that the public knows."""
    return make.ParticipationFactory(
        organization__name_th="โรงเรียนวัดสุขใจ", organization__name_en="Wat Suk Chai School"
    ).organization
