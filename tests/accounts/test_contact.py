"""One human is one row: contacts in their normal form."""

import pytest
from django.utils import translation

from accounts.contact import normal_email, normal_name, normal_phone


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("Somchai@Example.ORG", "somchai@example.org"),
        ("  a@example.org ", "a@example.org"),
        ("ａ@example.org", "a@example.org"),  # noqa: RUF001 (a full-width letter)
    ],
)
def test_an_e_mail_is_compared_in_one_form(typed, normal):
    assert normal_email(typed) == normal


@pytest.mark.parametrize(
    "typed",
    [
        "0812345678",
        "081 234 5678",
        "081-234-5678",
        "(081) 234.5678",
        "081–234–5678",
        "+66812345678",
        "+66 81 234 5678",
        "+66 (0)81 234 5678",
        "+660812345678",
        "๐๘๑๒๓๔๕๖๗๘",
        "０８１２３４５６７８",  # noqa: RUF001 (full-width digits)
    ],
)
def test_a_thai_mobile_number_has_one_form_however_it_is_written(typed):
    assert normal_phone(typed) == "+66812345678"


@pytest.mark.parametrize(("typed", "normal"), [("02 123 4567", "+6621234567"), ("+1 (415) 555-2671", "+14155552671")])
def test_land_lines_and_foreign_numbers_are_read(typed, normal):
    assert normal_phone(typed) == normal


@pytest.mark.parametrize(
    "typed",
    [
        *("", "081", "812345678", "00812345678", "081234567890", "+0812345678", "+66", "abc", "081234567a"),
        "0812345678\x00",
        "+" + "9" * 16,
    ],
)
def test_anything_else_is_refused_with_a_sentence(typed):
    translation.activate("en")
    with pytest.raises(ValueError, match="phone number"):
        normal_phone(typed)


def test_a_text_too_long_for_any_field_is_not_brought_into_order_first():
    marks = "\u0301\u0316" * 500_000  # to sort a megabyte of marks would take hours
    assert normal_email(marks) == normal_name(marks) == marks


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("  ใจดี   มีสุข ", "ใจดี มีสุข"),
        ("ใจดี\r\nBcc: all@example.org", "ใจดี Bcc: all@example.org"),
        ("Jai\u202edee\u200b\x1b", "Jaidee"),
        ("क्\u200dष", "क्\u200dष"),
        ("a\x00b", "a\x00b"),
        ("\u200b\u2060", ""),
    ],
)
def test_a_name_stands_on_one_line_and_hides_nothing(typed, normal):
    assert normal_name(typed) == normal
