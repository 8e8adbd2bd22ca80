"""Duties, shifts and sign-ups."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from activities.models import Commitment, State
from tests.factories.activities import HOUR, HeldFactory
from tests.factories.zones import ZoneFactory, in_same, usual_edition
from volunteers.models import Duty, Shift, SignUp


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

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        row = super()._create(model_class, *args, **kwargs)
        cls.hold(row, row.shift, 1, Commitment.What.SIGN_UP)
        return row
