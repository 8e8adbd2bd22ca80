"""Spreadsheets that strangers send: what is read of them, what is refused, and what reading may take."""

import datetime as dt
import io
import json
import subprocess
import sys
import time
import zipfile
from contextlib import contextmanager
from dataclasses import asdict

import pytest
from openpyxl import Workbook

from goodsociety.common.sheets import Row, read_table, read_tables, reading, refusals, worker
from tests.common.sheet_files import MB, OLE, PNG, bomb, changed, lying, saved, upload, workbook

SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">""" + b"".join(
    b'<!ENTITY %c "%s">' % (new, b"&%c;" % old * 20) for old, new in zip(b"abcdefghi", b"bcdefghij", strict=True)
) + b"]>"  # fmt: skip


@contextmanager
def refused(refusal):
    """Expect exactly this refusal, with a sentence that has all it names."""
    with pytest.raises(refusals.SheetRefusal) as caught:
        yield caught
    assert type(caught.value) is refusal
    assert "%(" not in str(caught.value)


def rows_of(content, name="names.xlsx", most_rows=100):
    """Return the cells of the first sheet of a file."""
    return [row.cells for row in read_table(upload(content, name), most_rows=most_rows).rows]


# What is read


def test_a_workbook_is_read_as_text_with_the_numbers_of_its_rows():
    content = workbook(["ลำดับ", "ชื่อ"], [], [1, " สมชาย ใจดี "], [2.5, True], [dt.date(2026, 11, 22), 3.0])
    table = read_table(upload(content), most_rows=10)
    assert table.name == "รายชื่อ"
    assert table.rows == (
        Row(1, ("ลำดับ", "ชื่อ")),
        Row(3, ("1", "สมชาย ใจดี")),
        Row(4, ("2.5", "True")),
        Row(5, ("2026-11-22", "3")),
    )


def test_all_sheets_are_read_but_those_hidden_or_empty():
    book = Workbook()
    book.active.title = "ว่าง"
    for title, state in (("ก", "visible"), ("ลับ", "hidden"), ("ข", "visible")):
        sheet = book.create_sheet(title)
        sheet.append([title])
        sheet.sheet_state = state
    assert [table.name for table in read_tables(upload(saved(book)), most_rows=10)] == ["ก", "ข"]


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
@pytest.mark.parametrize("cut", [",", ";", "\t"])
def test_texts_are_read_in_thai_letters_of_every_kind(code, cut):
    text = f'ลำดับ{cut}ชื่อ\r\n\r\n1{cut}"สมชาย{cut} ใจดี"\r\n'
    assert rows_of(text.encode(code), "names.csv") == [("ลำดับ", "ชื่อ"), ("1", f"สมชาย{cut} ใจดี")]


def test_what_a_file_is_called_does_not_matter():
    assert rows_of("ก\nข".encode(), "names.xlsx") == [("ก",), ("ข",)]
    assert rows_of(workbook(["ก"]), "names.csv") == [("ก",)]


def test_formulas_are_read_as_their_last_results():
    def calculated(sheet):
        return sheet.replace(b"<v></v>", b"<v />").replace(b"<v />", b"<v>7</v>")

    content = workbook(["=1+6"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>1+6</f>" in archive.read(SHEET)
    assert rows_of(changed(content, SHEET, calculated)) == [("7",)]


def test_a_formula_that_says_nothing_is_an_empty_cell():
    content = changed(workbook(['=""', "ก"]), SHEET, lambda sheet: sheet.replace(b'<c r="A1"', b'<c r="A1" t="str"'))
    assert rows_of(content) == [("", "ก")]


def test_a_formula_without_a_result_is_named():
    with refused(refusals.FormulaWithoutValue) as caught:
        rows_of(workbook(["ก"], ["ข", "=A1&A2"]))
    assert caught.value.values == {"cell": "B2", "sheet": "รายชื่อ"}


def test_an_error_in_a_cell_is_named():
    with refused(refusals.FormulaWithoutValue):
        rows_of(workbook(["#REF!"]))


# What is refused


def locked_zip():
    """Return a workbook whose parts are marked as encrypted."""
    content = bytearray(workbook(["ก"]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.start_dir
    content[start + 8] |= 1
    return bytes(content)


def other_archive(*names):
    """Return an archive that is no workbook."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


def packed_otherwise():
    """Return a workbook that is packed by a method of which nobody knows how far it unpacks."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["ก"]))) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_BZIP2) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return made.getvalue()


BAD = {
    "a renamed picture": (PNG, refusals.NotASpreadsheet),
    "a picture in Thai letters": (b"\xa1\xa2\x01\x02" * 50, refusals.NotASpreadsheet),
    "a page": ("<html><table><tr><td>ก".encode(), refusals.NotASpreadsheet),
    "a PDF": (b"%PDF-1.7\nx", refusals.NotASpreadsheet),
    "another archive": (other_archive("word/document.xml"), refusals.NotASpreadsheet),
    "no archive at all": (b"PK\x03\x04" + b"x" * 100, refusals.DamagedSpreadsheet),
    "half a workbook": (workbook(["ก"])[:-300], refusals.DamagedSpreadsheet),
    "a workbook without sheets": (other_archive("xl/workbook.xml"), refusals.DamagedSpreadsheet),
    "packed in an unusual way": (packed_otherwise(), refusals.NotASpreadsheet),
    "many parts": (other_archive("xl/workbook.xml", *map(str, range(2000))), refusals.SwollenSpreadsheet),
    "an encrypted workbook": (OLE + b"x" * 500 + worker.LOCKED + b"\0" * 99, refusals.LockedSpreadsheet),
    "a workbook with a password": (locked_zip(), refusals.LockedSpreadsheet),
    "an old workbook": (OLE + b"x" * 500 + worker.OLD[0], refusals.OldSpreadsheet),
    "an old document": (OLE + b"x" * 500 + "WordDocument".encode("utf-16-le"), refusals.NotASpreadsheet),
    "nothing": (b"", refusals.EmptySpreadsheet),
    "blanks": (b" \r\n,,,\r\n\r\n", refusals.EmptySpreadsheet),
    "an empty workbook": (workbook(), refusals.EmptySpreadsheet),
    "10,000 lines": ("ชื่อ\n".encode() * 10_000, refusals.TooManyRows),
    "10,000 rows": (workbook(*[["ก"]] * 10_000), refusals.TooManyRows),
    "many columns": (workbook(["ก"] * 101), refusals.TooManyColumns),
    "letters of elsewhere": (b"\x81\xdb\xdc\xfc\xff", refusals.StrangeLetters),
    "half a letter of UTF-16": (b"\xff\xfea", refusals.DamagedSpreadsheet),
    "one endless cell": (b'"' + b"x" * 200_000, refusals.DamagedSpreadsheet),
    "more than may be sent": (b"x" * (5 * MB + 1), refusals.SpreadsheetTooLarge),
    "entities upon entities": (
        changed(workbook(["ก"]), "xl/workbook.xml", lambda _part: ENTITIES + b"<l>&j;</l>"),
        refusals.DamagedSpreadsheet,
    ),
    "a part that is larger than it says": (lying(bomb(3), SHEET, 1000), refusals.DamagedSpreadsheet),
}


@pytest.mark.parametrize("what", BAD)
def test_each_bad_file_is_refused_with_a_sentence(what):
    content, refusal = BAD[what]
    started = time.monotonic()
    with refused(refusal):
        read_tables(upload(content), most_rows=2000)
    assert time.monotonic() - started < reading.WAIT_SECONDS


#: The reader says so itself; of a damaged file it knows no more than that something went wrong.
SAID = [what for what in BAD if BAD[what][1] not in {refusals.DamagedSpreadsheet, refusals.SpreadsheetTooLarge}]


@pytest.mark.parametrize("what", SAID)
def test_the_reader_names_the_refusal(what):
    content, refusal = BAD[what]
    told = json.loads(worker.told_of(io.BytesIO(content), worker.Limits(rows=2000)))
    assert told["refused"] == refusal.__name__


def test_what_the_process_says_is_what_the_reader_says():
    content = workbook(["ชื่อ", 1.5, True], [], ["ก"])
    said = json.loads(worker.told_of(io.BytesIO(content), worker.Limits(rows=10)))
    [table] = read_tables(upload(content), most_rows=10)
    assert said == {
        "sheets": [{"name": table.name, "rows": [[row.number, list(row.cells)] for row in table.rows]}],
    }


def test_a_bomb_of_gigabytes_is_refused_unread():
    content = bomb(1100)
    assert len(content) < 3 * MB
    started = time.monotonic()
    with refused(refusals.SwollenSpreadsheet):
        read_tables(upload(content), most_rows=2000)
    assert time.monotonic() - started < 3


# What reading takes


#: Starts the reading process from a small one: a child's largest memory counts what its parent had when it forked.
MEASURE = """
import resource, subprocess, sys
ended = subprocess.run([sys.executable, "-I", "-X", "utf8", *sys.argv[1:]], stdin=sys.stdin, capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(ended.returncode, len(ended.stdout), used.ru_maxrss, used.ru_utime + used.ru_stime)
"""


def taken(tmp_path, content, **limits):
    """Run the reading process; return its exit, how much it said, its largest memory and its seconds of work."""
    given = tmp_path / "given"
    given.write_bytes(content)
    allowed = json.dumps(asdict(worker.Limits(rows=2000, **limits)))
    with given.open("rb") as file:
        said = subprocess.check_output(  # noqa: S603 (our own file)
            [sys.executable, "-c", MEASURE, worker.__file__, allowed], stdin=file
        )
    code, length, memory, seconds = said.split()
    return int(code), int(length), int(memory) * (1 if sys.platform == "darwin" else 1024), float(seconds)


@pytest.mark.parametrize(
    "content",
    [bomb(1100), lying(bomb(1100), SHEET, 1000), workbook(*[["สมชาย ใจดี", "081"]] * 2000)],
    ids=["a bomb", "a bomb whose directory lies", "2,000 names"],
)
def test_reading_takes_little_memory_and_time(tmp_path, content):
    _exit, _said, memory, seconds = taken(tmp_path, content)
    assert memory < 100 * MB
    assert seconds < 5


def test_memory_is_limited_where_the_system_counts_it(tmp_path):
    code, said, memory, _seconds = taken(tmp_path, workbook(["ก" * 30_000] * 100), memory=60 * MB)
    # macOS counts no address space: the file is read to its end there, and the other limits have to do.
    is_stopped = sys.platform != "darwin"
    assert (code, said == 0) == ((worker.TOO_HEAVY, True) if is_stopped else (0, False))
    assert memory < 60 * MB or not is_stopped


def test_time_is_limited_by_the_system(tmp_path):
    endless = changed(workbook(["ก"], ["ข"]), SHEET, lambda part: part.replace(b'<row r="2"', b'<row r="2000000000"'))
    code, said, _memory, seconds = taken(tmp_path, endless, cpu_seconds=1)
    assert (code < 0, said) == (True, 0)
    assert seconds < 3
    with refused(refusals.HeavySpreadsheet):
        reading.told_by_worker(upload(endless), worker.Limits(rows=2000, cpu_seconds=1))


def test_what_is_told_is_limited_by_the_system():
    with refused(refusals.HeavySpreadsheet):
        reading.told_by_worker(upload(workbook(*[["ก" * 100]] * 100)), worker.Limits(rows=2000, told=1000))


def test_a_process_that_does_not_end_is_ended(monkeypatch):
    monkeypatch.setattr(reading, "WAIT_SECONDS", 0.001)
    with refused(refusals.HeavySpreadsheet):
        read_tables(upload(workbook(["ก"])), most_rows=10)


def test_the_process_reaches_nothing_of_the_site():
    ours = "[name for name in sys.modules if name.startswith(('django', 'goodsociety'))]"
    program = f"import sys, runpy; runpy.run_path(sys.argv[1]); print({ours})"
    said = subprocess.run(  # noqa: S603 (our own file)
        [sys.executable, "-I", "-c", program, worker.__file__], capture_output=True, check=True
    )
    assert said.stdout.strip() == b"[]"
