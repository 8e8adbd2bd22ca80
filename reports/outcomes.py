"""The outcome report: each figure counted from its rows, beside the one that was published."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reports.metrics import METRICS, OUTCOMES, PROMISES, VISITS, Metric, Total
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


def count(metrics: Sequence[Metric], edition: Edition, *, at: dt.datetime) -> list[Outcome]:
    """Count metrics from their rows, each beside the figure published for the edition, where there is one."""
    figures = {figure.metric: figure for figure in edition.published_figures.all()}
    return [Outcome(metric, metric.total(edition, at=at), figures.get(metric.key)) for metric in metrics]


def published_metrics(edition: Edition) -> list[Metric]:
    """Return the metrics a source published for the edition; all the expo's outcomes where none did."""
    keys = {figure.metric for figure in edition.published_figures.all()}
    return [metric for metric in METRICS.values() if metric.key in keys] or list(OUTCOMES)


def other_metrics(edition: Edition) -> list[Metric]:
    """Return what is counted besides: outcomes no source published, and what people have promised so far."""
    main = published_metrics(edition)
    return [metric for metric in (*OUTCOMES, VISITS, *PROMISES) if metric not in main]


def outcome_report(edition: Edition, *, at: dt.datetime) -> dict[str, Any]:
    """Return the report for machines; the page, the API and the command all show these figures."""
    return {
        "edition": edition.year,
        "is_sample": edition.is_sample or edition.has_sample_rows,
        "metrics": [outcome.as_json() for outcome in count(published_metrics(edition), edition, at=at)],
        "also_counted": [outcome.as_json() for outcome in count(other_metrics(edition), edition, at=at)],
    }
