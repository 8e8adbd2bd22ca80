"""The list of shifts: what it shows of duties and shifts, and what it takes."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from activities.models import State
from tests import factories as make
from tests.pages import is_under_strict_rules, queries, text
from volunteers.models import Shift

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def shift(edition):
    """Return a shift with two places."""
    return make.ShiftFactory(capacity=2)


def list_of(edition):
    """Return the address of an edition's shifts, in the active language."""
    return reverse("shift_list", args=[edition.year])


def form_of(shift):
    """Return the address of a shift's form, in the active language."""
    return reverse("sign_up", args=[shift.edition.year, shift.code])


def english(client, shift, **changes):
    """Change a shift; return what the English list says then."""
    Shift.objects.filter(pk=shift.pk).update(**changes)
    with translation.override("en"):
        return text(client.get(list_of(shift.edition)))


def test_the_list_shows_duties_with_shifts_and_free_places(client, shift, language):
    make.SignUpFactory(shift=shift)
    page = client.get(list_of(shift.edition))
    times = {"th": "09.30–13.30 น.", "en": "09:30–13:30"}[language]
    for word in (shift.duty.name, shift.duty.zone.name, shift.duty.description, times):
        assert word in text(page)
    assert form_of(shift) in page.content.decode()
    assert reverse("duty_detail", args=[shift.edition.year, shift.duty.slug]) in page.content.decode()
    assert is_under_strict_rules(page)


@pytest.mark.parametrize(
    ("capacity", "taken", "words"),
    [(20, 15, "Places free"), (20, 16, "Few places left"), (4, 1, "Places free"), (4, 2, "Few places left")],
)
def test_the_list_says_roughly_how_many_places_are_free(client, shift, capacity, taken, words):
    """It is kept for some seconds; the form beside it tells the moment."""
    page = english(client, shift, capacity=capacity, seats_taken=taken)
    assert {said for said in ("Places free", "Few places left") if said in page} == {words}
    assert f"{capacity - taken} place" not in page


STANDINGS = {
    "on request": ({"is_by_approval": True}, "Places on request", "Ask for a place"),
    "full": ({"seats_taken": 2, "has_waiting_list": False}, "All places taken", ""),
    "full, with a list": ({"seats_taken": 2}, "Full, waiting list open", "Wait for a place"),
    "opens later": ({"opens_at": dt.datetime(2026, 11, 20, 2, tzinfo=dt.UTC)}, "Sign-up opens 20 November 09:00", ""),
    "closed": ({"closes_at": dt.datetime(2026, 11, 1, 2, tzinfo=dt.UTC)}, "Sign-up closed", ""),
    "cancelled": ({"state": State.CANCELLED}, "Cancelled", ""),
}


@pytest.mark.parametrize(("changes", "words", "act"), STANDINGS.values(), ids=STANDINGS)
def test_the_list_says_how_each_shift_stands_and_what_one_can_do(client, shift, changes, words, act):
    page = english(client, shift, **changes)
    assert words in page
    assert act in page
    assert "Sign up –" not in page
    assert (form_of(shift) in client.get(list_of(shift.edition)).content.decode()) == bool(act)


def test_a_shift_that_misses_people_says_so_while_one_can_help(client, shift):
    assert "09:30–13:30 Few places left" in english(client, shift, needed=1, seats_taken=1)
    assert "09:30–13:30 People missing Few places left" in english(client, shift, needed=2, seats_taken=1)
    closed = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    assert "09:30–13:30 Sign-up closed" in english(client, shift, closes_at=closed)


def test_waves_hold_places_back(client, shift, now):
    make.WaveFactory(opens_at=now + DAY, percent=50)
    assert "Sign-up opens 3 November 12:00" in english(client, shift)
    make.WaveFactory(opens_at=now - DAY, percent=25)
    assert "Places free" in english(client, shift, capacity=20, seats_taken=4)
    page = english(client, shift, capacity=20, seats_taken=4, seats_held=1)
    assert "More places open 3 November 12:00" in page
    assert "Sign up –" not in page


def test_each_duty_tells_what_is_needed(client, edition):
    skill = make.QualificationFactory(kind="skill", name_en="Juggling")
    training = make.QualificationFactory(kind="training", name_en="First aid")
    duty = make.DutyFactory(minimum_age=18, language="en", is_lifting=True, is_standing=True)
    duty.needs.set([skill, training])
    shift = make.ShiftFactory(duty=duty, largest_party=6)
    page = english(client, shift)
    needs = ("From 18 years of age", "Speaks: English", "Juggling", "Training: First aid", "Heavy lifting")
    for words in (*needs, "Standing for long", "groups up to 6"):
        assert words in page
    assert "No experience needed" not in page
    make.ShiftFactory(duty=make.DutyFactory())
    assert "No experience needed" in english(client, shift)


def test_what_is_a_draft_is_not_listed(client, shift):
    draft = make.ShiftFactory(duty=shift.duty, starts_at=shift.starts_at + 7 * HOUR, state=State.DRAFT)
    page = client.get(f"{list_of(shift.edition)}?day=all").content.decode()
    assert page.count(f'<time datetime="{shift.starts_at.date()}') == 1
    assert form_of(draft) not in page


def test_one_day_is_shown_at_a_time(client, shift):
    later = make.ShiftFactory(duty=shift.duty, starts_at=shift.starts_at + DAY)
    edition = shift.edition

    def listed(**asked):
        page = client.get(list_of(edition), asked).content.decode()
        return [form_of(row) in page for row in (shift, later)]

    assert listed() == [True, False]
    assert listed(day="all") == [True, True]
    assert listed(day=edition.days[1].isoformat()) == [False, True]
    assert listed(day=f"{edition.year + 543}-12-03") == [False, True], "a year of the Buddhist Era"


def test_a_long_list_goes_on_on_another_page(client, shift):
    for number in range(130):
        make.ShiftFactory(duty=shift.duty, starts_at=shift.starts_at + DAY + number * dt.timedelta(minutes=1))
    address = f"{list_of(shift.edition)}?day=all"
    pages = [client.get(f"{address}&page={number}").content.decode() for number in (1, 2)]
    assert [page.count("shift-line ") + page.count('class="shift-line"') for page in pages] == [120, 11]
    assert 'rel="next" href="?day=all&amp;page=2"' in pages[0]


@pytest.mark.parametrize(
    "choice", [{"day": "yesterday"}, {"day": "2019-02-30"}, {"zone": "nowhere"}, {"day": "x" * 9000}, {"skill": "0"}]
)
def test_a_choice_that_there_is_not_is_said(client, shift, language, choice):
    page = client.get(list_of(shift.edition), choice)
    assert page.status_code == 200
    assert len(page.context["left_out"]) == 1
    assert form_of(shift) in page.content.decode()


def test_an_edition_that_is_over_lists_its_shifts_without_forms(client, now, language):
    past = make.EditionFactory(year=2019, status="over")
    shift = make.ShiftFactory(duty=make.DutyFactory(edition=past), needed=5)
    page = client.get(list_of(past))
    assert shift.duty.name in text(page)
    assert form_of(shift) not in page.content.decode()
    assert 'name="short"' not in page.content.decode()


NO_SHIFTS = {
    "open": ({}, "No shifts yet"),
    "over": ({"status": "over"}, "No shifts are known"),
    "cancelled": ({"status": "cancelled", "cancelled_reason_th": "น้ำท่วม"}, "This expo was cancelled"),
}


@pytest.mark.parametrize(("given", "words"), NO_SHIFTS.values(), ids=NO_SHIFTS)
def test_an_edition_without_shifts_says_why(client, edition, given, words):
    type(edition).objects.update(**given)
    page = client.get(f"/en{list_of(edition)}")
    assert words in text(page)
    assert 'id="filter"' not in page.content.decode()


def test_an_edition_that_is_a_draft_has_no_list(client, edition):
    type(edition).objects.update(status="draft")
    assert client.get(list_of(edition)).status_code == 404
    assert client.get(reverse("shift_list", args=[2018])).status_code == 404


def test_the_list_takes_as_many_queries_for_three_duties_as_for_one(client, shift):
    one = queries(client, list_of(shift.edition))
    for number in range(2):
        duty = make.DutyFactory(host=make.OrganizationFactory())
        duty.needs.add(make.QualificationFactory())
        make.ShiftFactory(duty=duty, starts_at=shift.starts_at + HOUR, place=make.PlaceFactory(zone=duty.zone))
        make.ShiftFactory(duty=duty, starts_at=shift.starts_at + (number + 2) * HOUR)
    assert queries(client, list_of(shift.edition)) <= one + 1, "one for the places of shifts that have some"
    assert one <= 8
