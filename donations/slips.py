"""The small QR code that banks print on their slips: which bank sent the money, and under which reference.

Root 00 holds 00 (api), 01 (sending bank, three digits) and 02 (reference); 51 is TH; 91 is the CRC. Some banks leave
out the CRC's leading zeros. TrueMoney prints another kind: no 51, no bank, the reference under 03, the CRC in lower
case. It proves neither amount nor receiver, and anybody can draw one.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from donations.promptpay import checksum

CODE = re.compile(r"([\x20-\x7e]{8,200}?91(?:0[1-4]))([0-9A-Fa-f]{1,4})")
CRC_DIGITS = 4
HEAD = re.compile(r"([0-9]{2})([0-9]{2})")
BANK = re.compile(r"[0-9]{3}")
REFERENCE = re.compile(r"[A-Za-z0-9]{4,25}")
TRUE_MONEY = "01"
#: Banks that people send money from, by the number that the Bank of Thailand gave them.
BANKS = {
    "002": _("Bangkok Bank"), "004": _("Kasikornbank"), "006": _("Krungthai Bank"), "011": _("TMBThanachart Bank"),
    "014": _("Siam Commercial Bank"), "022": _("CIMB Thai Bank"), "024": _("United Overseas Bank (Thai)"),
    "025": _("Bank of Ayudhya (Krungsri)"), "030": _("Government Savings Bank"),
    "033": _("Government Housing Bank"), "034": _("Bank for Agriculture and Agricultural Cooperatives"),
    "066": _("Islamic Bank of Thailand"), "067": _("Tisco Bank"), "069": _("Kiatnakin Phatra Bank"),
    "071": _("Thai Credit Bank"), "073": _("Land and Houses Bank"),
}  # fmt: skip
#: A picture was drawn anew when it came, so that it is JPEG and nothing else; nobody keeps a copy on the way.
PICTURE_HEADERS = {
    "Content-Type": "image/jpeg",
    "Content-Disposition": 'inline; filename="slip.jpg"',
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store, private",
}


@dataclass(frozen=True)
class SlipCode:
    """What a slip's own QR code says. ``bank`` is empty where it names none."""

    bank: str
    reference: str


def slip_code(text: str) -> SlipCode | None:
    """Read the text of a slip's QR code; None where it is none, or was not read rightly."""
    found = CODE.fullmatch(text)
    # What stands before the sum counts as it was meant: with four digits to follow.
    if found is None or checksum(f"{found[1][:-2]}04") != found[2].upper().zfill(CRC_DIGITS):
        return None
    outer = elements(found[1][:-4])
    inner = elements(outer.get("00", ""))
    if "51" in outer:
        return told(inner.get("01", ""), inner.get("02", "")) if outer["51"] == "TH" else None
    is_wallet = inner.get("00") == inner.get("01") == TRUE_MONEY
    return told("", inner.get("03", "")) if is_wallet else None


def told(bank: str, reference: str) -> SlipCode | None:
    """Return what a code says, when bank and reference can be some."""
    fits = (not bank or BANK.fullmatch(bank)) and REFERENCE.fullmatch(reference)
    return SlipCode(bank, reference) if fits else None


def elements(text: str) -> dict[str, str]:
    """Read elements of id (2 digits), length (2 digits) and value; nothing where they do not end with the text."""
    found: dict[str, str] = {}
    while text:
        head = HEAD.match(text)
        if head is None or len(text) < head.end() + int(head[2]):
            return {}
        end = head.end() + int(head[2])
        found[head[1]], text = text[head.end() : end], text[end:]
    return found


def first_slip_code(texts: tuple[str, ...]) -> SlipCode | None:
    """Return the first slip's code among the texts of a picture's QR codes."""
    return next(filter(None, map(slip_code, texts)), None)
