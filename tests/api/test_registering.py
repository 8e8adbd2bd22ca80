"""Registering by machine: the journey, every refusal, and what each wrong field is told."""

from uuid import uuid4

import pytest
import time_machine
from django.utils import translation

from accounts.models import Consent, Person
from activities.api.registering import RegistrationSerializer, described
from activities.forms import RegistrationForm
from activities.models import Commitment, Registration, State
from goodsociety.common.models import IdempotencyKey, Outbox
from tests import factories
from tests.api.asking import address, read, register, somebody
from zones.models import Edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """A session with twenty seats."""
    return factories.SessionFactory()


def test_somebody_registers(client, session):
    response = register(client, session)
    assert response.status_code == 201
    made = Registration.objects.get()
    assert response.json() == {
        "code": made.code,
        "reference": made.reference,
        "session": session.code,
        "party_size": 2,
        "status": "confirmed",
        "url": f"http://testserver/en/registrations/{made.code}/",
    }
    assert (made.name, made.email, made.phone, made.language) == ("ใจดี มีสุข", "jaidee@example.org", "", "en")
    assert read(client, f"sessions/{session.code}/")["seats_left"] == 18
    assert Consent.objects.get().person == made.person
    assert Outbox.objects.get().recipient == "jaidee@example.org"


def test_the_answer_is_what_the_document_says(rf, session):
    made, request = factories.RegistrationFactory(session=session), rf.get("/")
    assert described(made, request) == RegistrationSerializer(made, context={"request": request}).data


def test_the_language_of_the_request_is_the_registration_s(client, session):
    response = client.post(address(session), somebody(), content_type="application/json")
    assert response.json()["url"].startswith("http://testserver/registrations/")
    assert Registration.objects.get().language == "th"


def test_a_phone_is_enough_and_one_person_the_default(client, session):
    response = register(client, session, somebody(email=None, phone="๐๘๑-234 5678", party_size=None))
    assert response.status_code == 201
    assert response.json()["party_size"] == 1
    assert Person.objects.get().phone == "+66812345678"


def test_contacts_are_normal_and_unknown_fields_ignored(client, session):
    register(client, session, somebody(email="  JaiDee@Example.ORG ", code="mine", status="cancelled"))
    made = Registration.objects.get()
    assert (made.email, made.status) == ("jaidee@example.org", "confirmed")
    assert made.code != "mine"


def test_a_name_is_one_line(client, session):
    register(client, session, somebody(name="ใจดี\r\n\tมี\u200bสุข\u202e"))
    assert Registration.objects.get().name == "ใจดี มีสุข"


def test_it_can_be_cancelled_and_registered_again(client, session):
    first = register(client, session).json()
    Commitment.objects.all().delete()
    Registration.objects.filter(code=first["code"]).update(status="cancelled", cancelled_at=session.starts_at)
    assert register(client, session).status_code == 201


REFUSALS = [
    ({"capacity": 1}, "SessionFull", "Not enough places are left: you asked for 2, 1 are free."),
    ({"capacity": 20, "seats_taken": 18, "seats_held": 1}, "SessionFull", "you asked for 2, 1 are free"),
    ({"largest_party": 1}, "PartyTooLarge", "One registration takes at most 1 people here."),
    ({"open_door": True}, "NoRegistrationNeeded", "open door"),
    ({"state": State.CANCELLED}, "RegistrationClosed", "Registration for this session is closed."),
]


@pytest.mark.parametrize(("given", "name", "sentence"), REFUSALS)
def test_a_rule_says_no(client, given, name, sentence):
    session = factories.SessionFactory(**given)
    response = register(client, session)
    assert response.status_code == 409
    found = response.json()
    assert set(found) == {"refusal", "detail"}
    assert found["refusal"] == name
    assert sentence in found["detail"]
    assert not Registration.objects.exists()
    assert not Person.objects.exists()
    assert not Outbox.objects.exists()


def test_an_edition_that_is_over_is_closed(client):
    edition = factories.EditionFactory(year=2019, status=Edition.Status.OVER)
    session = factories.SessionFactory(activity=factories.ActivityFactory(edition=edition))
    assert register(client, session).json()["refusal"] == "RegistrationClosed"


def test_a_session_that_has_begun_is_closed(client, session):
    with time_machine.travel(session.starts_at, tick=False):
        assert register(client, session).json()["refusal"] == "RegistrationClosed"


def test_nobody_registers_twice(client, session):
    assert register(client, session).status_code == 201
    response = register(client, session, somebody(name="Somebody else", email="JAIDEE@example.org"))
    assert (response.status_code, response.json()["refusal"]) == (409, "AlreadyRegistered")
    assert Registration.objects.count() == 1


def test_nobody_is_in_two_places(client, session):
    other = factories.SessionFactory(starts_at=session.starts_at)
    assert register(client, session).status_code == 201
    assert register(client, other).json()["refusal"] == "Clash"


@pytest.mark.parametrize("code", ["NOBODY12", "x" * 300, "ก", "a.b", "1%2F..", "%ED%A0%80"])
def test_an_unknown_session_is_not_found(client, code):
    response = register(client, code)
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})


def test_a_draft_is_not_found(client):
    session = factories.SessionFactory(state=State.DRAFT)
    assert register(client, session).status_code == 404


LATER = "Write an e-mail or a phone number, so that we can reach you."
CONSENT = "Without your consent we may not keep your details, so this needs a tick."
WRONG = [
    ("name", None, "This field is required."),
    ("name", "", "This field may not be blank."),
    ("name", "   ", "This field may not be blank."),
    ("name", "x" * 201, "no more than 200 characters"),
    ("name", 12, "Write a text here."),
    ("name", True, "Write a text here."),
    ("name", ["ใจดี"], "Write a text here."),
    ("name", {"first": "ใจดี"}, "Write a text here."),
    ("name", "a\x00b", "a character that cannot be stored"),
    ("name", "\u200b\u2060", ""),
    ("name", "\ud800", "a character that cannot be stored"),
    ("email", None, LATER),
    ("email", "", LATER),
    ("email", "jaidee", ""),
    ("email", "jai dee@example.org", ""),
    ("email", "a@" + "㏒" * 60 + ".org", ""),
    ("email", "e" * 255, "no more than 254 characters"),
    ("email", 5, "Write a text here."),
    ("email", "\ud800@example.org", "a character that cannot be stored"),
    ("email", "a\x00@example.org", "a character that cannot be stored"),
    ("phone", "12345", "Write a Thai phone number"),
    ("phone", "0" * 41, "no more than 40 characters"),
    ("phone", "081234567x", "Write a Thai phone number"),
    ("phone", 812345678, "Write a text here."),
    ("phone", "\ud800", "a character that cannot be stored"),
    ("party_size", 0, "greater than or equal to 1"),
    ("party_size", -5, "greater than or equal to 1"),
    ("party_size", 32768, "less than or equal to 32767"),
    ("party_size", 10**400, "less than or equal to 32767"),
    ("party_size", 1.5, "A valid integer is required."),
    ("party_size", True, "A valid integer is required."),
    ("party_size", "two", "A valid integer is required."),
    ("party_size", [2], "A valid integer is required."),
    ("party_size", {}, "A valid integer is required."),
    ("consent", None, CONSENT),
    ("consent", False, CONSENT),
    ("consent", "true", CONSENT),
    ("consent", 1, CONSENT),
    ("consent", [True], CONSENT),
]


@pytest.mark.parametrize(("field", "value", "sentence"), WRONG)
def test_a_wrong_field_is_named(client, session, field, value, sentence):
    response = register(client, session, somebody(**{field: value}))
    assert response.status_code == 400, response.content.decode()
    assert list(response.json()) == [field]
    assert sentence in response.json()[field][0]
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "\u200b"),
        ("email", "jaidee"),
        ("email", "a@b"),
        ("phone", "12345"),
        ("phone", "+66"),
        ("consent", False),
        ("email", ""),
    ],
)
def test_what_is_wrong_is_said_as_on_the_page(client, session, field, value):
    body = {**somebody(phone=""), field: value}
    form = RegistrationForm({**body, "key": str(uuid4())}, session=session)
    with translation.override("en"):
        expected = {field: [str(sentence) for sentence in form.errors[field]]}
    assert register(client, session, body).json() == expected


@pytest.mark.parametrize("field", ["name", "party_size", "consent"])
def test_null_is_no_value(client, session, field):
    response = register(client, session, {**somebody(), field: None})
    assert (response.status_code, list(response.json())) == (400, [field])


@pytest.mark.parametrize("field", ["email", "phone"])
def test_a_contact_may_be_null_when_the_other_is_given(client, session, field):
    body = {**somebody(email="jaidee@example.org", phone="0812345678"), field: None}
    assert register(client, session, body).status_code == 201


def test_every_wrong_field_is_named(client, session):
    response = register(client, session, {"email": "?", "phone": "?", "party_size": "?"})
    assert sorted(response.json()) == ["consent", "email", "name", "party_size", "phone"]


def test_nothing_is_kept_of_a_wrong_request(client, session):
    register(client, session, somebody(consent=False), key="k")
    assert not IdempotencyKey.objects.exists()
    session.refresh_from_db()
    assert session.seats_taken == 0


def test_only_json_is_taken(client, session):
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "nonsense"):
        response = client.post(address(session), b"name=x", content_type=kind)
        assert (response.status_code, list(response.json())) == (415, ["detail"])


def test_registrations_are_only_made_here(client, session):
    factories.RegistrationFactory(session=session)
    for verb in ("get", "put", "patch", "delete"):
        response = getattr(client, verb)(address(session))
        assert (response.status_code, list(response.json())) == (405, ["detail"])
