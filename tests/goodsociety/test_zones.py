"""A zone's page: who leads it, its programme, its volunteer work and its campaigns."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from tests.factories import (
    ActivityFactory,
    CampaignFactory,
    CheckInFactory,
    DutyFactory,
    OrganizationFactory,
    ParticipationFactory,
    PaymentFactory,
    RegistrationFactory,
    SessionFactory,
    ShiftFactory,
    SignUpFactory,
    ZoneFactory,
)
from tests.html import faults
from tests.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(client, edition, zone):
    """Return what shows the zone's page in English."""
    path = f"/en/{edition.year}/zones/{zone.slug}/"
    return lambda: client.get(path)


def test_zones_stand_in_their_order_with_what_they_are_about(client, edition):
    ZoneFactory(name_en="Second", order=2)
    ZoneFactory(name_en="First", order=1, description_en="Begin here.")

    page = text(client.get(f"/en/{edition.year}/zones/"))

    assert page.index("First") < page.index("Begin here.") < page.index("Second")


def test_an_edition_without_zones_says_so(client, edition):
    assert "not known" in text(client.get(f"/en/{edition.year}/zones/"))


def test_the_zone_leads_are_named_apart_from_other_organizations(shown, zone):
    ParticipationFactory(organization=OrganizationFactory(name_en="The Lead"), part="zone_lead", zone=zone)
    ParticipationFactory(organization=OrganizationFactory(name_en="A Partner"), part="partner", zone=zone)
    ParticipationFactory(
        organization=OrganizationFactory(name_en="Lead Elsewhere"), part="zone_lead", zone=ZoneFactory()
    )

    page = text(shown())

    assert page.index("Led by") < page.index("The Lead") < page.rindex("Organizations here") < page.index("A Partner")
    assert page.count("The Lead") == 1
    assert "Lead Elsewhere" not in page


def test_a_dozen_organizations_are_shown_and_the_way_to_the_others(shown, zone):
    for number in range(14):
        ParticipationFactory(organization=OrganizationFactory(name_en=f"Partner {number:02}"), zone=zone)

    page = text(shown())

    assert page.count("Partner ") == 12
    assert "2 more organizations" in page


def test_the_story_stands_in_paragraphs_and_says_when_it_is_in_thai_alone(shown, zone):
    zone.story_th = zone.story_en = ""
    zone.save()
    assert "What this zone is about" not in text(shown())
    zone.story_th = "ย่อหน้าแรก\n\nย่อหน้าที่สอง"
    zone.save()

    html = shown().content.decode()

    assert "<p>ย่อหน้าแรก</p>" in html
    assert 'lang="th"><p>ย่อหน้าแรก</p>' in html
    zone.story_en = "First.\n\n<b>Second.</b>"
    zone.save()
    assert "<p>First.</p>\n\n<p>&lt;b&gt;Second.&lt;/b&gt;</p>" in shown().content.decode()


def test_what_is_on_and_what_comes_next_stand_before_the_programme(shown, edition, zone, activity):
    SessionFactory(activity=activity)
    for number in range(4):
        later = ActivityFactory(zone=zone, name_en=f"Later {number}")
        SessionFactory(activity=later, starts_at=edition.moment(1, dt.time(14 + number)))
    SessionFactory(activity=ActivityFactory(zone=zone, name_en="Off"), state="cancelled")

    with time_machine.travel(edition.moment(1, dt.time(13, 30)), tick=False):
        page = text(shown())

    happening = page.split("Now and next")[1].split("Programme")[0]
    assert happening.index("On now") < happening.index("Mending") < happening.index("Next") < happening.index("Later 0")
    assert "Later 2" in happening
    assert "Later 3" not in happening
    assert "Off" not in happening


def test_after_the_expo_nothing_is_on_or_next(shown, edition, activity):
    SessionFactory(activity=activity)

    with time_machine.travel(edition.moment(4, dt.time(21)), tick=False):
        assert "Now and next" not in text(shown())


def test_the_programme_is_of_this_zone_alone_and_without_drafts(shown, zone, activity):
    SessionFactory(activity=activity)
    SessionFactory(activity=ActivityFactory(zone=zone, name_en="Not Yet"), state="draft")
    SessionFactory(activity=ActivityFactory(name_en="Elsewhere"))

    page = text(shown())

    assert "Mending" in page
    assert "Not Yet" not in page
    assert "Elsewhere" not in page


def test_the_programme_opens_at_the_first_day_and_during_the_expo_at_today(shown, edition, activity):
    for day in (1, 2):
        SessionFactory(activity=activity, starts_at=edition.moment(day, dt.time(13)))
    third = edition.moment(2, dt.time(9))

    assert opened(shown()) == "Wednesday 2 December 2026"
    with time_machine.travel(third, tick=False):
        assert opened(shown()) == "Thursday 3 December 2026"


def opened(response):
    """Return the name of the day that is unfolded."""
    html = response.content.decode()
    assert html.count('<details class="day-fold"') == 2
    assert html.count('<details class="day-fold" open>') == 1
    return html.split('<details class="day-fold" open>')[1].split("</h3>")[0].split(">")[-1].strip()


def test_duties_show_the_places_that_are_free_in_shifts_to_come(shown, edition, zone):
    duty = DutyFactory(zone=zone, name_en="Welcoming")
    ShiftFactory(duty=duty, capacity=5)
    SignUpFactory(shift=ShiftFactory(duty=duty, starts_at=edition.moment(2, dt.time(9)), capacity=3))
    ShiftFactory(duty=duty, starts_at=edition.moment(3, dt.time(9)), capacity=50, state="cancelled")
    ShiftFactory(duty=DutyFactory(zone=None, name_en="Whole Expo"))
    ShiftFactory(duty=DutyFactory(name_en="Elsewhere"))

    page = text(shown())

    assert "Welcoming" in page
    assert "7 places free" in page
    assert "Whole Expo" not in page
    assert "Elsewhere" not in page


def test_a_duty_whose_shifts_are_full_says_so(shown, zone):
    SignUpFactory(shift=ShiftFactory(duty=DutyFactory(zone=zone), capacity=1))

    assert "No place free" in text(shown())


def test_a_past_edition_offers_no_shifts(shown, edition, zone):
    ShiftFactory(duty=DutyFactory(zone=zone))
    edition.status = "over"
    edition.save()

    assert "Choose a shift" not in text(shown())
    assert "No place free" not in text(shown())


def test_campaigns_are_of_organizations_in_the_zone_with_what_they_received(shown, zone):
    here = ParticipationFactory(part="fundraiser", zone=zone).organization
    ParticipationFactory(organization=here, part="partner", zone=zone)
    campaign = CampaignFactory(organization=here, name_en="Lunches", goal_satang=1_000_000)
    PaymentFactory(campaign=campaign, amount_satang=123_450)
    PaymentFactory(campaign=campaign, amount_satang=100_000)
    CampaignFactory(organization=ParticipationFactory(part="fundraiser").organization, name_en="Elsewhere")

    page = text(shown())

    assert "Lunches" in page
    assert "Received 2,234.50 baht Pledged 0 baht Goal 10,000 baht" in page
    assert "Elsewhere" not in page


def test_the_area_says_when_it_is_ours(shown, zone):
    assert "square metres" not in text(shown())
    zone.area_sqm = 1330
    zone.save()
    assert "1,330 square metres" in text(shown())
    assert "sample" not in text(shown())
    zone.is_area_sample = True
    zone.save()

    assert "1,330 square metres sample" in text(shown())


# What came of it


def test_results_are_those_of_this_zone(shown, edition, zone, activity):
    RegistrationFactory(session=SessionFactory(activity=activity), party_size=7)
    RegistrationFactory(
        session=SessionFactory(activity=activity, starts_at=edition.moment(2, dt.time(9))), status="cancelled"
    )
    registration = RegistrationFactory(session=SessionFactory(activity=ActivityFactory()), party_size=9)
    CheckInFactory(registration=registration)
    came = RegistrationFactory(
        session=SessionFactory(activity=activity, starts_at=edition.moment(3, dt.time(9))), party_size=6
    )
    CheckInFactory(registration=came)
    payee = ParticipationFactory(part="fundraiser", zone=zone).organization
    PaymentFactory(campaign=CampaignFactory(organization=payee), amount_satang=1_234_500)

    page = text(shown())

    assert "Seats registered 13 seats" in page
    assert "Visits 6 visits" in page
    assert "Money received 12,345 baht" in page
    assert "Volunteers " not in page.split("So far")[1].split("How each figure")[0]


def test_no_figure_stands_for_fewer_than_five_people(shown, zone, activity):
    RegistrationFactory(session=SessionFactory(activity=activity), party_size=4)
    serve(zone, people=4)

    page = text(shown())

    assert "Seats registered fewer than five" in page
    assert "Volunteers fewer than five" in page
    assert "Volunteer hours" not in page
    assert "Visits" not in page


def test_volunteers_count_once_and_their_hours_together(shown, zone):
    people = serve(zone, people=5)
    SignUpFactory(
        shift=ShiftFactory(duty=DutyFactory(zone=zone), starts_at=zone.edition.moment(3, dt.time(9))),
        person=people[0],
        approved_minutes=90,
        approved_at=timezone.now(),
    )

    page = text(shown())

    assert "Volunteers 5 people" in page
    assert "Volunteer hours 11 hours" in page


def serve(zone, people):
    """Let people serve two hours each in a zone, and one in another; return the former."""
    shift = ShiftFactory(duty=DutyFactory(zone=zone), capacity=20)
    approved = {"approved_minutes": 120, "approved_at": timezone.now()}
    SignUpFactory(shift=ShiftFactory(duty=DutyFactory()), **approved)
    return [SignUpFactory(shift=shift, **approved).person for _ in range(people)]


# Among the others


def test_the_neighbours_are_the_zones_before_and_after(client, edition, zone):
    before, after = ZoneFactory(order=zone.order - 1), ZoneFactory(order=zone.order + 1)
    links = {"prev": before.slug, "next": after.slug}

    html = client.get(f"/en/{edition.year}/zones/{zone.slug}/").content.decode()

    for way, slug in links.items():
        assert f'rel="{way}" href="/en/{edition.year}/zones/{slug}/"' in html
    first = client.get(f"/en/{edition.year}/zones/{before.slug}/").content.decode()
    assert 'rel="prev"' not in first
    assert f'rel="next" href="/en/{edition.year}/zones/{zone.slug}/"' in first


def test_the_only_zone_has_no_neighbours(shown, zone):
    assert "Other zones" not in shown().content.decode()


def test_a_small_plan_shows_where_the_zone_is(shown, edition, zone):
    assert "<polygon" not in shown().content.decode()
    zone.outline = [[10, 10], [340, 10], [340, 260]]
    zone.save()
    ZoneFactory(slug="other", outline=[[400, 10], [640, 10], [640, 260]])
    ZoneFactory(slug="none")

    html = shown().content.decode()

    assert f'class="small-plan" href="/en/{edition.year}/map/"' in html
    assert '<polygon class="zone-forest is-meant" points="10,10 340,10 340,260"/>' in html
    assert '<polygon class="zone-other is-other"' in html
    assert "zone-none" not in html


def test_an_unknown_zone_is_no_page(client, edition, zone):
    assert client.get(f"/{edition.year}/zones/nowhere/").status_code == 404


def test_long_names_and_missing_translations_are_shown(client, edition):
    zone = ZoneFactory(name_th="ก" * 200, name_en="", description_th="", description_en="")

    html = client.get(f"/en/{edition.year}/zones/{zone.slug}/").content.decode()

    assert f'<span lang="th">{"ก" * 200}</span>' in html
    assert faults(html) == []
