"""Signing in by a code and the visitor's own page, in a real browser: by thumb and by keyboard alone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from accounts.links import link_for
from accounts.models import Person
from activities.models import Pass
from tests.accounts.signing_in import MAIL, mailed
from tests.factories import (
    FavouriteFactory,
    OfferFactory,
    PassFactory,
    PersonFactory,
    PledgeFactory,
    RegistrationFactory,
    SessionFactory,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]


RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.fixture
def person(live_server):
    """Return somebody with something of everything."""
    person = PersonFactory(email=MAIL, name="สมชาย ใจดี")
    registration = RegistrationFactory(person=person)
    FavouriteFactory(person=person, session=SessionFactory(starts_at=registration.session.starts_at))
    PledgeFactory(person=person)
    PassFactory(person=person, edition=registration.session.edition)
    return person


def fits_the_screen(visitor):
    """Say whether nothing makes the page scroll sideways."""
    return visitor.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def sign_in(visitor, site):
    """Sign in by thumb."""
    visitor.goto(f"{site}/me/")
    visitor.locator("[name=email]").fill(" Somchai@Example.org ")
    visitor.locator("main form button[type=submit]").first.click()
    expect(visitor.locator("[name=code]")).to_be_focused()
    code = mailed()
    visitor.locator("[name=code]").fill(f"{code[:3]} {code[3:]}")
    visitor.locator("main form button[type=submit]").first.click()
    expect(visitor).to_have_url(f"{site}/me/")


def test_sign_in_by_the_code_see_the_timeline_and_sign_out(visitor, live_server, person, look):
    sign_in(visitor, live_server.url)
    expect(visitor.locator("main")).to_contain_text(person.name)
    expect(visitor.locator(".me-entry")).to_have_count(2)
    expect(visitor.locator(".me-clash")).to_have_count(1)
    assert fits_the_screen(visitor)
    look("me")
    visitor.locator("form[action$='/remove/'] button").click()
    expect(visitor.locator(".me-entry")).to_have_count(1)
    visitor.locator("form[action$='/me/sign-out/'] button").click()
    expect(visitor).to_have_url(re.compile(r"/me/sign-in/\?signed-out$"))
    visitor.go_back()
    expect(visitor.locator("main")).not_to_contain_text(person.name)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_for_everybody(visitor, live_server, person, scheme):
    RegistrationFactory(person=person, status="cancelled")
    OfferFactory(registration__person=person)
    visitor.emulate_media(color_scheme=scheme)
    sign_in(visitor, live_server.url)
    visitor.locator(".me-past summary").click()
    renew = f"/me/{Pass.objects.get().edition.year}/pass/new/"
    visitor.locator(".me-calendar summary").click()
    for path in ("/me/", "/en/me/", "/me/name/", renew):
        visitor.goto(f"{live_server.url}{path}")
        violations = Axe().run(visitor, options=RULES).response["violations"]
        assert [(found["id"], found["nodes"][0]["target"]) for found in violations] == []
        for width in (320, 360, 768, 3840):
            visitor.set_viewport_size({"width": width, "height": 800})
            assert fits_the_screen(visitor), (path, width)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_from_the_link_of_a_mail_to_the_code_at_the_entrance(visitor, live_server, person, scheme):
    visitor.emulate_media(color_scheme=scheme)
    held = Pass.objects.get()
    visitor.goto(f"{live_server.url}/me/open/{link_for(person, email=MAIL, last_day=held.edition.ends_on)}/")
    visitor.locator("main form button").click()
    expect(visitor).to_have_url(f"{live_server.url}/me/")
    visitor.locator(".me-header a[href='#pass']").click()
    code = visitor.locator("#pass svg.qr")
    expect(code).to_be_in_viewport(ratio=0.9)
    assert code.bounding_box()["width"] >= 240
    assert code.evaluate("drawing => getComputedStyle(drawing).backgroundColor") == "rgb(255, 255, 255)"
    assert code.locator("path").last.get_attribute("stroke") == "#000"
    visitor.emulate_media(media="print")
    expect(code).to_be_visible()
    expect(visitor.locator(".me-acts").first).to_be_hidden()


def test_a_new_pass_by_thumb(visitor, live_server, person):
    old = Pass.objects.get()
    sign_in(visitor, live_server.url)
    visitor.locator(f"#pass a[href$='/{old.edition.year}/pass/new/']").click()
    visitor.locator("main form button[type=submit]").click()
    expect(visitor).to_have_url(f"{live_server.url}/me/#pass")
    assert Pass.objects.live().get() != old


def test_by_keyboard_alone_a_newcomer_signs_in_and_tells_a_name(visitor, live_server):
    visitor.goto(f"{live_server.url}/en/me/sign-in/")
    visitor.locator("[name=email]").focus()
    visitor.keyboard.type("new@example.org")
    visitor.keyboard.press("Enter")
    expect(visitor.locator("[name=code]")).to_be_focused()
    visitor.keyboard.type(mailed("new@example.org"))
    visitor.keyboard.press("Enter")
    expect(visitor).to_have_url(f"{live_server.url}/en/me/")
    visitor.locator("main a[href$='/me/name/']").first.focus()
    visitor.keyboard.press("Enter")
    visitor.locator("[name=name]").focus()
    visitor.keyboard.type("Manee Jaidee")
    visitor.keyboard.press("Enter")
    expect(visitor.locator("main")).to_contain_text("Hello Manee Jaidee")
    assert Person.objects.get(email="new@example.org").name == "Manee Jaidee"


def test_what_the_browser_kept_comes_along(visitor, live_server, person):
    session = SessionFactory()
    year = session.edition.year
    visitor.goto(f"{live_server.url}{reverse('activity_detail', args=[year, session.activity.slug])}")
    visitor.locator("main [data-favourite]").first.click()
    visitor.goto(f"{live_server.url}/me/sign-in/")
    visitor.locator("[name=email]").fill(MAIL)
    visitor.keyboard.press("Enter")
    expect(visitor.locator("[name=code]")).to_be_focused()
    visitor.keyboard.type(mailed())
    visitor.keyboard.press("Enter")
    expect(visitor.locator(".me-entry")).to_have_count(3)
    assert person.favourites.filter(session=session).exists()
