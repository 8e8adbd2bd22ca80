"""Every mail about a shift: to the right person, with what they need to know, in their language, once."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.contact import Contact
from goodsociety.common.audit import SYSTEM, VISITOR
from goodsociety.common.dates import show_day, show_moment, show_times
from goodsociety.common.models import Outbox
from tests import factories as make
from tests.language.words import english_words, thai_words
from volunteers import actions
from volunteers.actions import settling
from volunteers.models import Shift, SignUp

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
MALEE = "malee@example.org"
NAMES = {"th": "มาลี รักดี", "en": "Malee Rakdee"}


@pytest.fixture
def shift(edition):
    """A shift with everything that a mail can tell."""
    zone = make.ZoneFactory(edition=edition)
    duty = make.DutyFactory(edition=edition, zone=zone, contact_name="P'Nok", contact_phone="+66899999999")
    place = make.PlaceFactory(edition=edition, zone=zone)
    row = make.ShiftFactory(
        duty=duty, place=place, capacity=2, briefing_th="สวมรองเท้าหุ้มส้น & พกน้ำ", briefing_en="Closed shoes & water"
    )
    return read(row)


def read(shift):
    """Return a shift as pages read it."""
    return Shift.objects.for_page().get(pk=shift.pk)


def ask(shift, language, now, email=MALEE):
    """Sign somebody up in a language."""
    name = NAMES[language]
    return actions.sign_up(shift=shift, contact=Contact(name, email, "", language), by=VISITOR, at=now)


def mail(key):
    """Return the one mail whose key begins so."""
    return Outbox.objects.get(key__startswith=key)


def address(name, *args, language):
    """Return an address as a mail in a language gives it."""
    with translation.override(language):
        return f"{settings.SITE_URL}{reverse(name, args=args)}\n"


def facts_of(shift, language):
    """Return what every mail about a shift tells."""
    with translation.override(language):
        day = show_day(shift.starts_at.astimezone().date())
        return [shift.duty.name, day, show_times(shift.starts_at, shift.ends_at), shift.place.name]


def missing(words, text):
    """Return those of the words that a text does not hold."""
    return [word for word in words if word not in text]


def is_well_set(text):
    """Say whether no marks of templates or of HTML are left, and no gaps of several empty lines."""
    return not re.search(r"[{}]|&amp;|&#|<[a-z]|\n\n\n|None", text)


def test_the_confirmation_has_briefing_contact_calendar_and_links(shift, now, language):
    row = ask(shift, language, now)
    sent = mail(f"signed_up:{row.pk}")
    assert (sent.recipient, shift.duty.name_th in sent.subject or shift.duty.name_en in sent.subject) == (MALEE, True)
    with translation.override(language):
        words = [row.name, row.reference, shift.briefing, "P'Nok, +66899999999", *facts_of(shift, language)]
    assert missing([*words, address("sign_up_detail", row.code, language=language)], sent.body) == []
    assert is_well_set(sent.body)
    entry = sent.calendar.replace("\r\n ", "")
    parts = ("METHOD:REQUEST", f"UID:shift-{shift.code}@", "SEQUENCE:0", row.reference, f"mailto:{MALEE}")
    assert missing(parts, entry) == []
    assert missing([text.replace(",", "\\,") for text in (shift.duty.contact_phone,)], entry) == []


def test_without_briefing_and_contact_the_mail_has_no_holes(edition, now, language):
    shift = read(make.ShiftFactory(duty=make.DutyFactory(zone=None)))
    body = mail(f"signed_up:{ask(shift, language, now).pk}").body
    with translation.override(language):
        assert translation.gettext("the whole expo") in body
        assert translation.gettext("Whom to ask") not in body
    assert is_well_set(body)


#: Each template, with what of the sign-up stands in it beside the facts of the shift.
TEMPLATES = {
    "sign_up_requested": "sign_up_detail",
    "sign_up_waiting": "sign_up_detail",
    "place_offered": "sign_up_detail",
    "sign_up_cancelled": "sign_up_detail",
    "reminder_two_days": "sign_up_detail",
    "reminder_three_hours": "sign_up_detail",
    "shift_changed": "sign_up_detail",
    "sign_up_declined": "",
    "shift_cancelled": "",
    "place_lapsed": "",
}
CALENDARS = {"sign_up_cancelled": "CANCEL", "shift_cancelled": "CANCEL", "shift_changed": "REQUEST"}


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_mail_tells_what_it_is_about_and_leads_on(template, shift, now, language):
    name = NAMES[language]
    row = make.SignUpFactory(shift=shift, language=language, name=name, expires_at=now + HOUR, person__name="Pseudonym")
    row.shift = shift
    other = make.SignUpFactory(shift=shift)
    change = make.ShiftChangeFactory(shift=shift, starts_at=now, ends_at=now + HOUR)
    settling.queue_letter(settling.letter(template, row, change=change), key=f"test:{template}", at=now)
    sent = mail("test:")
    assert (sent.recipient, is_well_set(sent.body), "\n" in sent.subject) == (row.email, True, False)
    assert missing([name, row.reference, *facts_of(shift, language)], sent.body) == []
    target = TEMPLATES[template]
    expected = address(target, row.code, language=language) if target else address_on(template, shift, language)
    assert expected in sent.body
    private = [other.name, other.email, other.code, other.reference, "Pseudonym"]
    assert missing(private, sent.body + sent.calendar) == private
    assert re.findall(r"METHOD:(\w+)", sent.calendar) == ([CALENDARS[template]] if template in CALENDARS else [])


@pytest.mark.parametrize("template", [*TEMPLATES, "sign_up_confirmed", "sign_up_guardian", "sign_up_handed_over"])
def test_each_mail_is_of_one_language(template, shift, now, language):
    type(shift.duty).objects.update(contact_name="", contact_phone="")
    row = make.SignUpFactory(shift=shift, language=language, name=NAMES[language], expires_at=now + HOUR)
    row.shift = read(shift)
    change = make.ShiftChangeFactory(shift=shift, starts_at=now, ends_at=now + HOUR)
    settling.queue_letter(settling.letter(template, row, change=change), key="test:", at=now)
    sent = mail("test:")
    lines = [sent.subject, *sent.body.splitlines()]
    assert (english_words(lines) if language == "th" else thai_words(lines)) == {}


def address_on(template, shift, language):
    """Return where a mail leads that ends something."""
    if template == "place_lapsed":
        return address("sign_up", shift.edition.year, shift.code, language=language)
    return address("shift_list", shift.edition.year, language=language)


@pytest.mark.parametrize("template", ["reminder_two_days", "reminder_three_hours"])
def test_a_reminder_has_all_that_is_needed_on_the_way(template, shift, now, language):
    row = make.SignUpFactory(shift=shift, language=language)
    row.shift = shift
    settling.queue_letter(settling.letter(template, row), key="test:", at=now)
    body = mail("test:").body
    with translation.override(language):
        assert missing([shift.briefing, "P'Nok, +66899999999"], body) == []
    for name in ("seek_stand_in", "sign_up_cancel"):
        assert address(name, row.code, language=language) in body


def test_a_group_is_not_asked_to_look_for_a_stand_in(edition, now):
    shift = make.ShiftFactory(largest_party=5)
    row = make.SignUpFactory(shift=shift, party_size=3)
    row.shift = read(shift)
    settling.queue_letter(settling.letter("reminder_two_days", row), key="test:", at=now)
    body = mail("test:").body
    assert ("/stand-in/" in body, "3 คน" in body) == (False, True)


def test_a_place_that_is_offered_says_until_when_and_one_that_lapses_leads_back(shift, now, language):
    for email in ("a@example.org", "b@example.org"):
        ask(shift, language, now, email=email)
    applicant = actions.Applicant(Contact("Malee", MALEE, "", language), is_of_age=True)
    row = actions.join_shift_list(shift=read(shift), applicant=applicant, by=VISITOR, at=now)
    actions.cancel_sign_up(sign_up=SignUp.objects.get(email="a@example.org"), by=VISITOR, at=now)
    offered = mail(f"place_offered:{row.pk}")
    row.refresh_from_db()
    with translation.override(language):
        assert show_moment(row.expires_at) in offered.body
    assert actions.settle_due_shifts(by=SYSTEM, at=row.expires_at) == 1
    assert mail(f"place_lapsed:{row.pk}").recipient == MALEE


# To the coordinators


@pytest.mark.parametrize(
    ("hours_ahead", "is_told"), [(49, False), (48, True), (1, True)], ids=["in time", "just late", "late"]
)
def test_a_late_cancellation_reaches_the_coordinators_at_once(shift, now, hours_ahead, is_told):
    make.RulesFactory(edition=shift.edition, late_hours=48, contact_email="desk@example.org")
    Shift.objects.filter(pk=shift.pk).update(needed=1)
    row = ask(shift, "en", now)
    actions.cancel_sign_up(sign_up=row, by=VISITOR, at=shift.starts_at - hours_ahead * HOUR)
    told = Outbox.objects.filter(key=f"late_cancellation:{row.pk}")
    assert told.count() == is_told
    for sent in told:
        assert sent.recipient == "desk@example.org"
        words = [row.name, row.reference, f"/admin/volunteers/shift/{shift.pk}/change/"]
        assert missing(words, sent.body) == []
        assert (row.code in sent.body, row.email in sent.body, is_well_set(sent.body)) == (False, False, True)


def test_without_an_address_of_their_own_it_goes_to_the_editions_and_without_any_to_nobody(shift, now):
    late = shift.starts_at - HOUR
    for email, recipients in (("expo@example.org", {"expo@example.org"}), ("", set())):
        type(shift.edition).objects.update(contact_email=email)
        row = ask(read(shift), "th", now, email=f"{len(recipients)}@example.org")
        actions.cancel_sign_up(sign_up=row, by=VISITOR, at=late)
        assert (
            set(Outbox.objects.filter(key=f"late_cancellation:{row.pk}").values_list("recipient", flat=True))
            == recipients
        )


def test_coordinators_hear_of_a_stand_in_sought_and_found(shift, now):
    row = ask(shift, "en", now)
    sought = actions.seek_stand_in(sign_up=row, by=VISITOR, at=now)
    asked = mail(f"stand_in_sought:{sought.pk}")
    assert missing([row.name, row.reference, f"/stand-ins/{sought.code}/"], asked.body) == []
    assert (row.code in asked.body, is_well_set(asked.body)) == (False, True)
    applicant = actions.Applicant(Contact("สมชาย ใจดี", "somchai@example.org"), is_of_age=True)
    taken = actions.take_over(hand_over=sought, applicant=applicant, by=VISITOR, at=now)
    found = mail(f"stand_in_found:{sought.pk}")
    assert missing([row.name, taken.name, taken.reference], found.body) == []
    assert (taken.code in found.body, taken.email in found.body, is_well_set(found.body)) == (False, False, True)
    to_leaver = mail(f"handed_over:{row.pk}")
    assert (taken.name in to_leaver.body, "METHOD:CANCEL" in to_leaver.calendar) == (False, True)
