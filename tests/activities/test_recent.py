"""Sessions that a process read a second ago, for the crowd that registers."""

import pytest

from activities import recent as module
from activities.models import Session
from activities.recent import MOST, SECONDS, Recent
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch, settings):
    """Return a clock that stands still until it is moved, where pages are kept."""
    settings.KEEP_PAGES = True
    hands = {"at": 100.0}
    monkeypatch.setattr(module, "monotonic", lambda: hands["at"])
    return hands


def test_a_session_is_read_once_a_second(clock, django_assert_num_queries):
    session, recent = make.SessionFactory(capacity=5), Recent()
    assert recent.session(session.code) == session
    Session.objects.filter(pk=session.pk).update(capacity=9)
    clock["at"] += SECONDS / 2
    with django_assert_num_queries(0):
        kept = recent.session(session.code)
        assert (kept.capacity, kept.activity.name_th) == (5, session.activity.name_th)
        assert list(kept.activity.questions.all()) == []
    clock["at"] += SECONDS / 2
    assert recent.session(session.code).capacity == 9


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
    assert recent.seen == {}, "what anybody makes up fills no memory"


def test_only_so_many_are_remembered(clock):
    session = make.SessionFactory()
    recent = Recent({str(number): (100.0, session) for number in range(MOST)})
    recent.session(session.code)
    assert list(recent.seen) == [session.code]
