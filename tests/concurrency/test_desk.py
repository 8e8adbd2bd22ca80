"""Several devices after one code: exactly one welcome; and where nobody locks, more."""

import threading
from functools import partial
from uuid import uuid4

import pytest

from accounts.contact import Contact
from activities import actions, refusals
from activities.actions import scanning
from activities.models import CheckIn, HeadCount, Registration, Session
from activities.passes import token_of
from tests import factories as make
from tests.concurrency.crowd import at_once, tally

pytestmark = [pytest.mark.race]
TIMES, DEVICES = 50, 5


@pytest.fixture
def desk(moment):
    """Somebody at a desk."""
    return make.UserFactory(is_staff=True)


@pytest.fixture
def party(moment):
    """A party of three with a pass."""
    party = make.RegistrationFactory(party_size=3)
    make.PassFactory(person=party.person, edition=party.session.edition)
    return party


def scans(party, desk, moment, keys=None):
    """Return fifty calls that scan a party's pass on five devices."""
    text = token_of(party.person.passes.get().code)
    keys = keys or [uuid4() for _ in range(TIMES)]
    reads = [actions.Scan(text, key, device=f"tablet-{number % DEVICES}") for number, key in enumerate(keys)]
    return [partial(actions.scan, session=party.session, read=read, by=desk, at=moment) for read in reads]


def test_one_code_on_five_devices_fifty_times_is_one_welcome(party, desk, moment):
    rows = at_once(scans(party, desk, moment), connections=TIMES)
    assert [row for row in rows if isinstance(row, Exception)] == []
    assert sorted(row.result for row in rows) == ["already_in"] * (TIMES - 1) + ["welcome"]
    assert sum(row.heads for row in rows) == 3
    assert {row.device for row in rows} == {f"tablet-{number}" for number in range(DEVICES)}


def test_one_scan_sent_fifty_times_at_once_is_one_row(party, desk, moment):
    rows = at_once(scans(party, desk, moment, [uuid4()] * TIMES), connections=TIMES)
    assert {(type(row).__name__, getattr(row, "pk", row)) for row in rows} == {("CheckIn", CheckIn.objects.get().pk)}


def test_a_pass_and_a_reference_of_one_party_are_one_welcome(party, desk, moment):
    by_reference = [
        partial(actions.scan, session=party.session, read=actions.Scan(party.reference, uuid4()), by=desk, at=moment)
        for _ in range(TIMES // 2)
    ]
    rows = at_once([*scans(party, desk, moment)[: TIMES // 2], *by_reference], connections=TIMES)
    assert [row.result for row in rows].count("welcome") == 1


def test_a_scan_taken_back_fifty_times_at_once_is_taken_back_once(party, desk, moment):
    [row] = at_once(scans(party, desk, moment)[:1])
    undo = partial(actions.take_back, check_in=row, by=desk, at=moment)
    rows = at_once([undo] * TIMES, connections=TIMES)
    assert {row.pk for row in rows} == {CheckIn.objects.get(undoes=row).pk}


def test_one_count_sent_fifty_times_and_taken_back_as_often_is_nobody(session, desk, moment):
    noted = actions.Noted()
    counting = partial(actions.count_heads, door=session, heads=3, by=desk, at=moment, noted=noted)
    counts = at_once([counting] * TIMES, connections=TIMES)
    assert len({row.pk for row in counts}) == 1
    undos = at_once([partial(actions.undo_count, count=counts[0], by=desk, at=moment)] * TIMES, connections=TIMES)
    assert len({row.pk for row in undos}) == 1
    assert sorted(HeadCount.objects.values_list("heads", flat=True)) == [-3, 3]


def test_nobody_is_counted_down_below_nobody(session, desk, moment):
    actions.count_heads(door=session, heads=5, by=desk, at=moment)
    fewer = [partial(actions.count_heads, door=session, heads=-1, by=desk, at=moment) for _ in range(20)]
    assert tally(at_once(fewer)) == {"HeadCount": 5, "NobodyCounted": 15}


def test_walk_ins_and_visitors_share_the_last_places(session, desk, moment):
    guests = [
        actions.Guest(Contact(f"G{number}", phone=f"+6681000{number:04}"), noted=actions.Noted(uuid4()))
        for number in range(30)
    ]
    walking = [partial(actions.walk_in, session=session, guest=guest, by=desk, at=moment) for guest in guests]
    online = [
        partial(
            actions.register,
            session=session,
            contact=Contact(f"V{number}", f"v{number}@example.org"),
            party_size=1,
            by=desk,
            at=moment,
        )
        for number in range(30)
    ]
    outcomes = at_once([call for pair in zip(walking, online, strict=True) for call in pair])
    assert [raised for raised in outcomes if isinstance(raised, Exception)] == [
        raised for raised in outcomes if isinstance(raised, refusals.SessionFull)
    ]
    now = Session.objects.get(pk=session.pk)
    assert (now.seats_taken, Registration.objects.live().count()) == (20, 20)
    assert CheckIn.objects.count() == Registration.objects.filter(is_walk_in=True).count()


def test_one_walk_in_sent_thirty_times_at_once_is_one_registration(session, desk, moment):
    guest = actions.Guest(Contact("G", phone="+66810000000"), size=2, noted=actions.Noted(uuid4()))
    rows = at_once([partial(actions.walk_in, session=session, guest=guest, by=desk, at=moment)] * 30)
    assert {row.pk for row in rows} == {CheckIn.objects.get().pk}
    assert Registration.objects.get().party_size == 2


def test_where_nobody_locks_the_code_is_welcomed_more_than_once(party, desk, moment):
    """The control: all look who is in before anybody writes it down, as they could without lock and transaction."""
    looked = threading.Barrier(DEVICES)

    def careless():
        found = scanning.Found(party.person_id)
        verdict = scanning.judge(found, Registration.objects.get(pk=party.pk), party.session, read)
        looked.wait(30)
        return verdict.result

    read = actions.Scan(token_of(party.person.passes.get().code), uuid4())
    assert at_once([careless] * DEVICES) == ["welcome"] * DEVICES
