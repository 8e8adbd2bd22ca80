"""Acts on one row of the workspace: asked, foreseen, refused, done and told, each in one language."""

import datetime as dt

import pytest
from django.utils import timezone

from activities.models import Activity, Draw, Session
from tests import factories as make
from tests.admin.conftest import signed_in
from tests.admin.rows import page
from tests.language.test_workspace import DJANGO
from tests.language.words import Page, english_words, thai_words

pytestmark = [pytest.mark.looks, pytest.mark.django_db]
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def browser(edition):
    """Return the browser of somebody who may do everything."""
    return signed_in(make.UserFactory(is_staff=True, is_superuser=True))


@pytest.fixture
def wrong_words(language):
    """Return a function that finds the words of a page that are not in its language."""

    def find(response):
        assert response.status_code == 200
        shown = Page(response.content.decode())
        assert shown.language == language
        return thai_words(shown.said) if language == "en" else english_words(shown.said, DJANGO)

    return find


@pytest.fixture
def session(edition):
    """A session with a party by mail, one by phone that has promised more, and two that wait."""
    session = make.SessionFactory(capacity=2)
    make.RegistrationFactory(session=session)
    row = make.RegistrationFactory(session=session, person__email=None, person__phone="+66812345678")
    make.RegistrationFactory(session=make.SessionFactory(starts_at=session.starts_at + 2 * HOUR), person=row.person)
    make.WaitingFactory.create_batch(2, session=session)
    return session


def typed(act, session):
    """Return what is typed about each act, and what makes no sense."""
    start = timezone.localtime(session.starts_at + 2 * HOUR)
    moved = {"place": session.place_id, "starts_at_0": f"{start:%Y-%m-%d}", "starts_at_1": f"{start:%H:%M}"}
    return {
        "move": (moved, {**moved, "starts_at_0": "2019-01-01"}),
        "capacity": ({"capacity": "9"}, {"capacity": "1"}),
        "cancel": ({"nothing": ""}, {"nothing": ""}),
        "draw": ({"seed": "835246"}, {"seed": ""}),
        "rename": ({"name_th": "ใหม่", "name_en": "New"}, {"name_th": "", "name_en": ""}),
    }[act]


@pytest.mark.parametrize("act", ["move", "capacity", "cancel", "rename"])
def test_an_act_is_asked_foreseen_refused_and_done(act, session, browser, wrong_words, language):
    thing = session.activity if act == "rename" else session
    address, (right, wrong) = page(type(thing), act, thing.pk), typed(act, session)
    if act == "rename":
        right = {"name_th": "835246", "name_en": ""}
    assert wrong_words(browser.get(address)) == {}
    assert wrong_words(browser.post(address, wrong)) == {}
    foreseen = browser.post(address, right)
    assert foreseen.context["foreseen"].sentences
    assert act == "rename" or wrong_words(foreseen) == {}
    assert act == "rename" or wrong_words(browser.post(address, {**right, "confirmed": "1", "seen": "old"})) == {}
    done = {**right, "confirmed": "1", "seen": foreseen.context["foreseen"].mark}
    assert wrong_words(browser.post(address, done, follow=True)) == {}
    assert wrong_words(browser.post(address, done)) == {}


def test_a_draw_is_asked_foreseen_refused_and_held(edition, now, browser, wrong_words):
    session = make.SessionFactory(entry="draw", capacity=1, registration_closes_at=now + HOUR)
    make.RegistrationFactory.create_batch(2, session=session, status="entered")
    address, (right, wrong) = page(Session, "draw", session.pk), typed("draw", session)
    assert wrong_words(browser.get(address)) == {}
    Session.objects.update(registration_closes_at=now)
    assert wrong_words(browser.get(address)) == {}
    assert wrong_words(browser.post(address, wrong)) == {}
    foreseen = browser.post(address, right)
    assert wrong_words(foreseen) == {}
    done = {**right, "confirmed": "1", "seen": foreseen.context["foreseen"].mark}
    assert wrong_words(browser.post(address, done, follow=True)) == {}
    assert wrong_words(browser.post(address, done)) == {}
    assert wrong_words(browser.get(page(Draw, "change", Draw.objects.get().pk))) == {}


def test_what_cannot_be_done_says_why(edition, now, browser, wrong_words):
    draft, over = make.SessionFactory(state="draft"), make.SessionFactory(starts_at=now - 5 * HOUR)
    for session in (draft, over):
        for act in ("move", "cancel", "draw"):
            assert wrong_words(browser.get(page(Session, act, session.pk))) == {}


def test_a_form_that_leads_to_an_act_says_so(session, browser, wrong_words):
    for model, key in ((Session, session.pk), (Activity, session.activity_id)):
        assert wrong_words(browser.get(page(model, "change", key))) == {}
