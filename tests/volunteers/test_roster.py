"""Rosters of a day: as a page and as a PDF, with phones for coordinators alone."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests import factories as make
from tests.html import faults
from tests.pages import is_under_strict_rules, queries, text
from volunteers.models import Shift
from volunteers.reach import Reach
from volunteers.rosters import MOST_EMPTY, roster_of

HOUR = dt.timedelta(hours=1)
LONG = "น้ำผึ้ง ก๋วยเตี๋ยวเรือศรีสุวรรณภูมิพิทักษ์ธรรม" * 3


@pytest.fixture
def shift(edition):
    """A shift on the first day for five."""
    return Shift.objects.for_page().get(pk=make.ShiftFactory().pk)


@pytest.fixture
def row(shift):
    """Somebody who comes, with a phone."""
    return make.SignUpFactory(shift=shift, name="มาลี รักดี", phone="+66812345678")


def browser(role, shift):
    """Return the browser of somebody with a role in the zone of a shift."""
    client = Client()
    client.force_login(user_of(role, shift))
    return client


def user_of(role, shift):
    """Return somebody with a role in the zone of a shift."""
    return make.AppointmentFactory(user=make.UserFactory(), role=role, edition=shift.edition, zone=shift.duty.zone).user


def page_of(shift, name="volunteer_day_roster"):
    """Return the address of the roster of the first day."""
    return reverse(name, args=[shift.edition.year])


def told(shift, now, role="volunteer_coordinator", zone=None):
    """Return what the sheets say."""
    reach = Reach(user_of(role, shift), shift.edition)
    return roster_of(reach, shift.edition.starts_on, zone, at=now).facts


def test_the_page_names_everybody_with_their_phone(shift, row, language):
    page = browser("volunteer_coordinator", shift).get(page_of(shift))
    assert faults(page.content.decode()) == []
    assert is_under_strict_rules(page)
    for word in (row.name, "081 234 5678", shift.duty.name, {"th": "09.30", "en": "09:30"}[language]):
        assert word in text(page)
    assert page["Cache-Control"] == "no-store, private"


def test_helpers_have_no_phones_on_paper(shift, row, now):
    page = browser("desk", shift).get(page_of(shift))
    assert (row.name in text(page), "1234" in text(page)) == (True, False)
    said = told(shift, now, role="desk")
    assert said["has_phones"] is False
    assert "234" not in str(said["blocks"])


def test_the_pdf_is_one(shift, row, language):
    response = browser("volunteer_coordinator", shift).get(page_of(shift, "volunteer_day_roster_pdf"))
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert f"{shift.edition.starts_on}-all.pdf" in response["Content-Disposition"]


def test_who_does_not_come_is_not_on_the_sheet(shift, now):
    for status in ("cancelled", "waiting", "no_show", "declined", "requested"):
        make.SignUpFactory(shift=shift, status=status, name=status)
    make.SignUpFactory(shift=make.ShiftFactory(duty=shift.duty, starts_at=shift.starts_at + 24 * HOUR))
    make.SignUpFactory(shift=make.ShiftFactory(duty__edition=shift.edition))
    make.ShiftFactory(duty=shift.duty, starts_at=shift.starts_at + 5 * HOUR, state="cancelled")
    [block] = told(shift, now)["blocks"]
    assert block["lines"] == []


def test_a_group_has_a_line_for_each_who_is_named(shift, now):
    Shift.objects.update(largest_party=4)
    group = make.SignUpFactory(shift=shift, name="ครูสมศรี", party_size=4, arrived_at=shift.starts_at, heads=4)
    for name in ("เด็กชาย ก", "", "ครูสมศรี"):
        make.SignUpMemberFactory(sign_up=group, name=name)
    with translation.override("th"):
        [block] = told(shift, now)["blocks"]
    assert [(line["name"], line["note"], line["arrived"]) for line in block["lines"]] == [
        ("ครูสมศรี", "4 คน", "09.30 น."),
        ("เด็กชาย ก", "ครูสมศรี", ""),
    ]
    assert (block["people"], block["empty"]) == ("4 คน", 1)


def test_free_places_are_empty_lines_but_not_many(shift, now):
    [block] = told(shift, now)["blocks"]
    assert block["empty"] == MOST_EMPTY


def test_long_names_and_many_people_make_more_sheets_not_errors(shift, now):
    Shift.objects.update(capacity=60)
    reach = Reach(user_of("volunteer_coordinator", shift), shift.edition)
    few = roster_of(reach, shift.edition.starts_on, None, at=now).pdf()
    for number in range(40):
        make.SignUpFactory(shift=shift, name=f"{LONG} {number} 🙏", phone="+66812345678")
    many = roster_of(reach, shift.edition.starts_on, None, at=now).pdf()
    assert many.startswith(b"%PDF-")
    assert len(many) > len(few)


def test_a_zone_alone(shift, row, now):
    other = make.ShiftFactory(duty__edition=shift.edition)
    client = Client()
    client.force_login(make.UserFactory(is_superuser=True))
    page = client.get(page_of(shift), {"zone": other.duty.zone.slug})
    assert (row.name in text(page), other.duty.name in text(page)) == (False, True)


@pytest.mark.parametrize("name", ["volunteer_day_roster", "volunteer_day_roster_pdf"])
def test_the_roster_is_not_for_strangers_and_other_staff(client, shift, row, name):
    assert client.get(page_of(shift, name)).status_code == 302
    assert browser("finance", shift).get(page_of(shift, name)).status_code == 403
    assert browser("volunteer_coordinator", shift).post(page_of(shift, name)).status_code == 405


def test_the_roster_asks_as_often_for_three_as_for_one(shift, row):
    client = browser("volunteer_coordinator", shift)
    few = queries(client, page_of(shift))
    for hours in (5, 10):
        other = make.ShiftFactory(duty=shift.duty, starts_at=shift.starts_at + hours * HOUR)
        make.SignUpFactory.create_batch(3, shift=other)
    assert queries(client, page_of(shift)) == few
