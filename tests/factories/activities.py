"""The programme, registrations, passes and those who came."""

import datetime as dt

import factory
from django.db.models import F
from django.utils import timezone
from factory.django import DjangoModelFactory

from activities.models import (
    Access,
    Activity,
    ActivityAccess,
    ActivityWay,
    Answer,
    Change,
    CheckIn,
    Commitment,
    Draw,
    Entry,
    Favourite,
    HeadCount,
    Hold,
    Kind,
    Offer,
    PartyMember,
    Pass,
    Question,
    Registration,
    Session,
    State,
    Way,
)
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.zones import PlaceFactory, ZoneFactory, in_same, usual_edition

HOUR = dt.timedelta(hours=1)


class ActivityFactory(DjangoModelFactory):
    """A workshop in a zone, with hosts, ways and access when given: ``hosts=[...]``, ``ways=[Way.DAILY]``."""

    class Meta:
        model = Activity
        skip_postgeneration_save = True

    edition = factory.LazyFunction(usual_edition)
    zone = factory.SubFactory(ZoneFactory, edition=in_same("edition"))
    slug = factory.Sequence(lambda n: f"activity-{n}")
    kind = Kind.WORKSHOP
    name_th = factory.Sequence(lambda n: f"ซ่อมของเก่าให้ใช้ใหม่ {n}")
    name_en = factory.Sequence(lambda n: f"Mend It and Use It Again {n}")
    summary_th = "มาเรียนซ่อมของใช้ในบ้านด้วยกัน"
    summary_en = "Learn to mend things from home."

    @factory.post_generation
    def hosts(self, create, hosts):
        """Add the organizations that host it."""
        if create and hosts:
            self.hosts.add(*hosts)

    @factory.post_generation
    def ways(self, create, ways):
        """Add the ways to take part that it opens."""
        if create and ways:
            ActivityWay.objects.bulk_create(ActivityWay(activity=self, way=Way(way)) for way in ways)

    @factory.post_generation
    def access(self, create, access):
        """Add what makes it accessible."""
        if create and access:
            ActivityAccess.objects.bulk_create(ActivityAccess(activity=self, feature=Access(each)) for each in access)


class SessionFactory(DjangoModelFactory):
    """A released session of an hour on day 1 at 13:00 that takes registrations; ``open_door=True`` takes none."""

    class Meta:
        model = Session

    class Params:
        open_door = factory.Trait(entry=Entry.OPEN_DOOR, capacity=None)

    activity = factory.SubFactory(ActivityFactory)
    place = factory.SubFactory(PlaceFactory, zone=in_same("activity.zone"))
    starts_at = factory.LazyAttribute(lambda row: row.activity.edition.moment(1, dt.time(13)))
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + HOUR)
    state = State.RELEASED
    entry = Entry.REGISTRATION
    capacity = 20


class HeldFactory(DjangoModelFactory):
    """What registrations and sign-ups share: the person's contact as typed, the seats they take, the commitment."""

    class Meta:
        abstract = True

    person = factory.SubFactory(PersonFactory)
    name = factory.SelfAttribute("person.name")
    email = factory.LazyAttribute(lambda row: row.person.email or "")
    phone = factory.LazyAttribute(lambda row: row.person.phone or "")
    created_at = factory.LazyFunction(timezone.now)
    cancelled_at = factory.LazyAttribute(lambda row: row.created_at if row.status == "cancelled" else None)

    @staticmethod
    def hold(row, slot, seats, what):
        """Take the seats of a live row and note the commitment."""
        if not row.is_live:
            return
        if not type(slot).objects.filter(pk=slot.pk).take(seats):
            raise ValueError(f"{slot} has no {seats} seats left")
        slot.refresh_from_db(fields=["seats_taken"])
        Commitment.objects.create(
            person=row.person, starts_at=slot.starts_at, ends_at=slot.ends_at, what=what, what_key=row.pk
        )


class RegistrationFactory(HeldFactory):
    """A registration of one person, whose seat is taken; ``status="cancelled"`` takes none."""

    class Meta:
        model = Registration

    session = factory.SubFactory(SessionFactory)
    status = Registration.Status.CONFIRMED
    party_size = 1

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        row = super()._create(model_class, *args, **kwargs)
        cls.hold(row, row.session, row.party_size, Commitment.What.REGISTRATION)
        return row


class WaitingFactory(RegistrationFactory):
    """A party on the waiting list of a session, which counts it."""

    status = Registration.Status.WAITING
    queued_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        row = super()._create(model_class, *args, **kwargs)
        Session.objects.filter(pk=row.session_id).update(parties_waiting=F("parties_waiting") + 1)
        row.session.refresh_from_db(fields=["parties_waiting"])
        return row


class OfferFactory(DjangoModelFactory):
    """Places offered for two hours to a party that waited; the session counts them as held."""

    class Meta:
        model = Offer

    registration = factory.SubFactory(
        RegistrationFactory, status=Registration.Status.OFFERED, queued_at=factory.LazyFunction(timezone.now)
    )
    seats = factory.SelfAttribute("registration.party_size")
    made_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda row: row.made_at + 2 * HOUR)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        row = super()._create(model_class, *args, **kwargs)
        if row.answer == Offer.Answer.PENDING:
            Session.objects.filter(pk=row.registration.session_id).update(seats_held=F("seats_held") + row.seats)
        return row


class HoldFactory(DjangoModelFactory):
    """A place kept for ten minutes while a form is filled in; the session counts it as held."""

    class Meta:
        model = Hold

    session = factory.SubFactory(SessionFactory)
    seats = 1
    expires_at = factory.LazyFunction(lambda: timezone.now() + HOUR / 6)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        row = super()._create(model_class, *args, **kwargs)
        Session.objects.filter(pk=row.session_id).update(seats_held=F("seats_held") + row.seats)
        return row


class DrawFactory(DjangoModelFactory):
    """A draw that nobody had entered."""

    class Meta:
        model = Draw

    session = factory.SubFactory(SessionFactory, entry=Entry.DRAW)
    seed = "มีสุข 2569"
    entries = factory.LazyFunction(list)
    outcome = factory.LazyFunction(list)
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(UserFactory)


class ChangeFactory(DjangoModelFactory):
    """A session that was renamed a moment ago."""

    class Meta:
        model = Change

    session = factory.SubFactory(SessionFactory)
    name_th = "ซ่อมของเก่า"
    starts_at = factory.SelfAttribute("session.starts_at")
    ends_at = factory.SelfAttribute("session.ends_at")
    place = factory.SelfAttribute("session.place")
    made_at = factory.LazyFunction(timezone.now)
    due_at = factory.LazyAttribute(lambda row: row.made_at + HOUR / 6)


class QuestionFactory(DjangoModelFactory):
    """A question that need not be answered; ``kind="choice"`` has two answers."""

    class Meta:
        model = Question

    activity = factory.SubFactory(ActivityFactory)
    label_th = "แพ้อาหารอะไรบ้าง"
    label_en = "What food do you not tolerate?"
    options_th = factory.LazyAttribute(lambda row: "ไม่แพ้\nแพ้ถั่ว" if row.kind in {"choice", "choices"} else "")
    kind = Question.Kind.TEXT


class AnswerFactory(DjangoModelFactory):
    """What a party answered."""

    class Meta:
        model = Answer

    registration = factory.SubFactory(RegistrationFactory)
    question = factory.SubFactory(QuestionFactory)
    text = "ถั่ว"


class PartyMemberFactory(DjangoModelFactory):
    """A named member of a party."""

    class Meta:
        model = PartyMember

    registration = factory.SubFactory(RegistrationFactory, party_size=2)
    name = "เพื่อน"


class CommitmentFactory(DjangoModelFactory):
    """A promise to be somewhere tomorrow, for a thing that is not there."""

    class Meta:
        model = Commitment

    person = factory.SubFactory(PersonFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() + 24 * HOUR)
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + HOUR)
    what = Commitment.What.REGISTRATION
    what_key = factory.Sequence(lambda n: 1_000_000 + n)


class PassFactory(DjangoModelFactory):
    """A person's pass in the usual edition."""

    class Meta:
        model = Pass

    person = factory.SubFactory(PersonFactory)
    edition = factory.LazyFunction(usual_edition)
    issued_at = factory.LazyFunction(timezone.now)


class CheckInFactory(DjangoModelFactory):
    """A whole party welcomed at the start."""

    class Meta:
        model = CheckIn

    registration = factory.SubFactory(RegistrationFactory)
    session = factory.SelfAttribute("registration.session")
    person = factory.SelfAttribute("registration.person")
    result = CheckIn.Result.WELCOME
    heads = factory.SelfAttribute("registration.party_size")
    at = factory.SelfAttribute("session.starts_at")


class HeadCountFactory(DjangoModelFactory):
    """Ten people counted at the door."""

    class Meta:
        model = HeadCount

    session = factory.SubFactory(SessionFactory, open_door=True)
    heads = 10
    at = factory.SelfAttribute("session.starts_at")


class FavouriteFactory(DjangoModelFactory):
    """A session that somebody has marked."""

    class Meta:
        model = Favourite

    person = factory.SubFactory(PersonFactory)
    session = factory.SubFactory(SessionFactory)
    marked_at = factory.LazyFunction(timezone.now)
