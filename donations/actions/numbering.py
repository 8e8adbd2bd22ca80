"""Numbers without gaps: the row of a series is locked while the next one is taken, until the transaction ends."""

from donations.models import Series
from goodsociety.common.inserting import insert_new

#: The series of the ledger's rows.
LEDGER = "ledger"


def next_number(key: str) -> int:
    """Return the next number of a series, within the caller's transaction: when that is undone, so is the number."""
    return next_numbers(key, 1).start


def next_numbers(key: str, count: int) -> range:
    """Return so many numbers of a series that follow each other, within the caller's transaction."""
    insert_new(Series(key=key))
    series = Series.objects.select_for_update().get(key=key)
    first = series.last + 1
    series.last += count
    series.save(update_fields=["last"])
    return range(first, first + count)
