"""The sample people of 2019: as many as were published, believable, reached by nobody, the same ones every time."""

from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from accounts.models import Consent, Person
from activities.models import Activity, CheckIn, Commitment, Entry, HeadCount, Kind, Registration, Session
from donations.models import Campaign, Payment, Pledge
from goodsociety.common.models import Outbox
from goodsociety.operations.invariants import findings
from organizations.models import MediaCoverage, Organization, Participation
from volunteers.models import Duty, Shift, SignUp
from zones.models import Zone

pytestmark = pytest.mark.django_db
EVERY_ROW_A_SAMPLE = (
    Person, Registration, CheckIn, HeadCount, SignUp, Pledge, Payment, Campaign, Activity, Session, Duty, Shift,
    MediaCoverage,
)  # fmt: skip


def test_everything_adds_up(edition_2019):
    assert list(findings()) == []


def test_as_many_as_were_published(edition_2019):
    """Counted here in plain Python; tests/reports counts the same by the metrics."""
    parts = defaultdict(set)
    for organization, part in Participation.objects.values_list("organization", "part"):
        parts[part].add(organization)
    tour = {row.pk for row in Session.objects.filter(activity__kind=Kind.FIELD_TOUR)}
    scans = list(CheckIn.objects.values_list("session", "person", "heads", "registration__organization"))
    largest = {}
    for session, person, heads, _organization in scans:
        if session not in tour:
            largest[person] = max(largest.get(person, 0), heads)
    assert len(set(SignUp.objects.exclude(approved_minutes=None).values_list("person", flat=True))) == 735
    assert len({organization for session, _person, _heads, organization in scans if session in tour}) == 31
    assert parts["field_tour_visitor"] == {row[3] for row in scans if row[0] in tour}
    assert sum(heads for session, _person, heads, _organization in scans if session in tour) == 185
    assert len(set(MediaCoverage.objects.values_list("outlet", flat=True))) == 56
    carrying = ("organiser", "co_organiser", "zone_lead", "giving_mechanism", "venue_sponsor")
    assert len(set.union(*(parts[part] for part in carrying))) == 17
    assert sum(Zone.objects.values_list("area_sqm", flat=True)) == 1500
    partners = set.union(*(rows for part, rows in parts.items() if part not in {"media", "field_tour_visitor"}))
    over = {
        1500: sum(largest.values()),
        120: len(partners),
        1_300_000_00: sum(Payment.objects.values_list("amount_satang", flat=True)),
    }
    for published, counted in over.items():
        assert published < counted <= published * 1.15


def test_the_programme_has_all_six_kinds_in_all_five_zones(edition_2019):
    kinds = Counter(Activity.objects.values_list("kind", flat=True))
    assert set(kinds) == {"exhibition", "talk", "volunteer", "workshop", "game", "field_tour"}
    assert 120 < sum(number for kind, number in kinds.items() if kind != "field_tour") <= 130
    assert set(Activity.objects.values_list("zone__slug", flat=True)) == set(
        Zone.objects.values_list("slug", flat=True)
    )
    days = {session.starts_at.astimezone().date() for session in Session.objects.all()}
    assert days == set(edition_2019.days)
    for row in Activity.objects.prefetch_related("hosts", "ways"):
        assert row.name_th
        assert row.name_en
        assert row.hosts.all()
        assert row.ways.all()


def test_sessions_stay_in_their_places(edition_2019):
    by_place = defaultdict(list)
    for session in Session.objects.select_related("place", "activity"):
        assert session.place.edition_id == session.activity.edition_id == edition_2019.pk
        if session.capacity and session.place.capacity:
            assert session.capacity <= session.place.capacity
        if not session.place.is_shared:
            by_place[session.place_id].append((session.starts_at, session.ends_at))
    assert len(by_place) > 5
    for spans in by_place.values():
        spans.sort()
        assert all(end <= start for (_start, end), (start, _end) in pairwise(spans))


def test_nobody_is_at_two_places_at_once(edition_2019):
    spans = defaultdict(list)
    for person, starts_at, ends_at in Commitment.objects.values_list("person", "starts_at", "ends_at"):
        spans[person].append((starts_at, ends_at))
    assert max(map(len, spans.values())) >= 3
    for busy in spans.values():
        busy.sort()
        assert all(end <= start for (_start, end), (start, _end) in pairwise(busy))


def test_each_seat_has_its_commitment(edition_2019):
    held = {
        ("registration", row.pk, row.person_id, row.session.starts_at, row.session.ends_at)
        for row in Registration.objects.select_related("session")
    } | {
        ("sign_up", row.pk, row.person_id, row.shift.starts_at, row.shift.ends_at)
        for row in SignUp.objects.select_related("shift")
    }
    kept = Commitment.objects.values_list("what", "what_key", "person", "starts_at", "ends_at")
    assert set(kept) == held
    assert len(kept) == len(held)


@pytest.mark.parametrize(
    ("model", "rows", "seats"), [(Session, "registrations", "party_size"), (Shift, "sign_ups", "")]
)
def test_no_seat_is_given_twice(edition_2019, model, rows, seats):
    full = 0
    for slot in model.objects.exclude(capacity=None).prefetch_related(rows):
        taken = sum(getattr(row, seats) if seats else 1 for row in getattr(slot, rows).all())
        assert taken == slot.seats_taken <= slot.capacity
        full += taken > 0
    assert full > 100
    assert not Registration.objects.filter(session__entry=Entry.OPEN_DOOR).exists()


def test_every_row_of_somebody_is_marked_as_a_sample(edition_2019):
    for model in EVERY_ROW_A_SAMPLE:
        assert set(model.objects.values_list("is_sample", flat=True)) == {True}, model


def test_nobody_can_be_reached_or_paid(edition_2019):
    people = list(Person.objects.all())
    assert all(row.email.endswith(".2019@example.org") and row.phone is None for row in people)
    assert len({row.email for row in people}) == len(people)
    for model in (Registration, SignUp, Pledge):
        typed = set(model.objects.values_list("email", "phone"))
        assert typed == {("", "")}
    assert set(Campaign.objects.values_list("promptpay_id", flat=True)) == {"0000000000"}
    links = MediaCoverage.objects.values_list("link", flat=True)
    assert all(".example.org/" in link for link in links)
    assert not Organization.objects.filter(is_sample=True).exclude(website="").exists()
    assert not Outbox.objects.exists()
    assert not Consent.objects.exists()


def test_all_of_it_has_happened_by_the_end(edition_2019):
    opening = edition_2019.moment(1, edition_2019.opens_at)
    assert all(at < opening for at in Person.objects.values_list("created_at", flat=True))
    for model in (Registration, SignUp, Pledge):
        assert all(row.created_at == row.person.created_at for row in model.objects.select_related("person"))
    for scan in CheckIn.objects.select_related("session"):
        assert abs((scan.at - scan.session.starts_at).total_seconds()) <= 15 * 60
    assert all(row.received_at > row.pledge.created_at for row in Payment.objects.select_related("pledge"))
    assert Registration.objects.filter(check_ins=None).exists(), "some of those who register never come"
    assert set(SignUp.objects.filter(approved_minutes__gt=0).values_list("approved_minutes", flat=True)) <= {
        (row.ends_at - row.starts_at).seconds // 60 for row in Shift.objects.all()
    }
