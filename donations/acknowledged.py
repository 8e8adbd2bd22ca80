"""Acknowledgements on paper: what they say, in Thai or in English, drawn by typst as a PDF with correct Thai."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import typst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from activities.pictures import BRAND, SIGN
from activities.tickets import fonts, printable
from donations.models import Acknowledgement
from donations.thai_words import amount_in_thai
from goodsociety.common.dates import is_thai, local_day, show_day, shown_year
from goodsociety.common.money import baht

DRAWING = Path(__file__).resolve().parent / "typst" / "acknowledgement.typ"


def shown_number(paper: Acknowledgement) -> str:
    """Return year and number as the page's language counts years: 2569/00017."""
    return f"{shown_year(paper.year)}/{paper.number:05}"


def shown_tax_number(digits: str) -> str:
    """Return a tax number in the groups in which it is printed: 0 9940 00617 72 1."""
    return " ".join((digits[0], digits[1:5], digits[5:10], digits[10:12], digits[12:])) if digits else ""


@dataclass(frozen=True)
class Printed:
    """An acknowledgement as it is printed; ``copies`` were taken before."""

    paper: Acknowledgement
    copies: int = 0

    @property
    def facts(self) -> dict[str, Any]:
        """What it says, in the page's language."""
        paper = self.paper
        organization, campaign = paper.organization, paper.payment.campaign
        name = printable(organization.name)
        return {
            "language": "th" if is_thai() else "en",
            "brand": BRAND,
            "title": f"{_('Acknowledgement of a gift')} {shown_number(paper)}",
            "heading": _("Acknowledgement of a gift"),
            "number": shown_number(paper),
            "void": _("VOID") if paper.voided_at else "",
            "void_why": self.void_why,
            "copy": _("Copy") if self.copies else "",
            "sample": _("sample") if paper.payment.is_sample else "",
            "organization": name,
            "organization_tax": shown_tax_number(organization.tax_number),
            "name": printable(paper.name) or "–",
            "address": [line for line in map(printable, paper.address.splitlines()) if line],
            "tax": shown_tax_number(paper.tax_number),
            "amount": f"{baht(paper.amount_satang):,.2f}",
            "amount_in_words": amount_in_thai(paper.amount_satang) if is_thai() else "",
            "rows": self.rows,
            "edition": printable(campaign.edition.name),
            "issued": show_day(local_day(paper.issued_at)),
            "no_tax": self.no_tax,
            "link": organization.edonation_url,
            "words": words(),
        }

    @property
    def void_why(self) -> str:
        """Since when it holds no more, and why."""
        if self.paper.voided_at is None:
            return ""
        why = {"day": show_day(local_day(self.paper.voided_at)), "reason": self.paper.get_voided_reason_display()}
        return _("Voided on %(day)s: %(reason)s.") % why

    @property
    def rows(self) -> list[list[str]]:
        """For what it was given, when and how."""
        payment = self.paper.payment
        found = [
            [_("For"), printable(payment.campaign.name)],
            [_("Received"), show_day(local_day(payment.received_at))],
            [_("How"), payment.get_method_display()],
            [_("Entry in the ledger"), f"{payment.number}"],
        ]
        licence = printable(payment.campaign.licence_number)
        return [*found, [_("Collection licence"), licence]] if licence else found

    @property
    def no_tax(self) -> str:
        """That this is no tax receipt, and where to go for one."""
        return _(
            "This is not a tax receipt and gives no right to a tax deduction. For that, give through the e-Donation "
            "of %(organization)s itself."
        ) % {"organization": printable(self.paper.organization.name)}

    def pdf(self) -> bytes:
        """Draw it: no file and no address outside this project and its fonts."""
        said = json.dumps({**self.facts, "sign": SIGN.read_text(encoding="utf-8")}, ensure_ascii=False)
        options: dict[str, Any] = {"font_paths": fonts(), "ignore_system_fonts": True}
        return cast("bytes", typst.compile(str(DRAWING), format="pdf", sys_inputs={"data": said}, **options))


def words() -> dict[str, str]:
    """Return the words around what it says."""
    return {
        "number": pgettext("of a paper", "No."),
        "tax": _("Tax number"),
        "thanks": _("thanks"),
        "amount": _("for a gift of"),
        "baht": _("baht"),
        "edition": _("Given at"),
        "issued": _("Issued on"),
        "signed": _("Received by"),
        "not_tax": _("Not a tax receipt"),
    }
