"""What groups of organizations count for, from asking to being there, by the actions that pages and desks call."""

from uuid import uuid4

import pytest

from accounts.contact import Contact
from activities import actions
from activities.models import Registration, Session
from activities.passes import token_of
from goodsociety.common.audit import VISITOR
from goodsociety.operations.invariants import findings
from reports.metrics import METRICS
from tests import factories as make
from tests.reports.recount import RECOUNTS

pytestmark = pytest.mark.django_db
FIGURES = (
    "field_tour_organizations", "field_tour_people", "seats_registered", "attendees", "visits", "partner_organizations",
)  # fmt: skip


def session(kind):
    """Return a session for groups, on the programme."""
    row = make.SessionFactory(activity__kind=kind, entry="groups", capacity=100, largest_party=50)
    return Session.objects.for_programme().get(pk=row.pk)


@pytest.fixture
def tour(edition):
    """Return a field tour for groups."""
    return session("field_tour")


@pytest.fixture
def desk(edition):
    """Somebody of the zone."""
    return make.UserFactory(is_staff=True)


def ask(tour, organization, leader, size, at):
    """Ask for places for a group of an organization."""
    party = actions.Party(Contact(leader, f"{leader}@example.org"), size)
    return actions.register_group(session=tour, group=actions.Group(organization, party), by=VISITOR, at=at)


def come(row, desk, at, **given):
    """Show the pass of a group at the door."""
    token = token_of(row.person.passes.get().code)
    return actions.scan(session=row.session, read=actions.Scan(token, uuid4(), **given), by=desk, at=at)


def counted(edition):
    """Return the figures; a recount in plain Python must say the same."""
    at = edition.moment(4, edition.closes_at)
    found = {key: int(METRICS[key].total(edition, at=at).amount) for key in FIGURES}
    assert found == {key: RECOUNTS[key](edition.year, at) for key in FIGURES}
    assert list(findings()) == []
    return found


def test_groups_count_when_they_are_there(edition, tour, desk, now):
    school, company, club = make.OrganizationFactory.create_batch(3)
    first, second = ask(tour, school, "ก", 12, now), ask(tour, school, "ข", 8, now)
    third, declined = ask(tour, company, "ค", 20, now), ask(tour, club, "ง", 30, now)
    assert set(counted(edition).values()) == {0}, "a request is no promise yet"
    for row in (first, second, third):
        actions.approve_request(registration=row, by=desk, at=now)
    actions.decline_request(registration=declined, by=desk, at=now)
    change = actions.GroupChange(size=15, names=["สมชาย"], note="")
    actions.change_group(registration=third, change=change, by=VISITOR, at=now)
    assert counted(edition) == dict.fromkeys(FIGURES, 0) | {"seats_registered": 12 + 8 + 15}
    come(first, desk, tour.starts_at)
    come(second, desk, tour.starts_at, heads=5)
    assert counted(edition)["field_tour_organizations"] == 1, "two groups of one organization"
    last = come(third, desk, tour.starts_at)
    figures = counted(edition)
    assert (figures["field_tour_organizations"], figures["field_tour_people"]) == (2, 12 + 5 + 15)
    assert figures["attendees"] == figures["visits"] == figures["partner_organizations"] == 0
    actions.undo_check_in(check_in=last, by=desk, at=tour.starts_at)
    figures = counted(edition)
    assert (figures["field_tour_organizations"], figures["field_tour_people"]) == (1, 12 + 5)


def test_a_group_at_anything_else_counts_as_people_who_came(edition, desk, now):
    row = ask(session("workshop"), make.OrganizationFactory(), "ก", 12, now)
    actions.approve_request(registration=row, by=desk, at=now)
    come(row, desk, row.session.starts_at)
    figures = counted(edition)
    assert figures["attendees"] == figures["visits"] == 12
    assert figures["field_tour_organizations"] == figures["field_tour_people"] == 0


def test_a_group_that_takes_its_places_back_counts_for_nothing(edition, tour, desk, now):
    row = ask(tour, make.OrganizationFactory(), "ก", 12, now)
    actions.approve_request(registration=row, by=desk, at=now)
    actions.cancel_registration(registration=Registration.objects.for_page().get(pk=row.pk), by=VISITOR, at=now)
    assert set(counted(edition).values()) == {0}


def test_a_group_of_volunteers_counts_as_the_most_of_it_who_came(edition, now):
    leader = make.PersonFactory()
    served = {"person": leader, "party_size": 4, "approved_minutes": 60}
    first = make.ShiftFactory(capacity=5)
    make.SignUpFactory(shift=first, heads=2, **served)
    make.SignUpFactory(shift=make.ShiftFactory(starts_at=first.ends_at, duty=first.duty), heads=3, **served)
    make.SignUpFactory(party_size=4)
    make.SignUpFactory(approved_minutes=60)
    assert METRICS["volunteers"].total(edition, at=now).amount == 4 == RECOUNTS["volunteers"](edition.year, now)
