"""Calendar entries: read back by a program of somebody else, and carried by mails as calendars look for them."""

import datetime as dt

import pytest
from icalendar import Calendar

from accounts.contact import Contact
from activities import actions
from activities.actions import Party
from activities.actions.commitments import Span
from activities.models import Registration, Session
from goodsociety.common import tidying
from goodsociety.common.audit import SYSTEM, VISITOR
from goodsociety.common.calendar_text import Entry, Method, Status, feed, folded, letter
from goodsociety.common.models import Outbox
from goodsociety.common.outbox import send_due
from tests import factories as make
from volunteers.actions import cancel_sign_up, sign_up

NOON = dt.datetime(2026, 12, 2, 5, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
MAIL = "somchai@example.org"
HOSTILE = 'น้ำใจ, ปันกัน; \\ "คำพูด"\r\nBEGIN:VEVENT\r\nUID:other\x00\x1b 🙏'


def shown(text):
    """Return the entries of a text, read by another program; it complains about what it cannot read."""
    calendar = Calendar.from_ical(text)
    assert calendar.errors == []
    entries = calendar.walk("VEVENT")
    assert [entry.errors for entry in entries] == [[]] * len(entries)
    return entries


def entry(**given):
    """Return an entry of an hour."""
    return Entry(
        **{"uid": "session-A@example.org", "starts_at": NOON, "ends_at": NOON + HOUR, "title": "เสวนา", **given}
    )


def test_another_program_reads_back_what_was_written():
    [found] = shown(feed([entry(sequence=3, where="เวที", words="ก\nข", kind="เสวนา")], name="งาน", at=NOON - HOUR))
    assert (found["UID"], found["SUMMARY"], found["SEQUENCE"]) == ("session-A@example.org", "เสวนา", 3)
    assert (found["DTSTART"].dt, found["DTEND"].dt, found["DTSTAMP"].dt) == (NOON, NOON + HOUR, NOON - HOUR)
    assert (found["LOCATION"], found["DESCRIPTION"]) == ("เวที", "ก\nข")


@pytest.mark.parametrize("field", ["title", "where", "words", "kind"])
def test_no_text_makes_a_line_of_its_own(field):
    text = feed([entry(**{field: HOSTILE})], name=HOSTILE, at=NOON)
    [found] = shown(text)
    assert found["UID"] == "session-A@example.org"
    assert not {"\x00", "\x1b"} & set(text)


def test_lines_are_short_and_cut_between_characters():
    line = "SUMMARY:" + "น้ำใจ🙏a" * 40
    pieces = folded(line).split("\r\n")
    assert max(len(piece.encode()) for piece in pieces) <= 75
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


@pytest.mark.parametrize(("status", "time"), [("CONFIRMED", "OPAQUE"), ("TENTATIVE", "TRANSPARENT")])
def test_only_what_is_sure_takes_time(status, time):
    [found] = shown(feed([entry(status=Status(status))], name="", at=NOON))
    assert (found["STATUS"], found["TRANSP"]) == (status, time)


def test_a_letter_names_who_invites_and_who_is_invited(settings):
    settings.DEFAULT_FROM_EMAIL = 'ทีม "งาน" <expo@example.org>'
    [found] = shown(letter(entry(), method=Method.REQUEST, guest=MAIL, at=NOON))
    assert found["ORGANIZER"] == "mailto:expo@example.org"
    assert found["ATTENDEE"] == f"mailto:{MAIL}"
    assert (found["ATTENDEE"].params["RSVP"], found["ATTENDEE"].params["PARTSTAT"]) == ("FALSE", "ACCEPTED")


# With mails, through a real mail server


@pytest.fixture
def staff(db):
    """Return somebody of the staff."""
    return make.UserFactory(is_staff=True)


@pytest.fixture
def session(edition, server):
    """Return a session that takes registrations."""
    return Session.objects.for_programme().get(pk=make.SessionFactory().pk)


def registered(session, now, **contact):
    """Return a registration of two, told by a mail."""
    who = Contact("สมชาย", MAIL, **contact)
    return actions.register_party(session=session, party=Party(who, 2), by=VISITOR, at=now)


def received(server, now):
    """Send what is due and return each mail's method and entry, or nothing for one without."""
    server.received.clear()
    send_due(clock=lambda: now)
    return [carried(message) for _to, message in server.received]


def carried(message):
    """Return the method and entry of a mail that carries one as it should: beside the text, and as the same file."""
    parts = {part.get_content_type(): part for part in message.walk()}
    if "text/calendar" not in parts:
        assert message.get_content_type() == "text/plain"
        return None
    assert message.get_content_type() == "multipart/mixed"
    alternative = message.get_payload()[0]
    assert [part.get_content_type() for part in alternative.iter_parts()] == ["text/plain", "text/calendar"]
    text, file = parts["text/calendar"].get_content(), parts["application/ics"]
    assert file.get_filename() == "invite.ics"
    method = str(Calendar.from_ical(text)["METHOD"])
    assert parts["text/calendar"].get_param("method") == method
    [found] = shown(text)
    [again] = shown(file.get_content())
    assert found == again
    return method, found


def test_whoever_registers_gets_the_entry_and_loses_it_when_they_cancel(session, server, now, staff):
    row = registered(session, now)
    [(method, found)] = received(server, now)
    assert (method, found["STATUS"], found["SEQUENCE"]) == ("REQUEST", "CONFIRMED", 0)
    assert found["UID"].startswith(f"session-{session.code}@")
    assert (found["DTSTART"].dt, found["DTSTAMP"].dt) == (session.starts_at, now)
    assert row.reference in found["DESCRIPTION"]
    assert row.code not in str(Outbox.objects.get().calendar), "calendars are shared: nothing secret stands there"
    actions.cancel_registration(registration=row, by=VISITOR, at=now + HOUR)
    [(method, gone)] = received(server, now + HOUR)
    assert (method, gone["STATUS"], gone["UID"]) == ("CANCEL", "CANCELLED", found["UID"])
    assert gone["DTSTAMP"].dt > found["DTSTAMP"].dt, "what counts between entries of the same sequence"


def test_moved_twice_within_ten_minutes_is_one_mail_with_the_same_id_and_sequence_2(session, server, now, staff):
    registered(session, now)
    [(_method, before)] = received(server, now)
    for hours in (1, 3):
        span = Span(session.starts_at + hours * HOUR, session.ends_at + hours * HOUR)
        actions.reschedule_session(session=session, slot=actions.Slot(span, session.place), by=staff, at=now)
    assert received(server, now) == []
    actions.tell_changes(by=SYSTEM, at=now + HOUR / 6)
    [(method, after)] = received(server, now + HOUR / 6)
    assert (method, after["UID"], after["SEQUENCE"]) == ("REQUEST", before["UID"], 2)
    assert after["DTSTART"].dt == session.starts_at + 3 * HOUR


def test_what_is_called_off_leaves_the_calendar(session, server, now, staff):
    registered(session, now)
    received(server, now)
    actions.cancel_session(session=session, by=staff, at=now)
    [(method, found)] = received(server, now)
    assert (method, found["STATUS"], found["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)


def test_who_waits_has_no_entry_that_could_change(server, edition, now, staff):
    session = Session.objects.for_programme().get(pk=make.SessionFactory(capacity=1).pk)
    make.RegistrationFactory(session=session, email="")
    party = Party(Contact("สมชาย", MAIL), 1)
    row = actions.join_waiting_list(session=session, party=party, by=VISITOR, at=now)
    actions.rename_activity(activity=session.activity, name_th="ใหม่", name_en="New", by=staff, at=now)
    actions.tell_changes(by=SYSTEM, at=now + HOUR)
    actions.cancel_registration(registration=row, by=VISITOR, at=now + HOUR)
    assert received(server, now + HOUR) == [None, None, None]


def test_an_accepted_offer_brings_the_entry(server, edition, now):
    offer = make.OfferFactory(registration__email=MAIL)
    registration = Registration.objects.for_page().get(pk=offer.registration_id)
    actions.accept_offer(registration=registration, by=VISITOR, at=now)
    [(method, found)] = received(server, now)
    assert (method, found["STATUS"]) == ("REQUEST", "CONFIRMED")


def test_an_entry_speaks_the_language_of_its_mail(session, server, now):
    registered(session, now, language="en")
    [(_method, found)] = received(server, now)
    assert found["SUMMARY"] == session.activity.name_en
    assert "2 people" in found["DESCRIPTION"]


def test_a_shift_comes_and_goes_too(server, edition, now):
    shift = make.ShiftFactory()
    row = sign_up(shift=shift, contact=Contact("สมชาย", MAIL), by=VISITOR, at=now)
    [(method, found)] = received(server, now)
    assert (method, found["DTSTART"].dt) == ("REQUEST", shift.starts_at)
    assert found["UID"].startswith(f"shift-{shift.code}@")
    cancel_sign_up(sign_up=row, by=VISITOR, at=now)
    [(method, gone)] = received(server, now)
    assert (method, gone["UID"], gone["STATUS"]) == ("CANCEL", found["UID"], "CANCELLED")


def test_an_entry_goes_with_the_text_when_it_was_kept_long_enough(session, server, now):
    registered(session, now)
    received(server, now)
    tidying.tidy(at=dt.datetime.now(dt.UTC) + 2 * tidying.KEEP_BODIES)
    assert Outbox.objects.get().calendar == ""
