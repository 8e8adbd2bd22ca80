"""Duties, shifts and sign-ups."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from activities.models import Commitment, State
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.activities import HOUR, HeldFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.zones import ZoneFactory, in_same, usual_edition
from volunteers.actions.settling import count_claims
from volunteers.models import (
    Certificate,
    CertificateRun,
    CertificateSheet,
    Duty,
    Expertise,
    GuardianConsent,
    HandOver,
    Match,
    Qualification,
    Qualified,
    Rules,
    Shift,
    ShiftChange,
    SignUp,
    SignUpMember,
    Volunteer,
    Wave,
)


class DutyFactory(DjangoModelFactory):
    """Volunteer work in a zone."""

    class Meta:
        model = Duty

    edition = factory.LazyFunction(usual_edition)
    zone = factory.SubFactory(ZoneFactory, edition=in_same("edition"))
    slug = factory.Sequence(lambda n: f"duty-{n}")
    name_th = factory.Sequence(lambda n: f"ต้อนรับผู้มาร่วมงาน {n}")
    name_en = factory.Sequence(lambda n: f"Welcome Visitors {n}")
    description_th = "ยิ้มทักทายและบอกทาง"
    description_en = "Greet people and show them the way."


class ShiftFactory(DjangoModelFactory):
    """A released shift of four hours on day 1 at 9:30 for five."""

    class Meta:
        model = Shift

    duty = factory.SubFactory(DutyFactory)
    starts_at = factory.LazyAttribute(lambda row: row.duty.edition.moment(1, dt.time(9, 30)))
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + 4 * HOUR)
    state = State.RELEASED
    capacity = 5


class SignUpFactory(HeldFactory):
    """A volunteer's place in a shift; give ``approved_minutes`` for one who served."""

    class Meta:
        model = SignUp

    shift = factory.SubFactory(ShiftFactory)
    status = SignUp.Status.CONFIRMED
    approved_minutes = None
    approved_at = factory.LazyAttribute(lambda row: row.shift.ends_at if row.approved_minutes is not None else None)
    queued_at = factory.LazyAttribute(lambda row: row.created_at if row.status == "waiting" else None)
    expires_at = factory.LazyAttribute(lambda row: row.shift.starts_at if row.status in SignUp.HOLDING else None)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        row = super()._create(model_class, *args, **kwargs)
        cls.hold(row, row.shift, row.party_size, Commitment.What.SIGN_UP)
        if row.status in {*SignUp.HOLDING, SignUp.Status.WAITING}:
            count_claims(row.shift)
        if row.status == SignUp.Status.GUARDIAN:
            span = {"starts_at": row.shift.starts_at, "ends_at": row.shift.ends_at}
            Commitment.objects.create(person=row.person, what=Commitment.What.SIGN_UP, what_key=row.pk, **span)
        return row


class SignUpMemberFactory(DjangoModelFactory):
    """One named volunteer of a group."""

    class Meta:
        model = SignUpMember

    sign_up = factory.SubFactory(SignUpFactory)
    name = "ใจดี ช่วยเหลือ"


class QualificationFactory(DjangoModelFactory):
    """A skill; give ``kind="training"`` for what staff must have noted."""

    class Meta:
        model = Qualification

    slug = factory.Sequence(lambda n: f"skill-{n}")
    name_th = factory.Sequence(lambda n: f"ภาษามือ {n}")
    name_en = factory.Sequence(lambda n: f"Sign language {n}")


class QualifiedFactory(DjangoModelFactory):
    """A person has a skill."""

    class Meta:
        model = Qualified

    person = factory.SubFactory(PersonFactory)
    qualification = factory.SubFactory(QualificationFactory)
    since_on = dt.date(2026, 1, 1)


class RulesFactory(DjangoModelFactory):
    """The rules of an edition."""

    class Meta:
        model = Rules

    edition = factory.LazyFunction(usual_edition)


class WaveFactory(DjangoModelFactory):
    """Half of the places are open from now on."""

    class Meta:
        model = Wave

    edition = factory.LazyFunction(usual_edition)
    opens_at = factory.LazyFunction(timezone.now)
    percent = 50


class VolunteerFactory(DjangoModelFactory):
    """A person who says that they are of age; give ``born_on`` instead for one who told their date of birth."""

    class Meta:
        model = Volunteer

    person = factory.SubFactory(PersonFactory)
    born_on = None
    of_age_on = factory.LazyAttribute(lambda row: None if row.born_on else dt.date(2026, 1, 1))


class GuardianConsentFactory(DjangoModelFactory):
    """A guardian was asked."""

    class Meta:
        model = GuardianConsent

    person = factory.SubFactory(PersonFactory)
    edition = factory.LazyFunction(usual_edition)
    name = "แม่ของมาลี"
    email = "mother@example.org"
    asked_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda row: row.asked_at + 72 * HOUR)
    answered_at = factory.LazyAttribute(lambda row: None if row.answer == "pending" else row.asked_at)
    answer = GuardianConsent.Answer.PENDING


class HandOverFactory(DjangoModelFactory):
    """A volunteer looks for a stand-in."""

    class Meta:
        model = HandOver

    sign_up = factory.SubFactory(SignUpFactory)
    asked_at = factory.LazyFunction(timezone.now)


class ShiftChangeFactory(DjangoModelFactory):
    """A shift was moved, and nobody was told yet."""

    class Meta:
        model = ShiftChange

    shift = factory.SubFactory(ShiftFactory)
    starts_at = factory.LazyAttribute(lambda row: row.shift.starts_at - HOUR)
    ends_at = factory.LazyAttribute(lambda row: row.shift.ends_at - HOUR)
    made_at = factory.LazyFunction(timezone.now)
    due_at = factory.LazyAttribute(lambda row: row.made_at)


class CertificateFactory(DjangoModelFactory):
    """A certificate over four hours."""

    class Meta:
        model = Certificate

    person = factory.SubFactory(PersonFactory)
    edition = factory.LazyFunction(usual_edition)
    name = factory.SelfAttribute("person.name")
    minutes = 240
    duties = factory.LazyFunction(lambda: [["ต้อนรับ", "Welcome", 240]])
    issued_at = factory.LazyFunction(timezone.now)


class CertificateRunFactory(DjangoModelFactory):
    """A run of the certificates of an edition that goes on."""

    class Meta:
        model = CertificateRun

    edition = factory.LazyFunction(usual_edition)
    started_at = factory.LazyFunction(timezone.now)


class CertificateSheetFactory(DjangoModelFactory):
    """A person whose certificate a run is still to make."""

    class Meta:
        model = CertificateSheet

    run = factory.SubFactory(CertificateRunFactory)
    person = factory.SubFactory(PersonFactory)


class ExpertiseFactory(DjangoModelFactory):
    """Somebody offers a skill to the whole expo."""

    class Meta:
        model = Expertise

    person = factory.SubFactory(PersonFactory)
    edition = factory.LazyFunction(usual_edition)
    name = factory.SelfAttribute("person.name")
    email = factory.LazyAttribute(lambda row: row.person.email or "")
    kind = Expertise.Kind.SKILL
    words = "ทำบัญชีให้องค์กรเล็ก ๆ"
    created_at = factory.LazyFunction(timezone.now)
    state = Expertise.State.NEW
    closed_at = factory.LazyAttribute(lambda row: row.created_at if row.state in {"closed", "withdrawn"} else None)


class MatchFactory(DjangoModelFactory):
    """Offered expertise was brought together with an organization."""

    class Meta:
        model = Match

    expertise = factory.SubFactory(ExpertiseFactory, state="matched")
    organization = factory.SubFactory(OrganizationFactory)
    made_at = factory.LazyFunction(timezone.now)
    made_by = factory.SubFactory(UserFactory)
    outcome = Match.Outcome.OPEN
    ended_at = factory.LazyAttribute(lambda row: None if row.outcome == "open" else row.made_at)
