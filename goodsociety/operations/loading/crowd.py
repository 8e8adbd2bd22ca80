"""Sample people at work: sign-ups, registrations, check-ins and gifts whose totals are those the file asks for.

The same document makes the same rows. They are written once: an edition that has sample people keeps them.
"""

import datetime as dt
from collections import Counter
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.models import Person
from activities.models import CheckIn, Commitment, Entry, HeadCount, Kind, Registration, Session, State
from donations.actions.numbering import LEDGER, next_numbers
from donations.models import Campaign, Payment, Pledge
from goodsociety.common.money import SATANG
from goodsociety.operations.loading.errors import BadEditionFile
from goodsociety.operations.loading.expertise import add_expertise
from goodsociety.operations.loading.people import Cast, Invented, commitments
from organizations.models import Organization, Part
from volunteers.models import Shift, SignUp
from zones.models import Edition

PARTIES = (1,) * 11 + (2,) * 6 + (3, 3, 4, 5)
GIFTS = (100, 200, 300, 500, 500, 1000, 1000, 2000, 3000, 5000, 10_000, 20_000)
SESSIONS_EACH = (1, 1, 2, 2, 3)
#: Of ten registrations after somebody's first visit, so many are kept; of twelve visitors one never comes.
KEPT_OF_TEN = 8
NO_SHOW_SHARE = 12
BATCH = 500

Numbers = dict[str, Any]
Added = Counter[type[Model]]


def add_crowd(edition: Edition, crowd: Numbers, *, at: dt.datetime) -> Added:
    """Write the sample people of an edition, unless it has some; return how many rows of each kind were added.

    Raises BadEditionFile where the programme has too few seats for them.
    """
    cast = Cast(edition, crowd["seed"], at)
    if cast.is_there:
        return Counter()
    added = add_volunteers(cast, crowd["volunteers"]) + Visitors(cast).add(crowd) + add_gifts(cast, crowd)
    added += add_expertise(cast, crowd["expertise"])
    added[Person] = len(cast.everybody)
    return added


def too_many(key: str, *, room: int) -> BadEditionFile:
    """Return the error for more sample people than there is room for."""
    return BadEditionFile([(f"sample.crowd.{key}", _("There is room for %(room)s only.") % {"room": room})])


def has_happened(cast: Cast) -> bool:
    """Say whether the edition is over, so that people came, served and paid."""
    return cast.edition.status == Edition.Status.OVER


def add_volunteers(cast: Cast, number: int) -> Added:
    """Give every volunteer a shift, and about half of the places left to those who are free."""
    shifts = list(Shift.objects.of(cast.edition).filter(state=State.RELEASED, is_sample=True).order_by("pk"))
    places = [shift for shift in shifts for _place in range(shift.seats_left or 0)]
    if number > len(places):
        raise too_many("volunteers", room=len(places))
    people = cast.more("volunteer", number)
    cast.rng.shuffle(places)
    rows = [sign_up(cast, invented, place) for invented, place in zip(people, places, strict=False)]
    candidates = cast.shuffled(people)
    for place in places[number : (number + len(places)) // 2] if people else []:
        invented = next(candidates)
        if invented.is_free(place):
            rows.append(sign_up(cast, invented, place))
    stored = SignUp.objects.bulk_create(rows, batch_size=BATCH)
    timed = [(row.pk, row.person, row.shift) for row in stored]
    Commitment.objects.bulk_create(commitments(Commitment.What.SIGN_UP, timed), batch_size=BATCH)
    Shift.objects.bulk_update(shifts, ["seats_taken"], batch_size=BATCH)
    return Counter({SignUp: len(stored)})


def sign_up(cast: Cast, invented: Invented, shift: Shift) -> SignUp:
    """Return an unsaved sign-up; served and approved where the edition is over."""
    invented.commit(shift)
    shift.seats_taken += 1
    person = invented.person
    row = SignUp(shift=shift, person=person, name=person.name, created_at=person.created_at, is_sample=True)
    if has_happened(cast):
        row.approved_minutes = int((shift.ends_at - shift.starts_at).total_seconds()) // 60
        row.approved_at = shift.ends_at + dt.timedelta(hours=20)
    return row


class Visitors:
    """People who register for sessions and field tours, and come."""

    def __init__(self, cast: Cast) -> None:
        """Look up the sample sessions."""
        self.cast = cast
        released = Session.objects.of(cast.edition).filter(state=State.RELEASED, is_sample=True)
        self.doors = list(released.filter(entry=Entry.OPEN_DOOR).order_by("pk"))
        counted = released.filter(entry__in=[Entry.REGISTRATION, Entry.GROUPS])
        sessions = list(counted.select_related("activity").order_by("pk"))
        self.tours = [session for session in sessions if session.activity.kind == Kind.FIELD_TOUR]
        for_all = [session for session in sessions if session.entry == Entry.REGISTRATION]
        self.sessions = [session for session in for_all if session.activity.kind != Kind.FIELD_TOUR]
        self.rows: list[tuple[Registration, int]] = []

    def add(self, crowd: Numbers) -> Added:
        """Register everybody, let them come where the edition is over, and write all of it."""
        self.attend(crowd["attendees"])
        self.tour(crowd["field_tour_people"])
        self.fill_up(crowd["nearly_full_sessions"])
        return self.write()

    def attend(self, heads: int) -> None:
        """Register parties that add up to the heads, each for one to three sessions, and a few who never come."""
        parties = self.cast.share_out(heads, PARTIES)
        no_shows = len(parties) // NO_SHOW_SHARE if has_happened(self.cast) else 0
        people = self.cast.more("visitor", len(parties) + no_shows)
        for index, (invented, size) in enumerate(zip(people, parties + [1] * no_shows, strict=True)):
            sessions = self.choose(invented, size, self.cast.rng.choice(SESSIONS_EACH))
            if not sessions:
                raise too_many("attendees", room=sum(parties[:index]))
            for session in sessions:
                is_first = not invented.busy
                is_kept = index < len(parties) and (is_first or self.cast.rng.randint(1, 10) <= KEPT_OF_TEN)
                self.register(invented, session, size, came=size if is_kept else 0)

    def choose(self, invented: Invented, size: int, number: int) -> list[Session]:
        """Return sessions with room for a party that do not clash with each other."""
        chosen: list[Session] = []
        for session in self.cast.rng.sample(self.sessions, len(self.sessions)):
            is_apart = all(other.ends_at <= session.starts_at or other.starts_at >= session.ends_at for other in chosen)
            if is_apart and (session.seats_left or 0) >= size and invented.is_free(session):
                chosen.append(session)
            if len(chosen) == number:
                break
        return chosen

    def tour(self, heads: int) -> None:
        """Let each field-tour visitor among the organizations send a party; together they are the heads."""
        if not heads:
            return
        organizations = list(
            Organization.objects.with_part_in(self.cast.edition, Part.FIELD_TOUR_VISITOR).order_by("pk")
        )
        sizes = even_parties(heads, len(organizations))
        leaders = self.cast.more("tour-leader", len(organizations))
        for invented, organization, size in zip(leaders, organizations, sizes, strict=True):
            self.register(invented, self.emptiest_tour(size), size, came=size)
            self.rows[-1][0].organization = organization

    def emptiest_tour(self, size: int) -> Session:
        """Return the field tour with the most seats left, where a party finds room in it."""
        tour = max(self.tours, key=lambda session: session.seats_left or 0, default=None)
        if tour is None or (tour.seats_left or 0) < size:
            sentence = _("No field tour has room for a party of %(size)s.") % {"size": size}
            raise BadEditionFile([("sample.crowd.field_tour_people", sentence)])
        return tour

    def fill_up(self, number: int) -> None:
        """Fill some sessions until at most three seats are left, one in four of them completely."""
        for index, session in enumerate(self.cast.rng.sample(self.sessions, min(number, len(self.sessions)))):
            missing = max((session.seats_left or 0) - index % 4, 0)
            sizes = self.cast.share_out(missing, PARTIES)
            for invented, size in zip(self.cast.more(f"guest-{index + 1}", len(sizes)), sizes, strict=True):
                self.register(invented, session, size, came=0)

    def register(self, invented: Invented, session: Session, size: int, *, came: int) -> None:
        """Note a registration and how many of the party came."""
        invented.commit(session)
        session.seats_taken += size
        person = invented.person
        row = Registration(session=session, person=person, name=person.name, party_size=size, is_sample=True)
        row.created_at = person.created_at
        self.rows.append((row, came))

    def write(self) -> Added:
        """Write registrations, commitments, counters, check-ins and head counts."""
        stored = Registration.objects.bulk_create([row for row, _came in self.rows], batch_size=BATCH)
        timed = [(row.pk, row.person, row.session) for row in stored]
        Commitment.objects.bulk_create(commitments(Commitment.What.REGISTRATION, timed), batch_size=BATCH)
        Session.objects.bulk_update(self.sessions + self.tours, ["seats_taken"], batch_size=BATCH)
        added: Added = Counter({Registration: len(stored)})
        if has_happened(self.cast):
            scans = [self.scan(row, came) for row, came in self.rows if came]
            added[CheckIn] = len(CheckIn.objects.bulk_create(scans, batch_size=BATCH))
            added[HeadCount] = len(HeadCount.objects.bulk_create(self.head_counts(), batch_size=BATCH))
        return added

    def scan(self, row: Registration, heads: int) -> CheckIn:
        """Return an unsaved welcome within minutes of the beginning."""
        at = row.session.starts_at + dt.timedelta(minutes=self.cast.rng.randint(-10, 15))
        return CheckIn(
            session=row.session, person=row.person, registration=row, result=CheckIn.Result.WELCOME, heads=heads, at=at,
            is_sample=True,
        )  # fmt: skip

    def head_counts(self) -> list[HeadCount]:
        """Return unsaved counts at open doors."""
        return [
            HeadCount(session=door, heads=self.cast.rng.randint(5, 60), at=door.ends_at, is_sample=True)
            for door in self.doors
        ]


def even_parties(heads: int, number: int) -> list[int]:
    """Return so many party sizes that differ by one at most and add up to the heads, each of one or more."""
    if not 1 <= number <= heads:
        sentence = _("The field-tour visitors among the organizations are %(number)s; each of them sends somebody.")
        raise BadEditionFile([("sample.crowd.field_tour_people", sentence % {"number": number})])
    return [heads // number + (index < heads % number) for index in range(number)]


def add_gifts(cast: Cast, crowd: Numbers) -> Added:
    """Write pledges that add up to what was pledged, and ledger rows that add up to what was paid."""
    campaigns = list(Campaign.objects.of(cast.edition).filter(is_sample=True).order_by("pk"))
    paid = cast.share_out(crowd["paid_baht"], GIFTS)
    unpaid = cast.share_out(crowd["pledged_baht"] - crowd["paid_baht"], GIFTS)
    people = cast.more("giver", len(paid) + len(unpaid))
    rows = [
        Pledge(
            campaign=cast.rng.choice(campaigns), person=invented.person, name=invented.person.name,
            amount_satang=amount * SATANG, created_at=invented.person.created_at, is_sample=True,
            status=Pledge.Status.PAID if index < len(paid) else Pledge.Status.PROMISED,
            received_satang=amount * SATANG if index < len(paid) else 0,
        )
        for index, (invented, amount) in enumerate(zip(people, paid + unpaid, strict=True))
    ]  # fmt: skip
    stored = Pledge.objects.bulk_create(rows, batch_size=BATCH)
    numbers = next_numbers(LEDGER, len(paid))
    payments = [payment(cast, number, pledge) for number, pledge in zip(numbers, stored[: len(paid)], strict=True)]
    Payment.objects.bulk_create(payments, batch_size=BATCH)
    return Counter({Pledge: len(stored), Payment: len(payments)})


def payment(cast: Cast, number: int, pledge: Pledge) -> Payment:
    """Return an unsaved ledger row of a paid pledge, a day or two later and not in the future."""
    at = min(pledge.created_at + dt.timedelta(hours=cast.rng.randint(1, 48)), cast.at)
    return Payment(
        number=number, campaign_id=pledge.campaign_id, pledge=pledge, amount_satang=pledge.amount_satang,
        method=cast.rng.choice([Payment.Method.PROMPTPAY, Payment.Method.PROMPTPAY, Payment.Method.TRANSFER]),
        received_at=at, recorded_at=at, is_sample=True,
    )  # fmt: skip
