"""The board of zone and time: in words for everybody, in figures for coordinators of these zones."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from tests import factories as make
from tests.pages import is_under_strict_rules, queries, text
from volunteers.finding import work_of
from volunteers.finding.board import Figures, board_of
from volunteers.models import Shift

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
COORDINATOR = "volunteer_coordinator"


@pytest.fixture
def zone(edition):
    """Return a zone of the expo."""
    return make.ZoneFactory(slug="forest", name_en="Forest")


def add_shift(zone, *, hour=9, day=1, **given):
    """Add a shift of a zone, or of the whole expo where it is None."""
    starts_at = make.usual_edition().moment(day, dt.time(hour))
    given = {"ends_at": starts_at + 2 * HOUR, "capacity": 10} | given
    return make.ShiftFactory(duty=make.DutyFactory(zone=zone), starts_at=starts_at, **given)


def levels(edition, at=None):
    """Return the levels of the first day's board, by zone and part of the day."""
    (day, *_later) = board_of(work_of(edition, at=at or timezone.now()), zones=edition.zones.all())
    return {
        (line.zone.slug if line.zone else "", cell.query.rpartition("=")[2]): cell.level.value
        for line in day.lines
        for cell in line.cells
    }


def read(client, name, *args, **asked):
    """Return an English page."""
    with translation.override("en"):
        return client.get(reverse(name, args=args), asked)


def sign_in(client, role=COORDINATOR, **where):
    """Sign in as somebody with a role, or with none."""
    user = make.UserFactory(is_staff=False)
    if where:
        make.AppointmentFactory(user=user, role=role, **where)
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("needed", "taken", "level"),
    [
        (9, 6, "many"),
        (10, 7, "few"),
        (4, 2, "few"),
        (3, 0, "many"),
        (5, 5, "enough"),
        (0, 0, "enough"),
        (5, 10, "full"),
    ],
)
def test_a_field_says_in_a_word_how_many_are_missing(edition, zone, needed, taken, level):
    add_shift(zone, needed=needed, seats_taken=taken, capacity=10)
    assert levels(edition) == {("forest", "morning"): level}


def test_who_is_too_many_in_one_shift_is_missing_in_another(edition, zone):
    add_shift(zone, needed=2, seats_taken=6)
    add_shift(zone, needed=2, seats_taken=1)
    assert levels(edition) == {("forest", "morning"): "few"}


def test_a_shift_counts_in_each_part_of_the_day_that_it_touches(edition, zone):
    add_shift(zone, hour=11, needed=1)
    add_shift(None, hour=18)
    found = levels(edition)
    assert found["forest", "morning"] == found["forest", "afternoon"] == "few"
    assert (found["forest", "evening"], found["", "morning"], found["", "evening"]) == ("none", "none", "enough")


def test_what_has_begun_or_was_cancelled_needs_nobody(edition, zone):
    shift = add_shift(zone, needed=5)
    assert levels(edition, at=shift.starts_at) == {("forest", "morning"): "over"}
    Shift.objects.update(state="cancelled")
    assert board_of(work_of(edition, at=timezone.now()), zones=edition.zones.all()) == []


def test_figures_of_nothing_are_no_shifts():
    assert Figures().level == "none"


# For everybody


def test_the_board_shows_where_people_are_missing_in_words_only(client, edition, zone, language):
    add_shift(zone, needed=9, seats_taken=2, capacity=47)
    page = client.get(reverse("shift_board", args=[edition.year]))
    html = page.content.decode()
    assert zone.name in html
    assert 'class="need-many"' in html
    assert {"en": "Many needed", "th": ""}[language] in text(page)
    assert "47" not in text(page), "how many have signed up is nobody's business"
    assert is_under_strict_rules(page)
    for part in ('role="columnheader"', 'role="rowheader"', 'scope="row"', 'scope="col"'):
        assert part in html


def test_each_field_leads_to_its_shifts(client, edition, zone):
    wanted = add_shift(zone, hour=14, day=2)
    add_shift(zone, hour=9, day=2)
    add_shift(None, hour=14, day=2)
    (day,) = read(client, "shift_board", edition.year).context["days"]
    cells = {(line.zone, cell.part): cell for line in day.lines for cell in line.cells}
    for (where, part), count in {(zone, "Afternoon"): 1, (zone, "Morning"): 1, (None, "Afternoon"): 1}.items():
        page = client.get(f"{reverse('shift_list', args=[edition.year])}?{cells[where, part].query}")
        assert page.context["count"] == cells[where, part].figures.shifts == count
    page = client.get(f"{reverse('shift_list', args=[edition.year])}?{cells[zone, 'Afternoon'].query}")
    assert wanted.code in page.content.decode()


def test_drafts_stand_on_no_public_board(client, edition, zone):
    add_shift(zone, state="draft", needed=5)
    assert read(client, "shift_board", edition.year).context["days"] == []
    assert "No shifts yet" in text(read(client, "shift_board", edition.year))


@pytest.mark.parametrize("given", [{"status": "over"}, {"status": "cancelled", "cancelled_reason_th": "น้ำท่วม"}])
def test_an_expo_that_takes_nobody_has_no_fields(client, edition, zone, given):
    add_shift(zone, needed=5)
    type(edition).objects.update(**given)
    page = read(client, "shift_board", edition.year)
    assert "Sign-up for shifts is closed" in text(page)
    assert "<table" not in page.content.decode()


def test_a_draft_edition_has_no_board(client, edition):
    type(edition).objects.update(status="draft")
    assert read(client, "shift_board", edition.year).status_code == 404
    assert read(client, "shift_board", 2001).status_code == 404


def test_the_board_takes_as_many_queries_for_many_shifts_as_for_one(client, edition, zone):
    add_shift(zone)
    address = reverse("shift_board", args=[edition.year])
    one = queries(client, address)
    for number in range(12):
        shift = add_shift(make.ZoneFactory(), hour=9 + number % 8, day=1 + number % 4, needed=3)
        make.SignUpFactory(shift=shift)
    assert queries(client, address) == one <= 6


# For coordinators


def test_a_coordinator_sees_figures(client, edition, zone):
    add_shift(zone, needed=9, seats_taken=2, seats_held=1, capacity=47)
    sign_in(client, edition=edition, zone=zone)
    page = read(client, "shift_board_staff", edition.year)
    assert "7 missing" in text(page)
    assert "2 signed up, 9 needed, room for 47" in text(page)
    assert page["Cache-Control"] == "no-store, private"
    assert is_under_strict_rules(page)


def test_a_coordinator_plans_drafts_of_a_draft_edition(client, edition, zone):
    add_shift(zone, state="draft", needed=5)
    type(edition).objects.update(status="draft")
    sign_in(client, edition=edition)
    assert "5 missing" in text(read(client, "shift_board_staff", edition.year))


def test_a_coordinator_sees_only_their_zones(client, edition, zone):
    add_shift(zone, needed=1)
    add_shift(make.ZoneFactory(name_en="River"), needed=2)
    add_shift(None, needed=3)
    sign_in(client, edition=edition, zone=zone)
    page = text(read(client, "shift_board_staff", edition.year))
    assert ("1 missing" in page, "2 missing" in page, "3 missing" in page) == (True, False, False)
    assert "River" not in page


def test_a_coordinator_of_the_edition_sees_the_whole_expo_too(client, edition, zone):
    add_shift(zone, needed=1)
    add_shift(None, needed=3)
    sign_in(client, edition=edition)
    page = text(read(client, "shift_board_staff", edition.year))
    assert ("1 missing" in page, "3 missing" in page) == (True, True)


def test_a_field_opens_its_shifts_in_figures(client, edition, zone):
    shift = add_shift(zone, needed=4, is_by_approval=True)
    make.SignUpFactory(shift=add_shift(zone, day=2))
    make.SignUpFactory(shift=shift, status="requested")
    sign_in(client, edition=edition, zone=zone)
    asked = {"day": edition.days[0].isoformat(), "zone": "forest", "time": "morning"}
    page = read(client, "shift_board_staff", edition.year, **asked)
    (row,) = page.context["rows"]
    assert (row.shift, row.requests) == (shift, 1)
    assert "Wednesday 2 December 2026, Forest, morning, until 12" in text(page)


def test_the_shifts_that_miss_the_most_come_first(client, edition, zone):
    two, five = add_shift(zone, needed=2), add_shift(zone, needed=5)
    add_shift(zone, needed=9, state="cancelled")
    add_shift(zone)
    sign_in(client, edition=edition, zone=zone)
    assert [row.shift for row in read(client, "shift_board_staff", edition.year).context["rows"]] == [five, two]


def test_where_nobody_is_missing_that_is_said(client, edition, zone):
    add_shift(zone)
    sign_in(client, edition=edition, zone=zone)
    assert "Nobody is missing" in text(read(client, "shift_board_staff", edition.year))


def test_whoever_is_not_signed_in_is_led_there_and_back(client, edition):
    page = client.get(reverse("shift_board_staff", args=[edition.year]))
    assert page.status_code == 302
    assert page["Location"].startswith(f"{reverse('desk_sign_in')}?next=")


@pytest.mark.parametrize("role", [None, "desk", "finance", "report_viewer"])
def test_who_plans_no_shifts_sees_nothing(client, edition, role):
    sign_in(client, role, **({"edition": edition} if role else {}))
    assert read(client, "shift_board_staff", edition.year).status_code == 404


def test_a_coordinator_of_another_year_sees_nothing(client, edition):
    sign_in(client, edition=make.EditionFactory(year=2019, status="over"))
    assert read(client, "shift_board_staff", edition.year).status_code == 404


def test_the_figures_take_as_many_queries_for_many_shifts_as_for_one(client, edition, zone):
    add_shift(zone, needed=3)
    sign_in(client, edition=edition)
    address = reverse("shift_board_staff", args=[edition.year])
    one = queries(client, address)
    for number in range(12):
        place = make.PlaceFactory(zone=zone)
        add_shift(make.ZoneFactory(), hour=9 + number % 8, day=1 + number % 4, needed=3, place=place)
    assert queries(client, address) <= one + 1, "one for the places of shifts that have some"
    assert one <= 14
