"""Days as people type them."""

import datetime as dt

import pytest

from goodsociety.common.dates import day_from_typed


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2019-10-10", dt.date(2019, 10, 10)),
        ("2562-10-10", dt.date(2019, 10, 10)),
        ("๒๕๖๒-๑๐-๑๐", dt.date(2019, 10, 10)),
        (" 2562-1-2 ", dt.date(2019, 1, 2)),
        ("2563-02-29", dt.date(2020, 2, 29)),
    ],
)
def test_a_typed_day_is_read_in_either_era(typed, day):
    assert day_from_typed(typed) == day


@pytest.mark.parametrize(
    "typed", ["", "today", "10/10/2562", "2562-10", "2562-13-01", "2562-02-29", "0000-01-01", "2300-01-01", "-2562-1-1"]
)
def test_anything_else_is_refused_with_a_sentence(typed):
    with pytest.raises(ValueError, match=r"\S+ \S+|\S{10}"):
        day_from_typed(typed)
