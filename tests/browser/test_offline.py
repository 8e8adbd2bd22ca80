"""The site without a network, in a real browser."""

import re

import pytest
from django.test import override_settings
from django.urls import reverse
from playwright.sync_api import expect

from goodsociety.pages.offline import release
from tests.factories import ActivityFactory, RegistrationFactory, SessionFactory, ZoneFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]

SAVED = """async () => {
  const saved = {};
  for (const name of await caches.keys()) {
    const keys = await (await caches.open(name)).keys();
    saved[name.split("-")[0]] = keys.map(({ url }) => url.replace(location.origin, ""));
  }
  return saved;
}"""
#: Waits until the service worker has saved what everybody wants to read.
KEPT = """async (path) => {
  const { active } = await navigator.serviceWorker.ready;
  for (let tries = 0; tries < 400; tries += 1) {
    if (active.state === "activated" && (await caches.match(path))) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}"""

#: Browsers look for a new service worker some moments after a page was opened.
GONE = """async () => {
  for (let tries = 0; tries < 150; tries += 1) {
    const left = [...(await caches.keys()), ...(await navigator.serviceWorker.getRegistrations())];
    if (!left.length) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}"""


@pytest.fixture(params=[{"width": 390, "height": 844}], ids=["phone"])
def reader(browser, live_server, request):
    """Return a page in a browser that may save things; it is closed before the server is."""
    context = browser.new_context(
        viewport=request.param, locale="th-TH", timezone_id="Asia/Bangkok", base_url=live_server.url
    )
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.set_offline(False)
    context.close()
    assert errors == []


@pytest.fixture
def year(live_server):
    """Make an activity in a zone with a session, and return the year of the edition."""
    zone = ZoneFactory(slug="forest", name_th="โซนป่าไม้", outline=[[0, 0], [400, 0], [400, 300], [0, 300]])
    session = SessionFactory(
        activity=ActivityFactory(slug="mending", name_th="ซ่อมของเก่า", name_en="Mending", zone=zone)
    )
    return session.edition.year


def visit(reader, path, *, until):
    """Open a page with a network, and wait until another is saved."""
    reader.goto(path)
    assert reader.evaluate(KEPT, until), reader.evaluate(SAVED)


def go_offline(reader):
    """Take the network away, once the browser may no longer show a page again without asking: after its second."""
    reader.wait_for_timeout(1500)
    reader.context.set_offline(True)


def test_programme_and_map_stay_readable(reader, year):
    visit(reader, f"/{year}/programme/", until=f"/{year}/theme.css")
    go_offline(reader)

    reader.goto(f"/{year}/programme/")
    expect(reader.locator("main")).to_contain_text("ซ่อมของเก่า")
    expect(reader.locator("#site-offline")).to_contain_text(re.compile(r"\d\d:\d\d"))
    reader.goto(f"/{year}/map/")
    expect(reader.locator("h1")).to_be_visible()
    expect(reader.locator("main svg").first).to_be_visible()
    assert reader.evaluate("getComputedStyle(document.body).fontFamily").startswith("Sarabun")


def test_the_first_page_of_all_is_saved_as_well(reader, year):
    # It is saved before what everybody wants to read, of which the colours come last.
    visit(reader, f"/{year}/activities/mending/", until=f"/{year}/theme.css")
    go_offline(reader)

    reader.reload()
    expect(reader.locator("h1")).to_contain_text("ซ่อมของเก่า")
    reader.goto("/")
    expect(reader.locator("h1")).to_be_visible()
    expect(reader).to_have_title(re.compile("2569"))


def test_what_was_never_opened_gives_the_offline_page_in_its_language(reader, year):
    visit(reader, f"/{year}/programme/", until=f"/{year}/theme.css")
    visit(reader, f"/{year}/activities/mending/", until=f"/{year}/activities/mending/")
    go_offline(reader)

    reader.goto(f"/{year}/organizations/")
    expect(reader.locator("html")).to_have_attribute("lang", "th")
    saved = reader.locator("[data-saved-pages] a")
    expect(saved.filter(has_text="ซ่อมของเก่า")).to_have_count(1)
    saved.filter(has_text="ซ่อมของเก่า").click()
    expect(reader.locator("h1")).to_contain_text("ซ่อมของเก่า")
    reader.goto(f"/en/{year}/organizations/")
    expect(reader.locator("h1")).to_have_text("No network just now")


def test_it_comes_back_by_itself(reader, year):
    visit(reader, f"/{year}/programme/", until=f"/{year}/theme.css")
    go_offline(reader)
    reader.goto(f"/{year}/organizations/")
    expect(reader.locator("[data-again]")).to_be_visible()

    reader.context.set_offline(False)

    expect(reader.locator("[data-again]")).to_have_count(0, timeout=15_000)
    expect(reader.locator("#site-offline")).to_have_text("")


def test_nothing_secret_is_ever_saved(reader, year):
    registration = RegistrationFactory(session=SessionFactory())
    visit(reader, f"/{year}/programme/", until=f"/{year}/theme.css")
    secret = [
        f"/registrations/{registration.code}/",
        f"/registrations/{registration.code}/cancel/",
        f"/{year}/sessions/{registration.session.code}/register/",
        "/admin/login/",
        reverse("sign_in"),
        "/api/v1/sessions/",
    ]
    for path in secret:
        assert reader.goto(path).ok, path
    reader.goto(f"/{year}/programme/?q=x")

    saved = reader.evaluate(SAVED)

    assert f"/{year}/programme/?q=x" in saved["pages"]
    assert [
        path for path in saved["pages"] if re.search(r"registrations|sign|register|admin|api|/me/|pledge", path)
    ] == []
    assert all(path.startswith("/static/") or path.endswith("/offline/") for path in saved["files"])
    go_offline(reader)
    reader.goto(secret[0])
    expect(reader.locator("main")).not_to_contain_text(registration.reference)


def test_only_the_newest_sixty_pages_are_kept_beside_those_for_everybody(reader, year):
    visit(reader, f"/{year}/programme/", until=f"/{year}/theme.css")
    reader.evaluate(
        """async (year) => {
          for (let n = 0; n < 70; n += 1) await (await fetch(`/${year}/programme/?q=${n}`)).text();
        }""",
        year,
    )
    reader.wait_for_timeout(500)

    pages = reader.evaluate(SAVED)["pages"]

    asked = [path for path in pages if "?q=" in path]
    assert len(asked) <= 60
    assert f"/{year}/programme/?q=69" in asked
    assert f"/{year}/map/" in pages


def test_a_server_that_is_down_or_slow_is_as_good_as_none(reader, year):
    visit(reader, f"/{year}/map/", until=f"/{year}/theme.css")
    reader.reload()
    answers = iter(["down", "slow"])

    def fail(route):
        if next(answers) == "down":
            route.fulfill(status=503, body="down")

    reader.context.route(f"**/{year}/map/", fail)
    for _ in range(2):
        reader.goto(f"/{year}/map/")
        expect(reader.locator("#site-offline")).to_contain_text(re.compile(r"\d\d:\d\d"))


def test_a_new_release_replaces_the_old_one_without_reloading(reader, year, monkeypatch):
    visit(reader, f"/{year}/programme/", until=f"/{year}/theme.css")
    loads = []
    reader.on("load", lambda _page: loads.append(1))
    monkeypatch.setattr("goodsociety.pages.offline.release", lambda: "another")

    reader.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update())")
    reader.wait_for_timeout(2000)

    assert loads == []
    names = reader.evaluate("caches.keys()")
    assert "files-another" in names
    assert not any(release() in name for name in names)
    reader.reload()
    assert reader.evaluate(KEPT, f"/{year}/map/")


def test_switched_off_it_is_gone_at_the_next_visit(reader, year):
    visit(reader, f"/{year}/programme/", until=f"/{year}/theme.css")

    with override_settings(SERVICE_WORKER=False):
        reader.goto(f"/{year}/programme/")
        assert reader.evaluate(GONE)
        reader.goto(f"/{year}/programme/")
        expect(reader.locator("h1")).to_be_visible()


def test_without_a_service_worker_the_site_is_the_same(browser, live_server, year):
    context = browser.new_context(service_workers="block", base_url=live_server.url)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"/{year}/programme/")
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_timeout(300)
    context.close()
    assert errors == []
