"""Sessions as a process knows them, for the crowd that registers."""

import pytest

from activities import recent as module
from activities.models import Activity, Session
from activities.recent import LONGEST_SECONDS, MOST, SECONDS, Recent
from goodsociety.common.caching import version
from tests import factories as make
from zones.actions import content_changed

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch, settings):
    """Return a clock that stands still until it is moved, where pages are kept."""
    settings.KEEP_PAGES = True
    hands = {"at": 100.0}
    for place in (module, version):
        monkeypatch.setattr(place, "monotonic", lambda: hands["at"])
    return hands


def test_within_a_second_it_is_not_read_again(clock, django_assert_num_queries):
    session, recent = make.SessionFactory(capacity=5), Recent()
    assert recent.session(session.code) == session
    Session.objects.filter(pk=session.pk).update(seats_taken=3)
    clock["at"] += SECONDS / 2
    with django_assert_num_queries(0):
        known = recent.session(session.code)
        assert (known.seats_taken, known.activity.name_th) == (0, session.activity.name_th)
        assert list(known.activity.questions.all()) == []


def test_seats_are_read_once_a_second_by_one_statement(clock, django_assert_num_queries):
    session, recent = make.SessionFactory(capacity=5), Recent()
    recent.session(session.code)
    Session.objects.filter(pk=session.pk).update(seats_taken=3, seats_held=1, parties_waiting=2)
    clock["at"] += SECONDS
    with django_assert_num_queries(2):  # the content's version, the seats
        known = recent.session(session.code)
    assert (known.seats_taken, known.seats_held, known.parties_waiting) == (3, 1, 2)


def test_seats_as_they_are_now_are_read_at_once(clock):
    session, recent = make.SessionFactory(capacity=5), Recent()
    assert recent.session_now(session.code).seats_taken == 0
    Session.objects.filter(pk=session.pk).update(seats_taken=3)
    assert recent.session(session.code).seats_taken == 0
    assert recent.session_now(session.code).seats_taken == 3


def test_what_organisers_change_is_there_within_a_second(clock):
    session, recent = make.SessionFactory(capacity=5), Recent()
    recent.session(session.code)
    Activity.objects.filter(pk=session.activity_id).update(minimum_age=15)
    content_changed(session.activity)
    clock["at"] += SECONDS
    assert recent.session(session.code).activity.minimum_age == 15


def test_what_nobody_tells_of_is_there_within_a_minute(clock):
    session, recent = make.SessionFactory(capacity=5), Recent()
    recent.session(session.code)
    Session.objects.filter(pk=session.pk).update(capacity=9)
    clock["at"] += LONGEST_SECONDS
    assert recent.session(session.code).capacity == 9


def test_one_that_was_taken_from_the_programme_is_gone(clock):
    session, recent = make.SessionFactory(), Recent()
    recent.session(session.code)
    Session.objects.filter(pk=session.pk).update(state="draft")
    clock["at"] += SECONDS
    assert recent.session(session.code) is None


def test_where_pages_are_not_kept_it_is_read_each_time(clock, settings):
    settings.KEEP_PAGES = False
    session, recent = make.SessionFactory(capacity=5), Recent()
    recent.session(session.code)
    Session.objects.filter(pk=session.pk).update(capacity=9)
    assert recent.session(session.code).capacity == 9


def test_what_visitors_may_not_see_is_not_there(clock):
    recent = Recent()
    assert recent.session(make.SessionFactory(state="draft").code) is None
    assert recent.session("NOSUCH12") is None
    assert recent.known == {}, "what anybody makes up fills no memory"


def test_only_so_many_are_known(clock):
    session, recent = make.SessionFactory(), Recent()
    recent.known = dict.fromkeys(map(str, range(MOST)))
    recent.session(session.code)
    assert list(recent.known) == [session.code]


def test_the_seats_of_all_are_read_by_one_statement(clock, django_assert_num_queries):
    sessions, recent = make.SessionFactory.create_batch(3, capacity=5), Recent()
    for session in sessions:
        recent.session(session.code)
    Session.objects.update(seats_taken=2)
    clock["at"] += SECONDS
    with django_assert_num_queries(2):  # the content's version, the seats
        assert [recent.session(session.code).seats_taken for session in sessions] == [2, 2, 2]
