"""The few published figures that tell how large an edition was."""

from dataclasses import dataclass

from reports.counters import Counter
from reports.metrics import METRICS
from zones.models import Edition, EditionQuerySet

#: In the order in which they are told.
KEY_METRICS = ("partner_organizations", "activities", "volunteers", "attendees", "visits", "funds_raised")


@dataclass(frozen=True)
class EditionInShort:
    """An edition and the figures that sources published of it."""

    edition: Edition
    figures: list[Counter]


def with_key_figures(editions: EditionQuerySet) -> list[EditionInShort]:
    """Return editions with their key figures."""
    return [EditionInShort(edition, key_figures(edition)) for edition in editions.prefetch_related("published_figures")]


def key_figures(edition: Edition) -> list[Counter]:
    """Return the key figures that were published of an edition."""
    figures = {row.metric: row for row in edition.published_figures.all()}
    return [Counter(METRICS[key], None, figures[key]) for key in KEY_METRICS if key in figures]
