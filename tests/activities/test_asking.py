"""What is asked of those who register: ages, answers, groups; and how somebody swaps one session for another."""

import pytest

from accounts.contact import Contact
from activities import actions, refusals
from activities.models import Answer, PartyMember, Registration, Session
from goodsociety.common.audit import VISITOR
from goodsociety.common.refusals import WrongStep
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.tables import refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counters_are_true(db):
    """Recount everything afterwards."""
    yield
    assert list(findings()) == []


def party(name, size=1, **given):
    """Return somebody's party."""
    return actions.Party(Contact(name, f"{name}@example.org"), size, **given)


def read(session):
    """Return a session as pages read it."""
    return Session.objects.for_programme().get(pk=session.pk)


def register(session, given, at):
    """Register a party."""
    return actions.register_party(session=read(session), party=given, by=VISITOR, at=at)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({}, refusals.AgeNeeded),
        ({"youngest": 12}, refusals.AgeNeeded),
        ({"oldest": 15}, refusals.AgeNeeded),
        ({"youngest": 11, "oldest": 15}, refusals.TooYoung),
        ({"youngest": 12, "oldest": 19}, refusals.TooOld),
    ],
)
def test_whom_an_activity_for_twelve_to_eighteen_does_not_take(now, given, refusal):
    session = make.SessionFactory(activity__minimum_age=12, activity__maximum_age=18)
    with refused(refusal):
        register(session, party("a", 2, **given), now)
    assert register(session, party("a", 2, youngest=12, oldest=18), now).status == "confirmed"


def test_answers_are_kept_and_those_that_must_be_given_are_asked_for(now):
    session = make.SessionFactory()
    needed = make.QuestionFactory(activity=session.activity, is_required=True)
    other = make.QuestionFactory(activity=session.activity)
    strange = make.QuestionFactory()
    with refused(refusals.AnswerNeeded):
        register(session, party("a", answers={other.pk: "ถั่ว"}), now)
    made = register(session, party("a", answers={needed.pk: "ไม่แพ้", strange.pk: "x"}), now)
    assert list(made.answers.values_list("question", "text")) == [(needed.pk, "ไม่แพ้")]
    assert Answer.objects.count() == 1


def test_answers_to_choose_from_stand_in_both_languages(now):
    question = make.QuestionFactory(kind="choice", options_th="ก\n ข \n\n", options_en="a\nb")
    assert question.options == [("ก", "ก"), ("ข", "ข")]
    question.options_en = "a"
    assert question.options == [("ก", "ก"), ("ข", "ข")]


# Groups


@pytest.fixture
def tour(now):
    """A field tour for groups of five to twenty."""
    return make.SessionFactory(entry="groups", capacity=30, smallest_party=5, largest_party=20)


def group(size=10, **given):
    """Return a group of an organization."""
    return actions.Group(make.OrganizationFactory(), party("leader", size), **given)


def test_a_group_asks_and_is_approved(tour, now):
    asked = group(12, names=["ก", "ข"], note="มาด้วยรถบัสหนึ่งคัน")
    made = actions.register_group(session=read(tour), group=asked, by=VISITOR, at=now)
    assert (made.status, made.organization, made.note) == ("requested", asked.organization, "มาด้วยรถบัสหนึ่งคัน")
    assert read(tour).seats_taken == 0
    actions.approve_request(registration=made, by=make.UserFactory(), at=now)
    assert read(tour).seats_taken == 12
    actions.change_party_size(registration=made, party_size=8, by=VISITOR, at=now)
    actions.name_party(registration=made, names=["ค"], by=VISITOR, at=now)
    assert read(tour).seats_taken == 8
    assert list(PartyMember.objects.values_list("name", flat=True)) == ["ค"]


@pytest.mark.parametrize(
    ("size", "names", "refusal"),
    [
        (4, [], refusals.PartyTooSmall),
        (21, [], refusals.PartyTooLarge),
        (5, ["ก"] * 6, refusals.MoreNamesThanPeople),
    ],
)
def test_which_groups_a_tour_does_not_take(tour, now, size, names, refusal):
    asked = group(size, names=names)
    with refused(refusal):
        actions.register_group(session=read(tour), group=asked, by=VISITOR, at=now)


def test_a_session_for_everybody_takes_no_groups(now):
    session, asked = make.SessionFactory(), group()
    with refused(refusals.NoGroups):
        actions.register_group(session=read(session), group=asked, by=VISITOR, at=now)


# Swapping


@pytest.fixture
def two(now):
    """Two sessions at the same time."""
    first = make.SessionFactory()
    return first, make.SessionFactory(starts_at=first.starts_at, capacity=1)


def test_one_session_is_swapped_for_another_at_the_same_time(two, now):
    first, second = two
    held = register(first, party("a"), now)
    with refused(refusals.Clash):
        register(second, party("a"), now)
    made = actions.swap_registration(registration=held, session=read(second), party=party("a"), by=VISITOR, at=now)
    assert (made.session_id, Registration.objects.get(pk=held.pk).status) == (second.pk, "cancelled")
    assert (read(first).seats_taken, read(second).seats_taken) == (0, 1)


def test_where_the_other_is_full_nothing_is_given_up(two, now):
    first, second = two
    held = register(first, party("a"), now)
    register(second, party("b"), now)
    with refused(refusals.SessionFull):
        actions.swap_registration(registration=held, session=read(second), party=party("a"), by=VISITOR, at=now)


def test_nobody_swaps_what_is_somebody_elses(two, now):
    first, second = two
    held = register(first, party("a"), now)
    with refused(WrongStep):
        actions.swap_registration(registration=held, session=read(second), party=party("b"), by=VISITOR, at=now)
