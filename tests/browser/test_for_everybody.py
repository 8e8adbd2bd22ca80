"""Every page type for everybody: WCAG 2.2 A and AA by axe, every width, enlarged, without motion or mouse."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from activities.models import Registration
from tests.browser.pages import addresses
from tests.factories import SessionFactory, usual_edition
from tests.language.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]

RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}
#: From a small phone to the mall's wall.
WIDTHS = (360, 390, 768, 1024, 1280, 1920, 3840)
#: A desk of 1280 × 1024 enlarged four times.
ENLARGED = {"width": 320, "height": 256}
MOST_TABS = 200
#: What scripts fill in comes a moment after the page; below 0.1 nobody is disturbed (Core Web Vitals).
MOST_SHIFT = 0.1

SHIFTS = """() => new Promise(done => {
  let sum = 0
  new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) sum += e.value })
    .observe({type: 'layout-shift', buffered: true})
  document.fonts.ready.then(() => setTimeout(() => done(sum), 150))
})"""
MOVING = """() => [...document.querySelectorAll('*')].filter(one => {
  const style = getComputedStyle(one)
  const longest = text => Math.max(...text.split(',').map(parseFloat))
  return longest(style.animationDuration) > 0.01 && style.animationName !== 'none'
    || longest(style.transitionDuration) > 0.01 || style.scrollBehavior === 'smooth'
}).map(one => one.className || one.tagName)"""
COVERED = """() => {
  const one = document.activeElement
  const box = one.getBoundingClientRect()
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 2)
  const y = Math.min(Math.max(box.top + Math.min(box.height, innerHeight) / 2, 1), innerHeight - 2)
  const above = document.elementFromPoint(x, y)
  const isThere = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
  const isSeen = isThere && above && (one === above || one.contains(above) || above.contains(one)
    || above.closest('label')?.control === one)
  return isSeen ? '' : `${one.outerHTML.slice(0, 120)} lies under ${above?.outerHTML.slice(0, 120)}`
}"""


@pytest.fixture
def browser_context_args():
    """Begin on a phone; tests that need another width set it."""
    return {"viewport": {"width": 390, "height": 844}, "locale": "th-TH", "timezone_id": "Asia/Bangkok"}


@pytest.fixture
def pages(live_server, language):
    """Return the address of every page type, with one of everything to show, in each language."""
    found = addresses(Site(usual_edition(), language))
    return {name: f"{live_server.url}{path}" for name, path in found.items()}


@pytest.fixture
def thai_pages(live_server):
    """Return the address of every page type in Thai, whose words are the longest."""
    return {name: f"{live_server.url}{path}" for name, path in addresses(Site(usual_edition(), "th")).items()}


def told(results):
    """Return what axe found, short enough to be read."""
    return [f"{found['id']}: {found['nodes'][0]['target']}" for found in results.response["violations"]]


@pytest.mark.parametrize(
    ("language", "scheme", "size"),
    [("th", "light", {"width": 390, "height": 844}), ("en", "dark", {"width": 1280, "height": 900})],
)
def test_every_page_is_for_everybody(page, pages, scheme, size):
    """Each page is opened once and looked at in every way: it loads slowly, and everything else is quick."""
    found = {}
    for name, address in pages.items():
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="no-preference")
        page.goto(address)
        found[name] = list(faults(page, name))
    assert {name: lines for name, lines in found.items() if lines} == {}


def faults(page, name):
    """Yield what is wrong with a page that was just opened."""
    # A display measures what fits it before it begins; nobody is reading yet.
    if name != "wall" and (shift := page.evaluate(SHIFTS)) >= MOST_SHIFT:
        yield f"moved by {shift:.3f} while it loaded"
    page.emulate_media(reduced_motion="reduce")
    yield from (f"{one} moves" for one in page.evaluate(MOVING))
    # Words that are fading in have no contrast yet: nothing moves any more.
    yield from told(Axe().run(page, options=RULES))
    yield from too_wide(page)


def too_wide(page):
    """Yield the widths at which a page scrolls sideways, enlarged four times among them."""
    for size in (ENLARGED, *({"width": width, "height": 900} for width in WIDTHS)):
        page.set_viewport_size(size)
        if pixels := width_of(page):
            yield f"{pixels} pixels wider than a screen of {size['width']}"


def test_axe_sees_a_fault(page, thai_pages):
    page.goto(thai_pages["edition_home"])
    page.evaluate("document.querySelector('main').append(Object.assign(new Image(), {src: '/static/img/icon.svg'}))")
    assert any("image-alt" in line for line in told(Axe().run(page, options=RULES)))


def width_of(page):
    """Return how much wider than the screen a page is, in CSS pixels."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def tab_to(page, selector):
    """Press Tab until an element has the focus; fail where one on the way cannot be seen."""
    hidden = []
    for _tab in range(MOST_TABS):
        page.keyboard.press("Tab")
        hidden.append(page.evaluate(COVERED))
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert [line for line in hidden if line] == []
            return
    raise AssertionError(f"No Tab leads to {selector} on {page.url}")


def follow(page, selector):
    """Go to a link or button by Tab and press Enter; wait for the page it leads to."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_whole_journey_by_keyboard_alone_and_enlarged_four_times(page, live_server):
    session = SessionFactory(capacity=5)
    page.set_viewport_size(ENLARGED)
    page.goto(f"{live_server.url}/{session.edition.year}/")
    follow(page, f"main a[href*='/{session.edition.year}/programme/']")
    follow(page, f"main a[href$='/activities/{session.activity.slug}/']")
    follow(page, f"main a[href$='/sessions/{session.code}/register/']")
    for field, words in (("name", "Manee"), ("email", "manee@example.org")):
        tab_to(page, f"[name={field}]")
        page.keyboard.type(words)
    tab_to(page, "[name=consent]")
    page.keyboard.press("Space")
    follow(page, "main form button[type=submit]")
    expect(page.locator("main svg[role=img]").first).to_be_attached()
    assert Registration.objects.get().email == "manee@example.org"
    follow(page, "main a[href$='/cancel/']")
    follow(page, "main form button[type=submit]")
    expect(page.locator("main svg[role=img]")).to_have_count(0)
    assert Registration.objects.get().status == "cancelled"
