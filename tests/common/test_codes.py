"""Codes that open a page, and references that people read to each other."""

import re

from goodsociety.common.codes import REFERENCE_ALPHABET, new_reference, new_secret

MANY = 2_000


def test_a_secret_has_128_bits_and_fits_into_an_address():
    secrets = {new_secret() for _ in range(MANY)}
    assert len(secrets) == MANY
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", secret) for secret in secrets)


def test_a_reference_has_eight_characters_that_nobody_mistakes_for_another():
    references = {new_reference() for _ in range(MANY)}
    assert len(references) > MANY * 0.99
    assert all(re.fullmatch(f"[{REFERENCE_ALPHABET}]{{8}}", reference) for reference in references)
    assert not set("0O1IL5S8BUV") & set(REFERENCE_ALPHABET)
    assert len(set(REFERENCE_ALPHABET)) == len(REFERENCE_ALPHABET)


def test_every_character_of_the_alphabet_is_used():
    assert set("".join(new_reference() for _ in range(MANY))) == set(REFERENCE_ALPHABET)
