"""A visitor's own plan in a real browser: hearts, the plan's page, sharing, and merging after signing in."""

import datetime as dt
import json
import re

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone, translation
from playwright.sync_api import expect

from accounts.visitors import remember
from activities.actions.favourites import drop_favourite, keep_favourites
from activities.models import Favourite
from goodsociety.common.audit import VISITOR
from goodsociety.common.dates import local_day, show_day
from tests.factories import ActivityFactory, PersonFactory, SessionFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]

HEART = "[data-favourite]"
COUNT = "[data-plan-count]:visible"


@pytest.fixture
def programme(live_server):
    """Make three sessions, two of them at once; return them in order of time."""
    sessions = []
    for day, hour, name in ((1, 10, "Weaving"), (1, 10, "Rivers"), (2, 9, "Trees")):
        activity = ActivityFactory(name_en=name, name_th=f"กิจกรรม {name}", slug=name.lower())
        sessions.append(SessionFactory(activity=activity, starts_at=activity.edition.moment(day, dt.time(hour))))
    return sessions


@pytest.fixture
def at(live_server, programme):
    """Return what gives the address of a page of the edition in English."""
    return lambda path: f"{live_server.url}/en/{programme[0].edition.year}/{path}"


def heart_of(visitor, session):
    """Return the heart of a session."""
    return visitor.locator(f"[data-favourite='{session.code}']").first


def kept(visitor, year):
    """Return the codes that the browser keeps."""
    return [*json.loads(visitor.evaluate(f"localStorage['plan-{year}'] ?? '{{}}'")).get("kept", {})]


def test_a_heart_keeps_a_session_and_lets_it_go(visitor, at, programme):
    session = programme[0]
    visitor.goto(at("programme/?day=all"))
    heart = heart_of(visitor, session)
    expect(heart).to_have_attribute("aria-pressed", "false")
    expect(heart).to_have_accessible_name(re.compile("Keep in my plan: Weaving · 10:00–11:00"))

    heart.click()

    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(visitor.locator("#site-said")).to_have_text("Added to your plan.")
    expect(visitor.locator(COUNT).first).to_have_text("1")
    visitor.reload()
    expect(heart).to_have_attribute("aria-pressed", "true")
    visitor.goto(at("activities/weaving/"))
    expect(heart_of(visitor, session)).to_have_attribute("aria-pressed", "true")
    heart_of(visitor, session).click()
    expect(visitor.locator("#site-said")).to_have_text("Taken from your plan.")
    expect(visitor.locator(COUNT)).to_have_count(0)
    assert kept(visitor, session.edition.year) == []


def test_hearts_are_for_fingers_and_keyboards_and_do_not_follow_the_row_s_link(visitor, at, programme):
    visitor.goto(at("programme/?day=all"))
    heart = heart_of(visitor, programme[1])
    box = heart.bounding_box()
    assert min(box["width"], box["height"]) >= 44

    heart.focus()
    visitor.keyboard.press("Space")

    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(visitor).to_have_url(re.compile("/programme/"))


def test_the_plan_stands_in_order_of_time_with_what_overlaps(visitor, at, programme, look):
    visitor.goto(at("favourites/"))
    expect(visitor.locator("[data-plan-empty]")).to_be_visible()
    look("empty")
    visitor.goto(at("programme/?day=all"))
    for session in reversed(programme):
        heart_of(visitor, session).click()

    visitor.goto(at("favourites/"))

    rows = visitor.locator("[data-code]")
    expect(rows).to_have_count(3)
    assert [row.get_attribute("data-code") for row in rows.all()][-1] == programme[2].code
    expect(visitor.locator(".overlap")).to_have_count(2)
    expect(visitor.locator(".overlap").first).to_contain_text("At the same time:")
    expect(visitor.locator("[data-plan-empty]")).to_be_hidden()
    assert visitor.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    look("plan")


def test_what_is_let_go_on_the_plan_s_page_can_be_taken_back_and_is_not_shared(visitor, at, programme):
    visitor.goto(at("programme/?day=all"))
    for session in programme:
        heart_of(visitor, session).click()
    visitor.goto(at("favourites/"))

    heart_of(visitor, programme[0]).click()

    share = visitor.locator("[data-share]")
    expect(share).not_to_have_attribute("data-share", re.compile(programme[0].code))
    expect(visitor.locator("[data-code]")).to_have_count(3)
    heart_of(visitor, programme[0]).click()
    expect(share).to_have_attribute("data-share", re.compile(programme[0].code))
    heart_of(visitor, programme[0]).click()
    visitor.reload()
    expect(visitor.locator("[data-code]")).to_have_count(2)


def test_a_plan_is_sent_on_and_taken_over(visitor, at, programme, browser, live_server):
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.add_init_script("delete Navigator.prototype.share")
    visitor.goto(at("programme/?day=all"))
    for session in programme[:2]:
        heart_of(visitor, session).click()
    visitor.goto(at("favourites/"))
    visitor.locator("[data-share-button]").click()
    expect(visitor.locator("#site-said")).to_have_text("The address is copied.")
    address = visitor.evaluate("navigator.clipboard.readText()")
    assert address.startswith(settings.SITE_URL)

    friend = browser.new_context(service_workers="block").new_page()
    friend.goto(address.replace(settings.SITE_URL, live_server.url))
    expect(friend.locator("h1")).to_have_text("A shared plan")
    expect(friend.locator("[data-code]")).to_have_count(2)
    friend.locator("[data-favourites-add]").click()

    expect(friend.locator("#site-said")).to_have_text("All of it stands in your plan now.")
    assert sorted(kept(friend, programme[0].edition.year)) == sorted(session.code for session in programme[:2])
    friend.context.close()


def test_a_phone_s_own_list_is_used_where_there_is_one(visitor, at, programme):
    visitor.add_init_script("Navigator.prototype.share = async (what) => { window.sent = what; }")
    visitor.goto(at("activities/weaving/"))

    visitor.locator("[data-share-button]").click()

    sent = visitor.evaluate("window.sent")
    assert sent["title"] == "Weaving"
    assert sent["url"] == f"{settings.SITE_URL}/en/{programme[0].edition.year}/activities/weaving/"


def test_without_a_script_plan_and_sharing_work_by_address(browser, at, programme):
    context = browser.new_context(java_script_enabled=False, service_workers="block")
    page = context.new_page()
    page.goto(at("favourites/"))
    expect(page.locator("noscript .notice")).to_be_visible()
    page.goto(at(f"favourites/?s={programme[0].code}"))
    expect(page.locator("[data-code]")).to_have_count(1)
    expect(page.locator(".share-link input")).to_have_value(re.compile(programme[0].code))
    expect(page.locator("[data-share-button]")).to_be_hidden()
    expect(page.locator(HEART)).to_have_count(0)
    context.close()


BROKEN = {
    "not JSON": "{",
    "another shape": "[1, 2]",
    "half of it": '{"kept": {"A": 1, "B": null}, "dropped": 7}',
    "nothing": "null",
}
WRITE = "([year, plan]) => localStorage.setItem(`plan-${year}`, plan)"


@pytest.mark.parametrize("what", BROKEN)
def test_a_plan_that_cannot_be_read_begins_anew(visitor, at, programme, what):
    visitor.goto(at("programme/?day=all"))
    visitor.evaluate(WRITE, [programme[0].edition.year, BROKEN[what]])

    visitor.goto(at("favourites/"))

    expect(visitor.locator("[data-plan-empty]")).to_be_visible()
    visitor.goto(at("programme/?day=all"))
    heart_of(visitor, programme[0]).click()
    expect(visitor.locator(COUNT).first).to_have_text("1")


@pytest.mark.parametrize("how", ["full", "closed"])
def test_a_browser_that_keeps_nothing_says_so(visitor, at, programme, how):
    visitor.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
        if how == "full"
        else "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'No'); } });"
    )
    visitor.goto(at("programme/?day=all"))

    heart_of(visitor, programme[0]).click()

    expect(visitor.locator("#site-said")).to_contain_text("does not let the page keep anything")
    expect(heart_of(visitor, programme[0])).to_have_attribute("aria-pressed", "false")
    visitor.goto(at("favourites/"))
    expect(visitor.locator("[data-plan-empty]")).to_be_visible()


def test_a_plan_holds_a_hundred(visitor, at, programme):
    visitor.goto(at("programme/?day=all"))
    kept_before = {f"A{number}": ["2026-12-02T03:00Z", "x", "/", 0] for number in range(100)}
    year = programme[0].edition.year
    visitor.evaluate(WRITE, [year, json.dumps({"kept": kept_before, "dropped": []})])
    visitor.reload()

    heart_of(visitor, programme[0]).click()

    expect(visitor.locator("#site-said")).to_contain_text("Your plan is full")
    assert len(kept(visitor, year)) == 100


def test_sessions_nobody_knows_any_more_are_told_once_and_forgotten(visitor, at, programme):
    visitor.goto(at("programme/?day=all"))
    heart_of(visitor, programme[0]).click()
    year = programme[0].edition.year
    rows = {code: ["2026-12-02T03:00Z", "x", "/", 0] for code in (programme[0].code, "GONE")}
    visitor.evaluate(WRITE, [year, json.dumps({"kept": rows, "dropped": []})])

    visitor.goto(at("favourites/"))
    expect(visitor.locator("main")).to_contain_text("1 session of this list is not on the programme any more.")
    assert kept(visitor, year) == [programme[0].code]
    visitor.reload()
    expect(visitor.locator("[data-code]")).to_have_count(1)
    expect(visitor.locator("main")).not_to_contain_text("not on the programme")


def test_without_a_network_the_plan_is_read_from_what_was_kept(page, at, programme):
    page.goto(at("programme/?day=all"))
    for session in (programme[2], programme[0]):
        heart_of(page, session).click()
    page.route("**/favourites/rows/**", lambda route: route.abort())

    page.goto(at("favourites/"))

    rows = page.locator("[data-plan-rows] li")
    expect(rows).to_have_count(2)
    with translation.override("en"):
        day = show_day(local_day(programme[0].starts_at), year=False)
    expect(rows.first).to_contain_text(f"{day} · Weaving · 10:00–11:00")
    expect(rows.last).to_contain_text("Trees · 09:00–10:00")
    expect(rows.first.locator("a")).to_have_attribute("href", re.compile("/activities/weaving/$"))


# A person's page


@pytest.fixture
def person(visitor, live_server):
    """Return the person who is signed in in this browser."""
    person, session = PersonFactory(), SessionStore()
    session.create()
    remember(session, person.pk, at=timezone.now())
    session.save()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}
    visitor.context.add_cookies([cookie])
    return person


def marked(person):
    """Return the codes that a person has marked."""
    return set(Favourite.objects.filter(person=person).values_list("session__code", flat=True))


def test_on_the_person_s_page_both_become_one(visitor, live_server, at, programme, person):
    here, there, both = programme
    keep_favourites(person=person, sessions=[there, both], by=VISITOR, at=timezone.now())
    visitor.goto(at("programme/?day=all"))
    for session in (here, both):
        heart_of(visitor, session).click()

    visitor.goto(f"{live_server.url}/en/me/")

    expect(visitor.locator("main")).to_contain_text("Weaving")
    everything = {session.code for session in programme}
    assert marked(person) == everything
    visitor.goto(at("programme/?day=all"))
    assert {*kept(visitor, programme[0].edition.year)} == everything
    expect(heart_of(visitor, there)).to_have_attribute("aria-pressed", "true")


def test_what_is_let_go_on_one_side_does_not_come_back_from_the_other(visitor, live_server, at, programme, person):
    visitor.goto(at("programme/?day=all"))
    for session in programme:
        heart_of(visitor, session).click()
    with visitor.expect_response("**/me/favourites/"):
        visitor.goto(f"{live_server.url}/en/me/")
    expect(visitor.locator("main")).to_contain_text("Trees")
    assert len(marked(person)) == 3

    drop_favourite(person=person, session=programme[0], by=VISITOR, at=timezone.now())
    visitor.goto(at("programme/?day=all"))
    heart_of(visitor, programme[1]).click()
    with visitor.expect_response("**/me/favourites/"):
        visitor.goto(f"{live_server.url}/en/me/")
    expect(visitor.locator("main")).not_to_contain_text("Rivers")

    assert marked(person) == {programme[2].code}
    visitor.goto(at("programme/?day=all"))
    assert kept(visitor, programme[0].edition.year) == [programme[2].code]
