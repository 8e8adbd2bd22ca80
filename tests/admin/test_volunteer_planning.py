"""Pages that make, copy and bring in shifts: asked, shown line by line, and written once that was confirmed."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from goodsociety.common.models import AuditEntry
from tests import factories as make
from tests.admin.pages import messages_of
from tests.admin.rows import page
from tests.admin.test_session_acts import words
from volunteers.models import Duty, Shift

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
RIGHTS = ("add_shift", "change_shift", "view_duty", "change_duty", "add_duty")
MADE = {
    "days": ["2026-12-02", "2026-12-03"], "opens": "10:00", "closes": "18.00", "every": "4", "overlap": "15",
    "capacity": "3", "needed": "2",
}  # fmt: skip
SHEET = "duty,day,starts,ends,capacity\ngate,2/12/2569,09:30,13:30,{capacity}\n"


@pytest.fixture
def duty(edition):
    """A duty without shifts."""
    return make.DutyFactory(slug="gate", name_en="Gate")


def do(browser, address, **typed):
    """Look, and confirm what was shown; return the answer."""
    seen = browser.post(address, typed).context
    kept = {name: value for name, value in seen["form"].data.items() if name == "read"}
    sent = {name: value for name, value in typed.items() if name != "file"}
    return browser.post(address, {**sent, **kept, "seen": seen["plan"].mark, "confirmed": "1"})


def file(text, name="plan.csv"):
    """Return a text as an uploaded file."""
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def pages(duty):
    """Return the addresses of all pages that plan."""
    of_row = [page(Duty, name, duty.pk) for name in ("make", "copy-day")]
    return [*of_row, *(page(Duty, name) for name in ("sheets", "copy-edition"))]


# Who may


def test_only_who_may_add_and_change_shifts_plans(duty, may, organiser):
    strangers = [may(), may("view_duty", "view_shift"), may("change_duty", "change_shift")]
    for address in pages(duty):
        assert Client().get(address).status_code == 302
        for browser in strangers:
            assert browser.get(address).status_code == 403
            assert browser.post(address, {**MADE, "confirmed": "1"}).status_code == 403
        assert may(*RIGHTS).get(address).status_code == 200
    assert not Shift.objects.exists()


def test_buttons_are_there_for_whoever_may_use_them(duty, may, organiser):
    of_row, of_list = pages(duty)[:2], pages(duty)[2:]
    for address, buttons in ((page(Duty, "change", duty.pk), of_row), (page(Duty, "changelist"), of_list)):
        shown = organiser.get(address).content.decode()
        assert all(button in shown for button in buttons)
        seen = may("view_duty").get(address).content.decode()
        assert not any(button in seen for button in buttons)


def test_what_is_no_duty_is_not_found(edition, organiser):
    for key in ("999", "abc", "9" * 40):
        assert organiser.get(page(Duty, "make", key)).status_code == 404


# By a pattern


def test_shifts_are_shown_as_a_table_before_they_are_made(duty, organiser):
    make.ShiftFactory(duty=duty, starts_at=duty.edition.moment(1, duty.edition.opens_at))
    address = page(Duty, "make", duty.pk)
    shown = words(organiser.post(address, MADE))
    assert "new: 3" in shown
    assert "stays as it is: 1" in shown
    assert "9 new places for volunteers" in shown
    assert "Thursday 3 December 2026 10:00–14:15" in shown
    assert Shift.objects.count() == 1
    said = messages_of(organiser, do(organiser, address, **MADE))
    assert said == "Done: new 3, stays as it is 1."
    assert {row.state for row in Shift.objects.filter(capacity=3)} == {"draft"}
    again = organiser.post(address, MADE)
    assert "Nothing would change: all of it is there already." in words(again)
    assert 'name="confirmed"' not in again.content.decode()


def test_the_proposal_is_the_expos_hours_and_what_the_last_shift_has(duty, organiser):
    make.ShiftFactory(duty=duty, capacity=7, needed=4)
    shown = organiser.get(page(Duty, "make", duty.pk)).context["form"].initial
    assert (shown["capacity"], shown["needed"], str(shown["opens"])) == (7, 4, "10:00:00")
    assert len(shown["days"]) == 4


def test_shifts_are_made_released_on_a_day_beside_the_expo(duty, organiser):
    place = make.PlaceFactory(zone=duty.zone)
    typed = {**MADE, "days": [], "other_day": "1/12/2569", "is_released": "on", "place": place.pk}
    do(organiser, page(Duty, "make", duty.pk), **typed)
    assert Shift.objects.filter(state="released", place=place, starts_at__date="2026-12-01").count() == 2


def test_what_changed_meanwhile_is_shown_again(duty, organiser):
    address = page(Duty, "make", duty.pk)
    seen = organiser.post(address, MADE).context["plan"].mark
    make.ShiftFactory(duty=duty, starts_at=duty.edition.moment(1, duty.edition.opens_at))
    answer = organiser.post(address, {**MADE, "seen": seen, "confirmed": "1"})
    assert "Something has changed in the meantime." in words(answer)
    assert Shift.objects.count() == 1


def test_what_was_typed_can_be_changed(duty, organiser):
    answer = organiser.post(page(Duty, "make", duty.pk), {**MADE, "again": "1"})
    assert answer.context["plan"] is None
    assert 'value="18.00"' in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"days": []}, "Choose a day."),
        ({"days": ["2026-12-09"]}, "Select a valid choice"),
        ({"closes": "10:00"}, "The end must be later than the start."),
        ({"needed": "4"}, "A shift cannot need more volunteers than it takes."),
        ({"capacity": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"every": "0"}, "Ensure this value is greater than or equal to 0.25."),
        ({"every": "two"}, "Enter a number."),
        ({"other_day": "1/12/1776"}, "neither a Buddhist Era year"),
        ({"place": "999999"}, "Select a valid choice"),
    ],
)
def test_a_pattern_that_makes_no_sense_is_refused_in_words(typed, sentence, duty, organiser):
    answer = organiser.post(page(Duty, "make", duty.pk), {**MADE, **typed})
    assert sentence in words(answer)
    assert answer.context["plan"] is None


# Copies


def test_a_day_is_copied_to_others(duty, organiser):
    twin = make.DutyFactory(zone=duty.zone)
    elsewhere = make.DutyFactory()
    for each in (duty, twin, elsewhere):
        make.ShiftFactory(duty=each)
    address = page(Duty, "copy-day", duty.pk)
    typed = {"day": "2026-12-02", "days": ["2026-12-03", "2026-12-04"]}
    counts = {}
    for whose in ("duty", "zone", "edition"):
        counts[whose] = organiser.post(address, {**typed, "whose": whose}).context["plan"].count("added")
    assert counts == {"duty": 2, "zone": 4, "edition": 6}
    assert messages_of(organiser, do(organiser, address, **typed, whose="zone")) == "Done: new 4."
    assert Shift.objects.filter(duty=twin).count() == 3
    said = words(organiser.post(address, {"day": "2026-12-02", "days": ["2026-12-02"], "whose": "duty"}))
    assert "Choose other days than the one that is copied." in said


def test_a_duty_without_shifts_has_nothing_to_copy(duty, organiser):
    answer = organiser.post(
        page(Duty, "copy-day", duty.pk), {"day": "2026-12-02", "days": ["2026-12-03"], "whose": "duty"}
    )
    assert "Select a valid choice" in words(answer)


def test_duties_are_copied_to_another_edition_and_what_is_lost_is_listed(duty, organiser):
    make.ShiftFactory(duty=duty)
    target = make.EditionFactory(year=2027, status="draft", starts_on=None, ends_on=None)
    address, typed = page(Duty, "copy-edition"), {"source": duty.edition_id, "target": target.pk}
    assert "The days of this edition are not known yet." in words(organiser.post(address, typed))
    type(target).objects.filter(pk=target.pk).update(starts_on="2027-01-01", ends_on="2027-01-02")
    shown = words(organiser.post(address, typed))
    assert f"There is no zone “{duty.zone.slug}” in that edition." in shown
    make.ZoneFactory(edition=target, slug=duty.zone.slug)
    do(organiser, address, **typed)
    assert Shift.objects.get(duty__edition=target).state == "draft"
    same = {"source": duty.edition_id, "target": duty.edition_id}
    assert "Choose another edition than the one that is copied." in words(organiser.post(address, same))


# Spreadsheets


def test_a_file_is_looked_at_and_applied_without_sending_it_again(duty, edition, organiser):
    address = page(Duty, "sheets")
    shown = organiser.post(address, {"edition": edition.pk, "file": file(SHEET.format(capacity=4))})
    assert "row 2" in words(shown)
    assert not Shift.objects.exists()
    said = messages_of(organiser, do(organiser, address, edition=edition.pk, file=file(SHEET.format(capacity=4))))
    assert said == "Done: new 1."
    assert Shift.objects.get().capacity == 4
    again = organiser.post(address, {"edition": edition.pk, "file": file(SHEET.format(capacity=4))})
    assert "Nothing would change" in words(again)
    changed = words(organiser.post(address, {"edition": edition.pk, "file": file(SHEET.format(capacity=9))}))
    assert "capacity: 4 → 9" in changed


def test_a_file_with_a_wrong_row_cannot_be_applied(duty, edition, organiser):
    text = SHEET.format(capacity=4) + "gate,3/12/2569,14:00,13:30,4\n"
    address = page(Duty, "sheets")
    answer = organiser.post(address, {"edition": edition.pk, "file": file(text)})
    shown = words(answer)
    assert "Nothing is written while a row is wrong." in shown
    assert "row 3 Gate Thursday 3 December 2026" in shown
    assert "ends: The end must be later than the start." in shown
    assert 'name="confirmed"' not in answer.content.decode()
    kept = answer.context["form"].data["read"]
    forced = {"edition": edition.pk, "read": kept, "seen": answer.context["plan"].mark, "confirmed": "1"}
    assert "This is no longer possible" in words(organiser.post(address, forced))
    assert not Shift.objects.exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose a file first."),
        ({"read": "forged"}, "Choose a file first."),
        ({"file": b"\x89PNG\r\n\x1a\n\x00"}, "This file is not a spreadsheet"),
        ({"file": ""}, "There is nothing in this file."),
        ({"file": "a,b\n1,2\n"}, "it has neither the columns of duties nor those of shifts"),
    ],
)
def test_what_is_no_such_file_is_refused_in_words(sent, sentence, duty, edition, organiser):
    sent = {name: file(value) if name == "file" else value for name, value in sent.items()}
    assert sentence in words(organiser.post(page(Duty, "sheets"), {"edition": edition.pk, **sent}))


def test_what_was_read_is_taken_from_nobody_else(duty, edition, organiser):
    answer = organiser.post(page(Duty, "sheets"), {"edition": edition.pk, "file": file(SHEET.format(capacity=4))})
    kept = answer.context["form"].data["read"]
    changed = {"edition": edition.pk, "read": f"{kept[:-1]}x", "confirmed": "1"}
    assert "Choose a file first." in words(organiser.post(page(Duty, "sheets"), changed))


def test_files_are_given_to_those_who_may_see_what_is_in_them(duty, edition, organiser, may):
    make.ShiftFactory(duty=duty)
    kinds = [page(Duty, "file", edition.year, kind) for kind in ("all.xlsx", "duties.csv", "shifts.csv")]
    for address in (*kinds, page(Duty, "template")):
        assert Client().get(address).status_code == 302
        assert may("view_duty").get(address).status_code == 403
        assert may("view_duty", "view_shift").get(address).status_code == 200
    book = load_workbook(io.BytesIO(organiser.get(kinds[0]).content))
    assert [sheet.max_row for sheet in book] == [2, 2, 30]
    assert "gate" in b"".join(organiser.get(kinds[2]).streaming_content).decode()
    for address in (page(Duty, "file", 1999, "all.xlsx"), page(Duty, "file", edition.year, "all.exe")):
        assert organiser.get(address).status_code == 404
    shown = organiser.get(page(Duty, "sheets")).content.decode()
    assert all(address in shown for address in kinds)
    assert not AuditEntry.objects.exists()
