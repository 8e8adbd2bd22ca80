"""Welcoming parties, taking a welcome back, counting heads."""

from uuid import uuid4

import pytest

from activities.actions import check_in, check_in_party, count_heads, undo_check_in
from activities.models import CheckIn, HeadCount
from activities.refusals import AlreadyCheckedIn
from goodsociety.common.models import AuditEntry
from goodsociety.common.refusals import WrongStep
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.statements import noted
from tests.tables import everything, refused, row_counts, written

ONE_SCAN = {"activities.CheckIn": 1, "common.AuditEntry": 1}


@pytest.fixture
def desk(edition):
    """Somebody at a desk."""
    return make.UserFactory(is_staff=True)


@pytest.fixture
def party(edition):
    """A party of four."""
    return make.RegistrationFactory(party_size=4)


def test_a_scan_is_a_row_and_an_entry(party, desk, now):
    before, key = row_counts(), uuid4()
    row = check_in(registration=party, heads=3, client_key=key, by=desk, at=now)
    row.refresh_from_db()
    assert (row.session, row.person, row.registration) == (party.session, party.person, party)
    assert (row.result, row.heads, row.at, row.by, row.client_key) == ("welcome", 3, now, desk, key)
    assert written(before, row_counts()) == ONE_SCAN
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.subject_key, entry.actor_key) == ("check_in", party.pk, desk.pk)
    assert entry.numbers == {"heads": 3}
    assert list(findings()) == []


def test_a_party_may_come_in_parts_until_it_is_in(party, desk, now):
    for heads in (1, 2):
        check_in(registration=party, heads=heads, client_key=uuid4(), by=desk, at=now)
    with refused(AlreadyCheckedIn):
        check_in(registration=party, heads=2, client_key=uuid4(), by=desk, at=now)
    check_in(registration=party, heads=1, client_key=uuid4(), by=desk, at=now)
    with refused(AlreadyCheckedIn):
        check_in(registration=party, heads=1, client_key=uuid4(), by=desk, at=now)


def test_the_same_scan_sent_again_is_the_same_row(party, desk, now):
    key = uuid4()
    first = check_in(registration=party, heads=4, client_key=key, by=desk, at=now)
    before = everything()
    assert check_in(registration=party, heads=4, client_key=key, by=desk, at=now) == first
    assert everything() == before


def test_a_whole_party_is_welcomed_by_one_scan(party, desk, now):
    key = uuid4()
    check_in(registration=party, heads=1, client_key=uuid4(), by=desk, at=now)
    row = check_in_party(registration=party, client_key=key, by=desk, at=now)
    assert row.heads == 3
    assert check_in_party(registration=party, client_key=key, by=desk, at=now) == row
    with refused(AlreadyCheckedIn):
        check_in_party(registration=party, client_key=uuid4(), by=desk, at=now)


def test_a_cancelled_party_is_not_welcomed(desk, now):
    party = make.RegistrationFactory(status="cancelled")
    with refused(WrongStep):
        check_in(registration=party, heads=1, client_key=uuid4(), by=desk, at=now)


def test_the_registration_is_locked_before_its_heads_are_counted(party, desk, now):
    with noted() as statements:
        check_in(registration=party, heads=1, client_key=uuid4(), by=desk, at=now)
    assert "activities_registration" in statements[0]
    assert [n for n, sql in enumerate(statements) if "SUM(" in sql.upper()] > [0]


def test_a_welcome_is_taken_back_by_a_row_of_its_own(party, desk, now):
    welcome = check_in_party(registration=party, client_key=uuid4(), by=desk, at=now)
    before = row_counts()
    undo = undo_check_in(check_in=welcome, by=desk, at=now)
    assert (undo.result, undo.heads, undo.undoes) == ("undone", -4, welcome)
    assert (undo.session, undo.person, undo.registration) == (party.session, party.person, party)
    assert written(before, row_counts()) == ONE_SCAN
    entry = AuditEntry.objects.get(verb="undo_check_in")
    assert (entry.subject_key, entry.numbers) == (welcome.pk, {"heads": -4})
    assert list(findings()) == []
    assert check_in_party(registration=party, client_key=uuid4(), by=desk, at=now).heads == 4


def test_only_a_welcome_that_stands_is_taken_back(party, desk, now):
    welcome = check_in_party(registration=party, client_key=uuid4(), by=desk, at=now)
    undo = undo_check_in(check_in=welcome, by=desk, at=now)
    refusal = make.CheckInFactory(registration=party, result="refused", heads=0)
    for row in (welcome, undo, refusal):
        with refused(WrongStep):
            undo_check_in(check_in=row, by=desk, at=now)
    assert CheckIn.objects.count() == 3


@pytest.mark.parametrize("heads", [25, -3])
def test_heads_are_counted_in_rows(desk, now, heads):
    session = make.SessionFactory(open_door=True)
    make.HeadCountFactory(session=session, heads=3)
    before = row_counts()
    row = count_heads(door=session, heads=heads, by=desk, at=now)
    kept = HeadCount.objects.values_list("session", "heads", "at", "by").get(pk=row.pk)
    assert kept == (session.pk, heads, now, desk.pk)
    assert written(before, row_counts()) == {"activities.HeadCount": 1, "common.AuditEntry": 1}
    assert AuditEntry.objects.get().subject_key == session.pk
    assert str(row) == str(heads)
