"""Duties and shifts as spreadsheets: taken out, looked at row by row, and brought in whole or not at all."""

import csv
import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from openpyxl import load_workbook

from goodsociety.common.models import AuditEntry, Outbox
from goodsociety.common.refusals import WrongStep
from goodsociety.common.sheets import Row, Table, read_tables
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.tables import row_counts
from volunteers import actions
from volunteers.admin.sheet_files import csv_of, plan_csv, plan_workbook, workbook
from volunteers.models import Duty, Shift, ShiftChange, SignUp
from volunteers.planning.columns import DUTY_COLUMNS, SHIFT_COLUMNS
from volunteers.planning.reading import plan_of_tables

HOUR = dt.timedelta(hours=1)
SHIFTS = ("duty", "day", "starts", "ends_at", "capacity")
GATE = ("gate", "2026-12-02", "09:30", "13:30", "5")


@pytest.fixture(autouse=True)
def counters_are_true(db):
    """Recount everything afterwards."""
    yield
    assert list(findings()) == []


@pytest.fixture
def english():
    """Read the sentences in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def gate(edition, english):
    """A duty with a shift of five, on day 1 at 9:30."""
    duty = make.DutyFactory(slug="gate", name_th="ประตู", name_en="Gate")
    make.ShiftFactory(duty=duty)
    return duty


def table(*lines, name="Shifts"):
    """Return lines as a table that was read."""
    return Table(name, tuple(Row(number, tuple(line)) for number, line in enumerate(lines, 1)))


def plan(edition, at, *lines, also=()):
    """Return what some lines would do."""
    return plan_of_tables([table(*lines), *also], edition, at=at)


def shifts(edition, at, *rows, columns=SHIFTS):
    """Return what rows of shifts would do."""
    return plan(edition, at, columns, *rows)


def carry_out(plan, at):
    """Carry it out as somebody."""
    actions.carry_out_plan(plan=plan, by=make.UserFactory(is_staff=True), at=at)


def said(plan):
    """Return verdicts and notes, a line each."""
    return [f"{line.verdict}: {'; '.join(line.notes)}" for line in plan.lines]


def upload(content, name="plan.xlsx"):
    """Return bytes as an uploaded file."""
    return SimpleUploadedFile(name, content)


# Out and in again


@pytest.mark.parametrize("code", ["th", "en"])
def test_what_was_taken_out_changes_nothing_when_it_comes_in_again(code, gate, edition, now):
    starts_at = edition.moment(2, dt.time(18))
    gate.needs.add(make.QualificationFactory(slug="first-aid"), make.QualificationFactory(slug="sign"))
    Duty.objects.update(minimum_age=18, language="both", is_lifting=True, host=make.OrganizationFactory())
    make.ShiftFactory(
        duty=gate, place=make.PlaceFactory(zone=gate.zone), starts_at=starts_at, ends_at=starts_at + 9 * HOUR,
        opens_at=now, closes_at=starts_at, needed=2, briefing_th="=SUM(1)\nบรรทัด", state="cancelled",
    )  # fmt: skip
    before = row_counts()
    with translation.override(code):
        tables = read_tables(upload(plan_workbook(edition)), most_rows=100)
        of_csv = [
            read_tables(upload("".join(plan_csv(edition, columns)).encode(), "plan.csv"), most_rows=100)[0]
            for columns in (DUTY_COLUMNS, SHIFT_COLUMNS)
        ]
    # A file that was taken out in one language is understood in the other.
    for found in (tables[:2], of_csv):
        same = plan_of_tables(found, edition, at=now)
        assert said(same) == ["same: "] * 3
        assert same.remarks == []
        assert not same.does_something
    assert row_counts() == before


def test_the_sheet_that_explains_is_no_table_of_ours(gate, edition, now):
    tables = read_tables(upload(plan_workbook(edition)), most_rows=100)
    assert [each.name for each in tables] == ["Duties", "Shifts", "How to fill it in"]
    assert plan_of_tables(tables, edition, at=now).remarks == []


def test_a_template_has_headings_and_explains_every_column(edition, english):
    book = load_workbook(io.BytesIO(plan_workbook(None)))
    assert [sheet.max_row for sheet in book] == [1, 1, 1 + len(DUTY_COLUMNS) + len(SHIFT_COLUMNS)]
    assert book["Shifts"]["A1"].value == "duty (address) *"


def test_another_edition_gets_the_same_by_the_same_file(gate, edition, now):
    twin = make.EditionFactory(year=2027, status="draft", starts_on=dt.date(2027, 1, 1), ends_on=dt.date(2027, 1, 4))
    zone = make.ZoneFactory(edition=twin, slug=gate.zone.slug)
    tables = read_tables(upload(plan_workbook(edition)), most_rows=100)
    found = plan_of_tables(tables, twin, at=now)
    assert said(found) == ["added: ", "added: "]
    carry_out(found, now)
    copy = Shift.objects.get(duty__edition=twin)
    assert (copy.duty.zone, copy.starts_at, copy.state) == (zone, Shift.objects.of(edition).get().starts_at, "released")


# Nothing is a formula

FORMULAS = ["=1+1", "+66812345678", "-1", "@SUM(A1)", "\t=1", "\r=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_taken_for_a_formula(text):
    lines = list(csv.reader(io.StringIO("".join(csv_of(["a"], [[text]])).removeprefix("\ufeff"))))
    assert lines[1][0] == f"'{text}"
    cell = load_workbook(io.BytesIO(workbook({"s": (["a"], [[text]])})))["s"]["A2"]
    assert cell.data_type == "s"


def test_what_no_cell_may_hold_is_left_out():
    assert load_workbook(io.BytesIO(workbook({"s": (["a"], [["a\x00\x0bb"]])})))["s"]["A2"].value == "ab"


# Rows that are added


def test_duties_and_their_shifts_come_in_together(edition, now, english):
    zone = make.ZoneFactory(slug="arts")
    need = make.QualificationFactory(slug="first-aid")
    host = make.OrganizationFactory(slug="red-cross")
    duties = table(
        ("duty (address) *", "Zone", "host", "name (Thai)", "minimum age", "language", "needs", "is_lifting"),
        ("Info", "arts", "red-cross", "จุดข้อมูล", "18", "both", "first-aid", "yes"),
        name="Duties",
    )
    found = plan(edition, now, SHIFTS, ("info", "2/12/2569", "9.30", "12:00", "3"), also=[duties])
    assert said(found) == ["added: ", "added: "]
    carry_out(found, now)
    duty = Duty.objects.get()
    assert (duty.slug, duty.zone, duty.host, duty.minimum_age, duty.language, duty.is_lifting) == (
        "info", zone, host, 18, "both", True,
    )  # fmt: skip
    assert list(duty.needs.all()) == [need]
    shift = Shift.objects.get()
    assert (shift.starts_at, shift.planned_minutes, shift.capacity, shift.state, shift.has_waiting_list) == (
        edition.moment(1, dt.time(9, 30)), 150, 3, "draft", True,
    )  # fmt: skip


@pytest.mark.parametrize("day", ["2026-12-02", "2569-12-02", "2/12/2569", "02.12.2026", "๒/๑๒/๒๕๖๙", "2 Dec 2026"])
def test_days_are_read_in_either_era(day, gate, edition, now):
    assert said(shifts(edition, now, ("gate", day, "09:30", "13:30", "5"))) == ["same: "]


def test_a_shift_may_end_on_the_next_day(gate, edition, now):
    found = shifts(edition, now, ("gate", "2026-12-02", "20:00", "2026-12-03 02:00", "2"))
    carry_out(found, now)
    assert Shift.objects.get(capacity=2).planned_minutes == 360


# Rows that are changed


def test_a_change_is_said_before_and_after(gate, edition, now):
    found = shifts(edition, now, ("gate", "2026-12-02", "09:30", "14:00", "8"))
    assert said(found) == ["changed: ends: 13:30 → 14:00; capacity: 5 → 8"]
    carry_out(found, now)
    shift = Shift.objects.get()
    assert (shift.planned_minutes, shift.capacity) == (270, 8)
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"set_shift_capacity", "plan_shifts"}


def test_a_column_that_is_left_out_stays_and_an_empty_cell_empties(gate, edition, now):
    place = make.PlaceFactory(zone=gate.zone, slug="door")
    Shift.objects.update(place=place, needed=3)
    found = shifts(edition, now, GATE)
    assert said(found) == ["same: "]
    found = shifts(edition, now, (*GATE, "", ""), columns=(*SHIFTS, "place", "needed"))
    assert said(found) == ["changed: place: door → –; at least needed: 3 → 0"]
    carry_out(found, now)
    shift = Shift.objects.get()
    assert (shift.place, shift.needed) == (None, 0)


def test_who_waits_is_offered_places_when_more_come_in(gate, edition, now):
    shift = Shift.objects.get()
    Shift.objects.update(capacity=1)
    make.SignUpFactory(shift=shift)
    row = make.SignUpFactory(shift=shift, status="waiting", queued_at=now)
    carry_out(shifts(edition, now, GATE), now)
    assert SignUp.objects.get(pk=row.pk).status == "offered"


def test_people_are_told_of_a_shift_that_a_file_moves(gate, edition, now):
    shift = Shift.objects.get()
    row = make.SignUpFactory(shift=shift)
    place = make.PlaceFactory(zone=gate.zone, slug="door")
    found = shifts(edition, now, ("gate", "2026-12-02", "09:30", "14:00", "5", "door"), columns=(*SHIFTS, "place"))
    [line] = said(found)
    assert line.endswith("Everybody in it is told by mail, after ten minutes.")
    carry_out(found, now)
    change = ShiftChange.objects.get()
    assert (change.ends_at, change.place) == (shift.ends_at, None)
    shift.refresh_from_db()
    assert (shift.planned_minutes, shift.place) == (270, place)
    actions.tell_shift_changes(by=make.UserFactory(), at=now + HOUR)
    assert Outbox.objects.filter(key=f"shift_change:{change.pk}:{row.pk}").exists()


def test_a_draft_is_released_by_a_file(gate, edition, now):
    Shift.objects.update(state="draft")
    found = shifts(edition, now, (*GATE, "เผยแพร่แล้ว"), columns=(*SHIFTS, "state"))
    carry_out(found, now)
    assert Shift.objects.get().state == "released"
    assert AuditEntry.objects.filter(verb="release_shift").exists()


# Rows that are wrong

ROWS = {
    "Shifts, row 2": ("gate", "2026-12-02", "13:00", "12:00", "5", "ends: The end must be later than the start."),
    "no number": ("gate", "2026-12-02", "13:00", "14:00", "many", "capacity: Write a whole number from 1 to 10000."),
    "huge": ("gate", "2026-12-02", "13:00", "14:00", "9" * 40, "capacity: Write a whole number from 1 to 10000."),
    "none": ("gate", "2026-12-02", "13:00", "14:00", "", "capacity: Please fill this in."),
    "unknown": ("gone", "2026-12-02", "13:00", "14:00", "5", "There is no duty “gone” in this edition."),
    "no day": ("gate", "30/2/2569", "13:00", "14:00", "5", "day: Write a day such as 2026-12-02 or 2/12/2569."),
    "no era": ("gate", "2/12/1776", "13:00", "14:00", "5", "day: The year 1776 is neither a Buddhist Era year"),
    "no time": ("gate", "2026-12-02", "noon", "14:00", "5", "starts: Write a time such as 09:30."),
    "no end": ("gate", "2026-12-02", "13:00", "", "5", "ends: Please fill this in."),
}


@pytest.mark.parametrize("what", ROWS)
def test_a_wrong_row_is_named_with_the_reason_and_nothing_is_written(what, gate, edition, now):
    *cells, sentence = ROWS[what]
    found = shifts(edition, now, cells, ("gate", "2026-12-03", "13:00", "14:00", "5"))
    assert [line.verdict for line in found.lines] == ["wrong", "added"]
    assert sentence in said(found)[0]
    assert found.lines[0].where == "Shifts, row 2"
    with pytest.raises(WrongStep):
        carry_out(found, now)
    assert Shift.objects.count() == 1


OTHERS = {
    "place": ("nowhere", "place: There is no place “nowhere” in this edition."),
    "needed": ("9", "at least needed: A shift cannot need more volunteers than it takes."),
    "state": ("gone", "state: Write one of these: draft, released, cancelled."),
    "is_by_approval": ("maybe", "by approval: Write yes or no."),
    "closes_at": ("2026-12-03 10:00", "sign-up closes: Sign-up must close before the shift ends."),
    "opens_at": ("2026-12-02", "sign-up opens: Write a day and a time, such as 2026-12-02 09:30."),
    "largest_party": ("0", "most people of one group: Write a whole number from 1 to 10000."),
    "briefing_th": ("ก" * 5001, "briefing (Thai): This is too long: at most 5000 characters fit here."),
}


@pytest.mark.parametrize("column", OTHERS)
@pytest.mark.parametrize("starts", ["09:30", "10:30"])
def test_every_column_says_what_is_wrong_with_a_new_row_and_with_one_that_is_there(column, starts, gate, edition, now):
    cell, sentence = OTHERS[column]
    row = ("gate", "2026-12-02", starts, "13:30", "5", cell)
    found = shifts(edition, now, row, columns=(*SHIFTS, column))
    assert said(found) == [f"wrong: {sentence}"]


def test_a_window_that_closes_before_it_opens_is_wrong(gate, edition, now):
    row = (*GATE, "2026-12-01 10:00", "2026-12-01 09:00")
    found = shifts(edition, now, row, columns=(*SHIFTS, "opens_at", "closes_at"))
    assert said(found) == ["wrong: sign-up closes: Sign-up must close later than it opens."]


DUTIES = {
    "zone": ("gone", "zone: There is no zone “gone” in this edition."),
    "host": ("gone", "host: There is no organization “gone”."),
    "needs": ("first-aid", "skills and trainings needed: There is no skill or training “first-aid”."),
    "minimum_age": ("99", "minimum age: Write a whole number from 1 to 60."),
    "language": ("Klingon", "language needed: Write one of these:"),
}


@pytest.mark.parametrize("column", DUTIES)
def test_a_wrong_duty_is_named_and_its_shifts_are_not_wrong_for_it(column, edition, now, english):
    cell, sentence = DUTIES[column]
    duties = table(("duty", "name_th", column), ("gate", "ประตู", cell), name="")
    found = plan(edition, now, SHIFTS, GATE, also=[duties])
    assert [line.verdict for line in found.lines] == ["wrong", "added"]
    assert sentence in said(found)[0]
    assert found.lines[0].where == "row 2"


def test_a_zone_of_another_edition_is_none(gate, edition, now):
    other = make.ZoneFactory(edition=make.EditionFactory(year=1999, status="over"), slug="old")
    duties = table(("duty", "name_th", "zone"), ("gate", "ประตู", other.slug))
    assert "There is no zone “old”" in said(plan_of_tables([duties], edition, at=now))[0]


def test_an_address_that_is_none_is_wrong(edition, now, english):
    duties = table(("duty", "name_th"), ("ประตู!", "ประตู"), ("", "ประตู"))
    first, second = said(plan_of_tables([duties], edition, at=now))
    assert "An address holds small letters a–z, digits and hyphens." in first
    assert "Please fill this in." in second


def test_capacity_below_those_signed_up_is_refused_with_who_is_over(gate, edition, now):
    shift = Shift.objects.get()
    rows = make.SignUpFactory.create_batch(2, shift=shift)
    found = shifts(edition, now, ("gate", "2026-12-02", "09:30", "13:30", "1"))
    [line] = said(found)
    assert line.startswith("wrong: capacity: 2 places are taken or kept, more than 1.")
    assert any(row.reference in line for row in rows)


def test_everything_that_is_wrong_with_a_row_is_said_at_once(gate, edition, now):
    make.SignUpFactory(shift=Shift.objects.get())
    wrong = [
        "ends: The end must be later than the start.",
        "place: There is no place “nowhere” in this edition.",
        "by approval: Write yes or no.",
    ]
    for starts in ("09:30", "10:30"):
        row = ("gate", "2026-12-02", starts, "08:00", "5", "nowhere", "perhaps")
        found = shifts(edition, now, row, columns=(*SHIFTS, "place", "is_by_approval"))
        assert sorted(note for note in found.lines[0].notes if "no longer" not in note) == sorted(wrong)


def test_a_shift_is_not_called_off_by_a_file(gate, edition, now):
    found = shifts(edition, now, (*GATE, "cancelled"), columns=(*SHIFTS, "state"))
    assert said(found) == ["wrong: state: Here a draft can be released; all else is done on its page."]
    new = ("gate", "2026-12-03", "09:30", "13:30", "5", "cancelled")
    assert said(shifts(edition, now, new, columns=(*SHIFTS, "state"))) == [
        "wrong: state: A new shift is a draft, or released."
    ]


def test_a_shift_that_is_over_does_not_move(gate, edition, now):
    shift = Shift.objects.get()
    make.SignUpFactory(shift=shift)
    later = shift.ends_at + HOUR
    found = shifts(edition, later, ("gate", "2026-12-02", "09:30", "14:00", "5"))
    assert said(found)[0].startswith("wrong: ends: This is no longer possible")


def test_the_same_row_twice_is_named(gate, edition, now):
    found = shifts(edition, now, GATE, GATE)
    assert said(found) == ["same: ", "wrong: This is in Shifts, row 2 already."]


def test_headings_that_nobody_knows_are_named_and_left_out(gate, edition, now):
    found = plan(
        edition, now, ("แผนกะ",), (*SHIFTS, "favourite colour"), (*GATE, "blue"), also=[table(("a", "b"), name="Notes")]
    )
    assert said(found) == ["same: "]
    assert found.lines[0].where == "Shifts, row 3"
    assert found.remarks == [
        "The column “favourite colour” is not known and is left out.",
        "The sheet “Notes” is left out: it has neither the columns of duties nor those of shifts.",
    ]


def test_what_changed_meanwhile_is_seen_when_it_is_written(gate, edition, now):
    found = shifts(
        edition, now, ("gate", "2026-12-03", "09:30", "13:30", "5"), ("gate", "2026-12-04", "10:00", "11:00", "5")
    )
    make.ShiftFactory(duty=gate, starts_at=edition.moment(3, dt.time(10)))
    with pytest.raises(WrongStep):
        carry_out(found, now)
    assert Shift.objects.count() == 2


def test_a_long_file_takes_no_query_for_each_row(gate, edition, now, django_assert_max_num_queries):
    rows = [
        ("gate", f"2026-12-0{2 + n // 24}", f"{n % 24:02}:30", f"2026-12-0{2 + n // 24} 23:59", "5") for n in range(90)
    ]
    with django_assert_max_num_queries(10):
        found = shifts(edition, now, *rows)
    assert found.count("added") == 89
