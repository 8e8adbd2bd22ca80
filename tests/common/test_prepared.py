"""Updates that are written out once."""

import pytest

from activities.models import Session, State
from goodsociety.common.prepared import Blank, Update
from goodsociety.common.seats import taking
from tests import factories as make
from tests.statements import noted
from volunteers.models import Shift

pytestmark = pytest.mark.django_db


def test_it_does_what_the_update_of_the_rows_would_do():
    mine, other = make.SessionFactory(capacity=5), make.SessionFactory(capacity=5)
    rows = Session.objects.filter(pk=Blank("which"), state=State.RELEASED)
    update = Update.of(rows, capacity=Blank("seats"))
    assert update.run(which=mine.pk, seats=7) == 1
    assert update.run(which=0, seats=9) == 0
    assert dict(Session.objects.values_list("pk", "capacity")) == {mine.pk: 7, other.pk: 5}


@pytest.mark.parametrize(
    ("seats", "state", "is_taken"), [(2, "released", True), (3, "released", False), (1, "draft", False)]
)
@pytest.mark.parametrize("factory", [make.SessionFactory, make.ShiftFactory])
def test_seats_of_one_row_are_taken_by_the_same_rule_as_those_of_any(factory, seats, state, is_taken):
    row, other = factory(capacity=5, seats_taken=2, seats_held=1), factory(capacity=5, seats_taken=2, seats_held=1)
    rows = type(row).objects
    rows.update(state=state)
    assert rows.take_of(seats, pk=row.pk, state=State.RELEASED) is is_taken
    assert rows.filter(pk=other.pk, state=State.RELEASED).take(seats) is is_taken
    assert set(rows.values_list("seats_taken", flat=True)) == {2 + seats if is_taken else 2}


def test_the_statement_is_the_one_that_django_writes():
    session = make.SessionFactory()
    with noted() as statements:
        Session.objects.take_of(1, pk=session.pk, state=State.RELEASED)
        Session.objects.filter(pk=session.pk, state=State.RELEASED).take(1)
    once, each_time = (sql.replace("(%s)", "%s") for sql in statements)
    assert sorted(once.split(" AND ")) == sorted(each_time.split(" AND "))


def test_it_is_written_once_for_each_model():
    assert taking(Session, ("pk",)) is taking(Session, ("pk",))
    assert taking(Session, ("pk",)) != taking(Shift, ("pk",))
