"""Shifts by machine: reading, what stays hidden, signing up with the page's rules and sentences, cancelling."""

import datetime as dt
import json
from uuid import uuid4

import pytest
import time_machine
from django.utils import translation

from accounts.models import Person
from activities.models import State
from activities.refusals import Clash
from goodsociety.common.models import IdempotencyKey, Outbox
from tests import factories as make
from tests.api.asking import read, rows
from volunteers import refusals
from volunteers.forms import SignUpForm
from volunteers.models import GuardianConsent, Qualified, Rules, Shift, SignUp

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def shift(edition):
    """A shift for five."""
    return make.ShiftFactory()


def somebody(**changes):
    """Return a body that signs somebody up; a change to None leaves the field out."""
    body = {"name": "ใจดี มีสุข", "email": "jaidee@example.org", "is_of_age": True, "consent": True, **changes}
    return {name: value for name, value in body.items() if value is not None}


def minor(**changes):
    """Return a body that signs somebody of sixteen up."""
    guardian = {"guardian_name": "แม่", "guardian_email": "mother@example.org"}
    return somebody(**{"is_of_age": None, "born_on": "2010-05-01", **guardian, **changes})


def sign_up(client, shift, body=None, *, key=None):
    """Return the response to a sign-up."""
    headers = {"Accept-Language": "en"} | ({"Idempotency-Key": key} if key else {})
    sent = json.dumps(somebody() if body is None else body)
    path = f"/api/v1/shifts/{getattr(shift, 'code', shift)}/sign-ups/"
    return client.post(path, sent, content_type="application/json", headers=headers)


def refused(response, refusal):
    """Check that a rule says no by name, with its sentence."""
    assert response.status_code == 409
    with translation.override("en"):
        assert response.json() == {"refusal": refusal.name, "detail": str(refusal)}


# Reading


def test_a_shift_says_what_it_asks_and_whether_one_can_sign_up(client, shift):
    need = make.QualificationFactory(slug="sign", name_en="Sign language")
    shift.duty.needs.add(need)
    found = read(client, f"shifts/{shift.code}/")
    assert found["starts_at"] == "2026-12-02T09:30:00+07:00"
    assert (found["sign_up"], found["capacity"], found["places_left"], found["minimum_age"]) == ("open", 5, 5, 15)
    assert found["duty"]["needs"] == [
        {"slug": "sign", "kind": "skill", "name": "Sign language", "name_th": need.name_th, "name_en": need.name_en}
    ]
    assert found["url"] == f"http://testserver/en/2026/shifts/{shift.code}/sign-up/"
    assert found["zone"] == shift.duty.zone.slug


def test_what_one_can_do_is_said_at_the_moment(client, edition, now):
    full = make.ShiftFactory(capacity=1)
    make.SignUpFactory(shift=full)
    standings = {
        "waiting": full,
        "ask": make.ShiftFactory(is_by_approval=True),
        "later": make.ShiftFactory(opens_at=now + DAY),
        "closed": make.ShiftFactory(state=State.CANCELLED),
        "open": make.ShiftFactory(duty__zone=None),
    }
    for standing, row in standings.items():
        assert read(client, f"shifts/{row.code}/")["sign_up"] == standing
    assert read(client, f"shifts/{standings['open'].code}/")["zone"] is None


def test_a_wave_that_is_full_says_when_more_opens(client, edition, now):
    make.WaveFactory(opens_at=now - HOUR, percent=20)
    make.WaveFactory(opens_at=now + DAY, percent=100)
    shift = make.ShiftFactory(capacity=5)
    assert read(client, f"shifts/{shift.code}/")["sign_up"] == "open"
    make.SignUpFactory(shift=shift)
    found = read(client, f"shifts/{shift.code}/")
    assert (found["sign_up"], found["opens_at"][:10]) == ("later", "2026-11-03")


def test_the_list_is_narrowed(client, edition, now):
    one = make.ShiftFactory()
    full = make.ShiftFactory(starts_at=one.starts_at + DAY, capacity=1)
    make.SignUpFactory(shift=full)

    def codes(**query):
        return [row["code"] for row in rows(client, "shifts/", **query)]

    assert codes() == [one.code, full.code]
    assert codes(day="2569-12-03") == [full.code]
    assert codes(zone=one.duty.zone.slug) == [one.code]
    assert codes(edition=2026, free="true") == [one.code]
    assert codes(free="false") == [full.code]
    for wrong in ({"day": "soon"}, {"zone": "nowhere"}, {"edition": "1999"}):
        assert set(read(client, "shifts/", status=400, **wrong)) == set(wrong)


def test_drafts_are_hidden_and_take_nobody(client, edition):
    hidden = make.EditionFactory(year=2033, status="draft")
    drafts = [make.ShiftFactory(state=State.DRAFT), make.ShiftFactory(duty=make.DutyFactory(edition=hidden))]
    assert rows(client, "shifts/") == []
    for row in drafts:
        read(client, f"shifts/{row.code}/", status=404)
        assert sign_up(client, row).status_code == 404
    assert sign_up(client, "NOBODY12").status_code == 404


def test_nothing_personal_is_shown(client, shift):
    person = make.PersonFactory(name="Somchai Secret", email="somchai@example.org", phone="+66812345678")
    row = make.SignUpFactory(shift=shift, person=person)
    shift.duty.contact_name, shift.duty.contact_phone = "Nok Hidden", "+66899998888"
    shift.duty.save()
    Shift.objects.update(briefing_en="for volunteers alone")
    shown = json.dumps([read(client, "shifts/"), read(client, f"shifts/{shift.code}/")])
    for secret in ("Secret", "somchai", row.code, row.reference, "Hidden", "99998888", "volunteers alone"):
        assert secret not in shown


def test_constant_queries(client, edition, django_assert_max_num_queries, django_assert_num_queries):
    def more():
        shift = make.ShiftFactory(duty__host=make.OrganizationFactory())
        shift.duty.needs.add(make.QualificationFactory())

    more()
    with django_assert_max_num_queries(6) as once:
        rows(client, "shifts/")
    more()
    more()
    with django_assert_num_queries(len(once)):
        assert len(rows(client, "shifts/")) == 3


# Signing up


def test_somebody_signs_up(client, shift):
    response = sign_up(client, shift)
    made = SignUp.objects.get()
    assert response.status_code == 201
    assert response["Cache-Control"] == "no-store, private"
    assert response.json() == {
        "code": made.code,
        "reference": made.reference,
        "shift": shift.code,
        "party_size": 1,
        "status": "confirmed",
        "kept_until": None,
        "url": f"http://testserver/en/sign-ups/{made.code}/",
    }
    assert (made.name, made.email, made.language) == ("ใจดี มีสุข", "jaidee@example.org", "en")
    assert Outbox.objects.get().recipient == "jaidee@example.org"


def test_somebody_under_20_waits_for_a_guardian(client, shift):
    response = sign_up(client, shift, minor())
    assert (response.status_code, response.json()["status"]) == (201, "guardian")
    assert response.json()["kept_until"] == "2026-11-05T12:00:00+07:00"
    assert GuardianConsent.objects.get().email == "mother@example.org"
    assert GuardianConsent.objects.get().code not in response.content.decode()


def test_skills_are_named_by_their_slugs_and_others_left_out(client, shift):
    shift.duty.needs.add(make.QualificationFactory(slug="sign", name_en="Sign language"))
    refused(sign_up(client, shift), refusals.NeedsQualification(names="Sign language"))
    assert sign_up(client, shift, somebody(skills=["sign", "juggling"])).status_code == 201
    assert Qualified.objects.count() == 1


def test_a_full_shift_can_be_waited_for(client, edition):
    shift = make.ShiftFactory(capacity=1)
    make.SignUpFactory(shift=shift)
    refused(sign_up(client, shift), refusals.ShiftFull())
    assert sign_up(client, shift, somebody(waiting_list=True)).json()["status"] == "waiting"


def test_rules_say_no_by_name(client, shift):
    Rules.objects.create(edition=shift.edition, minimum_age=16)
    refused(sign_up(client, shift, minor(born_on="1/5/2555")), refusals.BelowMinimumAge(minimum=16))
    refused(sign_up(client, shift, minor(guardian_name=None, guardian_email=None)), refusals.GuardianNeeded())
    make.RegistrationFactory(person__email="busy@example.org", session__starts_at=shift.starts_at)
    refused(sign_up(client, shift, somebody(email="busy@example.org")), Clash())
    sign_up(client, shift)
    refused(sign_up(client, shift, somebody(email="JaiDee@example.org")), refusals.AlreadySignedUp())
    Shift.objects.update(state=State.CANCELLED)
    refused(sign_up(client, shift, somebody(email="else@example.org")), refusals.ShiftClosed())


WRONG = [
    ("name", None), ("name", ""), ("name", 12), ("name", "a\x00b"), ("email", None), ("email", ""), ("email", "x"),
    ("email", ["a"]), ("phone", "12345"), ("is_of_age", "perhaps"), ("skills", "sign"), ("skills", [1]),
    ("note", "x" * 1001), ("waiting_list", "perhaps"), ("consent", False), ("consent", None), ("consent", "true"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_a_wrong_field_is_named(client, shift, field, value):
    response = sign_up(client, shift, somebody(**{field: value}))
    assert (response.status_code, list(response.json())) == (400, [field])
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("born_on", "30/2/2553"), ("born_on", "1/5/2600"), ("born_on", None), ("guardian_email", "x"),
     ("guardian_email", "jaidee@example.org"), ("guardian_email", None), ("phone", "081")],
)  # fmt: skip
def test_what_is_wrong_is_said_as_on_the_page(client, shift, now, field, value):
    body = minor(**{field: value})
    form = SignUpForm({**body, "key": str(uuid4())}, shift=shift, rules=Rules(edition=shift.edition), at=now)
    with translation.override("en"):
        expected = {name: [str(sentence) for sentence in wrong] for name, wrong in form.errors.items()}
    response = sign_up(client, shift, body)
    assert response.status_code == 400
    assert response.json() == expected
    assert list(expected) == [field]


def test_the_same_key_and_body_are_done_once(client, shift):
    first = sign_up(client, shift, key="k-1")
    again = sign_up(client, shift, somebody(email=" JAIDEE@example.org", phone=""), key="k-1")
    assert (first.status_code, again.json()) == (201, first.json())
    assert SignUp.objects.count() == Outbox.objects.count() == 1
    other = sign_up(client, shift, somebody(name="Somebody else"), key="k-1")
    assert (other.status_code, other.json()["refusal"]) == (422, "KeyUsedForAnother")


def test_a_refusal_is_judged_anew(client, shift):
    Shift.objects.update(state=State.CANCELLED)
    assert sign_up(client, shift, key="k-1").status_code == 409
    assert not IdempotencyKey.objects.exists()
    Shift.objects.update(state=State.RELEASED)
    assert sign_up(client, shift, key="k-1").status_code == 201


# Afterwards


def take_back(client, code):
    """Return the response to taking a sign-up back."""
    return client.post(f"/api/v1/sign-ups/{code}/cancellation/", headers={"Accept-Language": "en"})


def test_the_code_alone_reads_and_takes_back(client, shift):
    row = make.SignUpFactory(shift=shift)
    for guess in (row.reference, row.code[:-1], row.code.swapcase(), shift.code, str(row.pk)):
        read(client, f"sign-ups/{guess}/", status=404)
        assert take_back(client, guess).status_code == 404
    found = read(client, f"sign-ups/{row.code}/")
    assert (found["status"], found["reference"]) == ("confirmed", row.reference)
    for secret in (row.person.name, row.email):
        assert secret not in json.dumps(found)
    for _ in range(2):
        response = take_back(client, row.code)
        assert (response.status_code, response.json()["status"]) == (200, "cancelled")
    assert Outbox.objects.count() == 1
    assert Shift.objects.get().seats_taken == 0


def test_what_has_begun_stays(client, shift):
    row = make.SignUpFactory(shift=shift)
    with time_machine.travel(shift.starts_at, tick=False):
        response = take_back(client, row.code)
    assert (response.status_code, response.json()["refusal"]) == (409, "TooLateToCancel")
    assert SignUp.objects.get().is_live


def test_an_offer_whose_time_is_over_has_lapsed(client, shift):
    row = make.SignUpFactory(shift=shift, status="offered", queued_at=shift.starts_at - DAY)
    assert read(client, f"sign-ups/{row.code}/")["status"] == "offered"
    SignUp.objects.update(expires_at=row.created_at)
    found = read(client, f"sign-ups/{row.code}/")
    assert (found["status"], found["kept_until"]) == ("lapsed", None)
