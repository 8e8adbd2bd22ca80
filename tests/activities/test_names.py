"""Names as people paste them and keep them in spreadsheets."""

import pytest

from activities.names import added, names_in, names_of, names_typed, repeated
from goodsociety.common.sheets import Row, Table


def table(*rows, name="Sheet1"):
    """Return a table of rows."""
    return Table(name, tuple(Row(number, tuple(cells)) for number, cells in enumerate(rows, 1) if any(cells)))


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("สมชาย ใจดี\nสมหญิง ใจงาม", ["สมชาย ใจดี", "สมหญิง ใจงาม"]),
        ("สมชาย ใจดี\r\n\r\n  \r\nสมหญิง   ใจงาม \r\n", ["สมชาย ใจดี", "สมหญิง ใจงาม"]),
        ("1. สมชาย\n2) สมหญิง\n(3) สมศรี", ["สมชาย", "สมหญิง", "สมศรี"]),
        ("๔. สมศักดิ์\n5 สมปอง\n6สมใจ", ["สมศักดิ์", "สมปอง", "สมใจ"]),
        ("- ก้อง\n• แก้ว\n* ขวัญ\n– เก่ง\n[ ] โอ\n☐ ใจ\n1. - ไก่", ["ก้อง", "แก้ว", "ขวัญ", "เก่ง", "โอ", "ใจ", "ไก่"]),
        ("1.\n2.\n-----\n12\n", []),
        ("(ก้อง) สมชาย\nด.ช. สมชาย,", ["(ก้อง) สมชาย", "ด.ช. สมชาย"]),
        ("Jean-Luc O'Neil, Jr.\n3M Somchai", ["Jean-Luc O'Neil, Jr.", "3M Somchai"]),
        ("ส\u200bมชาย\u202e", ["สมชาย"]),
        ("1\tสมชาย ใจดี\t0812345678\tม.4\n2\tสมหญิง ใจงาม\t\tม.5", ["สมชาย ใจดี", "สมหญิง ใจงาม"]),
        ("1\tสมชาย\tใจดี\n2\tสมหญิง\tใจงาม\n", ["สมชาย ใจดี", "สมหญิง ใจงาม"]),
        ("นาย\tสมชาย\tใจดี\nน.ส.\tสมหญิง\tใจงาม\n", ["นายสมชาย ใจดี", "น.ส.สมหญิง ใจงาม"]),
        ("ลำดับ\tชื่อ-สกุล\tโทร\n1\tสมชาย ใจดี\t081\n", ["สมชาย ใจดี"]),
        ("", []),
        ("\t\t\n", []),
    ],
)  # fmt: skip
def test_what_is_pasted_is_cleaned(typed, names):
    assert names_typed(typed) == names


@pytest.mark.parametrize(
    ("rows", "names", "column"),
    [
        ([["ลำดับ", "ชื่อ-สกุล"], ["1", "สมชาย ใจดี"], ["2", ""]], ["สมชาย ใจดี"], "ชื่อ-สกุล"),
        ([["Class", "Full name"], ["4/1", "Ann Lee"]], ["Ann Lee"], "Full name"),
        ([["ชื่อเล่น", "ชื่อ", "นามสกุล"], ["ก้อง", "สมชาย", "ใจดี"]], ["สมชาย ใจดี"], "ชื่อ, นามสกุล"),
        ([["คำนำหน้า", "ชื่อ", "สกุล"], ["ด.ช.", "สมชาย", "ใจดี"]], ["ด.ช.สมชาย ใจดี"], "คำนำหน้า, ชื่อ, สกุล"),
        ([["Title", "First name", "Surname"], ["Ms", "Ann", "Lee"]], ["Ms Ann Lee"], "Title, First name, Surname"),
        ([["คำนำหน้า", "ชื่อ-นามสกุล"], ["นาง", "สมศรี ดี"]], ["นางสมศรี ดี"], "คำนำหน้า, ชื่อ-นามสกุล"),
        ([["รายชื่อนักเรียน"], ["ที่", "ชื่อ", "นามสกุล"], ["1", "ก", "ข"]], ["ก ข"], "ชื่อ, นามสกุล"),
        ([["ที่", "ชื่อ - สกุล", "", "ห้อง"], ["1", "ก", "ข", "ม.4"]], ["ก ข"], "ชื่อ - สกุล"),
        ([["ที่", "ชื่อ"], ["1", "ก"], ["ที่", "ชื่อ"], ["2", "ข"]], ["ก", "ข"], "ชื่อ"),
        ([["1", "สมชาย ใจดี", "081"], ["2", "สมหญิง ใจงาม", "082"]], ["สมชาย ใจดี", "สมหญิง ใจงาม"], "B"),
        ([["สมชาย", "ใจดี", "ครู"]], ["สมชาย ใจดี"], "A"),
        ([["1", "2"], ["3", "4"]], [], "A"),
        ([["ชื่อ-สกุล"]], [], "ชื่อ-สกุล"),
    ],
)
def test_names_are_found_by_heading_or_are_the_first_words(rows, names, column):
    found = names_of(table(*rows))
    assert (list(found.names), found.column) == (names, column)


def test_the_sheet_with_a_heading_is_the_one():
    notes, names = table(["อ่านก่อน"], name="คำแนะนำ"), table(["ชื่อ-สกุล"], ["ก"], name="รายชื่อ")
    assert (names_in([notes, names]).sheet, names_in([notes, names]).names) == ("รายชื่อ", ("ก",))
    assert names_in([notes]).names == ("อ่านก่อน",)


def test_who_stands_in_a_list_twice_is_named():
    assert repeated(["สมชาย ใจดี", "ก", "สมชาย  ใจดี", "Ann Lee", "ann lee", "ข"]) == ["สมชาย  ใจดี", "ann lee"]
    assert repeated(["ก", "ข"]) == []


def test_names_are_added_to_those_that_are_there():
    assert added(["ก", "ข"], ["ข", "ค"]) == (["ก", "ข", "ค"], ["ข"])
