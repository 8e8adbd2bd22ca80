"""What rules made, read-only: offers, draws, and changes with how many were reached."""

import datetime as dt

import pytest

from activities import actions
from activities.actions.commitments import Span
from activities.models import Change, Draw, Hold, Session
from activities.reaching import Reach, reach_of_cancellation, reach_of_changes
from goodsociety.common.audit import SYSTEM
from goodsociety.common.models import Outbox
from tests import factories as make
from tests.admin.rows import page
from tests.pages import plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def told(edition, now):
    """A change of which four parties were told by mail: one mail went, one waits, two were given up."""
    session = make.SessionFactory()
    make.RegistrationFactory.create_batch(4, session=session)
    make.RegistrationFactory(session=session, person__email=None, person__phone="+66812345678")
    slot = actions.Slot(Span(session.starts_at + HOUR, session.ends_at + HOUR), session.place)
    moved = Session.objects.for_programme().get(pk=session.pk)
    actions.reschedule_session(session=moved, slot=slot, by=make.UserFactory(), at=now)
    actions.tell_changes(by=SYSTEM, at=now + HOUR)
    first, second, third, _fourth = Outbox.objects.filter(key__startswith="change:").order_by("pk")
    Outbox.objects.filter(pk=first.pk).update(state="sent", sent_at=now)
    Outbox.objects.filter(pk__in=[second.pk, third.pk]).update(state="failed")
    return Change.objects.get()


def words(answer):
    """Return what a page says."""
    return plain(answer.content.decode())


def test_a_change_says_how_many_were_told_and_reached(told, organiser):
    sentence = "1 of 4 by mail, 1 on their way, 2 given up"
    assert sentence in words(organiser.get(page(Change, "changelist")))
    assert sentence in words(organiser.get(page(Change, "change", told.pk)))
    shown = words(organiser.get(page(Session, "change", told.session_id)))
    assert f"before: {told.name} · Wednesday 2 December 2026 13:00–14:00" in shown
    assert f"Told at 2 November 2026 13:00: {sentence}." in shown


def test_a_change_that_waits_says_when_people_are_told(edition, organiser, now):
    change = make.ChangeFactory()
    shown = words(organiser.get(page(Session, "change", change.session_id)))
    assert "People are told at 2 November 2026 12:10." in shown
    assert "by mail" not in words(organiser.get(page(Change, "changelist")))


def test_mails_of_a_change_are_not_those_of_another_with_a_longer_number(told):
    make.OutboxFactory(key=f"change:{told.pk}9:1", state="sent")
    make.OutboxFactory(key=f"changes:{told.pk}:1", state="sent")
    assert reach_of_changes([told]) == {told.pk: Reach(sent=1, queued=1, failed=2)}
    assert reach_of_changes([]) == {}


def test_who_was_reached_is_counted_at_once_for_all(told, django_assert_num_queries):
    changes = [told, make.ChangeFactory(), make.ChangeFactory()]
    with django_assert_num_queries(1):
        reach = reach_of_changes(changes)
    assert [reach[change.pk].mails for change in changes] == [4, 0, 0]


def test_who_was_reached_when_a_session_was_called_off(told, now):
    session = Session.objects.for_programme().get(pk=told.session_id)
    make.OutboxFactory(key="called-off:999999", state="sent")
    actions.cancel_session(session=session, by=make.UserFactory(), at=now)
    assert reach_of_cancellation(session) == Reach(queued=4)


def test_a_draw_shows_its_order_and_leads_to_its_public_page(edition, organiser):
    outcome = [["ABCD2345", "confirmed"], ["EFGH6789", "clash"]]
    draw = make.DrawFactory(entries=[["ABCD2345", 2], ["EFGH6789", 1]], outcome=outcome)
    answer = organiser.get(page(Draw, "change", draw.pk))
    assert "ABCD2345 – has places" in words(answer)
    assert "EFGH6789 – had promised to be elsewhere" in words(answer)
    assert f'href="/en/2026/sessions/{draw.session.code}/draw/"' in answer.content.decode()


def test_the_code_of_a_place_held_is_shown_to_nobody(edition, organiser):
    hold = make.HoldFactory()
    for address in (page(Hold, "changelist"), page(Hold, "change", hold.pk)):
        assert hold.code not in organiser.get(address).content.decode()
    assert organiser.get(page(Hold, "changelist"), {"code__startswith": hold.code[:3]}).status_code in {302, 400}
