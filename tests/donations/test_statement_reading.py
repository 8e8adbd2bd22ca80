"""Files of banks: in any letters, separators and eras; what cannot be read is refused with the reason."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from donations.models import StatementFormat
from donations.statements import Columns, known_format, read_file, read_lines, refusals, suggested
from donations.statements.amounts import satang_of
from donations.statements.columns import likely_headings
from donations.statements.days import moment_of
from goodsociety.common.dates import local
from goodsociety.common.sheets import refusals as sheet_refusals

HEADINGS = ["วันที่", "เวลา", "รายการ", "ถอนเงิน", "ฝากเงิน", "รายละเอียด"]
ROW = ["10/10/2562", "13:05", "รับโอนเงิน", "", "1,500.00", "จาก SCB นายใจดี มีสุข"]


def csv(rows=(ROW,), *, cut=",", encoding="utf-8-sig", above=()):
    """Return a file of text with the usual headings."""
    lines = [*above, HEADINGS, *rows]
    text = "\r\n".join(cut.join(f'"{cell}"' if cut in cell else cell for cell in line) for line in lines)
    return SimpleUploadedFile("statement.csv", text.encode(encoding))


def format_of(**changed):
    """Return how these files are read."""
    return StatementFormat(name="bank", columns=suggested(HEADINGS).kept, **changed)


def lines(upload, **changed):
    """Return the lines of a file."""
    given = format_of(**changed)
    return read_lines(read_file(upload, given.encoding).rows, given)


@pytest.mark.parametrize(
    ("text", "satang"),
    [
        ("1,500.00", 150_000),
        ("1500", 150_000),
        ("๑,๕๐๐.๒๕", 150_025),
        ("฿99", 9_900),
        ("500 บาท", 50_000),
        ("500 THB", 50_000),
        ("(1,234.50)", -123_450),
        ("1,234.50-", -123_450),
        ("-1,234.50", -123_450),
        ("\u221220", -2_000),
        ("+20.00", 2_000),
        ("250.00 CR", 25_000),
        ("250.00DR", -25_000),
        ("DR 250.00", -25_000),
        ("0.01", 1),
        ("0.00", 0),
        ("1234.5", 123_450),
    ],
)
def test_amounts_are_read_as_banks_write_them(text, satang):
    assert satang_of(text) == satang


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "1.234,50",
        "1,50",
        "12,34.00",
        "1.005",
        "(12)-",
        "--5",
        "5 5 x",
        "1e5",
        "10 CR DR",
        "#####",
        "9" * 13,
        "()",
        "-",
    ],
)
def test_an_amount_that_cannot_be_read_is_never_nothing(text):
    with pytest.raises(ValueError, match="“"):
        satang_of(text)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("10/10/2562", "dmy", (2019, 10, 10)),
        ("9/10/2019", "dmy", (2019, 10, 9)),
        ("10-09-2019", "mdy", (2019, 10, 9)),
        ("2019-10-09", "dmy", (2019, 10, 9)),
        ("2562/10/9", "ymd", (2019, 10, 9)),
        ("๙/๑๐/๒๕๖๒", "dmy", (2019, 10, 9)),
        ("9 ต.ค. 2562", "dmy", (2019, 10, 9)),
        ("9 ตุลาคม 2562", "mdy", (2019, 10, 9)),
        ("09 Oct 2019", "dmy", (2019, 10, 9)),
        ("9 ตค 62", "dmy", (2019, 10, 9)),
        ("09/10/19", "dmy", (2019, 10, 9)),
        ("09/10/62", "dmy", (2019, 10, 9)),
        ("43747", "dmy", (2019, 10, 9)),
        ("20191009", "ymd", (2019, 10, 9)),
        ("09102562", "dmy", (2019, 10, 9)),
        ("29/02/2563", "dmy", (2020, 2, 29)),
        ("October 9, 2019", "dmy", (2019, 10, 9)),
        ("1/3/2019", "dmy", (2019, 3, 1)),
        ("15 มี.ค. 2562", "dmy", (2019, 3, 15)),
        ("15 พ.ย. 2562", "dmy", (2019, 11, 15)),
        ("15 มิ.ย. 2562", "dmy", (2019, 6, 15)),
    ],
)
def test_days_are_read_in_either_era(text, order, day):
    moment, has_time = moment_of(text, "", order)
    assert (local(moment).date(), has_time) == (dt.date(*day), False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31/02/2562",
        "13/13/2019",
        "9/10",
        "9/10/1850",
        "9/10/2999",
        "9/10/05",
        "yesterday",
        "2019",
        "10/10/2562/1",
        "29/02/2562",
        "10.10.19.5",
        "9/10/562",
    ],
)
def test_a_day_that_cannot_be_read_for_sure_is_refused(text):
    with pytest.raises(ValueError, match="“"):
        moment_of(text, "", "dmy")


@pytest.mark.parametrize(
    ("day", "time", "clock"),
    [
        ("10/10/2562 13:05", "", (13, 5)),
        ("10/10/2562 13:05:59", "", (13, 5, 59)),
        ("2019-10-10T13:05", "", (13, 5)),
        ("10/10/2562", "13.05 น.", (13, 5)),
        ("10/10/2562", "1:05 PM", (13, 5)),
        ("10/10/2562", "12:05 am", (0, 5)),
        ("43748.5", "", (12, 0)),
        ("10/10/2562", "๑๓:๐๕", (13, 5)),
        ("10 ต.ค. 2562, 13:05", "", (13, 5)),
        ("43748", "0.5000", (12, 0)),
    ],
)
def test_the_time_of_day_is_read_where_it_stands(day, time, clock):
    moment, has_time = moment_of(day, time, "dmy")
    assert (local(moment).date(), local(moment).time(), has_time) == (dt.date(2019, 10, 10), dt.time(*clock), True)


@pytest.mark.parametrize("time", ["25:00", "noon", "13:61"])
def test_a_time_that_is_none_is_refused(time):
    with pytest.raises(ValueError, match="“"):
        moment_of("10/10/2562", time, "dmy")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("cut", [",", ";", "\t"])
def test_letters_and_separators_are_found_out(encoding, cut):
    [line] = lines(csv(cut=cut, encoding=encoding))
    assert (line.amount_satang, line.words, line.problem) == (150_000, "รับโอนเงิน · จาก SCB นายใจดี มีสุข", "")
    assert local(line.happened_at) == dt.datetime(2019, 10, 10, 13, 5, tzinfo=local(line.happened_at).tzinfo)


@pytest.mark.parametrize(("named", "written"), [("tis-620", "cp874"), ("utf-8", "utf-8"), ("utf-16", "utf-16")])
def test_an_encoding_that_a_format_names_is_used(named, written):
    assert lines(csv(encoding=written), encoding=named)[0].amount_satang == 150_000


def test_letters_of_another_encoding_than_named_are_refused():
    with pytest.raises(refusals.WrongEncoding, match="utf-8"):
        lines(csv(encoding="cp874"), encoding="utf-8")


def test_a_workbook_with_real_dates_and_numbers_is_read():
    book = Workbook()
    book.active.append(["บัญชีออมทรัพย์"])
    book.active.append(HEADINGS)
    book.active.append([dt.datetime(2019, 10, 10), dt.time(13, 5), "รับโอน", None, 1500.25, "x"])  # noqa: DTZ001 (workbooks know no zone)
    book.active.append([dt.datetime(2019, 10, 10, 13, 5), None, "รับโอน", 20, None, "x"])  # noqa: DTZ001 (workbooks know no zone)
    kept = BytesIO()
    book.save(kept)
    first, second = lines(SimpleUploadedFile("s.xlsx", kept.getvalue()))
    assert (first.amount_satang, local(first.happened_at).hour, first.has_time) == (150_025, 13, True)
    assert (second.amount_satang, local(second.happened_at).hour) == (-2_000, 13)


def test_what_cannot_be_read_makes_its_line_refused_with_the_reason():
    wrong = [
        [*ROW[:4], "12.345,00", ""],
        ["31/02/2562", *ROW[1:]],
        [*ROW[:3], "", "", ""],
        [*ROW[:3], "5", "5", ""],
        ROW,
    ]
    found = lines(csv(wrong))
    assert [line.amount_satang for line in found] == [None, None, None, None, 150_000]
    assert [line.row for line in found] == [2, 3, 4, 5, 6]
    assert "12.345,00" in found[0].problem
    assert "31/02/2562" in found[1].problem
    assert all(line.problem for line in found[:4])
    assert not found[4].problem


def test_headings_are_searched_and_what_is_no_line_is_left_out():
    above = [["ธนาคารใจดี"], ["เลขที่บัญชี", "123-4-56789-0"], []]
    found = lines(csv([ROW, HEADINGS, ["", "", "รวม", "", "", ""], ROW], above=above))
    assert [line.row for line in found] == [5, 8]


def test_headings_stand_where_the_format_says():
    assert len(lines(csv(above=[["a"]]), skipped_rows=1)) == 1
    with pytest.raises(refusals.NoHeadings, match="วันที่"):
        lines(csv(above=[["a"]]), skipped_rows=2)


def test_files_that_cannot_be_read_are_refused_by_name(settings):
    with pytest.raises(sheet_refusals.EmptySpreadsheet):
        lines(SimpleUploadedFile("s.csv", b""))
    with pytest.raises(refusals.NoLines):
        lines(csv([]))
    with pytest.raises(refusals.NoHeadings):
        lines(SimpleUploadedFile("s.csv", b"a,b\n1,2\n"))
    settings.SPREADSHEET_MEGABYTES = 0
    with pytest.raises(sheet_refusals.SpreadsheetTooLarge):
        lines(csv())


def test_a_file_with_lines_on_several_sheets_is_refused():
    book = Workbook()
    book.active.append(HEADINGS)
    book.create_sheet("2").append(HEADINGS)
    kept = BytesIO()
    book.save(kept)
    with pytest.raises(refusals.TooManySheets, match="2"):
        lines(SimpleUploadedFile("s.xlsx", kept.getvalue()))


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        (
            ["Date", "Time", "Code", "Channel", "Debit", "Credit", "Balance", "Description"],
            Columns("Date", "Time", "", "Credit", "Debit", "", ("Code", "Channel", "Description")),
        ),
        (
            ["วันที่ทำรายการ", "รายการ", "จำนวนเงิน", "ยอดคงเหลือ"],
            Columns("วันที่ทำรายการ", amount="จำนวนเงิน", words=("รายการ",)),
        ),
        (
            ["Txn Date", "Ref 1", "Amount", "Payer Name"],
            Columns("Txn Date", amount="Amount", reference="Ref 1", words=("Payer Name",)),
        ),
        (["a", "b"], Columns("")),
    ],
)
def test_columns_are_suggested_by_usual_headings(headings, columns):
    assert suggested(headings) == columns
    assert Columns.of(columns.kept) == columns


def test_the_format_that_names_most_of_a_file_is_known_again():
    rows = read_file(csv(above=[["ธนาคาร"]])).rows
    less = StatementFormat(name="less", columns={"date": "วันที่", "credit": "ฝากเงิน"})
    other = StatementFormat(name="other", columns={"date": "Date", "credit": "ฝากเงิน"})
    assert known_format(rows, [other, less, format_of()]).name == "bank"
    assert known_format(rows, [other]) is None
    assert list(likely_headings(rows).cells) == HEADINGS
