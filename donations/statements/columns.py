"""Which column of a bank's file holds what, found by its heading."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from donations.models import StatementFormat
from goodsociety.common.sheets import Row

#: Headings of Thai banks' files, the likeliest first, by what the column holds.
USUAL_HEADINGS = {
    "date": (
        "วันที่ทำรายการ", "วันที่รายการ", "วันที่", "วัน/เดือน/ปี", "วัน เดือน ปี", "transaction date", "date", "txn date",
        "trans date", "posting date", "effective date", "วันเวลา", "วันที่และเวลา", "วันที่/เวลา", "date/time", "date time",
    ),
    "time": ("เวลาทำรายการ", "เวลา", "เวลา/วันที่มีผล", "transaction time", "time", "txn time"),
    "credit": ("ฝากเงิน", "เงินฝาก", "ฝาก", "เงินเข้า", "รายการฝาก", "จำนวนเงินเข้า", "credit", "deposit", "deposits",
               "credit amount", "deposit amount", "paid in", "ฝากเงิน/โอนเงินเข้า", "เครดิต"),
    "debit": ("ถอนเงิน", "เงินถอน", "ถอน", "เงินออก", "รายการถอน", "จำนวนเงินออก", "debit", "withdrawal", "withdrawals",
              "debit amount", "withdrawal amount", "paid out", "ถอนเงิน/โอนเงินออก", "เดบิต"),
    "amount": ("จำนวนเงิน", "จำนวนเงิน (บาท)", "จำนวนเงิน(บาท)", "ยอดเงิน", "จำนวน", "ถอนเงิน / ฝากเงิน", "ถอนเงิน/ฝากเงิน",
               "amount", "amount (thb)", "transaction amount", "txn amount"),
    "reference": ("ref1", "ref 1", "ref.1", "reference 1", "reference no.1", "เลขที่อ้างอิง 1", "หมายเลขอ้างอิง 1", "อ้างอิง 1",
                  "เลขที่อ้างอิง", "หมายเลขอ้างอิง", "รหัสอ้างอิง", "reference", "reference no", "reference no.", "ref",
                  "ref no", "transaction id", "cust_ref", "customer no."),
    "words": ("รายการ", "รายละเอียด", "คำอธิบาย", "หมายเหตุ", "ช่องทาง", "descriptions", "description", "transaction",
              "details", "detail", "remark", "remarks", "note", "memo", "particulars", "narrative", "channel", "code",
              "ref2", "ref 2", "reference 2", "ชื่อผู้โอน", "ผู้โอน", "from", "sender", "name", "ชื่อลูกค้า", "payer name"),
}  # fmt: skip
#: So far down are headings looked for; banks write account and period above them.
HEADINGS_WITHIN = 40


@dataclass(frozen=True)
class Columns:
    """The heading of each column that is read; either an amount with its sign, or what came and what went apart."""

    date: str
    time: str = ""
    amount: str = ""
    credit: str = ""
    debit: str = ""
    reference: str = ""
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, kept: Any) -> "Columns":
        """Return what a format keeps; one heading of words may stand alone."""
        words = kept.get("words") or ()
        named = {name: str(kept.get(name) or "") for name in ("date", "time", "amount", "credit", "debit", "reference")}
        return cls(**named, words=(words,) if isinstance(words, str) else tuple(map(str, words)))

    @property
    def kept(self) -> dict[str, Any]:
        """What a format keeps."""
        named = {"date": self.date, "time": self.time, "amount": self.amount, "credit": self.credit}
        named |= {"debit": self.debit, "reference": self.reference}
        return {name: heading for name, heading in named.items() if heading} | {"words": list(self.words)}

    @property
    def headings(self) -> tuple[str, ...]:
        """All headings that must stand in the file."""
        named = (self.date, self.time, self.amount, self.credit, self.debit, self.reference, *self.words)
        return tuple(heading for heading in named if heading)


def plain(heading: str) -> str:
    """Return a heading without what banks write now so and now otherwise."""
    return " ".join(unicodedata.normalize("NFKC", heading).casefold().split()).strip("*: ")


USUAL = {name: tuple(map(plain, headings)) for name, headings in USUAL_HEADINGS.items()}


def heading_place(rows: Sequence[Row], columns: Columns, skipped: int) -> int | None:
    """Return which row holds the headings: the one below so many rows of the file, or the first that holds them all."""
    wanted = {plain(heading) for heading in columns.headings}
    for place, row in enumerate(rows[:HEADINGS_WITHIN] if not skipped else rows):
        if skipped and row.number != skipped + 1:
            continue
        if wanted <= {plain(cell) for cell in row.cells}:
            return place
    return None


def fits(rows: Sequence[Row], format_: StatementFormat) -> bool:
    """Say whether a file has the headings of a format."""
    columns = Columns.of(format_.columns)
    return bool(columns.date) and heading_place(rows, columns, format_.skipped_rows) is not None


def known_format(rows: Sequence[Row], formats: Iterable[StatementFormat]) -> StatementFormat | None:
    """Return the format whose headings stand in a file, of several that which names most."""
    fitting = [each for each in formats if fits(rows, each)]
    return max(fitting, key=lambda each: len(Columns.of(each.columns).headings), default=None)


def likely_headings(rows: Sequence[Row]) -> Row:
    """Return the row that looks most like headings: with most usual ones, else with most cells."""
    usual = {name for names in USUAL.values() for name in names}

    def looks(row: Row) -> tuple[int, int]:
        return sum(plain(cell) in usual for cell in row.cells), sum(bool(cell) for cell in row.cells)

    return max(rows[:HEADINGS_WITHIN], key=looks)


def suggested(headings: Sequence[str]) -> Columns:
    """Return what each column seems to hold, by the usual headings; each is used for one thing."""
    left = {plain(heading): heading for heading in reversed(headings) if heading}

    def take(name: str) -> str:
        found = next((usual for usual in USUAL[name] if usual in left), None)
        return left.pop(found) if found else ""

    named = {name: take(name) for name in ("date", "time", "credit", "debit")}
    named["amount"] = "" if named["credit"] else take("amount")
    named["reference"] = take("reference")
    words = tuple(heading for key, heading in reversed(left.items()) if key in USUAL["words"])
    return Columns(**named, words=words)
