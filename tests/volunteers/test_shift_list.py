"""The list of shifts: what it shows, and how it is narrowed."""

import datetime as dt

import pytest
from django.urls import reverse

from activities.models import State
from tests.factories import DutyFactory, EditionFactory, ShiftFactory, SignUpFactory
from tests.pages import is_under_strict_rules, queries, text

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def shift(edition):
    """Return a shift with two places."""
    return ShiftFactory(capacity=2)


def list_of(edition):
    """Return the address of an edition's shifts, in the active language."""
    return reverse("shift_list", args=[edition.year])


def form_of(shift):
    """Return the address of a shift's form, in the active language."""
    return reverse("sign_up", args=[shift.edition.year, shift.code])


def test_the_list_shows_duties_with_shifts_and_free_places(client, shift, language):
    SignUpFactory(shift=shift)
    page = client.get(list_of(shift.edition))
    times = {"th": "09.30–13.30 น.", "en": "09:30–13:30"}[language]
    for word in (shift.duty.name, shift.duty.zone.name, shift.duty.description, times):
        assert word in text(page)
    assert form_of(shift) in page.content.decode()
    assert is_under_strict_rules(page)


@pytest.mark.parametrize(
    ("capacity", "taken", "words"),
    [(20, 15, "places free"), (20, 16, "Few places left"), (4, 1, "places free"), (4, 2, "Few places left")],
)
def test_the_list_says_roughly_how_many_places_are_free(client, shift, capacity, taken, words):
    """It is kept for some seconds; the form beside it tells the moment."""
    type(shift).objects.filter(pk=shift.pk).update(capacity=capacity, seats_taken=taken)
    shown, form = f"/en{list_of(shift.edition)}", f"/en{form_of(shift)}"
    page = text(client.get(shown))
    assert {said for said in ("places free", "Few places left") if said in page} == {words}
    left = capacity - taken
    assert f"{left} place{'s' if left > 1 else ''} free" in text(client.get(form))


def test_what_takes_nobody_more_is_listed_without_a_form(client, shift):
    duty = shift.duty
    full = ShiftFactory(duty=duty, starts_at=shift.starts_at + 5 * HOUR, capacity=0)
    cancelled = ShiftFactory(duty=duty, starts_at=shift.starts_at + 6 * HOUR, state=State.CANCELLED)
    draft = ShiftFactory(duty=duty, starts_at=shift.starts_at + 7 * HOUR, state=State.DRAFT)
    page = client.get(list_of(shift.edition))
    assert [form_of(row) in page.content.decode() for row in (shift, full, cancelled, draft)] == [True] + [False] * 3
    assert page.content.decode().count(f'datetime="{shift.starts_at.date()}') == 3, "the draft is not listed"


def test_the_list_can_be_narrowed_to_a_day_and_a_zone(client, shift, language):
    edition = shift.edition
    same_duty = ShiftFactory(duty=shift.duty, starts_at=shift.starts_at + DAY)
    elsewhere = ShiftFactory()
    everywhere = ShiftFactory(duty=DutyFactory(zone=None))
    rows = [shift, same_duty, elsewhere, everywhere]

    def listed(**choice):
        page = client.get(list_of(edition), choice).content.decode()
        return [form_of(row) in page for row in rows]

    first = edition.days[0].isoformat()
    assert listed() == [True] * 4
    assert listed(day=first) == [True, False, True, True]
    assert listed(zone=shift.duty.zone.slug) == [True, True, False, False]
    assert listed(day=first, zone=shift.duty.zone.slug) == [True, False, False, False]
    assert listed(day=edition.days[3].isoformat()) == [False] * 4


@pytest.mark.parametrize(
    "choice", [{"day": "yesterday"}, {"day": "2019-02-30"}, {"zone": "nowhere"}, {"day": "x" * 9000}]
)
def test_a_choice_that_there_is_not_is_said(client, shift, language, choice):
    page = client.get(list_of(shift.edition), choice)
    assert page.status_code == 200
    assert "is-invalid" in page.content.decode()


def test_an_edition_that_is_over_lists_its_shifts_without_forms(client, now, language):
    past = EditionFactory(year=2019, status="over")
    shift = ShiftFactory(duty=DutyFactory(edition=past))
    page = client.get(list_of(past))
    assert shift.duty.name in text(page)
    assert form_of(shift) not in page.content.decode()


def test_an_edition_without_shifts_has_a_list_all_the_same(client, edition):
    assert client.get(list_of(edition)).status_code == 200
    assert client.get(reverse("shift_list", args=[2018])).status_code == 404


def test_the_list_takes_as_many_queries_for_three_duties_as_for_one(client, shift):
    one = queries(client, list_of(shift.edition))
    for _ in range(2):
        ShiftFactory(duty=DutyFactory(), starts_at=shift.starts_at + HOUR)
    assert queries(client, list_of(shift.edition)) == one
    assert one <= 6
