"""The names of a group: typed, pasted, and read from a spreadsheet into the same box before anything is sent."""

import datetime as dt

import pytest

from activities.models import PartyMember, Registration
from activities.reading_names import FILES_READ
from goodsociety.common.sheets import refusals as sheet_refusals
from tests.activities.groups import FILE, box, form_of, register
from tests.common.sheet_files import PNG, bomb, upload, workbook
from tests.pages import alert, text, value_of

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def test_who_stands_in_the_list_twice_is_named(client, tour, school, language):
    names = "สมชาย ใจดี\nสมหญิง ใจงาม\nสมชาย  ใจดี"
    response = register(client, tour, names=names)
    assert "สมชาย ใจดี" in alert(response)
    assert 'name="twice"' in response.content.decode()
    assert not Registration.objects.exists()
    register(client, tour, names=names, twice="on")
    assert PartyMember.objects.count() == 3


def test_ten_thousand_names_are_too_many(client, tour, school, language):
    names = "\n".join(f"คนที่ {number}" for number in range(10_000))
    response = register(client, tour, names=names)
    assert "2000" in alert(response)
    assert box(response) == names
    assert not Registration.objects.exists()


def test_a_table_can_be_pasted(client, tour, school):
    register(client, tour, names="ลำดับ\tคำนำหน้า\tชื่อ\tสกุล\n1\tด.ช.\tสมชาย\tใจดี\n2\tด.ญ.\tสมหญิง\tใจงาม")
    assert list(PartyMember.objects.values_list("name", flat=True)) == ["ด.ช.สมชาย ใจดี", "ด.ญ.สมหญิง ใจงาม"]


# Spreadsheets


@pytest.mark.parametrize("button", [{}, {"read": "1"}])
def test_names_of_a_file_are_shown_before_anything_is_sent(client, tour, school, language, button):
    response = register(client, tour, names="ก้อง", note="รถตู้", file=upload(FILE), **button)
    assert response.status_code == 200
    assert box(response) == "ก้อง\nสมชาย ใจดี\nสมหญิง ใจงาม"
    assert box(response, "note") == "รถตู้"
    for word in ("รายชื่อ", "ชื่อ-สกุล", "2"):
        assert word in text(response)
    assert not Registration.objects.exists()
    register(client, tour, names=box(response))
    assert PartyMember.objects.count() == 3


def test_reading_a_file_complains_about_nothing_else(client, tour, language):
    response = client.post(form_of(tour), {"read": "1", "file": upload(FILE), "organization": ""})
    assert alert(response) == "no summary"
    assert box(response) == "สมชาย ใจดี\nสมหญิง ใจงาม"


def test_the_file_may_replace_the_list(client, tour, school):
    response = register(client, tour, names="ก้อง", replaces="on", file=upload(FILE))
    assert box(response) == "สมชาย ใจดี\nสมหญิง ใจงาม"


def test_who_is_in_the_list_already_is_not_added_and_named(client, tour, school, language):
    response = register(client, tour, names="สมชาย  ใจดี", file=upload(FILE))
    assert box(response) == "สมชาย ใจดี\nสมหญิง ใจงาม"
    assert text(response).count("สมชาย ใจดี") == 2


def test_a_thai_csv_of_windows_is_read(client, tour, school):
    content = "ที่,ชื่อ,นามสกุล\r\n1,สมชาย,ใจดี\r\n".encode("cp874")
    assert box(register(client, tour, file=upload(content, "names.csv"))) == "สมชาย ใจดี"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (PNG, sheet_refusals.NotASpreadsheet()),
        (bomb(1100), sheet_refusals.SwollenSpreadsheet()),
        ("ชื่อ\n".encode() * 10_000, sheet_refusals.TooManyRows(most=2100)),
        (b"x" * (5 * 2**20 + 1), sheet_refusals.SpreadsheetTooLarge(megabytes=5)),
        (workbook(["=A2"]), sheet_refusals.FormulaWithoutValue(cell="A1", sheet="รายชื่อ")),
        (b"", sheet_refusals.EmptySpreadsheet()),
    ],
    ids=["a picture", "a bomb", "10,000 rows", "too large", "a formula", "nothing"],
)
@pytest.mark.usefixtures("school", "language")
def test_a_bad_file_is_refused_and_nothing_is_lost(client, tour, content, refusal):
    response = register(client, tour, names="1. ก้อง\n2. แก้ว", note="รถตู้", file=upload(content))
    assert str(refusal) in alert(response)
    assert (box(response), box(response, "note")) == ("1. ก้อง\n2. แก้ว", "รถตู้")
    assert value_of(response, "organization") == "โรงเรียนวัดสุขใจ"
    assert not Registration.objects.exists()


def test_a_file_without_names_and_no_file_at_all(client, tour, school, language):
    assert 'href="#id_file"' in register(client, tour, file=upload(workbook([1, 2]))).content.decode()
    assert 'href="#id_file"' in register(client, tour, read="1").content.decode()
    assert not Registration.objects.exists()


def test_so_many_files_an_hour_are_read_for_one_network(client, tour, school, now, monkeypatch):
    monkeypatch.setattr("activities.reading_names.FILES_READ", type(FILES_READ)("files_read", 1, HOUR))
    assert box(register(client, tour, file=upload(FILE)))
    response = register(client, tour, names="ก้อง", file=upload(FILE))
    assert 'href="#id_file"' in response.content.decode()
    assert box(response) == "ก้อง"
