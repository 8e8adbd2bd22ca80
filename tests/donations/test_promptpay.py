"""PromptPay payloads against other projects' vectors and a reader of our own that shares no code with the writer."""

import json
import random
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from donations.promptpay import in_words, payload, validate_payee

VECTORS = json.loads((Path(__file__).parent / "promptpay_vectors.json").read_text())["vectors"]
ROUNDS = 10_000
PAYEE_TAGS = {"01": "mobile", "02": "national_or_tax_id", "03": "wallet"}


def crc(text):
    """Divide bit by bit (polynomial 1021, start FFFF), where the writer uses the standard library's table."""
    register = 0xFFFF
    for byte in text.encode("ascii"):
        for position in range(7, -1, -1):
            top = (register >> 15) & 1
            register = (register << 1) & 0xFFFF
            if top ^ ((byte >> position) & 1):
                register ^= 0x1021
    return f"{register:04X}"


def elements(text):
    """Read id, length, value until the text ends; KeyError or ValueError for anything else."""
    found = []
    while text:
        key, length = text[:2], int(text[2:4])
        value, text = text[4 : 4 + length], text[4 + length :]
        assert len(value) == length
        found.append((key, value))
    assert len(dict(found)) == len(found), "an element stands there once"
    return dict(found)


def read(text):
    """Return what a bank reads in a payload."""
    outer = elements(text)
    assert text[-8:-4] == "6304"
    assert outer.pop("63") == crc(text[:-4])
    account = elements(outer.pop("29"))
    assert account.pop("00") == "A000000677010111"
    [(tag, payee)] = account.items()
    return {"kind": PAYEE_TAGS[tag], "payee": payee, **outer}


def test_the_reader_knows_the_check_value_of_the_standard():
    assert crc("123456789") == "29B1"


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector['kind']}-{vector['amount_baht']}")
def test_what_a_bank_reads_is_what_it_reads_in_other_projects_vectors(vector):
    satang = None if vector["amount_baht"] is None else int(Decimal(vector["amount_baht"]) * 100)
    written = payload(vector["payee"], satang)
    assert read(written) == read(vector["payload"])
    assert len(written) == len(vector["payload"])


def test_the_vectors_can_tell_a_wrong_payload():
    assert read(payload("0801234567")) != read(payload("0801234568"))
    with pytest.raises(AssertionError):
        read(payload("0801234567")[:-1] + "0")


def test_ten_thousand_random_payees_and_amounts_are_read_back_without_a_difference():
    chance = random.Random(2019)  # noqa: S311 (not a secret)
    differences = []
    for _ in range(ROUNDS):
        digits = chance.choice((9, 13, 15))
        number = "".join(chance.choices("0123456789", k=digits))
        payee, shown = (f"0{number}", f"0066{number}") if digits == 9 else (number, number)
        satang = chance.choice((None, chance.randint(1, 200_000_000), chance.randint(1, 99)))
        kind = {9: "mobile", 13: "national_or_tax_id", 15: "wallet"}[digits]
        expected = {"kind": kind, "payee": shown, "00": "01", "01": "11", "53": "764", "58": "TH"}
        if satang is not None:
            expected |= {"01": "12", "54": f"{satang // 100}.{satang % 100:02}"}
        if read(payload(payee, satang)) != expected:
            differences.append((payee, satang))
    assert differences == []


@pytest.mark.parametrize("satang", [0, -1, -100])
def test_nothing_and_less_cannot_be_asked_for(satang):
    with pytest.raises(ValueError, match="more than nothing"):
        payload("0801234567", satang)


@pytest.mark.parametrize(
    "payee",
    ["", "801234567", "1801234567", "08012345678", "12345678901234", "๐๘๐๑๒๓๔๕๖๗", "080 123 4567", "0801234567\n"],
)
def test_a_payee_that_is_none_is_refused(payee):
    with pytest.raises(ValidationError):
        validate_payee(payee)
    with pytest.raises(ValidationError):
        payload(payee, 100)


@pytest.mark.parametrize(
    ("payee", "words"),
    [
        ("0801234567", "mobile number 080-123-4567"),
        ("1234567890123", "national or tax number 1-2345-67890-12-3"),
        ("123456789012345", "e-wallet 123456789012345"),
    ],
)
def test_the_payee_is_shown_as_people_compare_it(payee, words):
    with translation.override("en"):
        assert in_words(payee) == words
