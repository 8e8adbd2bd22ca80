"""Sign-ups in the workspace: found by filters, decided about together, taken out as a file."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from goodsociety.common.models import AuditEntry, Outbox
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.admin.pages import send
from tests.admin.rows import page
from tests.admin.test_acts import ask, do
from tests.admin.test_session_acts import words
from volunteers.models import HandOver, Qualified, SignUp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HOUR = dt.timedelta(hours=1)
ACTS = ("approve_request", "decline_request", "cancel", "no_show", "approve", "approve_worked", "note_training")


@pytest.fixture(autouse=True)
def counters_are_true(db):
    """Recount everything afterwards."""
    yield
    assert list(findings()) == []


@pytest.fixture
def past(edition, now):
    """A shift of four hours that ended an hour ago."""
    return make.ShiftFactory(starts_at=now - 5 * HOUR)


def read(row):
    """Return a row as it is now."""
    return type(row).objects.get(pk=row.pk)


def statuses(*rows):
    """Return the statuses of sign-ups as they are now."""
    return [read(row).status for row in rows]


@pytest.mark.parametrize("act", ACTS)
def test_who_may_only_look_decides_nothing(act, edition, may):
    row = make.SignUpFactory(status="requested")
    browser = may("view_signup")
    assert f'value="{act}"' not in browser.get(page(SignUp, "changelist")).content.decode()
    ask(browser, SignUp, act, [row], confirmed="1")
    assert ask(may(), SignUp, act, [row], confirmed="1").status_code == 403
    assert Client().post(page(SignUp, "changelist"), {"action": act}).status_code == 302
    assert statuses(row) == ["requested"]
    assert not AuditEntry.objects.exists()


# Requests


def test_requests_are_approved_in_order_and_whoever_does_not_fit_is_named(edition, organiser):
    shift = make.ShiftFactory(capacity=2, is_by_approval=True)
    rows = make.SignUpFactory.create_batch(3, shift=shift, status="requested")
    live = make.SignUpFactory()
    asked = words(ask(organiser, SignUp, "approve_request", [*rows, live]))
    assert f"{shift}: 3 places are asked for, 2 are free." in asked
    assert "Not all fit" in asked
    assert "1 of the chosen ones is at another step and stays as it is." in asked
    said = do(organiser, SignUp, "approve_request", [*rows, live])
    assert said.startswith("Done for 2 rows.")
    assert "all the volunteers it needs" in said
    assert sorted(statuses(*rows)) == ["confirmed", "confirmed", "requested"]


def test_requests_are_declined(edition, organiser):
    row, live = make.SignUpFactory(status="requested"), make.SignUpFactory()
    assert "1 mail goes out." in words(ask(organiser, SignUp, "decline_request", [row, live]))
    do(organiser, SignUp, "decline_request", [row, live])
    assert statuses(row, live) == ["declined", "confirmed"]
    assert Outbox.objects.filter(key=f"sign_up_declined:{row.pk}").exists()


# Cancelled, not come


def test_before_sign_ups_are_cancelled_it_is_said_where_people_will_be_missing(edition, organiser):
    shift = make.ShiftFactory(capacity=2, needed=2)
    rows = make.SignUpFactory.create_batch(2, shift=shift)
    waiting = make.SignUpFactory(shift=shift, status="waiting")
    asked = words(ask(organiser, SignUp, "cancel", rows))
    assert f"{shift}: 2 places come free, 0 volunteers are left of 2 needed." in asked
    assert "They are offered to those who wait, at once." in asked
    assert do(organiser, SignUp, "cancel", rows) == "Done for 2 rows."
    assert statuses(*rows, waiting) == ["cancelled", "cancelled", "offered"]


def test_who_did_not_come_is_noted(past, organiser):
    missing, here = make.SignUpFactory(shift=past), make.SignUpFactory(shift=past, arrived_at=past.starts_at)
    coming = make.SignUpFactory()
    asked = words(ask(organiser, SignUp, "no_show", [missing, here]))
    assert "1 sign-up is noted as not come." in asked
    said = do(organiser, SignUp, "no_show", [missing, here, coming])
    assert said.startswith("Done for 1 row.")
    assert here.reference in said
    assert coming.reference in said
    assert statuses(missing, here, coming) == ["no_show", "confirmed", "confirmed"]


# Hours


def test_hours_are_approved_as_planned_or_as_worked(past, organiser):
    group = make.SignUpFactory(
        shift=past, party_size=3, heads=2, arrived_at=past.starts_at + HOUR, left_at=past.ends_at - HOUR
    )
    absent = make.SignUpFactory(shift=past)
    asked = words(ask(organiser, SignUp, "approve_worked", [group, absent]))
    assert "4 hours for 1 sign-up." in asked
    assert "1 of the chosen ones is at another step and stays as it is." in asked
    do(organiser, SignUp, "approve_worked", [group])
    assert read(group).approved_minutes == 120
    asked = words(ask(organiser, SignUp, "approve", [group, absent]))
    assert "12 hours for 2 sign-ups." in asked
    assert "1 of them have other hours approved, which this replaces." in asked
    do(organiser, SignUp, "approve", [group, absent])
    assert [read(row).approved_minutes for row in (group, absent)] == [240, 240]


def test_hours_of_what_is_to_come_or_was_missed_are_refused_by_name(past, organiser):
    coming, missed = make.SignUpFactory(), make.SignUpFactory(shift=past, status="no_show")
    for act in ("approve", "approve_worked"):
        said = do(organiser, SignUp, act, [coming, missed])
        assert "Done" not in said
        assert coming.reference in said
        assert missed.reference in said


# A training


def test_a_training_is_noted_of_everybody_chosen(edition, organiser):
    training = make.QualificationFactory(kind="training")
    rows = make.SignUpFactory.create_batch(2)
    typed = {"qualification": training.pk, "since_on": "1/11/2569", "until_on": "2027-11-01"}
    assert "It is noted of 2 people." in words(ask(organiser, SignUp, "note_training", rows))
    assert do(organiser, SignUp, "note_training", rows, **typed) == "Done for 2 rows."
    held = Qualified.objects.filter(qualification=training, since_on="2026-11-01", until_on="2027-11-01")
    assert held.filter(noted_by__isnull=False).count() == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"qualification": ""}, "This field is required"),
        ({"qualification": "999"}, "Select a valid choice"),
        ({"until_on": "2026-10-01"}, "It cannot end before it begins."),
        ({"since_on": "31/2/2569"}, "Enter a valid date"),
    ],
)
def test_a_training_that_makes_no_sense_is_refused_in_words(typed, sentence, edition, organiser):
    training = make.QualificationFactory(kind="training")
    answers = {"qualification": training.pk, "since_on": "2026-11-01", **typed}
    assert sentence in words(ask(organiser, SignUp, "note_training", [make.SignUpFactory()], confirmed="1", **answers))
    assert not Qualified.objects.exists()


# The list


def test_sign_ups_are_found_by_what_coordinators_ask(past, organiser):
    here = {"shift": past, "arrived_at": past.starts_at}
    late = make.SignUpFactory(shift=past, arrived_at=past.starts_at + HOUR)
    early = make.SignUpFactory(**here, left_at=past.ends_at - HOUR, approved_minutes=180)
    missing = make.SignUpFactory(shift=past)
    group = make.SignUpFactory(organization=make.OrganizationFactory())
    make.SignUpFactory(organization=make.OrganizationFactory(), status="cancelled")
    found = {
        "presence=late": {late},
        "presence=early": {early},
        "presence=here": {late, early},
        "presence=missing": {missing},
        "hours=approved": {early},
        "hours=open": {late, missing},
        "day=2026-12-02&status__exact=confirmed": {group},
        "day=2026-11-02": {late, early, missing},
        f"organization__id__exact={group.organization_id}": {group},
        f"shift__duty__id__exact={group.shift.duty_id}": {group},
        f"shift__duty__zone__id__exact={group.shift.duty.zone_id}": {group},
        f"q={group.organization.name_th}": {group},
    }
    for query, rows in found.items():
        assert set(organiser.get(f"{page(SignUp, 'changelist')}?{query}").context["cl"].queryset) == rows, query


def test_a_sign_up_shows_its_group_and_its_search_for_a_stand_in_but_no_link(edition, organiser):
    row = make.SignUpFactory(party_size=2, shift__largest_party=4)
    make.SignUpMemberFactory(sign_up=row, name="วิชัย")
    code = make.HandOverFactory(sign_up=row).code
    shown = organiser.get(page(SignUp, "change", row.pk)).content.decode()
    assert "วิชัย" in shown
    assert "a stand-in is sought" in shown
    assert code not in shown
    assert row.code not in shown
    typed = {"members-TOTAL_FORMS": "3", "members-1-name": "a", "members-2-name": "b"}
    assert send(organiser, page(SignUp, "change", row.pk), **typed).status_code == 200


def test_a_search_for_a_stand_in_is_stopped(edition, organiser):
    sought = make.HandOverFactory()
    assert do(organiser, HandOver, "withdraw", [sought]) == "Done for 1 row."
    assert read(sought).state == "withdrawn"
    assert sought.code not in organiser.get(page(HandOver, "change", sought.pk)).content.decode()
    assert "Done" not in do(organiser, HandOver, "withdraw", [sought])


# Files


def rows_of(answer):
    """Return the rows of a file that was given."""
    if answer["Content-Type"].startswith("text/csv"):
        text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")
        return list(csv.reader(io.StringIO(text)))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_the_list_shows_is_given_as_a_file_with_hours(kind, past, organiser):
    row = make.SignUpFactory(
        shift=past, party_size=3, heads=2, arrived_at=past.starts_at + HOUR, approved_minutes=180, name="=1+1"
    )
    make.SignUpMemberFactory(sign_up=row, name="วิชัย")
    make.SignUpFactory()
    answer = organiser.get(f"{page(SignUp, 'file', kind)}?hours=approved")
    assert "no-store" in answer["Cache-Control"]
    heads, *lines = rows_of(answer)
    assert len(lines) == 1
    found = dict(zip(heads, lines[0], strict=True))
    texts = {"reference": row.reference, "party size": "3", "names": "วิชัย", "people who came": "2"}
    assert {name: found[name] for name in texts} == texts
    hours = ("planned hours", "worked hours (each)", "approved hours (each)", "approved hours (all)")
    assert [float(found[name]) for name in hours] == [4, 3, 3, 6]
    assert found["name"] == ("'=1+1" if kind == "csv" else "=1+1")
    assert AuditEntry.objects.get(verb="export_sign_ups").numbers == {"rows": 1}


def test_who_may_not_see_sign_ups_gets_no_file(edition, may):
    address = page(SignUp, "file", "csv")
    assert Client().get(address).status_code == 302
    assert may().get(address).status_code == 403
    assert may("view_shift").get(address).status_code == 403
    assert may("view_signup").get(address).status_code == 200
    assert may("view_signup").get(f"{address}?hours=x").status_code == 302
    assert may("view_signup").get(page(SignUp, "file", "exe")).status_code == 404


def test_a_file_takes_no_query_for_each_row(past, organiser):
    counts = []
    for _number in range(3):
        make.SignUpMemberFactory(sign_up=make.SignUpFactory(shift=past, organization=make.OrganizationFactory()))
        with CaptureQueriesContext(connection) as queries:
            rows_of(organiser.get(page(SignUp, "file", "csv")))
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_the_shift_of_a_sign_up_leads_to_all_its_sign_ups(edition, organiser):
    row = make.SignUpFactory()
    make.SignUpFactory()
    shown = organiser.get(f"{page(SignUp, 'changelist')}?shift__id__exact={row.shift_id}")
    assert list(shown.context["cl"].queryset) == [row]
