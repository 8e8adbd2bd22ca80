"""Finding a shift: every count is what choosing it shows, words find duties, and a duty has a page of its own."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from tests import factories as make
from tests.pages import is_under_strict_rules, queries, text
from volunteers.models import Duty, Shift

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
ASKED = [
    {},
    {"day": "all"},
    {"day": "2026-12-03", "time": "morning"},
    {"day": "all", "zone": "forest", "language": "en"},
    {"day": "all", "zone": "whole-expo"},
    {"day": "all", "skill": "no-skill", "free": "1"},
    {"day": "all", "skill": "juggling", "short": "1"},
    {"day": "all", "groups": "1", "time": "evening"},
    {"q": "river", "free": "1"},
]


@pytest.fixture
def many(edition):
    """Make shifts that differ in everything one can choose by."""
    zones = [make.ZoneFactory(slug="forest"), make.ZoneFactory(slug="river", name_en="River"), None]
    skills = [make.QualificationFactory(slug="juggling"), make.QualificationFactory(kind="training")]
    languages = ("th", "en", "both", "none")
    for number in range(24):
        duty = make.DutyFactory(zone=zones[number % 3], language=languages[number % 4])
        duty.needs.set(skills[: number % 3])
        make.ShiftFactory(
            duty=duty,
            starts_at=edition.moment(1 + number % 4, dt.time(8 + number % 11)),
            seats_taken=number % 6,
            needed=number % 5,
            has_waiting_list=number % 2 == 0,
            largest_party=1 + number % 2 * 4,
        )


def page_of(client, edition, **asked):
    """Ask for the list in English."""
    with translation.override("en"):
        return client.get(reverse("shift_list", args=[edition.year]), asked)


def listed(client, edition, **asked):
    """Return the codes of the shifts that have a form on the list."""
    page = page_of(client, edition, **asked).content.decode()
    return {shift.code for shift in Shift.objects.all() if f"/shifts/{shift.code}/" in page}


@pytest.mark.parametrize("asked", ASKED)
def test_every_count_is_what_choosing_it_shows(client, edition, many, asked):
    context = page_of(client, edition, **asked).context
    counted = [(option.url, option.count) for facet in context["facets"] for option in facet.options]
    counted += [(tab.url, tab.count) for tab in context["tabs"]]
    counted += [(chip.url, chip.without) for chip in context["chips"] if chip.name != "q"]

    assert len(counted) > 15
    assert {url: client.get(url).context["count"] for url, _count in counted} == dict(counted)


def test_one_finds_by_every_choice(client, edition):
    zone, place = make.ZoneFactory(slug="forest"), {"duty__zone": None}
    skill = make.QualificationFactory(slug="juggling")
    rows = {
        "zone": make.ShiftFactory(duty__zone=zone),
        "evening": make.ShiftFactory(starts_at=edition.moment(1, dt.time(18)), **place),
        "skill": make.ShiftFactory(**place),
        "english": make.ShiftFactory(duty__language="en", **place),
        "thai": make.ShiftFactory(duty__language="th", **place),
        "short": make.ShiftFactory(needed=3, **place),
        "groups": make.ShiftFactory(largest_party=10, **place),
        "full": make.ShiftFactory(capacity=0, **place),
    }
    rows["skill"].duty.needs.add(skill)

    def found(**asked):
        codes = listed(client, edition, **asked)
        return {name for name, shift in rows.items() if shift.code in codes}

    assert found() == set(rows)
    assert found(zone="forest") == {"zone"}
    assert found(zone="whole-expo") == set(rows) - {"zone"}
    assert found(time="evening") == {"evening"}
    assert found(skill="juggling") == {"skill"}
    assert found(skill="no-skill") == set(rows) - {"skill"}
    assert found(language="th") == set(rows) - {"english"}
    assert found(language="en") == set(rows) - {"thai"}
    assert found(language="both") == set(rows), "who speaks both can do all of it"
    assert found(short="1") == {"short"}
    assert found(groups="1") == {"groups"}
    assert found(free="1") == set(rows) - {"full"}


def test_a_shift_that_a_wave_holds_back_has_no_place_free(client, edition, now):
    shift = make.ShiftFactory(needed=1)
    assert listed(client, edition, free="1") == listed(client, edition, short="1") == {shift.code}
    make.WaveFactory(opens_at=now + DAY, percent=100)
    assert page_of(client, edition, free="1").context["count"] == 0
    assert page_of(client, edition, short="1").context["count"] == 0


@pytest.mark.parametrize("typed", ["ถ่ายภาพ", "ถายภาพ", "photo", "PHOTOGRAPHY", "mountain", "Juggling"])
def test_words_find_a_duty_by_its_name_host_and_skill(client, edition, typed):
    host = make.OrganizationFactory(name_en="Mountain Foundation")
    duty = make.DutyFactory(name_th="อาสาถ่ายภาพ", name_en="Photography", host=host)
    duty.needs.add(make.QualificationFactory(name_en="Juggling"))
    wanted = make.ShiftFactory(duty=duty, starts_at=edition.moment(3, dt.time(10)))
    make.ShiftFactory()
    assert listed(client, edition, q=typed) == {wanted.code}, "on whatever day it is"


def test_what_is_only_near_to_the_words_is_said(client, edition):
    make.ShiftFactory(duty__name_en="Photography")
    page = page_of(client, edition, q="Photgraphy")
    assert page.context["count"] == 1
    assert "Nothing is called exactly that" in text(page)
    assert page_of(client, edition, q="zzzz").context["count"] == 0
    assert page_of(client, edition, q="¿").context["count"] == 0


def test_who_finds_nothing_is_told_which_choice_to_loosen(client, edition):
    shift = make.ShiftFactory(needed=2, starts_at=edition.moment(2, dt.time(9)))
    page = page_of(client, edition, day=edition.days[1].isoformat(), zone=shift.duty.zone.slug, groups="1")
    ways = {way.text: way.url for way in page.context["nothing"].ways}
    assert "Without “Groups welcome” (1)" in ways
    assert client.get(ways["Without “Groups welcome” (1)"]).context["count"] == 1
    assert page_of(client, edition, zone=shift.duty.zone.slug).context["nothing"].ways[0].text == "On all days (1)"


def test_a_day_before_the_expo_can_be_chosen_too(client, edition):
    make.ShiftFactory()
    early = make.ShiftFactory(starts_at=edition.moment(1, dt.time(9)) - DAY)
    first = edition.days[0] - DAY
    assert listed(client, edition, day=first.isoformat()) == {early.code}
    assert [tab.date for tab in page_of(client, edition).context["tabs"]] == [first, *edition.days, None]


def test_searching_takes_no_more_queries(client, edition, many):
    address = reverse("shift_list", args=[edition.year])
    assert queries(client, f"{address}?q=river&free=1") <= queries(client, address)


# A duty's page


def duty_page(client, duty):
    """Ask for a duty's page in the active language."""
    return client.get(reverse("duty_detail", args=[duty.edition.year, duty.slug]))


def test_a_duty_has_a_page_with_all_its_shifts(client, edition, language):
    host = make.OrganizationFactory()
    duty = make.DutyFactory(host=host, contact_name="มาลี รักดี", contact_phone="+66812345678", minimum_age=18)
    shifts = [make.ShiftFactory(duty=duty, starts_at=edition.moment(day, dt.time(9))) for day in (1, 3)]
    draft = make.ShiftFactory(duty=duty, starts_at=edition.moment(4, dt.time(9)), state="draft")
    page = duty_page(client, duty)
    html = page.content.decode()
    for word in (duty.name, duty.description, host.name, "มาลี รักดี", 'href="tel:+66812345678"'):
        assert word in html
    assert [f"/shifts/{shift.code}/" in html for shift in (*shifts, draft)] == [True, True, False]
    assert html.count('class="duty"') == 2
    assert client.get(reverse("organization_detail", args=[edition.year, host.slug])).status_code == 200
    assert is_under_strict_rules(page)


def test_a_contact_is_shown_only_where_there_is_one(client, edition):
    with translation.override("en"):
        assert "Questions" not in text(duty_page(client, make.ShiftFactory().duty))


@pytest.mark.parametrize(
    ("age", "words", "is_for_minors"),
    [(None, "From 15 years", True), (18, "From 18 years", True), (20, "From 20 years", False)],
)
def test_the_editions_own_age_counts_too(client, edition, age, words, is_for_minors):
    make.RulesFactory(edition=edition, minimum_age=15)
    duty = make.ShiftFactory(duty__minimum_age=age).duty
    with translation.override("en"):
        page = text(duty_page(client, duty))
    assert words in page
    assert ("Under 20" in page) == is_for_minors


def test_what_has_no_english_is_shown_in_thai_as_such(client, edition):
    duty = make.ShiftFactory(duty__name_en="", duty__description_en="").duty
    with translation.override("en"):
        html = duty_page(client, duty).content.decode()
    assert f'<span lang="th">{duty.name_th}</span>' in html
    assert 'class="prose" lang="th"' in html


def test_what_the_public_may_not_see_has_no_page(client, edition, now):
    hidden = [
        make.ShiftFactory(state="draft").duty,
        make.DutyFactory(),
        make.ShiftFactory(duty__edition=make.EditionFactory(year=2030, status="draft"), duty__zone=None).duty,
    ]
    assert [duty_page(client, duty).status_code for duty in hidden] == [404] * 3


def test_a_duty_of_a_past_expo_takes_nobody(client, now):
    past = make.EditionFactory(year=2019, status="over")
    shift = make.ShiftFactory(duty=make.DutyFactory(edition=past, zone=None))
    html = duty_page(client, shift.duty).content.decode()
    assert shift.starts_at.isoformat()[:10] in html
    assert f"/shifts/{shift.code}/" not in html


@pytest.mark.parametrize("slug", ["board", "day", "stand-ins"])
def test_a_duty_takes_no_address_of_another_page(edition, slug):
    with pytest.raises(ValidationError) as caught:
        Duty(edition=edition, slug=slug, name_th="งาน").full_clean()
    assert "slug" in caught.value.error_dict


def test_a_duty_takes_as_many_queries_for_nine_shifts_as_for_one(client, edition):
    shift = make.ShiftFactory()
    address = reverse("duty_detail", args=[edition.year, shift.duty.slug])
    one = queries(client, address)
    for hour in range(8):
        make.ShiftFactory(duty=shift.duty, starts_at=shift.starts_at + (hour + 1) * HOUR)
    assert queries(client, address) == one <= 8
