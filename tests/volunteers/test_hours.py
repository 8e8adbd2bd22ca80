"""Hours: worked out, adjusted, approved, taken back, and summed up in ways that agree."""

import csv
import datetime as dt
import io
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from goodsociety.common.models import AuditEntry
from goodsociety.common.refusals import WrongStep
from tests import factories as make
from tests.pages import queries, text
from tests.tables import refused
from volunteers import actions, day_refusals, refusals
from volunteers.hours_report import By, hours_by, minutes_in, served, shown_time, to_approve
from volunteers.models import Shift, SignUp

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def shift(edition):
    """A shift of four hours for five."""
    return Shift.objects.for_page().get(pk=make.ShiftFactory().pk)


@pytest.fixture
def coordinator(shift):
    """Who approves hours in the zone of the shift."""
    user = make.UserFactory()
    return make.AppointmentFactory(user=user, role="volunteer_coordinator", zone=shift.duty.zone).user


@pytest.fixture
def staff(coordinator, shift):
    """The coordinator's browser, when the shift is over."""
    with time_machine.travel(shift.ends_at, tick=False):
        client = Client()
        client.force_login(coordinator)
        yield client


def came(shift, came=0, left=None, **columns):
    """Return somebody who came so many minutes after the beginning and left so many before the end."""
    times = {
        "arrived_at": shift.starts_at + came * MINUTE,
        "left_at": None if left is None else shift.ends_at - left * MINUTE,
    }
    return make.SignUpFactory(shift=shift, **times, **columns)


# Worked out

TIMES = {
    "in time to the end": (0, 0, 240),
    "early and after the end": (-30, -30, 240),
    "five minutes do not matter": (5, 5, 240),
    "six minutes do": (6, 6, 228),
    "only the last hour": (180, 0, 60),
    "gone before it began": (-20, 250, 0),
}


@pytest.mark.parametrize(("late", "early", "minutes"), TIMES.values(), ids=TIMES)
def test_hours_are_worked_out_within_the_shift(shift, late, early, minutes):
    row = came(shift, late, early)
    assert (actions.worked(row).minutes, actions.worked(row).is_end_assumed) == (minutes, False)


def test_seconds_are_rounded_down(shift):
    row = came(shift, 10.5, 0)
    assert actions.worked(row).minutes == 229


def test_who_never_checked_out_stayed_until_the_end_and_who_never_came_has_none(shift):
    assert (actions.worked(came(shift, 60)).minutes, actions.worked(came(shift, 60)).is_end_assumed) == (180, True)
    assert actions.worked(make.SignUpFactory(shift=shift)).minutes == 0


# Approved


def test_hours_are_approved_and_approved_anew(shift, coordinator):
    row = make.SignUpFactory(shift=shift)
    for minutes in (240, 200):
        actions.approve_hours(sign_up=row, minutes=minutes, by=coordinator, at=shift.ends_at)
    row.refresh_from_db()
    assert (row.approved_minutes, row.approved_at) == (200, shift.ends_at)
    entries = AuditEntry.objects.filter(verb="approve_hours", actor_key=coordinator.pk, subject_key=row.pk)
    assert [entry.numbers for entry in entries.order_by("pk")] == [{"minutes": 240}, {"minutes": 200}]


@pytest.mark.parametrize("minutes", [0, -1, 24 * 60 + 1])
def test_no_more_than_a_day_is_approved(shift, coordinator, minutes):
    row = make.SignUpFactory(shift=shift)
    with refused(refusals.TooManyMinutes) as caught:
        actions.approve_hours(sign_up=row, minutes=minutes, by=coordinator, at=shift.ends_at)
    with translation.override("en"):
        assert "24 hours" in str(caught.value)


@pytest.mark.parametrize("minutes", [1, 24 * 60])
def test_as_much_as_a_day_is_approved(shift, coordinator, minutes):
    row = make.SignUpFactory(shift=shift)
    actions.approve_hours(sign_up=row, minutes=minutes, by=coordinator, at=shift.ends_at)
    assert SignUp.objects.get().approved_minutes == minutes


NOT_APPROVED = {
    "cancelled": WrongStep,
    "declined": WrongStep,
    "waiting": WrongStep,
    "no_show": day_refusals.NoHoursForNoShow,
}


@pytest.mark.parametrize(("status", "refusal"), NOT_APPROVED.items())
def test_hours_of_who_did_not_serve_are_not_approved(shift, coordinator, status, refusal):
    row = make.SignUpFactory(shift=shift, status=status)
    with refused(refusal):
        actions.approve_hours(sign_up=row, minutes=60, by=coordinator, at=shift.ends_at)


def test_nothing_is_approved_before_the_shift(shift, coordinator):
    row = make.SignUpFactory(shift=shift)
    with refused(day_refusals.NotBegun):
        actions.approve_hours(sign_up=row, minutes=60, by=coordinator, at=shift.starts_at - MINUTE)


def test_all_of_a_shift_are_approved_or_none(shift, coordinator):
    rows = make.SignUpFactory.create_batch(2, shift=shift)
    with refused(refusals.TooManyMinutes):
        minutes = {rows[0].pk: 60, rows[1].pk: 0}
        actions.approve_hours_of(minutes=minutes, by=coordinator, at=shift.ends_at)
    minutes = dict.fromkeys([row.pk for row in rows], 60)
    assert actions.approve_hours_of(minutes=minutes, by=coordinator, at=shift.ends_at) == 2
    assert actions.approve_hours_of(minutes=minutes, by=coordinator, at=shift.ends_at) == 0
    assert AuditEntry.objects.count() == 2


def test_an_approval_is_taken_back_once(shift, coordinator):
    row = make.SignUpFactory(shift=shift, approved_minutes=60)
    actions.take_back_hours(sign_up=row, by=coordinator, at=shift.ends_at)
    assert SignUp.objects.get().approved_minutes is None
    with refused(WrongStep):
        actions.take_back_hours(sign_up=row, by=coordinator, at=shift.ends_at)


def test_who_has_approved_hours_is_not_noted_as_missing(shift, coordinator):
    row = make.SignUpFactory(shift=shift, approved_minutes=60)
    with refused(day_refusals.HoursApproved):
        actions.note_no_show(sign_up=row, by=coordinator, at=shift.ends_at)


# Summed up


@pytest.fixture
def two_duties(edition, shift):
    """Hours in two duties, one of the whole expo and with a host; a group, and hours that do not count."""
    host, school = make.OrganizationFactory(name_th="มูลนิธิ ก"), make.OrganizationFactory(name_th="โรงเรียน ข")
    later = {"starts_at": shift.ends_at, "largest_party": 5, "capacity": 20}
    whole = make.ShiftFactory(duty__zone=None, duty__host=host, **later)
    person = make.PersonFactory(name="มาลี")
    make.SignUpFactory(shift=shift, person=person, approved_minutes=240)
    make.SignUpFactory(shift=whole, person=person, approved_minutes=30)
    make.SignUpFactory(shift=whole, organization=school, party_size=5, heads=4, approved_minutes=60,
                       arrived_at=whole.starts_at)  # fmt: skip
    make.SignUpFactory(shift=whole, organization=school, party_size=2, approved_minutes=10)
    make.SignUpFactory(shift=whole, status="cancelled", approved_minutes=500)
    make.SignUpFactory(shift=whole, approved_minutes=0)
    return Shift.objects.of(edition)


TOTAL = 240 + 30 + 4 * 60 + 2 * 10


def test_every_way_to_sum_up_comes_to_the_same(two_duties):
    assert minutes_in(served(two_duties)) == TOTAL
    for by in By:
        lines = hours_by(by, two_duties)
        assert (sum(line.minutes for line in lines), sum(line.times for line in lines)) == (TOTAL, 4), by


def test_the_lines_are_named_and_sorted(two_duties):
    with translation.override("th"):
        assert hours_by(By.SENDER, two_duties)[0].minutes == 270
        assert {line.name: line.minutes for line in hours_by(By.SENDER, two_duties)}["โรงเรียน ข"] == 260
        assert {line.name: line.minutes for line in hours_by(By.HOST, two_duties)}["มูลนิธิ ก"] == TOTAL - 240
        assert {line.name: line.minutes for line in hours_by(By.PERSON, two_duties)}["มาลี"] == 270
    with translation.override("en"):
        assert {line.name for line in hours_by(By.ZONE, two_duties)} >= {"the whole expo"}


def test_the_page_and_the_file_tell_the_same(client, two_duties, edition, language):
    client.force_login(make.AppointmentFactory(user=make.UserFactory(), role="volunteer_coordinator").user)
    for by in By:
        page = client.get(reverse("volunteer_hours", args=[edition.year]), {"by": by})
        file = client.get(reverse("volunteer_hours_csv", args=[edition.year]), {"by": by})
        rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
        assert rows[-1][2:] == [str(TOTAL), shown_time(TOTAL)]
        assert sum(int(row[2]) for row in rows[1:-1]) == TOTAL
        assert all(row[0] in text(page) and row[3] in text(page) for row in rows[1:])
    assert page["Cache-Control"] == file["Cache-Control"] == "no-store, private"


def test_no_name_becomes_a_formula(client, edition):
    make.SignUpFactory(person__name='=HYPERLINK("x")', approved_minutes=60)
    client.force_login(make.UserFactory(is_superuser=True))
    file = client.get(reverse("volunteer_hours_csv", args=[edition.year]), {"by": "person"}).content.decode()
    assert "'=HYPERLINK" in file


def test_a_coordinator_of_a_zone_sums_up_that_zone(staff, two_duties, edition):
    page = text(staff.get(f"/en{reverse('volunteer_hours', args=[edition.year])}", {"by": "nonsense"}))
    assert "4:00" in page
    assert "the whole expo" not in page


@pytest.mark.parametrize("role", ["desk", "report_viewer", "finance"])
def test_hours_are_not_for_who_does_not_look_after_volunteers(client, shift, role):
    client.force_login(make.AppointmentFactory(user=make.UserFactory(), role=role).user)
    for name in ("volunteer_hours", "volunteer_hours_csv"):
        assert client.get(reverse(name, args=[shift.edition.year])).status_code == 403
    path = reverse("shift_hours", args=[shift.edition.year, shift.code])
    assert client.get(path).status_code == client.post(path).status_code == 403


# The form of a shift


def form_of(shift):
    """Return the address of the form of a shift."""
    return reverse("shift_hours", args=[shift.edition.year, shift.code])


def sent(**minutes):
    """Return the form as it is sent."""
    return {"key": str(uuid4()), **{f"minutes_{name}": typed for name, typed in minutes.items()}}


def test_the_hours_of_a_shift_are_approved_in_one_form(staff, shift, language):
    late, absent = came(shift, 60, 0), make.SignUpFactory(shift=shift)
    assert [each.shift for each in to_approve(Shift.objects.all())] == [shift]
    page = staff.get(form_of(shift))
    assert f'value="{shown_time(180)}"' in page.content.decode()
    response = staff.post(form_of(shift), sent(**{late.reference: "๓.๓๐", absent.reference: ""}))
    assert (response.status_code, response.url) == (302, reverse("volunteer_hours", args=[shift.edition.year]))
    late.refresh_from_db()
    absent.refresh_from_db()
    assert (late.approved_minutes, absent.approved_minutes) == (210, None)
    assert [each.waiting for each in to_approve(Shift.objects.all())] == [1]
    staff.post(reverse("shift_hours_back", args=[shift.edition.year, shift.code]), {"reference": late.reference})
    late.refresh_from_db()
    assert late.approved_minutes is None


@pytest.mark.parametrize("typed", ["abc", "3:60", "-1", "25:00", "0:00", "3:3:3", "x" * 1000, "9" * 1000])
def test_what_is_no_time_is_complained_about_and_kept(staff, shift, typed):
    row = came(shift)
    response = staff.post(form_of(shift), sent(**{row.reference: typed}))
    assert response.status_code in {200, 409}
    assert 'role="alert"' in response.content.decode()
    assert SignUp.objects.get().approved_minutes is None


def test_the_form_of_another_zone_is_not_there(staff, edition):
    other = make.ShiftFactory(duty__edition=edition)
    row = make.SignUpFactory(shift=other, approved_minutes=60)
    assert staff.get(form_of(other)).status_code == 404
    back = reverse("shift_hours_back", args=[edition.year, other.code])
    assert staff.post(back, {"reference": row.reference}).status_code == 404


def test_the_pages_ask_as_often_for_three_as_for_one(staff, shift):
    came(shift, approved_minutes=60)
    paths = [form_of(shift), reverse("volunteer_hours", args=[shift.edition.year])]
    few = [queries(staff, path) for path in paths]
    for days in (1, 2):
        came(shift)
        earlier = make.ShiftFactory(duty=shift.duty, starts_at=shift.starts_at - days * 24 * HOUR)
        came(earlier, approved_minutes=60)
        came(earlier)
    assert [queries(staff, path) for path in paths] == few
