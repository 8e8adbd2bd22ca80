"""Codes: long ones that open a page, short ones that people read to each other."""

import secrets

SECRET_BYTES = 16
# Without 0 O, 1 I L, 5 S, 8 B, U V: what is misread on paper or misheard in a hall.
REFERENCE_ALPHABET = "234679ACDEFGHJKMNPQRTWXYZ"
REFERENCE_LENGTH = 8
#: As many of those characters hold 130 random bits.
TYPED_SECRET_LENGTH = 28


def new_secret() -> str:
    """Return a code of 128 random bits for links and QR codes (22 characters of A-Z a-z 0-9 - _)."""
    return secrets.token_urlsafe(SECRET_BYTES)


def new_reference() -> str:
    """Return a reference of eight unambiguous characters, for staff to type; it opens nothing by itself."""
    return "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))


def new_typed_secret() -> str:
    """Return a code of 130 random bits that people can type from paper: 28 unambiguous characters."""
    return "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(TYPED_SECRET_LENGTH))


def new_digits(length: int = 6) -> str:
    """Return a code of so many digits, to be typed from a mail; it is only worth something with few tries."""
    return f"{secrets.randbelow(10**length):0{length}}"
