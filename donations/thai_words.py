"""Amounts of money in Thai words, as papers about money say them: หนึ่งพันสองร้อยบาทถ้วน."""

from goodsociety.common.money import SATANG

DIGITS = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
PLACES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
MILLION, MILLION_WORD = 1_000_000, "ล้าน"


def amount_in_thai(satang: int) -> str:
    """Return an amount above nothing in words, satang only where there are any."""
    whole, rest = divmod(satang, SATANG)
    baht = f"{number_in_thai(whole)}บาท" if whole else ""
    return f"{baht}{number_in_thai(rest)}สตางค์" if rest else f"{baht}ถ้วน"


def number_in_thai(number: int) -> str:
    """Return a whole number above nothing in words; above a million it is counted in millions, whatever they are."""
    millions, rest = divmod(number, MILLION)
    before = f"{number_in_thai(millions)}{MILLION_WORD}" if millions else ""
    digits = [int(digit) for digit in str(rest)]
    places = range(len(digits) - 1, -1, -1)
    return before + "".join(
        word_of(digit, place, is_alone=number < len(DIGITS)) for digit, place in zip(digits, places, strict=True)
    )


def word_of(digit: int, place: int, *, is_alone: bool) -> str:
    """Return a digit at its place: twenty and the one that follows other digits have words of their own."""
    if digit == 0:
        return ""
    if place == 1 and digit <= len(("สิบ", "ยี่สิบ")):
        return ("สิบ", "ยี่สิบ")[digit - 1]
    if place == 0 and digit == 1 and not is_alone:
        return "เอ็ด"
    return DIGITS[digit] + PLACES[place]
