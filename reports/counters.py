"""The few figures that show how an edition lives, on its home and on the mall's displays.

They are the metrics of the outcome report, counted anew once a minute at most, however many people look.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.models import Activity
from reports.metrics import METRICS, OUTCOMES, Metric, Rows, one_each
from reports.models import PublishedFigure
from zones.models import Edition
from zones.phase import Phase

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SECONDS_KEPT = 60
Counts = dict[str, Decimal]


def activities_to_come(edition: Edition, _at: dt.datetime) -> Rows:
    """Activities on the programme, whether they have taken place or not."""
    return one_each(Activity.objects.public().of(edition))


ON_PROGRAMME = Metric(
    key="on_programme",
    name=_("On the programme"),
    unit="activities",
    unit_name=pgettext_lazy("unit", "activities"),
    definition=_("Activities with a session on the programme."),
    rows=activities_to_come,
)
#: What is told before the expo, and while it is on. After it, what was published, or all that was counted.
BEFORE = (
    ON_PROGRAMME,
    METRICS["partner_organizations"],
    METRICS["seats_registered"],
    METRICS["places_signed_up"],
    METRICS["pledged"],
    METRICS["funds_raised"],
)
DURING = (
    METRICS["visits"],
    METRICS["attendees"],
    METRICS["volunteers"],
    METRICS["places_signed_up"],
    METRICS["funds_raised"],
)


@dataclass(frozen=True)
class Counter:
    """One figure to show: what a source published where there is such a thing, else what was counted."""

    metric: Metric
    counted: Decimal | None
    figure: PublishedFigure | None = None

    @property
    def value(self) -> Decimal | None:
        """The figure shown."""
        return self.figure.value if self.figure else self.counted

    @property
    def qualifier(self) -> "StrOrPromise":
        """What stands before a published figure that is not exact."""
        if self.figure is None or self.figure.qualifier == PublishedFigure.Qualifier.EXACT:
            return ""
        return self.figure.get_qualifier_display()


def counters(edition: Edition, phase: Phase, *, at: dt.datetime) -> list[Counter]:
    """Return what an edition has to show in a phase; what has counted nothing yet is left out."""
    if phase == Phase.CANCELLED:
        return []
    if phase == Phase.AFTER:
        return outcomes(edition, at)
    metrics = BEFORE if phase == Phase.BEFORE else DURING
    counts = counted(edition, metrics, at)
    return [Counter(metric, counts[metric.key]) for metric in metrics if metric.key in counts]


def outcomes(edition: Edition, at: dt.datetime) -> list[Counter]:
    """Return the published figures with what the rows add up to; where nothing was published, that alone."""
    figures = {row.metric: row for row in edition.published_figures.all() if row.metric in METRICS}
    metrics = [metric for key, metric in METRICS.items() if key in figures] or list(OUTCOMES)
    counts = counted(edition, metrics, at)
    shown = [Counter(metric, counts.get(metric.key), figures.get(metric.key)) for metric in metrics]
    return [counter for counter in shown if counter.value is not None]


def counted(edition: Edition, metrics: Iterable[Metric], at: dt.datetime) -> Counts:
    """Return what metrics' rows add up to, by key, without those that have no rows; at most a minute old."""
    wanted = list(metrics)
    which = hashlib.sha256("+".join(metric.key for metric in wanted).encode()).hexdigest()[:16]
    name = f"counters:{edition.pk}:{which}"
    kept: Counts | None = cache.get(name)
    if kept is not None:
        return kept
    totals = {metric.key: metric.total(edition, at=at) for metric in wanted}
    counts = {key: total.amount for key, total in totals.items() if total.rows}
    cache.set(name, counts, SECONDS_KEPT)
    return counts
