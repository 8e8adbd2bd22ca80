"""Acts on one session or activity: asked first, then foreseen in words, then done once, under the rules."""

import datetime as dt
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from activities.models import Activity, Change, Commitment, Draw, Registration, Session
from goodsociety.common.models import AuditEntry, Outbox
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.admin.pages import messages_of
from tests.admin.rows import page
from tests.pages import plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HOUR = dt.timedelta(hours=1)
ACTS = ("move", "capacity", "draw", "cancel")


@pytest.fixture(autouse=True)
def counters_are_true(db):
    """Recount everything afterwards."""
    yield
    assert list(findings()) == []


@pytest.fixture
def session(edition):
    """A session of four with two parties in it, one by phone, and two that wait."""
    session = make.SessionFactory(capacity=4)
    make.RegistrationFactory(session=session, party_size=3)
    make.RegistrationFactory(session=session, person__email=None, person__phone="+66812345678")
    make.WaitingFactory(session=session, party_size=3)
    make.WaitingFactory(session=session)
    return session


def moments(session, hours):
    """Return the fields of a move by so many hours, in the Buddhist Era."""
    start = timezone.localtime(session.starts_at + hours * HOUR)
    day = f"{start.year + 543}-{start:%m-%d}"
    return {"place": session.place_id, "starts_at_0": day, "starts_at_1": f"{start:%H:%M}"}


def look(browser, thing, act, **typed):
    """Send what was typed, and return the page that says what would happen."""
    return browser.post(page(type(thing), act, thing.pk), typed or {"nothing": ""})


def do(browser, thing, act, **typed):
    """Look, and confirm what was shown; return the answer."""
    seen = look(browser, thing, act, **typed).context["foreseen"].mark
    return browser.post(page(type(thing), act, thing.pk), {**typed, "seen": seen, "confirmed": "1"})


def words(answer):
    """Return what a page says."""
    assert answer.status_code == 200
    return plain(answer.content.decode())


def read(row):
    """Return a row as it is now."""
    return type(row).objects.get(pk=row.pk)


# Who may


@pytest.mark.parametrize("act", ACTS)
def test_who_may_not_change_a_session_does_nothing_to_it(act, session, may):
    address = page(Session, act, session.pk)
    assert Client().get(address).url.startswith("/en/admin/login/") or Client().get(address).status_code == 302
    for browser in (may(), may("view_session")):
        assert browser.get(address).status_code == 403
        assert browser.post(address, {"confirmed": "1", "seen": "", "capacity": "9"}).status_code == 403
    assert may("change_session").get(address).status_code == 200
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("key", ["999999", "abc", "9" * 40, "1 OR 1=1"])
def test_what_is_no_session_is_not_found(act, key, organiser):
    assert organiser.get(page(Session, act, key)).status_code == 404


def test_the_inputs_of_a_moment_have_names(session, organiser):
    html = organiser.get(page(Session, "move", session.pk)).content.decode()
    for name in ("starts: Day", "starts: Time", "ends: Day", "ends: Time"):
        assert f'aria-label="{name}"' in html


def test_buttons_are_there_for_whoever_may_use_them(session, organiser, may):
    address = page(Session, "change", session.pk)
    shown = organiser.get(address).content.decode()
    assert [page(Session, act, session.pk) in shown for act in ACTS] == [True, True, False, True]
    assert f"?session__id__exact={session.pk}" in shown
    assert page(Session, "move", session.pk) not in may("view_session").get(address).content.decode()
    assert "registrations.csv" not in may("view_session").get(address).content.decode()


# It moves


def test_before_it_moves_the_page_says_where_to_who_is_told_and_who_has_to_be_called(session, organiser):
    shown = words(look(organiser, session, "move", **moments(session, 2)))
    by_phone = session.registrations.get(email="")
    assert "Until now: Wednesday 2 December 2026 13:00–14:00" in shown
    assert "From then on: Wednesday 2 December 2026 15:00–16:00" in shown
    assert "4 parties are concerned (8 people): on the waiting list 2, confirmed 2" in shown
    assert "3 get a mail, at 2 November 2026 12:10" in shown
    assert f"1 party gave a phone number only. Please call: {by_phone.reference}" in shown
    assert by_phone.name not in shown
    assert read(session).starts_at == session.starts_at
    assert not AuditEntry.objects.exists()


def test_it_moves_once_however_often_the_page_is_sent(session, organiser):
    typed = {**moments(session, 2), "seen": "", "confirmed": "1"}
    typed["seen"] = look(organiser, session, "move", **typed).context["foreseen"].mark
    address = page(Session, "move", session.pk)
    said = messages_of(organiser, organiser.post(address, typed))
    assert "Moved to Wednesday 2 December 2026 15:00–16:00" in said
    assert "Until 2 November 2026 12:10 nobody is told, if you undo it." in said
    again = organiser.post(address, typed)
    assert "That is where and when it is already." in words(again)
    assert read(session).starts_at == session.starts_at + 2 * HOUR
    assert set(Commitment.objects.values_list("starts_at", flat=True)) == {session.starts_at + 2 * HOUR}
    assert AuditEntry.objects.filter(verb="reschedule_session").count() == 1
    assert LogEntry.objects.get().change_message == "Move"


def test_a_move_is_undone_by_the_link_that_told_of_it(session, organiser):
    said = messages_of(organiser, do(organiser, session, "move", **moments(session, 2)))
    link = re.search(r'href="([^"]+\?undo=\d+)"', said)[1]
    shown = organiser.get(link).content.decode()
    assert 'value="13:00:00"' in shown
    do(organiser, read(session), "move", **moments(session, 0))
    assert read(session).starts_at == session.starts_at
    assert Change.objects.untold().count() == 1


@pytest.mark.parametrize("undo", ["", "x", "9" * 50, "-1", "1 OR 1=1"])
def test_an_undo_of_nothing_begins_with_what_is(undo, session, organiser):
    for act in ("move", "capacity"):
        assert organiser.get(page(Session, act, session.pk), {"undo": undo}).status_code == 200


def test_whoever_would_have_two_promises_is_named_with_the_other(session, organiser):
    row = session.registrations.get(email="")
    make.RegistrationFactory(session=make.SessionFactory(starts_at=session.starts_at + 2 * HOUR), person=row.person)
    shown = words(look(organiser, session, "move", **moments(session, 2)))
    assert "1 party will have two promises at once" in shown
    assert f"{row.reference} (1 person) – registration 2 December 2026 15:00–16:00" in shown
    assert "two promises" not in words(look(organiser, session, "move", **moments(session, 3)))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"starts_at_0": "2019-10-10"}, "Choose a time that lies ahead."),
        ({"starts_at_0": ""}, "This field is required"),
        ({"starts_at_1": "25:00"}, "Enter a valid time"),
        ({"ends_at_0": "2026-12-01", "ends_at_1": "10:00"}, "The end must be later than the start."),
        ({"starts_at_0": "1776-01-01"}, "neither a Buddhist Era year"),
        ({"place": "999999"}, "Select a valid choice"),
        ({"place": ""}, "This field is required"),
    ],
)
def test_a_move_that_makes_no_sense_is_refused_in_words(typed, sentence, session, organiser):
    answer = look(organiser, session, "move", **{**moments(session, 2), **typed})
    assert sentence in words(answer)
    assert answer.context["foreseen"] is None


def test_what_is_in_the_place_already_is_named(session, organiser):
    other = make.SessionFactory(starts_at=session.starts_at + 2 * HOUR)
    answer = look(organiser, session, "move", **{**moments(session, 2), "place": other.place_id})
    assert f"{other} is in this place at that time." in words(answer)


def test_places_of_other_editions_are_not_offered(session, organiser):
    other = make.PlaceFactory(zone=make.ZoneFactory(edition=make.EditionFactory(year=1999, status="over")))
    assert f'value="{other.pk}"' not in organiser.get(page(Session, "move", session.pk)).content.decode()


def test_a_page_that_has_become_old_asks_again(session, organiser):
    typed = moments(session, 2)
    seen = look(organiser, session, "move", **typed).context["foreseen"].mark
    Session.objects.update(capacity=9)
    answer = organiser.post(page(Session, "move", session.pk), {**typed, "seen": seen, "confirmed": "1"})
    assert "Something has changed in the meantime" in words(answer)
    assert answer.context["foreseen"]
    assert read(session).starts_at == session.starts_at


def test_what_was_typed_can_be_changed_before_it_is_done(session, organiser):
    typed = moments(session, 2)
    answer = look(organiser, session, "move", **typed, again="1")
    assert answer.context["foreseen"] is None
    assert f'value="{typed["starts_at_0"]}"' in answer.content.decode()


def test_a_draft_moves_without_a_word(edition, organiser):
    session = make.SessionFactory(state="draft")
    assert "It is a draft: nobody is told." in words(look(organiser, session, "move", **moments(session, 2)))
    assert messages_of(organiser, do(organiser, session, "move", **moments(session, 2))).endswith(f"{session.place}.")


# It holds more or fewer


def test_more_places_go_to_those_who_wait_and_the_page_says_to_whom(session, organiser):
    first, second = session.registrations.filter(status="waiting").order_by("queued_at")
    shown = words(look(organiser, session, "capacity", capacity="8"))
    assert "It holds 4 now and will hold 8." in shown
    assert "2 parties that wait are offered places at once" in shown
    said = messages_of(organiser, do(organiser, session, "capacity", capacity="8"))
    assert "It holds 8 now." in said
    assert f'{page(Session, "capacity", session.pk)}?undo=4"' in said
    assert {read(first).status, read(second).status} == {"offered"}


def test_fewer_places_than_are_taken_are_refused_with_who_is_over(session, organiser):
    last = session.registrations.get(email="")
    shown = words(look(organiser, session, "capacity", capacity="3"))
    assert f"4 places are taken or offered, more than 3. Nobody is dropped: {last.reference}." in shown
    assert read(session).capacity == 4


@pytest.mark.parametrize("typed", ["0", "-1", "", "many", "9" * 30])
def test_a_capacity_that_makes_no_sense(typed, session, organiser):
    assert look(organiser, session, "capacity", capacity=typed).context["form"].errors["capacity"]


# It is called off


def test_before_it_is_called_off_the_page_says_who_is_told(session, organiser):
    shown = words(organiser.get(page(Session, "cancel", session.pk)))
    assert "is called off. It stays on the programme, marked as cancelled." in shown
    assert "3 get a mail, at once." in shown
    assert "This cannot be undone." in shown
    assert "Change what I typed" not in shown
    assert read(session).state == "released"


def test_it_is_called_off_once_and_everybody_is_told(session, organiser):
    typed = {"seen": look(organiser, session, "cancel").context["foreseen"].mark, "confirmed": "1"}
    address = page(Session, "cancel", session.pk)
    assert "Called off. 3 mails are on their way." in messages_of(organiser, organiser.post(address, typed))
    assert "This session was called off." in words(organiser.post(address, typed))
    assert Outbox.objects.filter(key__startswith="called-off:").count() == 3
    assert Registration.objects.active().count() == 0
    Outbox.objects.filter(pk=Outbox.objects.first().pk).update(state="failed")
    assert "Called off: 0 of 3 by mail, 2 on their way, 1 given up." in words(
        organiser.get(page(Session, "change", session.pk))
    )


def test_what_is_over_or_a_draft_is_not_called_off(edition, organiser, now):
    draft = make.SessionFactory(state="draft")
    over = make.SessionFactory(starts_at=now - 2 * HOUR)
    assert "is a draft" in words(organiser.get(page(Session, "cancel", draft.pk)))
    for act in ("cancel", "move", "capacity"):
        assert "This session is over." in words(organiser.get(page(Session, act, over.pk)))


# Its places are drawn


@pytest.fixture
def drawn(edition, now):
    """A session of three places whose draw four parties of one and two have entered; closed by now."""
    session = make.SessionFactory(entry="draw", capacity=3, registration_closes_at=now)
    for size in (1, 2, 1, 2):
        make.RegistrationFactory(session=session, status="entered", party_size=size)
    return session


def test_a_draw_is_shown_before_it_is_held_and_held_once(drawn, organiser):
    shown = words(look(organiser, drawn, "draw", seed="มีสุข 99"))
    assert "Entries: 4 parties with 6 people, for 3 places." in shown
    assert "มีสุข 99" in shown
    assert not Draw.objects.exists()
    said = messages_of(organiser, do(organiser, drawn, "draw", seed="มีสุข 99"))
    draw = Draw.objects.get()
    assert draw.seed == "มีสุข 99"
    assert "of 4 parties have places" in said
    assert page(Draw, "change", draw.pk) in said
    again = organiser.post(page(Session, "draw", drawn.pk), {"seed": "2", "seen": "", "confirmed": "1"})
    assert "The draw for this session has been held." in words(again)
    assert draw.outcome[0][0] in words(organiser.get(page(Draw, "change", draw.pk)))


def test_a_seed_is_proposed_that_nobody_can_guess(drawn, organiser):
    seeds = {organiser.get(page(Session, "draw", drawn.pk)).context["form"].initial["seed"] for _ in range(3)}
    assert len(seeds) == 3
    assert {len(seed) for seed in seeds} == {16}


@pytest.mark.parametrize("seed", ["", "  ", "x" * 101, "a\x00b"])
def test_a_seed_that_cannot_be_kept(seed, drawn, organiser):
    assert look(organiser, drawn, "draw", seed=seed).context["form"].errors["seed"]


def test_no_draw_is_held_before_its_time_or_where_there_is_none(drawn, session, organiser, now):
    assert "not drawn by lot" in words(organiser.get(page(Session, "draw", session.pk)))
    Session.objects.filter(pk=drawn.pk).update(registration_closes_at=now + HOUR)
    assert "after 2 November 2026 13:00" in words(organiser.get(page(Session, "draw", drawn.pk)))
    Session.objects.filter(pk=drawn.pk).update(registration_opens_at=now + HOUR, registration_closes_at=now + 2 * HOUR)
    assert "after 2 November 2026 14:00" in words(organiser.get(page(Session, "draw", drawn.pk)))
    Session.objects.filter(pk=drawn.pk).update(registration_opens_at=None, registration_closes_at=now, state="draft")
    assert "a session that is released" in words(organiser.get(page(Session, "draw", drawn.pk)))


# An activity is renamed


def test_an_activity_is_renamed_and_its_people_are_told(session, organiser):
    activity, names = session.activity, {"name_th": "ชื่อใหม่", "name_en": "New"}
    shown = words(look(organiser, activity, "rename", **names))
    assert "From then on: ชื่อใหม่ / New" in shown
    assert "1 coming session gets the new name." in shown
    assert "3 get a mail" in shown
    said = messages_of(organiser, do(organiser, activity, "rename", **names))
    assert "Renamed to ชื่อใหม่ / New." in said
    assert (read(activity).name_th, read(activity).name_en) == ("ชื่อใหม่", "New")
    link = re.search(r'href="([^"]+\?undo=\d+)"', said)[1]
    assert f'value="{activity.name_th}"' in organiser.get(link).content.decode()
    assert "That is what it is called already." in words(look(organiser, activity, "rename", **names))


def test_a_name_is_needed_and_strangers_rename_nothing(session, organiser, may):
    assert look(organiser, session.activity, "rename", name_th="").context["form"].errors["name_th"]
    assert may("view_activity").get(page(Activity, "rename", session.activity_id)).status_code == 403


# What is shown takes the same queries for many


@pytest.mark.parametrize("act", ["move", "capacity", "cancel"])
def test_what_would_happen_takes_the_same_queries_for_many(act, session, organiser, django_assert_max_num_queries):
    typed = {"move": moments(session, 2), "capacity": {"capacity": "20"}, "cancel": {}}[act]
    look(organiser, session, act, **typed)
    with django_assert_max_num_queries(20) as few:
        look(organiser, session, act, **typed)
    Session.objects.update(capacity=20)
    for _ in range(5):
        make.RegistrationFactory(session=session, status="requested")
    for _ in range(5):
        make.WaitingFactory(session=session)
    Session.objects.update(capacity=4)
    with django_assert_max_num_queries(len(few.captured_queries)):
        look(organiser, session, act, **typed)
