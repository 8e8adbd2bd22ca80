"""Published figures and frozen reports."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from reports.models import PublishedFigure, Snapshot
from tests.factories.zones import usual_edition


class PublishedFigureFactory(DjangoModelFactory):
    """A figure that a source printed."""

    class Meta:
        model = PublishedFigure

    edition = factory.LazyFunction(usual_edition)
    metric = "volunteers"
    value = 735
    qualifier = PublishedFigure.Qualifier.EXACT
    source = "example.org, page 1"


class SnapshotFactory(DjangoModelFactory):
    """A frozen report."""

    class Meta:
        model = Snapshot

    edition = factory.LazyFunction(usual_edition)
    taken_at = factory.LazyFunction(timezone.now)
    report = factory.LazyFunction(dict)
    digest = "0" * 64
