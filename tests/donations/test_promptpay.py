"""PromptPay payloads against other projects' vectors and a reader of our own that shares no code with the writer."""

import json
import random
import string
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from donations.actions import propose_payee
from donations.models import PayeeChange
from donations.promptpay import bill_payload, biller_in_words, in_words, payload, validate_payee, validate_typed_payee
from donations.refusals import NoPayee
from tests import factories as make

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
    if "30" in outer:
        account = elements(outer.pop("30"))
        assert account.pop("00") == "A000000677010112"
        return {"kind": "biller", "payee": account.pop("01"), "references": account, **outer}
    account = elements(outer.pop("29"))
    assert account.pop("00") == "A000000677010111"
    [(tag, payee)] = account.items()
    return {"kind": PAYEE_TAGS[tag], "payee": payee, **outer}


def of_vector(vector):
    """Return what we write for another project's vector."""
    satang = None if vector["amount_baht"] is None else int(Decimal(vector["amount_baht"]) * 100)
    if vector["kind"] == "biller":
        return bill_payload(vector["payee"], [vector["ref1"], vector["ref2"]], satang)
    return payload(vector["payee"], satang)


def test_the_reader_knows_the_check_value_of_the_standard():
    assert crc("123456789") == "29B1"


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector['kind']}-{vector['amount_baht']}")
def test_what_a_bank_reads_is_what_it_reads_in_other_projects_vectors(vector):
    written = of_vector(vector)
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


def test_ten_thousand_random_billers_references_and_amounts_are_read_back_without_a_difference():
    chance = random.Random(2020)  # noqa: S311 (not a secret)
    differences = []
    for _ in range(ROUNDS):
        biller = "".join(chance.choices("0123456789", k=15))
        letters = [chance.choices(string.ascii_uppercase + string.digits, k=chance.randint(1, 20)) for _ in range(2)]
        references = ["".join(each) for each in letters][: chance.randint(1, 2)]
        satang = chance.choice((None, chance.randint(1, 200_000_000), chance.randint(1, 99)))
        expected = {
            "kind": "biller", "payee": biller, "references": dict(zip(("02", "03"), references, strict=False)),
            "00": "01", "01": "11" if satang is None else "12", "53": "764", "58": "TH",
        }  # fmt: skip
        if satang is not None:
            expected["54"] = f"{satang // 100}.{satang % 100:02}"
        if read(bill_payload(biller, references, satang)) != expected:
            differences.append((biller, references, satang))
    assert differences == []


@pytest.mark.parametrize("written", [payload("0801234567", 422), bill_payload("099400016550100", ["AB12"], 50_000)])
def test_whatever_one_character_becomes_is_noticed(written):
    for position in range(len(written)):
        for other in "0A7":
            if written[position] != other:
                with pytest.raises((AssertionError, KeyError, ValueError)):
                    read(written[:position] + other + written[position + 1 :])


@pytest.mark.parametrize(
    "references", [[], ["A", "B", "C"], [""], ["a1"], ["A-1"], ["ก"], ["A" * 21], ["A\n"], ["A", ""]]
)
def test_a_reference_that_banks_do_not_take_is_refused(references):
    with pytest.raises(ValueError, match="references"):
        bill_payload("099400016550100", references, 100)


@pytest.mark.parametrize(
    "biller", ["", "0994000165501", "09940001655010a", "\u0e5099400016550100", "099400016550100\n"]
)
def test_a_biller_that_is_none_is_refused(biller):
    with pytest.raises(ValidationError):
        bill_payload(biller, ["A1"], 100)


@pytest.mark.parametrize("payee", ["0612345678", "0812345678", "0912345678", "0994000617721", "004999036911146"])
def test_what_people_type_as_a_payee_is_taken(payee):
    validate_typed_payee(payee)


@pytest.mark.parametrize("payee", ["0000000000", "0212345678", "0712345678", "081234567", ""])
def test_a_typed_number_that_no_mobile_has_is_refused(payee):
    with pytest.raises(ValidationError):
        validate_typed_payee(payee)


@pytest.mark.parametrize("satang", [0, -1, -100])
def test_nothing_and_less_cannot_be_asked_for(satang):
    with pytest.raises(ValueError, match="more than nothing"):
        payload("0801234567", satang)
    with pytest.raises(ValueError, match="more than nothing"):
        bill_payload("099400016550100", ["A1"], satang)


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


def test_a_biller_is_shown_with_the_reference():
    with translation.override("en"):
        assert biller_in_words("099400016550100", "ABCD2345") == "biller 099400016550100, reference ABCD2345"


def test_nobody_proposes_a_mobile_number_that_does_not_exist(edition, now):
    change = PayeeChange(campaign=make.CampaignFactory(), promptpay_id="0212345678")
    with pytest.raises(NoPayee):
        propose_payee(change=change, by=make.UserFactory(), at=now)
    change.promptpay_id = "0812345678"
    assert propose_payee(change=change, by=make.UserFactory(), at=now).pk
