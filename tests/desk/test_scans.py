"""What a device sends: told in words, each item by itself, the same however often it is sent."""

import datetime as dt
import json
import random

import pytest

from activities.models import CheckIn, HeadCount, Pass
from activities.passes import token_of
from goodsociety.common.codes import new_secret
from tests import factories as make
from tests.desk.conftest import a_count, a_scan, an_undo, token
from tests.tables import everything

HOUR = dt.timedelta(hours=1)


def test_a_welcome_is_told_in_large(desk, party, session, now):
    answer = desk.upload(a_scan(session, token(party), now))
    told = answer["items"][0]
    assert told | {"key": ""} == {
        "key": "", "session": session.code, "result": "welcome", "reason": "", "tone": "good", "title": "Welcome",
        "detail": "All 3 are in.", "name": "สมหญิง ใจดี", "reference": party.reference, "size": 3, "heads": 3, "in": 3,
        "isConflict": False, "undoable": True, "canOverride": False,
    }  # fmt: skip
    [numbers] = answer["numbers"]
    assert (numbers["session"], numbers["expected"], numbers["in"], numbers["free"]) == (session.code, 3, 3, 17)
    row = CheckIn.objects.get()
    assert (row.device, row.is_offline, row.by, row.at) == ("tablet-1", False, desk.user, now)


def test_the_second_scan_says_since_when_and_where_but_not_who(desk, party, session, now):
    desk.send(a_scan(session, token(party), now))
    told = desk.send(a_scan(session, party.reference, now))
    assert (told["result"], told["tone"], told["title"], told["undoable"]) == (
        "already_in",
        "warn",
        "Already in",
        False,
    )
    assert session.place.name_en in told["detail"]
    assert "12:00" in told["detail"]
    assert desk.user.email not in json.dumps(told)


def test_a_party_that_comes_in_parts(desk, party, session, now):
    assert desk.send(a_scan(session, token(party), now, heads=2))["detail"] == "2 of 3 are in."
    assert desk.send(a_scan(session, token(party), now))["in"] == 3


def test_another_session_or_day_says_which_instead(desk, party, session, now):
    make.RegistrationFactory(person=party.person, session=make.SessionFactory(starts_at=session.starts_at + 50 * HOUR))
    later = make.SessionFactory(activity__zone=session.activity.zone, starts_at=session.starts_at + 3 * HOUR)
    told = desk.send(a_scan(later, token(party), now))
    assert (told["result"], told["reason"], told["title"]) == ("refused", "wrong_session", "Another session")
    assert told["detail"].startswith("Registered for Mending, 13:00 – ")
    tomorrow = make.SessionFactory(activity__zone=session.activity.zone, starts_at=session.starts_at + 24 * HOUR)
    told = desk.send(a_scan(tomorrow, party.reference, now))
    assert (told["reason"], told["title"]) == ("wrong_day", "Another day")
    assert told["detail"].startswith("Registered for Mending, 2 December 2026 13:00 – ")


def forged(party):
    """Return a token whose signature is another pass's."""
    return f"{party.person.passes.get().code}.{token_of(new_secret())[23:]}"


def of_last_year(party):
    """Return a pass of the same person in another edition."""
    edition = make.EditionFactory(year=2019, status="over")
    return token_of(make.PassFactory(person=party.person, edition=edition).code)


STRANGE = {
    "forged": ("forged", "Not a true pass"),
    "of last year": ("other_edition", "A pass of another year"),
    "signed, of nobody": ("forged", "Not a true pass"),
    "https://elsewhere.example.org/p/1": ("foreign", "Not a code of the expo"),
    "AAAA-2222": ("not_found", "Reference not found"),
    "": ("foreign", "Not a code of the expo"),
}


@pytest.mark.parametrize("text", STRANGE)
def test_whatever_stands_for_nobody_has_words_of_its_own(desk, party, session, now, text):
    made = {"forged": forged(party), "of last year": of_last_year(party), "signed, of nobody": token_of(new_secret())}
    told = desk.send(a_scan(session, made.get(text, text), now))
    assert (told["result"], told["tone"]) == ("unknown", "bad")
    assert (told["reason"], told["title"]) == STRANGE[text]
    assert told["detail"]
    assert not CheckIn.objects.exists()


def test_revoked_cancelled_waiting_and_unregistered_have_words_of_their_own(desk, party, session, now):
    waiting, gone = make.WaitingFactory(session=session), make.RegistrationFactory(session=session, status="cancelled")
    stranger = make.PassFactory(edition=session.edition, person__name="Stranger")
    Pass.objects.filter(person=party.person).update(revoked_at=now + HOUR)
    texts = [token(party), waiting.reference, gone.reference, token_of(stranger.code)]
    told = desk.upload(*(a_scan(session, text, now) for text in texts))["items"]
    assert [one["title"] for one in told] == [
        "This pass was replaced", "Not confirmed", "Cancelled", "Not registered",
    ]  # fmt: skip
    assert "on the waiting list" in told[1]["detail"]
    assert told[2]["detail"].startswith("Cancelled on 2 November 2026")
    assert told[3]["name"] == "Stranger"


def test_texts_are_in_the_language_of_the_page(desk, party, session, now):
    desk.send(a_scan(session, token(party), now))
    assert session.place.name_en in desk.send(a_scan(session, token(party), now))["detail"]
    body = json.dumps({"items": [a_scan(session, token(party), now)]})
    told = desk.client.post("/desk/scans/", body, content_type="application/json").json()["items"][0]
    assert session.place.name_th in told["detail"]


# One bad item among good ones

BAD = {
    "no object": lambda _one: 7,
    "no key": lambda one: one | {"key": None},
    "a key that is none": lambda one: one | {"key": "not-a-uuid"},
    "a key of a megabyte": lambda one: one | {"key": "x" * 1_000_000},
    "no kind": lambda one: one | {"kind": "dance"},
    "a kind that cannot be a name": lambda one: one | {"kind": ["scan"]},
    "no session": lambda one: one | {"session": None},
    "an unknown session": lambda one: one | {"session": "NOTHERE"},
    "a session that is no text": lambda one: one | {"session": {"a": 1}},
    "a session with a NUL byte": lambda one: one | {"session": "\x00"},
    "a text of a megabyte": lambda one: one | {"text": "x" * 1_000_000},
    "a text that is none": lambda one: one | {"text": 5},
    "a billion heads": lambda one: one | {"heads": 10**9},
    "minus heads": lambda one: one | {"heads": -1},
    "no heads": lambda one: one | {"heads": 0},
    "half a head": lambda one: one | {"heads": 0.5},
    "a true head": lambda one: one | {"heads": True},
    "no time": lambda one: one | {"at": None},
    "a time that is none": lambda one: one | {"at": "yesterday"},
    "a day that is none": lambda one: one | {"at": "2026-02-31T10:00:00Z"},
    "the last moment of the calendar": lambda one: one | {"at": "9999-12-31T23:59:59-23:59"},
    "an undo of nothing": lambda one: one | {"kind": "undo"},
    "an undo of what nobody knows": lambda one: (
        one | {"kind": "undo", "undoes": "0d5a5d5e-5b0a-4b53-9d0c-8b7a3f6f2c11"}
    ),
    "a count of how many": lambda one: one | {"kind": "count"},
}


@pytest.mark.parametrize("bad", BAD)
def test_one_bad_item_stops_none_of_the_others(desk, party, session, now, bad):
    broken = BAD[bad](a_scan(session, party.reference, now))
    one, other = a_scan(session, party.reference, now), a_scan(session, token(party), now)
    told = desk.upload(one, broken, other)["items"]
    assert [each["result"] for each in told] == ["welcome", "invalid", "already_in"]
    assert told[1]["detail"]
    assert told[1]["tone"] == "bad"
    assert CheckIn.objects.count() == 2


def test_odd_letters_are_no_error(desk, session, now):
    for text in ("\x00", "\ud800", "\u202e", "🙂" * 100, "%s{}[]", "' OR 1=1 --"):
        assert desk.send(a_scan(session, text, now), device="\x00\ud800" + "x" * 1000)["result"] == "unknown"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"items": 5}', b'{"items": {}}', b"{}"]
)
def test_a_body_that_cannot_be_read_is_told_so(desk, session, body):
    response = desk.post("desk_scans", body)
    assert response.status_code == 400
    assert response.json()["detail"]


def test_too_much_at_a_time_is_told_so(desk, session, party, now):
    assert desk.post("desk_scans", {"items": [1] * 501}).status_code == 400
    assert desk.post("desk_scans", {"items": ["x" * 3_000_000]}).status_code == 413
    assert len(desk.upload(*(a_scan(session, party.reference, now) for _ in range(500)))["items"]) == 500


# Clocks


@pytest.mark.parametrize("wrong_by", [-HOUR / 2, HOUR / 2, -9 * 365 * 24 * HOUR, 700 * 365 * 24 * HOUR])
def test_a_clock_that_is_wrong_does_not_move_a_scan(desk, party, session, now, wrong_by):
    one = a_scan(session, token(party), now - HOUR + wrong_by)
    desk.send(one, offline=True, clock=(now + wrong_by).isoformat())
    row = CheckIn.objects.get()
    assert (row.at, row.is_offline) == (now - HOUR, True)


def test_a_scan_from_the_future_counts_as_now_and_one_from_long_ago_as_a_week_old(desk, party, session, now):
    future, past = a_scan(session, token(party), now + HOUR), a_scan(session, token(party), now - 9999 * HOUR)
    desk.upload(past, future, offline=True, clock=now.isoformat())
    assert sorted(CheckIn.objects.values_list("at", flat=True)) == [now - 168 * HOUR, now]


@pytest.mark.parametrize("clock", ["nonsense", 7, "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", None])
def test_a_clock_that_says_nonsense_loses_no_scan(desk, party, session, now, clock):
    told = desk.send(a_scan(session, token(party), now - HOUR), offline=True, clock=clock)
    assert told["result"] == "welcome"
    assert CheckIn.objects.get().at <= now


# Without network


def test_whom_a_device_let_in_is_in_and_marked(desk, party, session, now):
    first = desk.send(a_scan(session, token(party), now, letIn=True), offline=True)
    second = desk.send(a_scan(session, token(party), now, letIn=True), offline=True)
    assert (first["result"], first["isConflict"], second["result"], second["isConflict"]) == (
        "welcome", False, "already_in", True,
    )  # fmt: skip
    assert "marked" in second["detail"]


def test_somebody_unknown_whom_a_device_let_in_is_counted(desk, session, now):
    one = a_scan(session, "AAAA2222", now, letIn=True, heads=2)
    told = desk.send(one, offline=True)
    assert (told["result"], told["isConflict"], told["heads"], told["undoable"]) == ("unknown", True, 2, True)
    assert desk.send(one, offline=True) == told
    assert HeadCount.objects.get().heads == 2
    assert desk.send(an_undo(one, now), offline=True)["result"] == "undone"
    assert desk.send(a_scan(session, "AAAA2222", now, letIn=True))["isConflict"] is False


# Taking back


def test_a_scan_is_taken_back_once_however_often_that_is_sent(desk, party, session, now):
    one = a_scan(session, token(party), now)
    undo = an_undo(one, now)
    desk.send(one)
    told = desk.send(undo)
    assert (told["result"], told["title"], told["heads"], told["in"]) == ("undone", "Taken back", -3, 0)
    before = everything()
    assert desk.send(undo) == told
    assert desk.send(an_undo(one, now))["result"] == "undone"
    assert everything() == before


def test_an_undo_in_the_same_upload_works_whatever_comes_first(desk, party, session, now):
    one = a_scan(session, token(party), now)
    undo, again = an_undo(one, now + HOUR / 60), a_scan(session, token(party), now + HOUR / 30)
    items = [again, undo, one]
    told = desk.upload(*items, offline=True, clock=(now + HOUR).isoformat())["items"]
    assert [each["result"] for each in told] == ["welcome", "undone", "welcome"]
    assert [row.result for row in CheckIn.objects.order_by("pk")] == ["welcome", "undone", "welcome"]


def test_taking_back_what_let_nobody_in_changes_nothing(desk, party, session, now):
    desk.send(a_scan(session, token(party), now))
    second = a_scan(session, token(party), now)
    desk.send(second)
    before = everything()
    told = desk.send(an_undo(second, now))
    assert (told["result"], told["in"]) == ("undone", 3)
    assert everything() == before


# Counting


def test_heads_are_counted_at_doors_and_gates(desk, session, zone, now):
    answer = desk.upload(a_count(session, 4, now), a_count(zone, 2, now), a_count(zone, -1, now))
    assert [one["in"] for one in answer["items"]] == [4, 1, 1]
    by_door = {(row["session"], row["gate"]): row["counted"] for row in answer["numbers"]}
    assert by_door == {(session.code, None): 4, (None, "forest"): 1}
    assert HeadCount.objects.filter(zone=zone).count() == 2


def test_fewer_than_nobody_is_refused_but_for_a_device_without_network(desk, zone, now):
    assert desk.send(a_count(zone, -1, now))["reason"] == "NobodyCounted"
    assert desk.send(a_count(zone, -1, now), offline=True)["result"] == "counted"


def test_a_count_is_taken_back_once(desk, zone, now):
    one = a_count(zone, 5, now)
    desk.send(one)
    assert desk.send(one)["in"] == 5
    for _time in range(2):
        assert desk.send(an_undo(one, now))["in"] == 0
    assert [row.heads for row in HeadCount.objects.order_by("pk")] == [5, -5]


def test_a_name_used_before_for_something_else_is_refused(desk, party, session, zone, now):
    one = a_scan(session, token(party), now)
    desk.send(one)
    other = make.SessionFactory(activity__zone=zone)
    assert desk.send({**one, "session": other.code})["result"] == "invalid"
    gate = a_count(zone, 1, now)
    desk.send(gate)
    assert desk.send({**gate, "gate": None, "session": session.code})["result"] == "invalid"


# A thousand scans


def busy_day(session, now):
    """Return a thousand items of two devices without network: parties scanned twice, taken back, counted."""
    parties = [make.RegistrationFactory(session=session, party_size=2) for _ in range(300)]
    first = [
        a_scan(session, one.reference, now + number * HOUR / 3600, letIn=True) for number, one in enumerate(parties)
    ]
    again = [a_scan(session, one.reference, now + (400 + n) * HOUR / 3600, letIn=True) for n, one in enumerate(parties)]
    undone = [an_undo(one, now + (900 + number) * HOUR / 3600) for number, one in enumerate(first[:200])]
    counts = [a_count(session, 1, now + (1200 + number) * HOUR / 3600) for number in range(200)]
    return [*first, *again, *undone, *counts]


def state():
    """Return what stands in the tables of those who came, but for the numbers of the rows."""
    rows = CheckIn.objects.values_list("client_key", "result", "heads", "at", "is_conflict", "undoes__client_key")
    return sorted(map(str, rows)), sorted(map(str, HeadCount.objects.values_list("client_key", "heads", "at")))


def upload_all(desk, items, clock, size=250):
    """Send items in the order of their times, so many at once."""
    ordered = sorted(items, key=lambda one: one["at"])
    for first in range(0, len(ordered), size):
        batch = ordered[first : first + size]
        random.Random(first).shuffle(batch)  # noqa: S311 (an order, not a secret)
        desk.upload(*batch, offline=True, clock=clock.isoformat())


def test_a_thousand_scans_replayed_twice_in_halves_and_shuffled_are_the_same_state(desk, zone, now):
    session = make.SessionFactory(activity__zone=zone, capacity=None, entry="open_door")
    items, clock = busy_day(session, now - HOUR), now
    assert len(items) == 1000
    # One upload broke off in the middle.
    upload_all(desk, items[:500], clock)
    upload_all(desk, items, clock)
    before, tables = state(), everything()
    upload_all(desk, items, clock)
    upload_all(desk, items[::-1], clock, size=500)
    assert state() == before
    assert everything() == tables
    results = CheckIn.objects.values_list("result", flat=True)
    assert {name: list(results).count(name) for name in set(results)} == {
        "welcome": 300, "already_in": 300, "undone": 200,
    }  # fmt: skip
