"""Signing in by a code sent by e-mail: who gets in, once, for a while, and nobody else."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.actions import CODE_LIFE, CODES_PER_EMAIL
from accounts.models import Person, SignInCode, User
from goodsociety.common.models import AuditEntry, Outbox
from tests.accounts.signing_in import MAIL, ask, give, is_in, let_in, mailed, wrong_one
from tests.factories import PersonFactory, RegistrationFactory, UserFactory
from tests.html import faults
from tests.pages import alert, is_under_strict_rules, text
from tests.statements import noted

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def in_time(now):
    """Stop the clock: a code lives ten minutes of it."""


# The way in


def test_whoever_reads_the_mail_gets_in(client, language):
    assert client.get(reverse("me")).url == f"{reverse('sign_in')}?next={reverse('me').replace('/', '%2F')}"
    answer = ask(client)
    assert (answer.status_code, answer.url) == (302, reverse("sign_in_code"))
    answer = give(client, mailed())
    assert (answer.status_code, answer.url) == (302, reverse("me"))
    page = client.get(reverse("me"))
    assert page.status_code == 200
    assert MAIL in text(page)


@pytest.mark.parametrize("name", ["sign_in", "sign_in_code"])
def test_the_pages_are_sound_and_kept_by_nobody(client, language, name):
    ask(client)
    page = client.get(reverse(name))
    assert faults(page.content.decode()) == []
    assert is_under_strict_rules(page)
    assert page["Cache-Control"] == "no-store, private"
    assert page["X-Robots-Tag"].startswith("noindex")


def test_the_phone_offers_the_code_and_the_digits(client):
    ask(client)
    html = client.get(reverse("sign_in_code")).content.decode()
    assert 'inputmode="numeric"' in html
    assert 'autocomplete="one-time-code"' in html


def test_the_mail_is_in_the_language_of_the_page(client):
    ask(client, "th@example.org")
    client.post("/en/me/sign-in/", {"key": "0" * 32, "email": "en@example.org"})
    thai, english = Outbox.objects.order_by("pk")
    assert english.subject == "Your code to sign in to Good Society Expo"
    assert "until 12:10. It works once." in english.body
    assert "12.10 น." in thai.body


def test_the_code_stands_in_the_mail_alone(client):
    ask(client)
    code = mailed()
    mail, row = Outbox.objects.get(), SignInCode.objects.get()
    assert code not in mail.subject
    assert code not in f"{row.digest}{mail.key}"
    assert len(row.digest) == 64
    assert code not in str(dict(client.session))


@pytest.mark.parametrize(
    "shown",
    ["{0}{1}", "{0} {1}", " {0}-{1} ", "{0}\u00a0{1}", "{0}\u200b{1}"],
    ids=["plain", "blank", "-", "nbsp", "0"],
)
def test_the_code_may_be_typed_with_what_stands_between(client, shown):
    ask(client)
    code = mailed()
    assert give(client, shown.format(code[:3], code[3:])).status_code == 302


@pytest.mark.parametrize("zero", ["๐", "０"])  # noqa: RUF001 (full-width digits)
def test_the_code_may_be_typed_in_other_digits(client, zero):
    ask(client)
    assert give(client, "".join(chr(ord(zero) + int(digit)) for digit in mailed())).status_code == 302


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "12345a6", "a123456", "½23456", "x" * 1_000_000, "12345\x00"]
)
def test_what_is_no_code_costs_no_try(client, typed):
    ask(client)
    answer = give(client, typed)
    assert (answer.status_code, SignInCode.objects.get().tries) == (200, 0)
    assert alert(answer) != "no summary"


@pytest.mark.parametrize("typed", ["", "somchai", "a@b", "x" * 1_000_000 + "@example.org", "a\x00@example.org"])
def test_what_is_no_address_gets_no_mail(client, typed):
    assert ask(client, typed).status_code == 200
    assert not Outbox.objects.exists()


# One code, once, for ten minutes, in one browser


@pytest.mark.parametrize(("gone", "lets_in"), [(CODE_LIFE - SECOND, True), (CODE_LIFE, False)])
def test_a_code_lives_ten_minutes(client, now, gone, lets_in):
    ask(client)
    with time_machine.travel(now + gone, tick=False):
        answer = give(client, mailed())
        assert (answer.status_code, is_in(client)) == ((302, True) if lets_in else (409, False))


def test_a_code_lets_in_once(client):
    ask(client)
    code, session = mailed(), client.cookies["sessionid"].value
    give(client, code)
    again = Client()
    again.cookies["sessionid"] = session
    assert give(again, code).url == reverse("sign_in"), "what the browser remembered of the code is gone"
    ask(again)
    assert give(again, code).status_code == 409
    assert not is_in(again)


def test_the_newest_code_is_the_only_one(client):
    ask(client)
    first = mailed()
    ask(client)
    assert SignInCode.objects.count() == 1
    assert mailed() != first, "by a chance of one in a million"
    assert give(client, first).status_code == 409
    assert give(client, mailed()).status_code == 302


def test_a_code_works_only_in_the_browser_that_asked_for_it(client):
    ask(client)
    code, other = mailed(), Client()
    assert give(other, code).url == reverse("sign_in")
    ask(other, "other@example.org")
    assert give(other, code).status_code == 409
    assert give(client, code).status_code == 302


def test_whoever_asks_for_somebody_elses_code_learns_and_gets_nothing(client):
    thief = Client()
    ask(client)
    ask(thief)
    assert give(client, mailed()).status_code == 409, "the newest mail belongs to the other browser"
    assert not is_in(client)
    ask(client)
    assert give(thief, mailed()).status_code == 409
    assert give(client, mailed()).status_code == 302


def test_five_wrong_tries_end_a_code(client, language):
    ask(client)
    code = mailed()
    said = [alert(give(client, wrong_one(code))) for _time in range(5)]
    assert len(set(said)) == 5, "it says how many are left"
    assert SignInCode.objects.get().tries == 5
    assert give(client, code).status_code == 409
    assert not is_in(client)
    ask(client)
    assert give(client, mailed()).status_code == 302


def test_a_form_sent_twice_is_one_mail_and_one_way_in(client):
    form = {"key": "0" * 32, "email": MAIL}
    for _time in range(2):
        client.post(reverse("sign_in"), form)
    assert Outbox.objects.count() == 1
    assert give(client, mailed()).status_code == 302


# How often


def test_an_address_gets_five_codes_an_hour(client, now):
    for _time in range(CODES_PER_EMAIL.most):
        assert ask(client).status_code == 302
    answer = ask(client, "SOMCHAI@Example.org")
    assert (answer.status_code, Outbox.objects.count()) == (429, 5)
    assert alert(answer) != "no summary"
    assert ask(client, "other@example.org").status_code == 302
    assert give(Client(), "123456").status_code == 302
    with time_machine.travel(now + dt.timedelta(hours=1), tick=False):
        assert ask(client).status_code == 302


def test_a_network_gets_so_many_codes_and_other_networks_theirs(client, settings):
    settings.SIGN_IN_CODES_PER_ADDRESS = 3
    asked = [ask(client, f"visitor-{n}@example.org").status_code for n in range(4)]
    assert asked == [302, 302, 302, 429]
    assert ask(Client(REMOTE_ADDR="203.0.113.9"), "somebody@example.org").status_code == 302


def test_a_network_may_try_so_many_wrong_codes_for_all_addresses_together(client, settings):
    settings.SIGN_IN_CODES_PER_ADDRESS = 40
    for n in range(2):
        ask(client, f"visitor-{n}@example.org")
        for _time in range(4):
            give(client, wrong_one(mailed(f"visitor-{n}@example.org")))
    ask(client)
    assert give(client, mailed()).status_code == 429
    assert not is_in(client)
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    let_in(elsewhere)


# Nothing is learned about others


def test_the_answer_is_the_same_whether_the_address_is_known_or_not(now):
    PersonFactory(email="known@example.org", name="ปกปิด")
    UserFactory(email="staff@example.org", is_staff=True)
    UserFactory(email="closed@example.org", person=PersonFactory(email="closed@example.org"), is_active=False)
    seen = {}
    for email in ("known@example.org", "staff@example.org", "closed@example.org", "nobody@example.org"):
        client = Client()
        with noted() as statements:
            first = ask(client, email)
        with noted() as more:
            page = client.get(reverse("sign_in_code"))
        said = text(page).replace(email, "")
        seen[email] = (first.status_code, first.url, said, [line.split()[0] for line in statements], len(more))
    known, *others = seen.values()
    assert others == [known] * 3
    assert "ปกปิด" not in known[2]


def test_a_stranger_sees_nothing_of_others(client, edition):
    RegistrationFactory(person=PersonFactory(email="known@example.org", name="ปกปิด มาก"))
    let_in(client, "stranger@example.org")
    page = text(client.get(reverse("me")))
    assert "ปกปิด" not in page
    assert "known@" not in page


# Who is let in


def test_an_earlier_guest_is_found_verified_and_given_a_user(client, now):
    guest = PersonFactory(email=MAIL)
    let_in(client)
    guest.refresh_from_db()
    assert Person.objects.count() == 1
    assert guest.email_verified_at == now
    assert (guest.user.email, guest.user.is_staff, guest.user.last_login) == (MAIL, False, now)
    assert not guest.user.has_usable_password()


def test_a_new_address_becomes_a_person_when_the_code_proves_it(client, now):
    ask(client)
    assert not Person.objects.exists()
    assert not User.objects.exists()
    give(client, mailed())
    person = Person.objects.get()
    assert (person.email, person.name, person.language, person.email_verified_at) == (MAIL, "", "th", now)
    assert person.user.email == str(person) == MAIL, "until there is a name"


def test_coming_again_makes_nobody_new(client, now):
    let_in(client)
    let_in(Client())
    assert (Person.objects.count(), User.objects.count()) == (1, 1)


def test_a_user_who_is_there_is_linked_and_keeps_what_they_may(client):
    staff = UserFactory(email=MAIL, is_staff=True)
    let_in(client)
    staff.refresh_from_db()
    assert staff.person == Person.objects.get()
    assert staff.is_staff
    assert staff.has_usable_password()


def test_a_user_of_somebody_else_stays_theirs(client):
    other = PersonFactory(email="other@example.org")
    UserFactory(email=MAIL, person=other)
    let_in(client)
    person = Person.objects.get(email=MAIL)
    assert not User.objects.filter(person=person).exists()
    assert is_in(client)
    assert other.email not in text(client.get(reverse("me")))


def test_whom_the_organisers_have_closed_out_does_not_get_in(client):
    UserFactory(email=MAIL, person=PersonFactory(email=MAIL), is_active=False)
    ask(client)
    assert give(client, mailed()).status_code == 409
    assert not is_in(client)


@pytest.mark.parametrize("close", [lambda who: who.user, lambda who: who], ids=["closed", "erased"])
def test_whoever_is_closed_out_or_erased_later_is_out_at_once(client, now, close):
    let_in(client)
    row = close(Person.objects.get())
    if isinstance(row, User):
        row.is_active = False
    else:
        row.erased_at = now
    row.save()
    assert not is_in(client)


def test_signing_in_and_out_is_noted_without_a_word_about_the_person(client, caplog):
    let_in(client)
    client.post(reverse("sign_out"))
    entries = AuditEntry.objects.order_by("pk")
    assert [(row.verb, row.actor, row.subject_key) for row in entries] == [
        (verb, "visitor", Person.objects.get().pk) for verb in ("sign_in", "sign_out")
    ]
    assert [row.numbers for row in entries] == [{}, {}]
    assert "somchai" not in caplog.text
