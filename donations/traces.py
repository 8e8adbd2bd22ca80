"""What the texts of a bank's line hold: what may be a reference, and names, however they were written."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from goodsociety.common.codes import REFERENCE_LENGTH
from goodsociety.common.folding import as_typed

RUN = re.compile("[A-Z0-9]+")
#: A reference with one letter missing, or one too many, has so many.
TOKEN_LENGTHS = range(REFERENCE_LENGTH - 1, REFERENCE_LENGTH + 2)
TITLES = re.compile(
    r"^(นางสาว|น\.?ส\.?|นาง|นาย|ด\.?ช\.?|ด\.?ญ\.?|คุณ|mr\.?|mrs\.?|miss|ms\.?|จาก|from)\s*", re.IGNORECASE
)
WORD = re.compile(r"[^\s,;:/|()\[\]·*]+")
SHORTEST_NAME = 3
#: Words that stand on many lines and name nobody.
NO_NAMES = frozenset(
    map(
        as_typed,
        (
            "transfer", "from", "promptpay", "mobile", "banking", "payment", "deposit", "รับโอนจาก", "โอนเงิน", "รับโอน",
            "พร้อมเพย์", "ฝากเงิน", "บริษัท", "จำกัด", "มูลนิธิ",
        ),
    )
)  # fmt: skip


@dataclass(frozen=True)
class Traces:
    """The texts of a line, taken apart."""

    squeezed: str
    windows: frozenset[str]
    tokens: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, *texts: str) -> "Traces":
        """Take texts apart, each by itself."""
        plain = [unicodedata.normalize("NFKC", text).upper() for text in texts]
        runs = [RUN.findall(text) for text in plain]
        squeezed = ["".join(each) for each in runs]
        return cls(
            squeezed=" ".join(squeezed),
            windows=frozenset(window for text in squeezed for window in windows_of(text)),
            tokens=frozenset(token for each in runs for token in tokens_of(each)),
            names=frozenset(name for text in texts for name in name_words(text)),
        )


def windows_of(text: str) -> set[str]:
    """Return every piece of a text that is as long as a reference."""
    return {text[place : place + REFERENCE_LENGTH] for place in range(len(text) - REFERENCE_LENGTH + 1)}


def tokens_of(runs: list[str]) -> set[str]:
    """Return what may be a reference with a slip: a run of letters and digits, or two that were typed apart."""
    joined = [first + second for first, second in pairwise(runs)]
    return {run for run in (*runs, *joined) if len(run) in TOKEN_LENGTHS and not run.isdecimal()}


def without_one(text: str) -> set[str]:
    """Return a text and what is left of it without any one letter.

    Two texts that share one of these differ by one slip: a letter wrong, missing, too many, or two that changed places.
    """
    return {text, *(text[:place] + text[place + 1 :] for place in range(len(text)))}


def name_words(text: str) -> frozenset[str]:
    """Return the words of a text that may name somebody, as they are compared, without titles."""
    words = (as_typed(TITLES.sub("", word)).strip() for word in WORD.findall(text))
    return frozenset(
        word for word in words if len(word) >= SHORTEST_NAME and not word.isdecimal() and word not in NO_NAMES
    )
