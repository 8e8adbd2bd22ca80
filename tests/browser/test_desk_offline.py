"""The desk's screen without a network: judged by the list, kept over a reload, sent once, flagged, wiped."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from activities import actions
from activities.models import CheckIn, HeadCount, Registration
from tests.browser.conftest import PHONE
from tests.browser.desk import (
    ELSEWHERE,
    KEPT,
    STORE,
    choose_tab,
    new_door,
    next_one,
    opened,
    pass_text,
    scan_by_wire,
    type_reference,
    welcomes,
)
from tests.factories import SessionFactory

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]

ALL_SENT = "[data-queue].chip-good"


@pytest.fixture
def door(live_server):
    """Return a session at whose door a helper stands."""
    return new_door(live_server)


@pytest.fixture
def device(browser, door):
    """Return a page in a browser that keeps what it is given, signed in; it is closed before the server is."""
    context = browser.new_context(viewport=PHONE, locale="th-TH", timezone_id="Asia/Bangkok")
    door.let_in(context)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None)
    yield page
    context.set_offline(False)
    context.close()
    assert errors == []


def prepare(page, door, *others):
    """Open the desk and wait until it opens without a network too."""
    opened(page, door.address(*others))
    assert page.evaluate(KEPT)


def answer(page):
    """Return what fills the screen."""
    return page.locator("#answer[open]")


def cut(page):
    """Take the network away."""
    page.context.set_offline(True)


def restore(page):
    """Give the network back, and wait until everything has been sent."""
    page.context.set_offline(False)
    expect(page.locator(ALL_SENT)).to_be_visible(timeout=20_000)


def scanned(page, text, tone):
    """Scan a code without a network and put the answer away."""
    scan_by_wire(page, text)
    expect(answer(page)).to_have_attribute("data-tone", tone, timeout=8000)
    next_one(page)


def test_scans_wait_over_a_reload_and_are_sent_exactly_once(device, door):
    first, second, cancelled = door.party(name="มานะ"), door.party(name="ปิติ"), door.party(status="cancelled")
    prepare(device, door)
    cut(device)
    scanned(device, pass_text(first), "good")
    scanned(device, second.reference, "good")
    scanned(device, pass_text(cancelled), "bad")
    expect(device.locator("[data-network].chip-warn")).to_be_visible()
    device.reload()
    expect(device.locator("[data-queue]")).to_contain_text("3")
    expect(device.locator("#recent-list li")).to_have_count(3)
    device.wait_for_timeout(3000)
    scanned(device, pass_text(first), "warn")  # this device let them in: it knows
    assert CheckIn.objects.count() == 0

    restore(device)

    assert [row.registration for row in welcomes()] == [first, second]
    assert all(row.is_offline and not row.is_conflict for row in CheckIn.objects.all())
    assert sorted(row.result for row in CheckIn.objects.all()) == ["already_in", "refused", "welcome", "welcome"]
    assert CheckIn.objects.count() == 4


def test_an_upload_that_breaks_off_is_sent_again_and_changes_nothing(device, door):
    parties = [door.party() for _ in range(3)]
    prepare(device, door)
    cut(device)
    for party in parties:
        scanned(device, pass_text(party), "good")
    lost = []

    def lose_the_answer(route):
        # The server does its work, and the device does not hear of it.
        if len(lost) < 2:
            route.fetch()
            lost.append(route.request.post_data_json["items"])
            route.abort()
        else:
            route.continue_()

    device.context.route(f"**{reverse('desk_scans')}*", lose_the_answer)
    restore(device)

    assert len(lost) == 2
    assert [one["key"] for one in lost[0]] == [one["key"] for one in lost[1]]
    assert [row.registration for row in welcomes()] == parties
    assert CheckIn.objects.count() == 3


def test_a_device_that_dies_in_the_middle_sends_what_it_had(device, door):
    party = door.party()
    prepare(device, door)
    device.context.route(f"**{reverse('desk_scans')}*", lambda _route: None)  # no answer, ever
    scan_by_wire(device, pass_text(party))
    device.locator("#recent-list li").wait_for()
    device.close()
    again = device.context.new_page()
    again.context.unroute_all()
    again.goto(door.address())
    expect(again.locator("#recent-list .is-sent")).to_be_visible(timeout=30_000)
    expect(again.locator(ALL_SENT)).to_be_visible()
    assert [row.registration for row in welcomes()] == [party]


def test_a_verdict_that_turns_out_otherwise_is_flagged(device, door):
    party = door.party(name="มานะ")
    prepare(device, door)
    cut(device)
    scanned(device, pass_text(party), "good")
    actions.check_in_party(
        registration=party, client_key="0d5a5d5e-5b0a-4b53-9d0c-8b7a3f6f2c99", by=door.user, at=timezone.now()
    )

    restore(device)

    expect(device.locator("#recent-list li.is-flagged")).to_contain_text("มานะ")
    assert [(row.result, row.is_conflict) for row in CheckIn.objects.order_by("pk")] == [
        ("welcome", False), ("already_in", True),
    ]  # fmt: skip


def test_whom_the_list_does_not_hold_somebody_decides_about(device, door):
    prepare(device, door)
    late, refused = door.party(name="มาช้า"), door.party()
    cut(device)
    for party, choice in ((late, 0), (refused, 1)):
        scan_by_wire(device, pass_text(party))
        expect(answer(device)).to_have_attribute("data-tone", "warn", timeout=8000)
        device.wait_for_timeout(200)
        answer(device).locator("[data-actions] button").nth(choice).click()
        expect(device.locator("#answer")).to_be_hidden()
    waiting = device.evaluate(STORE, "queue")
    assert [(one["letIn"], one["isOffline"]) for one in waiting] == [(True, True), (False, True)]

    restore(device)

    assert late in [row.registration for row in welcomes()]


def test_an_undo_without_network_follows_its_scan(device, door):
    party = door.party(size=2)
    prepare(device, door)
    cut(device)
    type_reference(device, party.reference)
    device.locator("#party [data-all]").click()
    expect(answer(device)).to_have_attribute("data-tone", "good", timeout=8000)
    answer(device).locator("[data-actions] button").last.click()
    expect(answer(device)).to_have_attribute("data-tone", "warn", timeout=8000)
    next_one(device)
    device.wait_for_timeout(3000)
    type_reference(device, party.reference)
    expect(device.locator("#party output")).to_have_text("2")  # nobody of them is in again
    device.keyboard.press("Escape")

    restore(device)

    assert [(row.result, row.heads) for row in CheckIn.objects.order_by("pk")] == [("welcome", 2), ("undone", -2)]


def test_walk_ins_and_counts_wait_too(device, door):
    prepare(device, door)
    cut(device)
    choose_tab(device, "walk-in")
    device.locator("#walk-in-name").fill("วันดี มาเอง")
    device.locator("#walk-in-phone").fill("0812345678")
    device.locator(".desk-in").click()
    expect(answer(device)).to_have_attribute("data-tone", "good", timeout=8000)
    next_one(device)
    expect(device.locator("[data-seats]")).to_contain_text("19")
    choose_tab(device, "count")
    for _ in range(3):
        device.locator(".desk-plus").click()
    device.wait_for_timeout(1700)
    device.locator("[data-back]").click()
    device.locator(".desk-plus").click()
    expect(device.locator(".desk-counter output")).to_have_text("1")

    restore(device)

    assert [row.name for row in Registration.objects.filter(is_walk_in=True)] == ["วันดี มาเอง"]
    assert [row.heads for row in welcomes()] == [1]
    assert sum(row.heads for row in HeadCount.objects.all()) == 1


def test_a_full_session_asks_before_one_more_is_let_in(device, door):
    door.party(size=20)
    prepare(device, door)
    cut(device)
    choose_tab(device, "walk-in")
    device.locator("#walk-in-name").fill("วันดี")
    device.locator(".desk-in").click()
    expect(answer(device)).to_have_attribute("data-tone", "warn", timeout=8000)
    answer(device).locator("[data-actions] button").first.click()
    expect(device.locator("[data-queue]")).to_contain_text("0")
    restore(device)
    assert not Registration.objects.filter(is_walk_in=True).exists()


def test_names_are_found_in_the_list(device, door):
    party = door.party(name="ปรีดา น้ำใจงาม")
    prepare(device, door)
    cut(device)
    choose_tab(device, "people")
    device.locator("#person").fill("นําใจ งาม")
    device.locator(".desk-person", has_text="ปรีดา").click(timeout=8000)
    expect(answer(device)).to_contain_text("ปรีดา", timeout=8000)
    next_one(device)
    restore(device)
    assert [row.registration for row in welcomes()] == [party]


def test_signed_out_it_says_so_keeps_the_queue_and_sends_it_after_signing_in(device, door):
    party = door.party()
    prepare(device, door)
    device.context.clear_cookies()
    scan_by_wire(device, pass_text(party))
    expect(answer(device)).to_have_attribute("data-tone", "good")
    next_one(device)
    expect(device.locator("#sign-in-again")).to_be_visible()
    expect(device.locator("[data-queue]")).to_contain_text("1")

    door.let_in(device.context)
    device.goto(door.address())

    expect(device.locator(ALL_SENT)).to_be_visible(timeout=20_000)
    expect(device.locator("#sign-in-again")).to_be_hidden()
    assert [row.registration for row in welcomes()] == [party]


def test_two_tabs_send_everything_once(device, door):
    parties = [door.party() for _ in range(4)]
    prepare(device, door)
    other = device.context.new_page()
    opened(other, door.address())
    cut(device)
    for number, party in enumerate(parties):
        scanned((device, other)[number % 2], pass_text(party), "good")
    device.context.set_offline(False)
    for page in (device, other):
        expect(page.locator(ALL_SENT)).to_be_visible(timeout=20_000)
    assert sorted(row.registration.pk for row in welcomes()) == sorted(party.pk for party in parties)


def test_from_the_door_the_last_desk_opens_without_a_network(device, door):
    prepare(device, door)
    cut(device)
    device.goto(f"{door.base}/desk/")
    expect(device.locator("#camera")).to_be_visible()
    device.goto(f"{door.base}/desk/walk-in/form/")
    expect(device.locator("[data-again]")).to_be_visible()  # nothing else of the desk was kept


# Privacy


def test_names_stand_in_the_list_alone_and_nowhere_else(device, door):
    party = door.party(name="มานะ อดทนยิ่ง")
    other = SessionFactory(activity__zone=door.session.activity.zone)
    door.party(session=other, name="ไม่ใช่ของจุดนี้")
    prepare(device, door)
    scan_by_wire(device, pass_text(party))
    expect(answer(device)).to_have_attribute("data-tone", "good")
    kept = device.evaluate(ELSEWHERE)
    for secret in (party.name, party.reference, party.code, party.email, party.person.passes.get().code):
        assert secret not in kept
    [entry] = device.evaluate(STORE, "entries")
    assert set(entry) == {"session", "reference", "pass", "page", "name", "size", "in", "status"}
    assert entry["name"] == party.name
    assert party.code not in str(entry)


def test_forget_everything_leaves_nothing(device, door):
    party = door.party(name="มานะ")
    prepare(device, door)
    cut(device)
    scanned(device, pass_text(party), "good")
    device.context.route(f"**{reverse('desk_scans')}*", lambda route: route.abort())
    device.context.set_offline(False)
    device.locator("[popovertarget=menu]").first.click()
    device.locator("[data-forget]").click()
    expect(device.locator("#question")).to_contain_text("1")
    device.locator("#question [value=yes]").click()
    device.wait_for_url(re.compile("/desk/$"))
    for name in ("meta", "entries", "queue", "recent"):
        assert device.evaluate(STORE, name) == []
    assert "desk" not in device.evaluate("caches.keys()")


@pytest.mark.parametrize("way", ["menu", "elsewhere"])
def test_signing_out_takes_the_list_away(device, door, way):
    door.party(name="มานะ")
    prepare(device, door)
    if way == "menu":
        device.locator("[popovertarget=menu]").first.click()
        device.locator("#menu form button").click()
    else:
        # In another tab, without the script of the desk.
        other = device.context.new_page()
        device.close()
        device = other
        device.goto(f"{door.base}/desk/")
        device.locator("form[action$='/desk/sign-out/'] button").click()
    device.wait_for_url(re.compile("sign-in"))
    device.wait_for_timeout(500)
    assert device.evaluate(STORE, "entries") == []
    assert "desk" not in device.evaluate("caches.keys()")


def test_after_the_edition_the_next_visit_of_the_site_wipes_it(device, door):
    party = door.party(name="มานะ")
    prepare(device, door)
    scan_by_wire(device, pass_text(party))
    expect(answer(device)).to_have_attribute("data-tone", "good")
    past = (timezone.now() - dt.timedelta(minutes=1)).isoformat()
    device.evaluate(
        """(value) => new Promise((resolve) => {
          const open = indexedDB.open("desk");
          open.onsuccess = () => {
            const written = open.result.transaction("meta", "readwrite");
            written.objectStore("meta").put({ name: "wipeAfter", value });
            written.oncomplete = () => { open.result.close(); resolve(); };
          };
        })""",
        past,
    )
    device.goto(f"{door.base}/about/")
    device.wait_for_timeout(1500)
    for name in ("entries", "recent"):
        assert device.evaluate(STORE, name) == []
    assert "desk" not in device.evaluate("caches.keys()")


def test_another_user_does_not_get_the_list_of_the_one_before(device, door, live_server):
    door.party(name="มานะ")
    prepare(device, door)
    next_door = new_door(live_server)
    device.context.clear_cookies()
    next_door.let_in(device.context)
    device.route(f"**{reverse('desk_list')}*", lambda route: route.abort())
    device.goto(next_door.address())
    expect(device.locator("[data-list].chip-warn")).to_be_visible()
    assert device.evaluate(STORE, "entries") == []
