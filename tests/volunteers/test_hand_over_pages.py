"""Stand-ins: asking for one, the list of shifts that need one, and taking a shift over."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from activities.models import Commitment, State
from activities.refusals import Clash
from goodsociety.common.models import Outbox
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.pages import alert, has_form, is_under_strict_rules, queries, text, typed, value_of
from tests.volunteers.visiting import DAY, HOUR, form_of, minor, of_age, page_of, sign_in
from volunteers import refusals
from volunteers.models import HandOver, Shift, SignUp

pytestmark = pytest.mark.django_db
COORDINATORS = "nok@example.org"


@pytest.fixture(autouse=True)
def everything_adds_up(db):
    """Recount everything after each test."""
    yield
    assert list(findings()) == []


@pytest.fixture
def leaving(edition):
    """Return somebody who cannot come after all."""
    make.RulesFactory(contact_email=COORDINATORS)
    return make.SignUpFactory(person__email="leaver@example.org", person__name="นามสมมติ")


@pytest.fixture
def sought(client, leaving):
    """They look for a stand-in."""
    client.post(page_of(leaving, "seek_stand_in"))
    return HandOver.objects.get()


def list_of(edition):
    """Return the address of the shifts for which a stand-in is sought."""
    return reverse("stand_in_list", args=[edition.year])


def take(client, sought, answers):
    """Send the form of a stand-in."""
    return client.post(page_of(sought, "hand_over"), answers)


# Asking for one


def test_a_volunteer_asks_after_a_question_and_stays_responsible(client, leaving, language):
    seek = page_of(leaving, "seek_stand_in")
    assert seek in client.get(page_of(leaving)).content.decode()
    assert client.get(seek).status_code == 200
    assert not HandOver.objects.exists(), "a look changes nothing"
    assert [client.post(seek).url for _ in range(2)] == [page_of(leaving)] * 2
    sought = HandOver.objects.get()
    page = client.get(page_of(leaving))
    assert page_of(sought, "hand_over") in page.content.decode()
    assert {"th": "ยังนับคุณอยู่", "en": "we count on you"}[language] in text(page)
    leaving.refresh_from_db()
    assert leaving.is_live
    assert Commitment.objects.filter(person=leaving.person).exists()
    assert Outbox.objects.get(recipient=COORDINATORS)


def test_they_may_come_after_all(client, leaving, sought):
    withdraw = page_of(leaving, "withdraw_stand_in")
    assert client.get(withdraw).url == page_of(leaving)
    assert HandOver.objects.get().state == "sought"
    client.post(withdraw)
    assert HandOver.objects.get().state == "withdrawn"
    assert client.post(withdraw).url == page_of(leaving)
    page = client.get(page_of(sought, "hand_over"))
    assert not has_form(page)
    response = take(client, sought, of_age())
    assert str(refusals.HandOverOver()) in alert(response)


@pytest.mark.parametrize("why", ["group", "begun", "waiting"])
def test_not_everything_is_handed_over(client, edition, why):
    shift = make.ShiftFactory(largest_party=5)
    columns = {"group": {"party_size": 3}, "begun": {}, "waiting": {"status": "waiting"}}[why]
    row = make.SignUpFactory(shift=shift, **columns)
    with time_machine.travel(shift.starts_at if why == "begun" else row.created_at, tick=False):
        for ask in (client.get, client.post):
            assert ask(page_of(row, "seek_stand_in")).url == page_of(row)
    assert not HandOver.objects.exists()


# The list


def test_the_list_names_shifts_and_nobody(client, leaving, sought, edition, language):
    page = client.get(list_of(edition))
    assert leaving.shift.duty.name in text(page)
    assert page_of(sought, "hand_over") in page.content.decode()
    for secret in (leaving.person.name, leaving.person.email, leaving.code, leaving.reference):
        assert secret not in page.content.decode()
    assert is_under_strict_rules(page)
    assert "csrf" not in page.content.decode()


@pytest.mark.parametrize("why", ["withdrawn", "cancelled", "draft", "begun", "none"])
def test_what_nobody_can_take_over_is_not_listed(client, leaving, edition, why):
    client.post(page_of(leaving, "seek_stand_in"))
    if why == "withdrawn":
        client.post(page_of(leaving, "withdraw_stand_in"))
    elif why in {"cancelled", "draft"}:
        Shift.objects.update(state=State(why))
    elif why == "none":
        HandOver.objects.all().delete()
    with time_machine.travel(leaving.shift.starts_at if why == "begun" else leaving.created_at, tick=False):
        page = client.get(list_of(edition))
    assert "/stand-ins/" not in page.content.decode().replace("/volunteer/stand-ins/", "")
    assert 'class="empty"' in page.content.decode()


def test_the_list_costs_the_same_however_long_it_is(client, edition):
    make.HandOverFactory()
    once = queries(client, list_of(edition))
    make.HandOverFactory()
    make.HandOverFactory()
    assert queries(client, list_of(edition)) == once
    assert client.get(list_of(make.EditionFactory(year=2030, status="draft"))).status_code == 404


# Taking over


def test_somebody_takes_over_and_all_are_told(client, leaving, sought, language):
    page = client.get(page_of(sought, "hand_over"))
    assert leaving.shift.duty.name in text(page)
    assert is_under_strict_rules(page)
    for secret in (leaving.person.name, leaving.person.email, leaving.code):
        assert secret not in page.content.decode()
    answer = take(client, sought, of_age())
    leaving.refresh_from_db()
    made = SignUp.objects.exclude(pk=leaving.pk).get()
    assert (answer.url, made.is_live, leaving.status) == (page_of(made), True, "handed_over")
    told = sorted(mail.recipient for mail in Outbox.objects.all())
    assert told == ["jaidee@example.org", "leaver@example.org", COORDINATORS, COORDINATORS]
    assert {row.person for row in Commitment.objects.all()} == {made.person}
    assert not has_form(client.get(page_of(sought, "hand_over")))


def test_only_one_takes_over(client, sought, language):
    take(client, sought, of_age())
    response = take(Client(), sought, of_age(email="late@example.org"))
    assert response.status_code == 409
    assert str(refusals.HandOverOver()) in alert(response)
    assert value_of(response, "email") == "late@example.org"
    assert SignUp.objects.live().count() == 1


def test_sending_twice_is_one_and_the_same(client, sought):
    answers = of_age()
    assert take(client, sought, answers).url == take(client, sought, answers).url
    assert SignUp.objects.live().count() == 1


def test_nobody_stands_in_for_themselves(client, leaving, sought, language, now):
    response = take(client, sought, of_age(email="Leaver@Example.org"))
    assert str(refusals.OwnShift()) in alert(response)
    browser = sign_in(Client(), leaving.person, at=now)
    assert not has_form(browser.get(page_of(sought, "hand_over")))


@pytest.mark.parametrize("why", ["clash", "there already", "too young", "guardian"])
def test_a_stand_in_is_judged_as_whoever_signs_up(client, person, sought, why):
    shift = Shift.objects.get()
    expected, answers = {
        "clash": (Clash(), of_age()),
        "there already": (refusals.AlreadySignedUp(), of_age()),
        "too young": (refusals.BelowMinimumAge(minimum=15), minor("1/5/2560")),
        "guardian": (refusals.GuardianFirst(), minor()),
    }[why]
    if why == "clash":
        make.RegistrationFactory(person=person, session__starts_at=shift.starts_at)
    elif why == "there already":
        make.SignUpFactory(person=person, shift=shift)
    response = take(client, sought, answers)
    assert response.status_code == 409
    assert str(expected) in alert(response)
    assert HandOver.objects.get().state == "sought"


def test_a_stand_in_sees_beforehand_what_is_in_the_way(client, person, sought, now):
    shift = Shift.objects.get()
    other = make.SignUpFactory(person=person, shift=make.ShiftFactory(starts_at=shift.starts_at))
    browser = sign_in(Client(), person, at=now)
    page = browser.get(page_of(sought, "hand_over")).content.decode()
    assert page_of(other) in page
    assert page_of(other) not in client.get(page_of(sought, "hand_over")).content.decode()


def test_a_full_shift_is_handed_over_all_the_same(client, edition):
    shift = make.ShiftFactory(capacity=1)
    row = make.SignUpFactory(shift=shift)
    make.SignUpFactory(shift=shift, status="waiting")
    client.post(page_of(row, "seek_stand_in"))
    assert take(client, HandOver.objects.get(), of_age()).status_code == 302
    shift.refresh_from_db()
    assert shift.seats_taken == 1


def test_nothing_is_taken_over_once_it_began(client, sought):
    shift = Shift.objects.get()
    with time_machine.travel(shift.starts_at + HOUR, tick=False):
        assert not has_form(client.get(page_of(sought, "hand_over")))
        assert str(refusals.HandOverOver()) in alert(take(client, sought, of_age()))


def test_what_is_wrong_is_said_at_the_field(client, sought):
    response = take(client, sought, typed(name="", email="x"))
    assert response.status_code == 200
    for field in ("name", "email", "born_on"):
        assert f'href="#id_{field}"' in response.content.decode()


def test_a_form_of_another_day_stays_as_it_was(client, sought, edition):
    other = make.ShiftFactory(starts_at=Shift.objects.get().starts_at + DAY)
    assert client.post(form_of(other), of_age()).status_code == 302
    assert HandOver.objects.get().state == "sought"
