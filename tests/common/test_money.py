"""Amounts as people type them and as pages show them."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from goodsociety.common.money import baht, satang_from_typed, show_baht


@pytest.mark.parametrize(
    ("typed", "satang"),
    [
        ("500", 50_000),
        ("99.50", 9_950),
        ("99.5", 9_950),
        ("0.01", 1),
        ("1,000", 100_000),
        ("1,300,000.25", 130_000_025),
        ("฿99.50", 9_950),
        ("500 บาท", 50_000),
        ("๑๐๐", 10_000),
        ("๑,๒๐๐.๕๐", 120_050),
        ("１００", 10_000),  # noqa: RUF001 (full-width digits)
        ("  42  ", 4_200),
        ("100.", 10_000),
        ("100.500", 10_050),
        ("007", 700),
        ("0", 0),
        ("-5", -500),
        ("-0.50", -50),
        ("1000000000", 100_000_000_000),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed, satang):
    assert satang_from_typed(typed) == satang


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "-",
        ".",
        "abc",
        "1e9",
        "1E2",
        "NaN",
        "Infinity",
        "0x10",
        "1,50",
        "1,0,0",
        ",100",
        "1.000,50",
        "1 000 000",
        "--5",
        "+5",
        "5\x00",
        "5\n6",
        "½",
        "²",
        "0.001",
        "99.505",
        "9" * 13,
        "9" * 1_000_000,
    ],
)
def test_anything_else_is_refused_with_a_sentence(typed):
    translation.activate("en")
    with pytest.raises(ValueError, match=r"baht as a number|two decimals"):
        satang_from_typed(typed)


@given(st.integers(min_value=-99_999_999_999, max_value=99_999_999_999))
def test_what_a_page_shows_is_read_back_as_the_same_amount(satang):
    assert satang_from_typed(show_baht(satang)) == satang
    assert baht(satang) * 100 == satang


@given(st.text(alphabet="0123456789,.-+e ๑๕฿บาท\x00", max_size=20))
def test_whatever_is_accepted_is_the_number_that_stands_there(typed):
    try:
        satang = satang_from_typed(typed)
    except ValueError:
        return
    plain = typed.replace("฿", "").replace("บาท", "").replace(",", "").replace("๑", "1").replace("๕", "5")
    assert Decimal(plain.strip()) * 100 == satang


@pytest.mark.parametrize(("satang", "shown"), [(130_000_000, "1,300,000"), (9_950, "99.50"), (0, "0"), (-1, "-0.01")])
def test_a_page_shows_decimals_only_where_there_are_some(satang, shown):
    assert show_baht(satang) == shown
    assert baht(satang) == Decimal(shown.replace(",", ""))
