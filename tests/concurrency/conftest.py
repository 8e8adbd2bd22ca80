"""Races run on the real clock and in real transactions."""

import pytest
from django.utils import timezone

from activities.models import Session
from goodsociety.operations.invariants import findings
from tests import factories as make


@pytest.fixture(autouse=True)
def counters_are_true(transactional_db):
    """Recount everything when the race is over."""
    yield
    assert list(findings()) == []


@pytest.fixture
def moment(transactional_db):
    """Return the moment at which everybody acts."""
    return timezone.now()


@pytest.fixture
def session(moment):
    """A session with twenty seats, as pages read it while all of them are free."""
    return Session.objects.for_programme().get(pk=make.SessionFactory().pk)
