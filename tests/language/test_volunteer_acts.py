"""Acts on shifts and pages that plan them: asked, foreseen, refused, done and told, each in one language."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories as make
from tests.admin.conftest import signed_in
from tests.admin.rows import page
from tests.admin.test_volunteer_planning import MADE
from tests.admin.test_volunteer_shifts import MALEE, moments
from tests.language.test_workspace import DJANGO
from tests.language.words import Page, english_words, thai_words
from volunteers.models import Duty, Qualification, Shift, SignUp

pytestmark = [pytest.mark.looks, pytest.mark.django_db]
#: What a file holds whatever the page's language, and what stands in the tests' rows.
CELLS = {"gate", "gone", "nowhere", "capacity", "duty", "day", "starts", "ends", "place", "favourite", "a", "z", "b"}
PEOPLE = {"มาลี", "รักดี", "ไม่มีใครแทน", "ใจดี", "มีสุข"}
WRONG = "duty,day,starts,ends,capacity,place,favourite\ngate,2/12/2569,09:30,08:30,4,nowhere,x\ngone,1,2,3,x\n"


@pytest.fixture
def browser(edition, settings):
    """Return the browser of somebody who may do everything."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return signed_in(make.UserFactory(is_staff=True, is_superuser=True))


@pytest.fixture
def wrong_words(language):
    """Return a function that finds the words of a page that are not in its language."""

    def find(response):
        assert response.status_code == 200
        shown = Page(response.content.decode())
        assert shown.language == language
        return thai_words(shown.said, PEOPLE) if language == "en" else english_words(shown.said, DJANGO | CELLS)

    return find


@pytest.fixture
def shift(edition):
    """A shift of two with one in it and one who waits, and another promise of somebody who is placed."""
    shift = make.ShiftFactory(capacity=2, duty__slug="gate")
    make.SignUpFactory(shift=shift)
    make.SignUpFactory(shift=shift, status="waiting")
    make.SignUpFactory(person__email="malee@example.org", shift=make.ShiftFactory())
    return shift


def typed(act, shift):
    """Return what is typed about each act, and what makes no sense."""
    return {
        "move": (moments(shift, 2), {**moments(shift, 2), "starts_at_0": "2019-01-01"}),
        "capacity": ({"capacity": "9"}, {"capacity": "0"}),
        "place": ({**MALEE, "name": "มาลี"}, {**MALEE, "email": "no", "reason": ""}),
        "release": ({"nothing": ""}, {"nothing": ""}),
        "withdraw": ({"nothing": ""}, {"nothing": ""}),
        "cancel": ({"nothing": ""}, {"nothing": ""}),
    }[act]


@pytest.mark.parametrize("act", ["move", "capacity", "place", "release", "withdraw", "cancel"])
def test_an_act_is_asked_foreseen_refused_and_done(act, shift, browser, wrong_words):
    if act in {"release", "withdraw", "place"}:
        shift = make.ShiftFactory(state="draft" if act == "release" else "released")
    address, (right, wrong) = page(Shift, act, shift.pk), typed(act, shift)
    assert wrong_words(browser.get(address)) == {}
    assert wrong_words(browser.post(address, wrong)) == {}
    foreseen = browser.post(address, right)
    assert wrong_words(foreseen) == {}
    done = {**right, "confirmed": "1", "seen": foreseen.context["foreseen"].mark}
    assert wrong_words(browser.post(address, done, follow=True)) == {}
    assert wrong_words(browser.post(address, done)) == {}


def test_what_cannot_be_done_says_why(edition, now, browser, wrong_words):
    draft, over = make.ShiftFactory(state="draft"), make.ShiftFactory(starts_at=now.replace(year=2025))
    off, taken = make.ShiftFactory(state="cancelled"), make.SignUpFactory().shift
    for shift in (draft, over, off, taken):
        for act in ("release", "withdraw", "move", "place", "cancel"):
            assert wrong_words(browser.get(page(Shift, act, shift.pk))) == {}


def test_a_form_that_leads_to_an_act_says_so(shift, browser, wrong_words):
    row = make.SignUpFactory(override_reason="ไม่มีใครแทน")
    for model, key in ((Shift, shift.pk), (Duty, shift.duty_id), (SignUp, row.pk)):
        assert wrong_words(browser.get(page(model, "change", key))) == {}


@pytest.mark.parametrize("name", ["make", "copy-day"])
def test_shifts_are_planned_in_one_language(name, shift, browser, wrong_words):
    address = page(Duty, name, shift.duty_id)
    right = {"make": MADE, "copy-day": {"day": "2026-12-02", "days": ["2026-12-03"], "whose": "zone"}}[name]
    assert wrong_words(browser.get(address)) == {}
    assert wrong_words(browser.post(address, {"days": ["2026-12-02"], "day": "2026-12-02"})) == {}
    plan = browser.post(address, right)
    assert wrong_words(plan) == {}
    done = {**right, "confirmed": "1", "seen": plan.context["plan"].mark}
    assert wrong_words(browser.post(address, done, follow=True)) == {}
    assert wrong_words(browser.post(address, done)) == {}


def test_an_edition_is_copied_in_one_language(shift, browser, wrong_words):
    target = make.EditionFactory(year=2027, status="draft")
    address, right = page(Duty, "copy-edition"), {"source": shift.edition.pk, "target": target.pk}
    for sent in ({}, {**right, "target": shift.edition.pk}, right):
        assert wrong_words(browser.post(address, sent)) == {}
    make.ZoneFactory(edition=target, slug=shift.duty.zone.slug)
    assert wrong_words(browser.post(address, right)) == {}


def test_a_file_is_read_in_one_language(shift, edition, browser, wrong_words):
    address = page(Duty, "sheets")
    assert wrong_words(browser.get(address)) == {}
    assert wrong_words(browser.post(address, {"edition": edition.pk})) == {}
    for text in (WRONG, WRONG.replace("08:30", "18:30").replace("nowhere", "").replace("gone,1,2,3,x\n", ""), "q,r\n"):
        file = SimpleUploadedFile("plan.csv", text.encode())
        assert wrong_words(browser.post(address, {"edition": edition.pk, "file": file})) == {}


def test_a_training_is_noted_in_one_language(edition, browser, wrong_words):
    row, training = make.SignUpFactory(), make.QualificationFactory()
    address = page(Qualification, "note", training.pk)
    assert wrong_words(browser.get(address)) == {}
    for people in ("", "nobody@example.org", f"{row.reference}\nnobody@example.org"):
        right = {"people": people, "since_on": "1/11/2569", "until_on": "1/11/2570"}
        assert wrong_words(browser.post(address, right)) == {}
