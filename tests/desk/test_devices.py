"""What a device keeps, the numbers it shows, and whom it finds."""

import datetime as dt
import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import Pass
from reports.metrics import METRICS
from tests import factories as make
from tests.desk.conftest import a_count, a_guest, a_scan, an_undo, token

HOUR = dt.timedelta(hours=1)


def sha(code):
    """Return the beginning of a digest."""
    return hashlib.sha256(code.encode()).hexdigest()[:16]


def listed(desk, *sessions):
    """Return the list for sessions."""
    return desk.get("desk_list", session=[session.code for session in sessions]).json()


# The list


def test_the_list_holds_what_is_needed_and_no_more(desk, party, session, now):
    waiting = make.WaitingFactory(session=session)
    desk.send(a_scan(session, token(party), now, heads=2))
    answer = listed(desk, session)
    assert answer == {
        "edition": 2026,
        "madeAt": now.isoformat(),
        "wipeAfter": "2026-12-06T00:00:00+07:00",
        "sessions": [{"code": session.code, "expected": 3, "in": 2, "free": 17, "capacity": 20}],
        "entries": [
            {"session": session.code, "reference": party.reference, "pass": sha(party.person.passes.get().code),
             "page": sha(party.code), "name": "สมหญิง ใจดี", "size": 3, "in": 2, "status": "confirmed"},
            {"session": session.code, "reference": waiting.reference, "pass": "", "page": sha(waiting.code),
             "name": waiting.name, "size": 1, "in": 0, "status": "waiting"},
        ],
    }  # fmt: skip


def test_the_list_holds_neither_codes_nor_contacts(desk, session):
    row = make.RegistrationFactory(session=session, phone="+66812345678", email="private@example.org")
    secret = make.PassFactory(person=row.person, edition=session.edition).code
    body = desk.get("desk_list", session=session.code).content.decode()
    assert [word for word in ("5678", "private@", secret, row.code) if word in body] == []


def test_a_revoked_pass_is_not_on_the_list_and_the_new_one_is(desk, party, session, now):
    Pass.objects.update(revoked_at=now)
    assert listed(desk, session)["entries"][0]["pass"] == ""
    new = make.PassFactory(person=party.person, edition=session.edition)
    assert listed(desk, session)["entries"][0]["pass"] == sha(new.code)


def test_a_list_that_has_not_changed_is_told_in_a_word(desk, party, session, now):
    first = desk.get("desk_list", session=session.code)
    known = {"If-None-Match": first["ETag"]}
    path = first.request["PATH_INFO"]
    again = desk.client.get(path, {"session": session.code}, headers=known)
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "no-store, private")
    desk.send(a_scan(session, token(party), now))
    changed = desk.client.get(path, {"session": session.code}, headers=known)
    assert (changed.status_code, changed.json()["entries"][0]["in"]) == (200, 3)


def queries(act):
    """Return how many questions something asks."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


@pytest.mark.parametrize("name", ["desk_list", "desk_numbers"])
def test_as_many_questions_for_many_rows_as_for_one(desk, session, zone, now, name):
    def ask():
        return desk.get(name, session=codes, gate="forest")

    codes = [session.code]
    make.RegistrationFactory(session=session)
    desk.send(a_count(session, 1, now))
    once = queries(ask)
    for _number in range(3):
        other = make.SessionFactory(activity__zone=zone)
        codes.append(other.code)
        for _row in range(3):
            make.CheckInFactory(registration=make.RegistrationFactory(session=other), at=now)
        desk.send(a_count(other, 2, now))
    assert queries(ask) == once


def test_telling_many_scans_takes_as_many_questions_as_telling_one(desk, session, zone, now):
    """Each scan is a transaction of its own; what is told about all of them is fetched at once."""
    texts = [make.RegistrationFactory(session=session).reference for _ in range(6)]
    texts += [make.RegistrationFactory(session=make.SessionFactory(activity__zone=zone)).reference for _ in range(6)]
    ones = [a_scan(session, text, now) for text in texts]
    desk.upload(*ones)
    # Sent again, each takes the look at whether it is known, and nothing else of its own.
    few, many = queries(lambda: desk.upload(*ones[::6])), queries(lambda: desk.upload(*ones))
    assert many - few == len(ones) - len(ones[::6])


# Numbers


def test_numbers_of_a_day(desk, party, session, zone, now):
    make.RegistrationFactory(session=session)
    make.WaitingFactory(session=session)
    scan = a_scan(session, token(party), now - 2 * HOUR)
    desk.upload(scan, a_count(session, 2, now - HOUR), offline=True, clock=now.isoformat())
    desk.send(a_count(zone, 5, now))
    desk.post("desk_walk_in", a_guest(session, now, override="a friend"))
    numbers = desk.get("desk_numbers", session=session.code, gate="forest").json()["numbers"]
    of_session, of_gate = numbers
    # The party that waited was offered its place before anybody walked in.
    assert {name: of_session[name] for name in ("expected", "in", "free", "counted", "walkIns", "waiting")} == {
        "expected": 5, "in": 4, "free": 12, "counted": 2, "walkIns": 1, "waiting": 0,
    }  # fmt: skip
    assert [(one["label"], one["heads"]) for one in of_session["hours"]] == [("10:00", 3), ("11:00", 2), ("12:00", 1)]
    assert (of_gate["session"], of_gate["gate"], of_gate["name"], of_gate["free"]) == (None, "forest", "Forest", None)
    assert [one["heads"] for one in of_gate["hours"]] == [5]
    desk.send(an_undo(scan, now))
    again = desk.get("desk_numbers", session=session.code).json()["numbers"][0]
    assert again["in"] == 1
    assert [one["heads"] for one in again["hours"]] == [2, 1]


def test_a_session_without_a_limit_has_no_number_of_free_places(desk, zone):
    door = make.SessionFactory(activity__zone=zone, open_door=True)
    assert desk.get("desk_numbers", session=door.code).json()["numbers"][0]["free"] is None


# People


@pytest.fixture
def crowd(session):
    """People with names, phones and a party with named members."""
    make.RegistrationFactory(session=session, name="สมหญิง ใจดี", phone="+66812345678", party_size=2)
    make.RegistrationFactory(session=session, name="สมหญิง ใจดี", phone="+66899999999")
    make.RegistrationFactory(session=session, name="John O'Brien", status="cancelled")
    school = make.RegistrationFactory(session=session, name="โรงเรียนบ้านนา", party_size=3)
    make.PartyMemberFactory(registration=school, name="ด.ช. ก้องภพ")


def found(desk, typed, *sessions):
    """Return the names and masked phones that are found."""
    answer = desk.post("desk_people", {"q": typed, "session": [session.code for session in sessions]})
    return [(one["name"], one["phone"]) for one in answer.json()["people"]]


SOMYING = [("สมหญิง ใจดี", "••• 5678"), ("สมหญิง ใจดี", "••• 9999")]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("สมหญิง", SOMYING),
        ("ใจดี สมหญิง", SOMYING),
        ("สมหยิง", SOMYING),
        ("5678", SOMYING[:1]),
        ("๕๖๗๘", SOMYING[:1]),
        ("081-234 5678", SOMYING[:1]),
        ("obrien", [("John O'Brien", "")]),
        ("JOHM", [("John O'Brien", "")]),
        ("ก้องภพ", [("โรงเรียนบ้านนา", "")]),
        ("zzzz", []),
        ("%", []),
        ("", []),
        ("\x00\ud800", []),
        ("x" * 100_000, []),
    ],
)
def test_people_are_found_however_they_are_typed(desk, crowd, session, typed, expected):
    assert found(desk, typed, session) == expected


def test_two_people_of_one_name_are_told_apart_without_their_numbers(desk, crowd, session):
    body = desk.post("desk_people", {"q": "สมหญิง", "session": [session.code]}).content.decode()
    assert "81234" not in body


def test_a_reference_is_found_by_its_beginning(desk, party, session):
    assert found(desk, party.reference[:4].lower(), session) == [("สมหญิง ใจดี", "")]


def test_whoever_is_not_in_these_sessions_is_found_on_the_day(desk, party, session, zone):
    other = make.SessionFactory(activity__zone=zone)
    assert found(desk, "สมหญิง", other) == [("สมหญิง ใจดี", "")]
    another_day = make.SessionFactory(activity__zone=zone, starts_at=session.starts_at + 24 * HOUR)
    assert found(desk, "สมหญิง", another_day) == []


def test_at_most_twenty_are_shown(desk, session):
    session.capacity = 100
    session.save()
    for _number in range(25):
        make.RegistrationFactory(session=session, name="สมชาย")
    answer = desk.post("desk_people", {"q": "สมชาย", "session": [session.code]}).json()
    assert (len(answer["people"]), answer["more"]) == (20, True)


def test_as_many_questions_for_many_people_as_for_one(desk, session):
    make.RegistrationFactory(session=session, name="สมชาย")
    once = queries(lambda: found(desk, "สมชาย", session))
    for _number in range(5):
        make.RegistrationFactory(session=session, name="สมชาย")
    assert queries(lambda: found(desk, "สมชาย", session)) == once


def test_a_name_stands_in_no_address(desk, session):
    assert desk.get("desk_people", q="สมหญิง").status_code == 405
    for wrong in ({"q": 7}, {"session": session.code}, {"q": ["x"]}):
        assert desk.post("desk_people", {"session": [session.code], **wrong}).status_code == (
            200 if "q" in wrong and isinstance(wrong["q"], str) else 400
        )


# Figures


def test_gates_and_counters_move_none_of_the_published_figures(desk, party, session, zone, now):
    make.CheckInFactory(registration=party)
    before = {key: metric.total(session.edition, at=now) for key, metric in METRICS.items()}
    desk.upload(a_count(zone, 500, now), a_count(session, 70, now), a_count(zone, -20, now))
    assert {key: metric.total(session.edition, at=now) for key, metric in METRICS.items()} == before
