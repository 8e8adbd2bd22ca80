"""The outcome report: each figure counted from its rows, beside the one that was published."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reports.metrics import ALSO_COUNTED, METRICS, OUTCOMES, PROMISES, Metric, Total
from reports.models import PublishedFigure
from zones.models import Edition

#: How far a figure that a source gives as "about" may be off.
ABOUT = Decimal("0.10")


@dataclass(frozen=True)
class Outcome:
    """One line of the report: a metric, what its rows add up to, and what a source printed."""

    metric: Metric
    total: Total
    figure: PublishedFigure | None

    @property
    def counted(self) -> Decimal:
        """What the rows add up to."""
        return self.total.amount

    @property
    def has_rows(self) -> bool:
        """Whether there was anything to count."""
        return self.total.rows > 0

    @property
    def agrees(self) -> bool | None:
        """Whether counted and published agree; None where nothing was published or no row exists."""
        if self.figure is None or not self.has_rows:
            return None
        return agrees(self.counted, self.figure.value, self.figure.qualifier)

    def as_json(self) -> dict[str, Any]:
        """Return the line for machines: whole values as integers, any other as a decimal text (no float near money)."""
        figure = self.figure
        return {
            "metric": self.metric.key,
            "unit": self.metric.unit,
            "counted": plain(self.counted),
            "published": plain(figure.value) if figure else None,
            "qualifier": figure.qualifier if figure else None,
            "source": figure.source if figure else None,
            "agrees": self.agrees,
        }


@dataclass(frozen=True)
class Report:
    """An edition's outcomes: those a source published, the expo's others, and what people have promised so far."""

    published: list[Outcome]
    others: list[Outcome]
    promises: list[Outcome]


def agrees(counted: Decimal, published: Decimal, qualifier: str) -> bool:
    """Say whether a counted value bears out a published one.

    "exact" asks for equality, "over" (กว่า) for at least the value, "about" (ประมาณ) for ten percent around it.
    """
    if qualifier == PublishedFigure.Qualifier.OVER:
        return counted >= published
    if qualifier == PublishedFigure.Qualifier.ABOUT:
        return abs(counted - published) <= published * ABOUT
    return counted == published


def plain(value: Decimal) -> int | str:
    """Return a whole value as an integer and any other as its decimal text."""
    return int(value) if value == value.to_integral_value() else f"{value:f}"


def report_of(edition: Edition, *, at: dt.datetime) -> Report:
    """Count everything of an edition as it is at a moment; all the expo's outcomes where no source published any."""
    figures = {figure.metric: figure for figure in edition.published_figures.all()}
    published = [metric for metric in METRICS.values() if metric.key in figures] or list(OUTCOMES)

    def count(metrics: Iterable[Metric]) -> list[Outcome]:
        return [Outcome(metric, metric.total(edition, at=at), figures.get(metric.key)) for metric in metrics]

    return Report(
        published=count(published),
        others=count(metric for metric in (*OUTCOMES, *ALSO_COUNTED) if metric not in published),
        promises=count(metric for metric in PROMISES if metric not in published),
    )


def outcome_report(edition: Edition, *, at: dt.datetime) -> dict[str, Any]:
    """Return the report for machines; the page, the API and the command all show these figures."""
    report = report_of(edition, at=at)
    return {
        "edition": edition.year,
        "is_sample": edition.is_sample or edition.has_sample_rows,
        "metrics": [outcome.as_json() for outcome in report.published],
        "also_counted": [outcome.as_json() for outcome in (*report.others, *report.promises)],
    }
