"""Scans at the desk, with and without network."""

import datetime as dt
from uuid import uuid4

import pytest

from activities import actions
from activities.actions.scanning import by_our_clock
from activities.models import CheckIn, Pass, Registration
from activities.passes import code_of, pass_address, token_of
from goodsociety.common.codes import new_secret
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.tables import row_counts

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def counters_are_true(db):
    """Recount everything afterwards."""
    yield
    assert list(findings()) == []


@pytest.fixture
def desk(edition):
    """Somebody at a desk."""
    return make.UserFactory(is_staff=True)


@pytest.fixture
def party(edition):
    """A party of four whose person holds a pass."""
    party = make.RegistrationFactory(party_size=4)
    make.PassFactory(person=party.person, edition=edition)
    return party


def token(party):
    """Return the token of a party's pass."""
    return token_of(party.person.passes.get().code)


def scan(party, text, by, at, *, session=None, **given):
    """Scan a text at a party's session or another."""
    read = actions.Scan(text, given.pop("client_key", None) or uuid4(), **given)
    return actions.scan(session=session or party.session, read=read, by=by, at=at)


def test_a_pass_welcomes_the_whole_party_once(party, desk, now):
    first = scan(party, pass_address(party.person.passes.get().code), desk, now, device="tablet-1")
    assert (first.result, first.heads, first.registration, first.device) == ("welcome", 4, party, "tablet-1")
    again = scan(party, token(party), desk, now + HOUR)
    assert (again.result, again.heads, again.is_conflict) == ("already_in", 0, False)


def test_the_same_scan_sent_again_is_the_same_row(party, desk, now):
    key = uuid4()
    first = scan(party, token(party), desk, now, client_key=key)
    before = row_counts()
    assert scan(party, token(party), desk, now + HOUR, client_key=key) == first
    assert row_counts() == before


@pytest.mark.parametrize("spoken", [str, str.lower, lambda text: f" {text[:4]}-{text[4:]} "])
def test_a_reference_is_typed_as_people_type(party, desk, now, spoken):
    assert scan(party, spoken(party.reference), desk, now).result == "welcome"


def test_the_code_of_a_registrations_page_is_read_too(party, desk, now):
    text = f"https://expo.example.org/en/registrations/{party.code}/"
    assert scan(party, text, desk, now).result == "welcome"


def test_a_party_comes_in_parts(party, desk, now):
    assert scan(party, token(party), desk, now, heads=3).heads == 3
    assert scan(party, token(party), desk, now, heads=3).heads == 1


def forged(party):
    """Return a token whose signature is another pass's."""
    return f"{party.person.passes.get().code}.{token_of(new_secret())[23:]}"


@pytest.mark.parametrize(
    "text",
    ["", "nothing", "ABCDEFGH", "x" * 100_000, "\x00", "🙂", "https://elsewhere.example.org/p/abc", "2" * 8],
)
def test_what_is_no_code_of_ours_leaves_no_row(party, desk, now, text):
    assert scan(party, text, desk, now) is None
    assert CheckIn.objects.count() == 0


def test_a_forged_code_leaves_no_row(party, desk, now):
    assert code_of(forged(party)) == ""
    assert scan(party, forged(party), desk, now) is None
    assert scan(party, token_of(new_secret()), desk, now) is None


def test_a_code_of_last_year_is_not_of_this_edition(party, desk, now):
    old = make.PassFactory(person=party.person, edition=make.EditionFactory(year=2019, status="over"))
    assert scan(party, token_of(old.code), desk, now) is None


def test_every_altered_token_is_refused(party):
    good = token(party)
    for place, character in enumerate(good):
        other = "A" if character != "A" else "B"
        assert code_of(good[:place] + other + good[place + 1 :]) == ""


def answer(row):
    """Return what a scan says."""
    return row.result, row.reason, row.heads


def test_why_somebody_is_not_let_in(party, desk, now):
    here = party.session
    same_day = make.SessionFactory(starts_at=here.starts_at + HOUR)
    other_day = make.SessionFactory(starts_at=here.starts_at + DAY)
    assert answer(scan(party, token(party), desk, now, session=same_day)) == ("refused", "wrong_session", 0)
    assert answer(scan(party, token(party), desk, now, session=other_day)) == ("refused", "wrong_day", 0)
    stranger = make.PassFactory(edition=here.edition)
    assert answer(scan(party, token_of(stranger.code), desk, now)) == ("refused", "not_registered", 0)
    waiting = make.WaitingFactory(session=here)
    assert answer(scan(party, waiting.reference, desk, now)) == ("refused", "not_confirmed", 0)
    gone = make.RegistrationFactory(session=here, status="cancelled")
    assert answer(scan(party, gone.reference, desk, now)) == ("refused", "cancelled", 0)
    Pass.objects.filter(person=party.person).update(revoked_at=now + HOUR)
    assert answer(scan(party, token(party), desk, now)) == ("refused", "revoked", 0)


def test_two_devices_without_network_welcome_one_party_once_and_the_second_is_marked(party, desk, now):
    first = scan(party, token(party), desk, now, came_at=now - HOUR, was_let_in=True)
    second = scan(party, token(party), desk, now, came_at=now - HOUR, was_let_in=True)
    assert (answer(first), first.is_conflict, first.is_offline, first.at) == (
        ("welcome", "", 4), False, True, now - HOUR,
    )  # fmt: skip
    assert (answer(second), second.is_conflict) == (("already_in", "", 0), True)


def test_whom_a_device_let_in_before_it_heard_of_the_cancellation_is_in_and_marked(party, desk, now):
    actions.cancel_registration(registration=party, by=desk, at=now)
    row = scan(party, token(party), desk, now, came_at=now - HOUR, was_let_in=True)
    assert (answer(row), row.is_conflict) == (("welcome", "", 4), True)


def test_a_scan_from_the_future_or_from_long_ago_is_brought_to_its_senses(party, desk, now):
    assert scan(party, token(party), desk, now, came_at=now + HOUR).at == now
    assert scan(party, token(party), desk, now, came_at=now - 300 * DAY).at == now - 7 * DAY


@pytest.mark.parametrize("wrong_by", [-HOUR / 2, dt.timedelta(0), HOUR / 2])
def test_a_clock_that_is_wrong_does_not_move_a_scan(now, wrong_by):
    really = now - HOUR
    assert by_our_clock(really + wrong_by, device_clock=now + wrong_by, at=now) == really


def test_a_thousand_scans_replayed_twice_change_nothing(edition, desk, now):
    session = make.SessionFactory(capacity=None, entry="open_door")
    parties = [make.RegistrationFactory(session=session, party_size=2) for _ in range(50)]
    scans = [(party, uuid4()) for _ in range(20) for party in parties]
    for party, key in scans:
        scan(party, party.reference, desk, now, client_key=key, came_at=now, was_let_in=True)
    before = row_counts()
    for _time in range(2):
        for party, key in scans:
            scan(party, party.reference, desk, now + HOUR, client_key=key, came_at=now, was_let_in=True)
    assert row_counts() == before
    assert CheckIn.objects.filter(result="welcome").count() == 50
    assert CheckIn.objects.filter(is_conflict=True).count() == 950
    assert Registration.objects.count() == 50
