"""One human, one row; consent once for each text."""

import datetime as dt

import pytest
from django.db import connection, transaction

from accounts.actions import CONSENT_VERSION, give_consent, lock_person
from accounts.contact import Contact
from accounts.models import Consent, Person
from tests import factories as make
from tests.statements import noted
from tests.tables import everything

pytestmark = pytest.mark.django_db
MAIL, PHONE = "somchai@example.org", "+66812345678"
DAY = dt.timedelta(days=1)


def test_a_new_contact_becomes_a_person(now):
    person = lock_person(Contact("สมชาย", MAIL, PHONE, "en"), at=now)
    assert Person.objects.get() == person
    assert (person.name, person.email, person.phone) == ("สมชาย", MAIL, PHONE)
    assert (person.language, person.created_at, person.is_sample) == ("en", now, False)


@pytest.mark.parametrize(("email", "phone"), [(MAIL, ""), ("", PHONE)])
def test_one_way_to_be_reached_is_enough(now, email, phone):
    person = lock_person(Contact("สมชาย", email, phone), at=now)
    assert (person.email, person.phone) == (email or None, phone or None)


@pytest.mark.parametrize("contact", [Contact("X", MAIL), Contact("X", MAIL, "+66899999999"), Contact("X", phone=PHONE)])
def test_a_known_person_is_found_and_left_as_they_are(now, contact):
    person = make.PersonFactory(email=MAIL, phone=PHONE)
    before = everything()
    assert lock_person(contact, at=now) == person
    assert everything() == before


def test_two_ways_that_belong_to_two_people_mean_the_one_of_the_mail(now):
    by_mail, _by_phone = make.PersonFactory(email=MAIL), make.PersonFactory(phone=PHONE)
    assert lock_person(Contact("X", MAIL, PHONE), at=now) == by_mail
    assert Person.objects.count() == 2


def test_a_phone_of_somebody_else_does_not_move(now):
    owner = make.PersonFactory(phone=PHONE)
    person = lock_person(Contact("X", MAIL, PHONE), at=now)
    owner.refresh_from_db()
    assert (person.email, person.phone, owner.phone) == (MAIL, None, PHONE)


@pytest.mark.parametrize("is_known", [True, False])
def test_the_person_stays_locked(now, is_known):
    if is_known:
        make.PersonFactory(email=MAIL)
    with noted() as statements, transaction.atomic():
        lock_person(Contact("X", MAIL), at=now)
    assert ("FOR UPDATE" in statements[-1]) == (is_known and connection.features.has_select_for_update)
    assert len(statements) == (2 if is_known else 1), "a new row is its transaction's own:\n" + "\n".join(statements)


def test_a_contact_with_somebody_elses_phone_takes_no_more_than_three_statements(now):
    make.PersonFactory(phone=PHONE)
    with noted() as statements, transaction.atomic():
        assert lock_person(Contact("X", MAIL, PHONE), at=now).phone is None
    assert [sql.split()[0] for sql in statements] == ["INSERT", "SELECT", "INSERT"]


def test_consent_is_noted_once_for_each_text(now, monkeypatch):
    person = make.PersonFactory()
    for _time in range(2):
        give_consent(person, Consent.Purpose.GIVING, at=now)
    give_consent(person, Consent.Purpose.VOLUNTEERING, at=now)
    assert Consent.objects.filter(version=CONSENT_VERSION, given_at=now).count() == 2
    monkeypatch.setattr("accounts.actions.CONSENT_VERSION", "2027-01")
    give_consent(person, Consent.Purpose.GIVING, at=now + DAY)
    assert person.consents.filter(purpose="giving").count() == 2


def test_consent_given_before_keeps_its_moment(now):
    person = make.PersonFactory()
    give_consent(person, Consent.Purpose.GIVING, at=now)
    give_consent(person, Consent.Purpose.GIVING, at=now + DAY)
    assert Consent.objects.get().given_at == now
