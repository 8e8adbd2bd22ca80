"""One code in many hands at once."""

import re
from functools import partial
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions import Asked, count_try, send_code, sign_in
from accounts.models import MOST_TRIES, Person, SignInCode, User
from accounts.refusals import CodeSpent
from goodsociety.common.audit import VISITOR
from goodsociety.common.models import AuditEntry, Outbox
from tests.accounts.signing_in import ask, give, is_in, mailed
from tests.concurrency.crowd import at_once, tally

pytestmark = [pytest.mark.race]
TIMES = 20
ASKED = Asked("somchai@example.org", "ticket", "203.0.113.9")


def code_for(asked, moment):
    """Mail a code and return it."""
    send_code(asked=asked, by=VISITOR, at=moment)
    return re.search(r"\b\d{6}\b", Outbox.objects.latest("pk").body)[0]


def trying(code, moment):
    """Return the call by which somebody tries a code."""

    def try_it():
        if not count_try(asked=ASKED, at=moment):
            raise CodeSpent
        return sign_in(asked=ASKED, code=code, by=VISITOR, at=moment)

    return try_it


def test_the_right_code_lets_in_once(moment):
    code = code_for(ASKED, moment)
    outcomes = at_once([trying(code, moment)] * MOST_TRIES)
    assert tally(outcomes) == {"Person": 1, "CodeSpent": MOST_TRIES - 1}
    assert (Person.objects.count(), User.objects.count(), AuditEntry.objects.count()) == (1, 1, 1)


def test_guesses_at_once_are_five_and_no_more(moment):
    code = code_for(ASKED, moment)
    wrong = [trying(f"{(int(code) + n) % 1_000_000:06}", moment) for n in range(1, TIMES + 1)]
    assert set(tally(at_once(wrong))) <= {"CodeWrong", "CodeSpent"}
    assert SignInCode.objects.get().tries == MOST_TRIES


def test_five_of_many_tries_at_once_are_counted(moment):
    code_for(ASKED, moment)
    assert sum(at_once([partial(count_try, asked=ASKED, at=moment)] * TIMES)) == MOST_TRIES


def test_many_codes_for_one_address_at_once_leave_one(moment):
    calls = [
        partial(send_code, asked=Asked("a@example.org", f"ticket-{n}", f"10.0.0.{n}"), by=VISITOR, at=moment)
        for n in range(TIMES)
    ]
    outcomes = tally(at_once(calls))
    assert outcomes == {"NoneType": 5, "TooManyCodes": TIMES - 5}
    assert SignInCode.objects.count() == 1
    assert Outbox.objects.count() == 5


def test_a_new_address_in_many_browsers_at_once_is_one_person(moment):
    guests = [Asked(f"guest-{n}@example.org", "ticket", "203.0.113.9") for n in range(4)]
    codes = [code_for(asked, moment) for asked in guests]
    enter = [
        partial(sign_in, asked=asked, code=code, by=VISITOR, at=moment)
        for asked, code in zip(guests, codes, strict=True)
    ]
    assert tally(at_once(enter)) == {"Person": 4}
    assert User.objects.filter(person=None).count() == 0


def test_a_form_sent_twice_at_once_lets_the_same_browser_in_by_both(moment):
    first = Client()
    ask(first)
    second = Client()
    second.cookies["sessionid"] = first.cookies["sessionid"].value
    form = {"key": str(uuid4()), "code": mailed()}
    answers = at_once([partial(browser.post, reverse("sign_in_code"), form) for browser in (first, second)])
    assert [answer.status_code for answer in answers] == [302, 302]
    entered = [is_in(browser) for browser in (first, second)]
    assert entered in ([True, True], [True, False], [False, True])
    assert AuditEntry.objects.filter(verb="sign_in").count() == 1
    assert give(Client(), form["code"]).url == reverse("sign_in")
