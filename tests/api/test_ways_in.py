"""Registering by machine where more is asked, where it is full, and where somebody or a draw decides."""

import pytest

from activities.models import Answer, Registration
from tests import factories as make
from tests.api.asking import read, register, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """A session of four places for people of 7 to 12 years."""
    activity = make.ActivityFactory(minimum_age=7, maximum_age=12)
    return make.SessionFactory(activity=activity, capacity=4, largest_party=4)


@pytest.fixture
def questions(session):
    """One question of each kind, by kind; one must be answered."""
    return {
        kind: make.QuestionFactory(activity=session.activity, kind=kind, order=order, is_required=kind == "choice")
        for order, kind in enumerate(("text", "choice", "choices", "yes_no"))
    }


def pupils(**more):
    """Return a body of two who are of the right age."""
    return somebody(youngest=8, oldest=9, **more)


def test_a_session_says_what_it_asks(client, session, questions):
    shown = read(client, f"sessions/{session.code}/")
    assert (shown["minimum_age"], shown["maximum_age"], shown["entry"]) == (7, 12, "registration")
    assert [row["number"] for row in shown["questions"]] == [row.pk for row in questions.values()]
    assert shown["questions"][1]["is_required"]
    assert shown["questions"][1]["options"][0] == {"value": "ไม่แพ้", "label": "ไม่แพ้"}


@pytest.mark.parametrize(
    ("ages", "refusal"),
    [
        ({}, "AgeNeeded"),
        ({"youngest": 8}, "AgeNeeded"),
        ({"youngest": 6, "oldest": 9}, "TooYoung"),
        ({"youngest": 8, "oldest": 13}, "TooOld"),
    ],
)
def test_ages_are_asked_and_judged(client, session, ages, refusal):
    response = register(client, session, somebody(**ages))
    assert (response.status_code, response.json()["refusal"]) == (409, refusal)
    assert register(client, session, pupils()).status_code == 201


@pytest.mark.parametrize("value", [-1, 121, "8", 7.5, True, [7]])
def test_what_is_no_age_is_named(client, session, value):
    response = register(client, session, {**pupils(), "youngest": value})
    assert (response.status_code, list(response.json())) == (400, ["youngest"])


def test_answers_are_kept(client, session, questions):
    given = {"text": " ถั่ว ", "choice": "แพ้ถั่ว", "choices": ["ไม่แพ้", "แพ้ถั่ว"], "yes_no": True}
    answers = {str(questions[kind].pk): answer for kind, answer in given.items()}
    assert register(client, session, pupils(answers=answers)).status_code == 201
    kept = dict(Answer.objects.values_list("question__kind", "text"))
    assert (kept["text"], kept["choice"], kept["choices"]) == ("ถั่ว", "แพ้ถั่ว", "ไม่แพ้\nแพ้ถั่ว")
    assert kept["yes_no"]


def test_an_answer_that_must_be_given_is_asked_for(client, session, questions):
    assert register(client, session, pupils()).json()["refusal"] == "AnswerNeeded"
    response = register(client, session, pupils(answers={str(questions["text"].pk): "x"}))
    assert (response.status_code, list(response.json())) == (400, ["answers"])


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("choice", "pizza"),
        ("choice", 1),
        ("choice", ["ไม่แพ้"]),
        ("choice", ""),
        ("choices", "ไม่แพ้"),
        ("choices", ["pizza"]),
        ("choices", [["ไม่แพ้"]]),
        ("choices", [{"a": 1}]),
        ("yes_no", "yes"),
        ("yes_no", 1),
        ("text", 5),
        ("text", "x" * 1001),
        ("text", "a\x00b"),
        ("text", "\ud800"),
    ],
)
def test_what_is_no_answer_is_named(client, session, questions, kind, answer):
    answers = {str(questions["choice"].pk): "ไม่แพ้", str(questions[kind].pk): answer}
    response = register(client, session, pupils(answers=answers))
    assert (response.status_code, list(response.json())) == (400, ["answers"])
    assert questions[kind].label_en in response.json()["answers"][0]
    assert not Registration.objects.exists()


@pytest.mark.parametrize("answers", [[], "x", 5, True, {"0": "x"}, {"x": "y"}, {"\ud800": "y"}, {"9" * 5000: "x"}])
def test_answers_to_what_nobody_asks_are_named(client, session, answers):
    response = register(client, session, pupils(answers=answers))
    assert (response.status_code, list(response.json())) == (400, ["answers"])


# Where it is full, and where it is decided later


def test_whoever_wants_to_waits_where_it_is_full(client, session):
    make.RegistrationFactory(session=session, party_size=3)
    assert register(client, session, pupils()).json()["refusal"] == "SessionFull"
    response = register(client, session, pupils(waiting_list=True))
    assert (response.status_code, response.json()["status"]) == (201, "waiting")
    shown = read(client, f"sessions/{session.code}/")
    assert (shown["registration"], shown["parties_waiting"], shown["seats_left"]) == ("waiting", 1, 0)


def test_whoever_would_wait_gets_places_that_are_free(client, session):
    assert register(client, session, pupils(waiting_list=True)).json()["status"] == "confirmed"


def test_there_may_be_no_list(client):
    session = make.SessionFactory(capacity=1, has_waiting_list=False)
    assert register(client, session, somebody(waiting_list=True)).json()["refusal"] == "NoWaitingList"


@pytest.mark.parametrize("value", ["yes", 2, [True], None])
def test_waiting_is_yes_or_no(client, session, value):
    response = register(client, session, {**pupils(), "waiting_list": value})
    assert response.status_code == 400 or response.json()["status"] == "confirmed"


@pytest.mark.parametrize(
    ("entry", "status", "standing"), [("approval", "requested", "ask"), ("draw", "entered", "draw")]
)
def test_the_answer_says_what_became_of_it(client, entry, status, standing):
    session = make.SessionFactory(entry=entry)
    assert read(client, f"sessions/{session.code}/")["registration"] == standing
    assert register(client, session).json()["status"] == status
    body = somebody(email=None, phone="0812345678")
    assert register(client, session, body).json()["refusal"] == "EmailNeeded"


def test_groups_have_their_own_page(client):
    assert register(client, make.SessionFactory(entry="groups")).json()["refusal"] == "GroupsOnly"


def test_the_same_key_gives_the_same_place_in_the_queue(client, session):
    make.RegistrationFactory(session=session, party_size=4)
    first, again = (register(client, session, pupils(waiting_list=True), key="k").json() for _ in range(2))
    assert first == again
    assert Registration.objects.waiting().count() == 1
