"""The guardian's page: what is asked, the two answers, and a link that is used, over, or opened by the volunteer."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from activities.models import Commitment
from goodsociety.common.models import AuditEntry, Outbox
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.pages import HOSTILE, alert, is_under_strict_rules, queries, text
from tests.volunteers.visiting import DAY, HOUR, MAIL, form_of, minor, of_age, page_of, sign_in
from volunteers import refusals
from volunteers.models import GuardianConsent, SignUp

pytestmark = pytest.mark.django_db
MOTHER = "mother@example.org"


@pytest.fixture(autouse=True)
def everything_adds_up(db):
    """Recount everything after each test."""
    yield
    assert list(findings()) == []


@pytest.fixture
def shift(edition):
    """Return a shift for five."""
    return make.ShiftFactory()


@pytest.fixture
def consent(client, shift):
    """Somebody of sixteen has signed up, and their guardian was asked."""
    client.post(form_of(shift), minor())
    return GuardianConsent.objects.get()


def answer(client, consent, said):
    """Answer a guardian's link."""
    return client.post(page_of(consent, "guardian"), {"answer": said})


def test_the_page_says_who_what_when_and_where(client, consent, shift, language):
    page = client.get(page_of(consent, "guardian"))
    for word in ("ใจดี มีสุข", shift.duty.name, {"th": "09.30–13.30 น.", "en": "09:30–13:30"}[language]):
        assert word in text(page)
    assert shift.edition.venue in text(page)
    assert is_under_strict_rules(page)
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    for secret in (MAIL, SignUp.objects.get().code, SignUp.objects.get().reference):
        assert secret not in page.content.decode(), "a guardian sees nothing that opens the volunteer's own pages"
    assert SignUp.objects.get().status == "guardian", "a look changes nothing"


def test_agreeing_confirms_every_place_and_both_are_told(client, consent, shift):
    other = make.ShiftFactory(starts_at=shift.starts_at + DAY)
    client.post(form_of(other), minor())
    assert answer(client, consent, "give").url == page_of(consent, "guardian")
    assert {row.status for row in SignUp.objects.all()} == {"confirmed"}
    assert Commitment.objects.count() == 2
    told = Outbox.objects.filter(recipient=MAIL, key__startswith="confirmed_sign_up").count()
    assert told == 2


def test_not_agreeing_gives_the_places_to_others(client, consent, shift, language):
    assert answer(client, consent, "refuse").status_code == 302
    row = SignUp.objects.get()
    assert row.status == "cancelled"
    shift.refresh_from_db()
    assert (shift.seats_taken, shift.seats_held) == (0, 0)
    assert Outbox.objects.filter(recipient=MAIL, key__startswith="guardian_refused").count() == 1
    said = {"th": "ผู้ปกครอง", "en": "did not agree"}[language]
    assert said in text(client.get(page_of(row)))


@pytest.mark.parametrize("first", ["give", "refuse"])
@pytest.mark.parametrize("second", ["give", "refuse"])
def test_a_link_answers_once(client, consent, first, second):
    answer(client, consent, first)
    status = SignUp.objects.get().status
    response = answer(client, consent, second)
    assert response.status_code == 409
    assert str(refusals.LinkUsed()) in text(response)
    assert SignUp.objects.get().status == status
    assert 'name="answer"' not in client.get(page_of(consent, "guardian")).content.decode()


def test_after_the_shift_began_it_is_over(client, consent, shift, language):
    with time_machine.travel(shift.starts_at, tick=False):
        page = client.get(page_of(consent, "guardian"))
        assert 'name="answer"' not in page.content.decode()
        response = answer(client, consent, "give")
    assert response.status_code == 409
    assert str(refusals.LinkOver()) in text(response)
    assert not SignUp.objects.get().is_live


def test_the_volunteer_does_not_answer_for_themselves(client, consent, language, now):
    browser = sign_in(Client(), consent.person, at=now)
    page = browser.get(page_of(consent, "guardian"))
    assert 'name="answer"' not in page.content.decode()
    response = answer(browser, consent, "give")
    assert response.status_code == 409
    assert str(refusals.GuardianIsVolunteer()) in text(response)
    assert SignUp.objects.get().status == "guardian"
    mother = sign_in(Client(), make.PersonFactory(email=MOTHER), at=now)
    assert answer(mother, consent, "give").status_code == 302


def test_nothing_is_left_to_answer_when_the_volunteer_took_it_back(client, consent):
    row = SignUp.objects.get()
    client.post(page_of(row, "sign_up_cancel"))
    page = client.get(page_of(consent, "guardian"))
    assert page.status_code == 200
    assert 'name="answer"' not in page.content.decode()


@pytest.mark.parametrize("said", ["", "yes", "GIVE", *HOSTILE.values()])
def test_any_other_answer_is_none(client, consent, said):
    assert answer(client, consent, said).status_code == 200
    assert GuardianConsent.objects.get().answer == "pending"


def test_the_page_costs_the_same_however_many_shifts_there_are(client, consent, shift):
    once = queries(client, page_of(consent, "guardian"))
    for day in (1, 2):
        client.post(form_of(make.ShiftFactory(starts_at=shift.starts_at + day * DAY)), minor())
    assert queries(client, page_of(consent, "guardian")) == once


# Writing once more


@pytest.fixture
def again(consent):
    """Return the page to write to the guardian once more."""
    return page_of(SignUp.objects.get(), "guardian_again")


def filled_in(**said):
    """Return the form to ask once more, under a fresh key."""
    return {"key": str(uuid4()), **said}


def letters(to=MOTHER):
    """Return how many letters went to a guardian."""
    return Outbox.objects.filter(recipient=to).count()


def test_the_link_is_sent_once_more_and_stays_the_same(client, consent, again):
    page = client.get(page_of(SignUp.objects.get())).content.decode()
    assert again in page
    assert MOTHER not in client.get(again).content.decode(), "who was asked is shown to nobody"
    with time_machine.travel(consent.asked_at + HOUR, tick=False):
        assert client.post(again, filled_in(same="1")).status_code == 302
    assert letters() == 2
    assert GuardianConsent.objects.get().code == consent.code


def test_another_guardian_gets_another_link_and_the_first_opens_nothing(client, consent, again):
    said = {"name": "พ่อ", "email": "father@example.org"}
    with time_machine.travel(consent.asked_at + HOUR, tick=False):
        assert client.post(again, filled_in(**said)).status_code == 302
    assert (letters(), letters("father@example.org")) == (1, 1)
    assert client.get(page_of(consent, "guardian")).status_code == 404
    assert client.get(page_of(GuardianConsent.objects.get(), "guardian")).status_code == 200


def test_nobody_fills_an_inbox(client, consent, again, language):
    for seconds in range(1, 5):
        with time_machine.travel(consent.asked_at + dt.timedelta(seconds=seconds), tick=False):
            response = client.post(again, filled_in(same="1"))
    assert response.status_code == 409
    assert str(refusals.TooManyLetters()) in alert(response)
    assert letters() == 4


def test_the_own_address_is_no_guardians(client, consent, again, language):
    response = client.post(again, filled_in(name="ฉัน", email=MAIL.upper()))
    assert response.status_code == 409
    assert str(refusals.GuardianIsVolunteer()) in alert(response)
    for wrong in ({"name": "", "email": MOTHER}, {"name": "แม่", "email": "x"}):
        assert client.post(again, filled_in(**wrong)).status_code == 200
    assert letters() == 1


def test_once_answered_nobody_is_asked_again(client, consent, again):
    answer(client, consent, "give")
    for ask in (client.get, client.post):
        assert ask(again).url == page_of(SignUp.objects.get())
    assert letters() == 1


def test_whoever_is_of_age_has_no_guardian_to_ask(client, shift):
    client.post(form_of(shift), of_age())
    row = SignUp.objects.get()
    assert client.get(page_of(row, "guardian_again")).url == page_of(row)


def test_what_is_noted_for_ever_names_nobody(client, consent):
    answer(client, consent, "give")
    for entry in AuditEntry.objects.all():
        said = f"{vars(entry)}"
        for secret in (MAIL, MOTHER, "ใจดี", "แม่ของใจดี", consent.code):
            assert secret not in said
