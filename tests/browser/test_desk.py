"""The desk's screen with a network: every way to scan, answers, undo, names, walk-ins, counting; for everybody."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from activities.models import CheckIn, HeadCount, Registration
from tests.browser.conftest import DESK, PHONE, QUIET
from tests.browser.desk import (
    choose_tab,
    film_of,
    new_door,
    next_one,
    opened,
    pass_text,
    scan_by_wire,
    type_reference,
    welcomes,
)
from tests.factories import SessionFactory
from tests.services import chromium

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
TABLET = {"width": 1180, "height": 820}


@pytest.fixture(params=[PHONE], ids=["phone"])
def browser_context_args(browser_context_args, request):
    """Helpers hold a phone; tests that need another screen say so."""
    return {**browser_context_args, "viewport": request.param, "service_workers": "block"}


@pytest.fixture
def door(live_server):
    """Return a session at whose door a helper stands."""
    return new_door(live_server)


@pytest.fixture
def desk(visitor, door):
    """Return what opens the desk in a browser in which the helper is signed in."""
    door.let_in(visitor.context)

    def open_desk(*others, language=""):
        opened(visitor, door.address(*others, language=language))
        return visitor

    return open_desk


def answer(page):
    """Return what fills the screen."""
    return page.locator("#answer[open]")


# Ways to scan


def test_a_typed_reference_lets_somebody_in_and_the_answer_goes_by_itself(desk, door):
    party = door.party(name="มานะ อดทน")
    page = desk()
    page.locator("#typing summary").click()
    for letter in party.reference:
        page.locator(".desk-keys button", has_text=re.compile(f"^{letter}$")).click()

    expect(answer(page)).to_have_attribute("data-tone", "good")
    expect(answer(page)).to_contain_text("มานะ อดทน")
    expect(answer(page)).to_be_hidden(timeout=6000)
    [row] = welcomes()
    assert (row.registration, row.heads, row.is_offline, row.by) == (party, 1, False, door.user)
    assert row.device
    expect(page.locator("#recent-list li")).to_contain_text("มานะ อดทน")
    expect(page.locator("[data-queue]")).to_contain_text("0")


@pytest.mark.parametrize("focus", ["body", "#person"])
def test_a_scanner_that_types_works_wherever_the_focus_is(desk, door, focus):
    party = door.party()
    page = desk()
    if focus == "#person":
        choose_tab(page, "people")
        page.locator(focus).fill("มา")
        page.locator(focus).focus()
    scan_by_wire(page, pass_text(party))

    expect(answer(page)).to_have_attribute("data-tone", "good")
    assert [row.registration for row in welcomes()] == [party]
    if focus == "#person":
        next_one(page)
        assert page.locator(focus).input_value() == "มา"


def test_a_scanner_is_understood_under_a_thai_keyboard(desk, door):
    party = door.party()
    page = desk()
    page.evaluate(
        """(text) => {
          const press = (key, code) =>
            document.body.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true }));
          for (const letter of text) press("ฟ", /\\d/.test(letter) ? `Digit${letter}` : `Key${letter}`);
          press("Enter", "Enter");
        }""",
        party.reference,
    )
    expect(answer(page)).to_have_attribute("data-tone", "good")


def test_the_same_code_counts_once_in_three_seconds(desk, door):
    party = door.party()
    page = desk()
    for _ in range(2):
        scan_by_wire(page, pass_text(party))
    expect(answer(page)).to_have_attribute("data-tone", "good")
    page.wait_for_timeout(500)
    assert CheckIn.objects.count() == 1
    next_one(page)
    page.wait_for_timeout(3000)
    scan_by_wire(page, pass_text(party))
    expect(answer(page)).to_have_attribute("data-tone", "warn")
    assert [row.result for row in CheckIn.objects.order_by("pk")] == ["welcome", "already_in"]


@pytest.fixture
def through_camera(browser_type, door, tmp_path):
    """Return what opens the desk in a browser whose camera sees a code; it is closed before the server is."""
    opened_ones = []

    def open_camera(text, *, is_allowed=True):
        film = film_of(text, tmp_path / "code.y4m")
        flags = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
        browser = browser_type.launch(executable_path=chromium(), args=[*QUIET, *flags])
        opened_ones.append(browser)
        context = browser.new_context(viewport=PHONE, locale="th-TH", permissions=["camera"] if is_allowed else [])
        page = context.new_page()
        page.errors = []
        page.on("console", lambda line: page.errors.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        door.let_in(context)
        opened(page, door.address())
        return page

    yield open_camera
    for browser in opened_ones:
        browser.close()


@pytest.mark.scanner
def test_the_camera_reads_a_pass_after_a_tap(through_camera, door):
    party = door.party(name="มานะ อดทน")
    page = through_camera(pass_text(party))
    page.wait_for_timeout(500)
    assert welcomes() == []  # it is not asked for before somebody wants it

    page.locator("[data-start]").click()

    expect(answer(page)).to_have_attribute("data-tone", "good", timeout=15_000)
    expect(answer(page)).to_contain_text("มานะ อดทน")
    next_one(page)
    page.wait_for_timeout(4000)
    # The code is still before the camera: that is no second scan.
    assert [row.registration for row in CheckIn.objects.all()] == [party]
    page.locator("[data-stop]").click()
    expect(page.locator("[data-start]")).to_be_visible()
    assert page.errors == []


def test_without_permission_the_keys_are_offered(through_camera):
    page = through_camera("x", is_allowed=False)
    page.locator("[data-start]").click()
    expect(page.locator("[data-reason=camera-refused]")).to_be_visible()
    expect(page.locator("#reference")).to_be_visible()


def test_without_a_camera_or_a_reader_the_keys_are_offered(desk, visitor):
    page = desk()
    page.evaluate("document.getElementById('camera').removeAttribute('data-scanner')")
    page.locator("[data-start]").click()
    expect(page.locator("[data-reason=camera-no-reader]")).to_be_visible()
    expect(page.locator("#reference")).to_be_visible()
    expect(page.locator("[data-start]")).to_be_visible()


# Answers


def test_each_answer_has_its_tone_its_sign_and_says_what_to_do(desk, door):
    other = SessionFactory(activity__zone=door.session.activity.zone, activity__name_th="ทัวร์สวน")
    elsewhere = door.party(session=other)
    cancelled = door.party(status="cancelled")
    revoked = door.party()
    revoked.person.passes.update(revoked_at=timezone.now())
    page = desk()
    texts = {
        pass_text(elsewhere): ("bad", "ทัวร์สวน"),
        pass_text(cancelled): ("bad", ""),
        pass_text(revoked): ("bad", ""),
        "AAAAAAAA": ("bad", ""),
        "https://example.org/somebody-elses": ("bad", ""),
    }
    for text, (tone, words) in texts.items():
        scan_by_wire(page, text)
        expect(answer(page)).to_have_attribute("data-tone", tone)
        expect(answer(page).locator("[data-sign] svg")).to_be_visible()
        expect(answer(page).locator("h2")).not_to_be_empty()
        expect(answer(page)).to_contain_text(words)
        next_one(page)
        expect(page.locator("#answer")).to_be_hidden()
    assert welcomes() == []


def test_of_a_party_those_come_in_who_are_here(desk, door):
    party = door.party(size=4)
    page = desk()
    type_reference(page, party.reference)
    for _ in range(2):
        page.locator("#party [data-less]").click()
    page.locator("#party [data-some]").click()
    expect(answer(page)).to_have_attribute("data-tone", "good")
    next_one(page)
    page.wait_for_timeout(3000)
    type_reference(page, party.reference)
    expect(page.locator("#party output")).to_have_text("2")
    page.locator("#party [data-all]").click()
    expect(answer(page)).to_have_attribute("data-tone", "good")
    assert [row.heads for row in welcomes()] == [2, 2]


def test_nobody_comes_in_when_the_question_is_put_away(desk, door):
    party = door.party(size=3)
    page = desk()
    type_reference(page, party.reference)
    expect(page.locator("#party")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#party")).to_be_hidden()
    page.wait_for_timeout(300)
    assert not CheckIn.objects.exists()


def test_fewer_than_were_said_is_put_right(desk, door):
    party = door.party(size=3)
    page = desk()
    type_reference(page, party.reference)
    page.locator("#party [data-all]").click()
    answer(page).locator("button").nth(1).click()
    page.locator("#party [data-less]").click()
    page.locator("#party [data-some]").click()
    expect(answer(page)).to_have_attribute("data-tone", "good")
    assert [(row.result, row.heads) for row in CheckIn.objects.order_by("pk")] == [
        ("welcome", 3), ("undone", -3), ("welcome", 2),
    ]  # fmt: skip


def test_undo_leaves_a_trace_and_lets_them_in_again(desk, door):
    party = door.party()
    page = desk()
    scan_by_wire(page, pass_text(party))
    expect(answer(page)).to_have_attribute("data-tone", "good")
    next_one(page)
    page.locator("#recent-list .button").click()
    expect(answer(page)).to_have_attribute("data-tone", "warn")
    next_one(page)
    expect(page.locator("#recent-list li")).to_have_class(re.compile("is-undone"))
    expect(page.locator("#recent-list .button")).to_have_count(0)
    page.wait_for_timeout(3000)
    scan_by_wire(page, pass_text(party))
    expect(answer(page)).to_have_attribute("data-tone", "good")
    assert [(row.result, row.heads) for row in CheckIn.objects.order_by("pk")] == [
        ("welcome", 1), ("undone", -1), ("welcome", 1),
    ]  # fmt: skip


def test_of_several_sessions_the_one_is_meant_that_they_are_registered_for(desk, door):
    other = SessionFactory(activity__zone=door.session.activity.zone)
    theirs = door.party(session=other)
    page = desk(other)
    scan_by_wire(page, pass_text(theirs))
    expect(answer(page)).to_have_attribute("data-tone", "good")
    assert [row.session for row in welcomes()] == [other]
    next_one(page)
    page.locator("#session").select_option(door.session.code)
    page.wait_for_timeout(3000)
    scan_by_wire(page, pass_text(theirs))
    expect(answer(page)).to_have_attribute("data-tone", "bad")


# Names, walk-ins, counting, figures


def test_a_name_is_found_and_a_tap_lets_in(desk, door):
    party = door.party(name="ปรีดา น้ำใจงาม")
    door.party(name="สมศรี")
    page = desk()
    choose_tab(page, "people")
    page.locator("#person").fill("นำใจ")
    page.locator(".desk-person").first.click()
    expect(answer(page)).to_contain_text("ปรีดา น้ำใจงาม")
    assert [row.registration for row in welcomes()] == [party]
    next_one(page)
    expect(page.locator(".desk-person .badge-good")).to_be_visible()


def test_a_walk_in_is_registered_and_in_with_one_screen(desk, door):
    page = desk()
    choose_tab(page, "walk-in")
    expect(page.locator("[data-seats]")).to_contain_text("20")
    page.locator("#walk-in-name").fill("วันดี มาเอง")
    page.locator("#walk-in-phone").fill("081 234 5678")
    page.locator("#walk-in [data-more]").click()
    page.locator(".desk-in").click()
    expect(answer(page)).to_have_attribute("data-tone", "good")
    next_one(page)
    expect(page.locator("#walk-in-name")).to_have_value("")
    expect(page.locator("[data-seats]")).to_contain_text("18")
    row = Registration.objects.get()
    assert (row.name, row.party_size, row.is_walk_in) == ("วันดี มาเอง", 2, True)
    assert [(one.registration, one.heads) for one in welcomes()] == [(row, 2)]


def test_a_walk_in_with_a_wrong_phone_stays_on_the_screen(desk, door):
    page = desk()
    choose_tab(page, "walk-in")
    page.locator("#walk-in-name").fill("วันดี")
    page.locator("#walk-in-phone").fill("12")
    page.locator(".desk-in").click()
    expect(answer(page)).to_have_attribute("data-tone", "bad")
    next_one(page)
    expect(page.locator("#walk-in-name")).to_have_value("วันดี")
    assert not Registration.objects.exists()


def test_quick_taps_are_one_count_and_can_be_taken_back(desk, door):
    page = desk()
    choose_tab(page, "count")
    page.locator("#door").select_option(f"gate:{door.session.activity.zone.slug}")
    for _ in range(5):
        page.locator(".desk-plus").click()
    expect(page.locator(".desk-counter output")).to_have_text("5")
    expect(page.locator("[data-queue].chip-good")).to_be_visible(timeout=8000)
    assert [(row.zone, row.heads) for row in HeadCount.objects.all()] == [(door.session.activity.zone, 5)]
    page.locator(".desk-minus").click()
    expect(page.locator(".desk-counter output")).to_have_text("4")
    expect(page.locator("[data-queue].chip-good")).to_be_visible(timeout=8000)
    page.locator("[data-back]").click()
    expect(page.locator(".desk-counter output")).to_have_text("5")
    expect(page.locator("[data-queue].chip-good")).to_be_visible(timeout=8000)
    page.locator("[data-back]").click()
    expect(page.locator(".desk-counter output")).to_have_text("0")
    expect(page.locator("[data-queue].chip-good")).to_be_visible(timeout=8000)
    assert [row.heads for row in HeadCount.objects.order_by("pk")] == [5, -1, 1, -5]
    expect(page.locator("[data-back]")).to_be_disabled()
    expect(page.locator(".desk-minus")).to_be_disabled()


def test_the_figures_follow_what_happens(desk, door):
    party = door.party(size=2)
    page = desk()
    type_reference(page, party.reference)
    page.locator("#party [data-all]").click()
    expect(answer(page)).to_have_attribute("data-tone", "good")
    next_one(page)
    choose_tab(page, "numbers")
    card = page.locator(".desk-card").first
    expect(card.locator(".figure-in dd")).to_have_text("2")
    expect(card.locator(".figure-expected dd")).to_have_text("2")
    expect(card.locator(".figure-free dd")).to_have_text("18")
    expect(card.locator("svg[role=img]")).to_have_attribute("aria-label", re.compile("2"))


# For everybody


def told(page):
    """Return what axe finds, short enough to be read."""
    page.wait_for_timeout(100)
    violations = Axe().run(page, options=RULES).response["violations"]
    return [f"{found['id']}: {found['nodes'][0]['target']}" for found in violations]


@pytest.fixture(params=[("", "light", PHONE), ("/en", "dark", TABLET)], ids=["thai light phone", "english dark tablet"])
def for_everybody(desk, door, request):
    """Return the desk of two sessions in a language, by day or by night, on a phone or a tablet."""
    language, scheme, size = request.param
    page = desk(SessionFactory(activity__zone=door.session.activity.zone), language=language)
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    return page


def test_axe_finds_nothing_in_the_answers(for_everybody, door):
    page, found = for_everybody, {}
    party, single = door.party(size=3), door.party()
    for text, tone in ((single.reference, "good"), ("AAAAAAAA", "bad"), (single.reference, "warn")):
        page.wait_for_timeout(3000)
        type_reference(page, text)
        expect(answer(page)).to_have_attribute("data-tone", tone)
        found[tone] = told(page)
        next_one(page)
    page.locator("[popovertarget=menu]").first.click()
    found["menu"] = told(page)
    page.locator("[data-renew]").click()
    expect(page.locator("[data-list].chip-good")).to_be_visible()
    page.wait_for_timeout(500)
    type_reference(page, party.reference)
    expect(page.locator("#party")).to_be_visible()
    found["party"] = told(page)
    assert {name: violations for name, violations in found.items() if violations} == {}


def test_axe_finds_nothing_in_the_parts(for_everybody, door):
    page, found = for_everybody, {}
    single = door.party(name="สมศรี")
    scan_by_wire(page, single.reference)
    next_one(page)
    for name in ("scan", "people", "walk-in", "count", "numbers"):
        choose_tab(page, name)
        if name == "people":
            page.locator("#person").fill("สม")
            page.locator(".desk-person").first.wait_for()
        found[name] = told(page)
    assert {name: violations for name, violations in found.items() if violations} == {}


def test_nothing_scrolls_sideways_or_hides_under_the_tabs(desk, door):
    page = desk(SessionFactory(activity__zone=door.session.activity.zone, activity__name_th="กิจกรรมชื่อยาวมาก" * 8))
    too_wide = {}
    for width in (320, 360, 768, 1180, 1920):
        page.set_viewport_size({"width": width, "height": 640})
        for name in ("scan", "people", "walk-in", "count", "numbers"):
            choose_tab(page, name)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            too_wide[f"{name} {width}"] = wide
    assert {name: pixels for name, pixels in too_wide.items() if pixels} == {}
    page.set_viewport_size({"width": 360, "height": 640})
    choose_tab(page, "count")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    last, bar = page.locator("#count [data-back]").bounding_box(), page.locator(".desk-tabs").bounding_box()
    assert last["y"] + last["height"] <= bar["y"]


def test_by_keyboard_alone(desk, door):
    party = door.party(size=2, name="มานี")
    page = desk()
    page.locator("#typing summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(party.reference, delay=120)
    expect(page.locator("#party [data-all]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(answer(page).locator("button").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_be_hidden()
    assert [row.heads for row in welcomes()] == [2]


def test_without_a_script_the_forms_do(browser, door):
    context = browser.new_context(java_script_enabled=False, viewport=DESK)
    door.let_in(context)
    party = door.party(name="มานะ")
    page = context.new_page()
    page.goto(door.address())
    expect(page.locator("[data-tab]").first).to_be_hidden()
    page.locator("[name=text]").fill(party.reference)
    page.locator("form[action*='/desk/scan/'] button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("มานะ")
    assert len(welcomes()) == 1
    context.close()
