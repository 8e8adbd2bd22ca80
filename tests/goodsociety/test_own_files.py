"""A visitor's own calendar and tickets: theirs alone, behind an address that can be ended."""

import datetime as dt

import pytest
import typst
from django.test import Client
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar

from accounts.models import Person
from activities import actions
from activities.feeds.calendar import calendar_file
from activities.models import Registration, Session
from activities.passes import CALENDAR, pass_address, token_of
from activities.tickets import Row, Ticket, entrance_code, printable
from goodsociety.common.audit import VISITOR
from goodsociety.pages.cards import Card
from tests import factories as make
from tests.accounts.signing_in import MAIL, let_in
from tests.pages import HOSTILE, queries
from tests.tables import everything

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def held(edition):
    """Return a visitor's pass."""
    return make.PassFactory(person=make.PersonFactory(email=MAIL, name="สมชาย ใจดี"), edition=edition)


def path(held):
    """Return the path of a pass's calendar."""
    return reverse("my_calendar", args=[token_of(held.code, CALENDAR)])


def entries(held):
    """Return the entries of a pass's calendar, by what they are about."""
    answer = Client().get(path(held))
    assert answer.status_code == 200
    return {str(entry["UID"]).partition("@")[0]: entry for entry in Calendar.from_ical(answer.content).walk("VEVENT")}


def slot(edition, day, hour=9):
    """Return a session at some hour."""
    return make.SessionFactory(starts_at=edition.moment(day, dt.time(hour)))


# The calendar


def test_it_says_what_is_sure_what_is_not_and_what_is_off(held, edition, now):
    sure = make.RegistrationFactory(person=held.person, session=slot(edition, 1), party_size=2)
    waited = make.WaitingFactory(person=held.person, session=slot(edition, 2))
    off = make.RegistrationFactory(person=held.person, session=slot(edition, 3))
    actions.cancel_session(session=off.session, by=make.UserFactory(is_staff=True), at=now)
    back = make.RegistrationFactory(person=held.person, session=slot(edition, 4), status="cancelled")
    marked = make.FavouriteFactory(person=held.person, session=slot(edition, 4, 13))
    shift = make.SignUpFactory(person=held.person, shift=make.ShiftFactory(starts_at=edition.moment(2, dt.time(15))))
    found = entries(held)
    said = {
        f"session-{row.session.code}": status
        for row, status in (
            (sure, "CONFIRMED"), (waited, "TENTATIVE"), (off, "CANCELLED"), (back, "CANCELLED"), (marked, "TENTATIVE"),
        )
    }  # fmt: skip
    assert {key: str(entry["STATUS"]) for key, entry in found.items()} == {
        **said, f"shift-{shift.shift.code}": "CONFIRMED",
    }  # fmt: skip
    assert sure.reference in found[f"session-{sure.session.code}"]["DESCRIPTION"]
    assert found[f"session-{waited.session.code}"]["SUMMARY"] != waited.session.activity.name_th, "says that I wait"
    assert found[f"session-{off.session.code}"]["SEQUENCE"] == 1


def test_ids_are_those_of_the_programme_and_of_mails(held, edition):
    row = make.RegistrationFactory(person=held.person)
    sessions = Session.objects.for_programme().filter(pk=row.session_id)
    [public] = Calendar.from_ical(calendar_file(sessions, name="", at=edition.moment(1, dt.time(9)))).walk("VEVENT")
    [mine] = entries(held).values()
    assert [mine[name] for name in ("UID", "DTSTART", "SEQUENCE", "SUMMARY", "LOCATION", "URL")] == [
        public[name] for name in ("UID", "DTSTART", "SEQUENCE", "SUMMARY", "LOCATION", "URL")
    ]


def test_of_several_things_about_one_session_the_one_that_counts_is_told(held):
    back = make.RegistrationFactory(person=held.person, status="cancelled")
    make.FavouriteFactory(person=held.person, session=back.session)
    make.RegistrationFactory(person=held.person, session=back.session)
    [entry] = entries(held).values()
    assert entry["STATUS"] == "CONFIRMED"


def test_an_expo_that_was_called_off_is_off_in_calendars(held, edition):
    make.RegistrationFactory(person=held.person)
    make.SignUpFactory(person=held.person, shift=make.ShiftFactory(starts_at=edition.moment(2, dt.time(9))))
    edition.status, edition.cancelled_reason_th = "cancelled", "เหตุสุดวิสัย"
    edition.save()
    assert {str(entry["STATUS"]) for entry in entries(held).values()} == {"CANCELLED"}


def test_nothing_of_others_of_other_years_or_about_the_person_stands_there(held, edition):
    row = make.RegistrationFactory(person=held.person)
    make.RegistrationFactory(session=row.session)
    next_year = make.EditionFactory(year=edition.year + 1)
    make.RegistrationFactory(person=held.person, session=make.SessionFactory(activity__edition=next_year))
    body = Client().get(path(held)).content.decode().replace("\r\n ", "")
    assert len(entries(held)) == 1
    for secret in (held.person.name, MAIL, row.code, held.code):
        assert secret not in body


def test_it_is_kept_by_nobody_and_changes_nothing(held):
    make.RegistrationFactory(person=held.person)
    before = everything()
    answer = Client().get(path(held))
    assert everything() == before
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert Client().post(path(held)).status_code == 405


def test_its_address_ends_with_the_pass(held, edition, now):
    old = path(held)
    new = actions.renew_pass(person=held.person, edition=edition, by=VISITOR, at=now)
    assert Client().get(old).status_code == 404
    assert Client().get(path(new)).status_code == 200


@pytest.mark.parametrize("token", ["nonsense", "A" * 22 + "." + "A" * 16, "", "entrance"])
def test_no_other_address_opens_it(held, token):
    token = token_of(held.code) if token == "entrance" else token
    address = path(held).replace(token_of(held.code, CALENDAR), token)
    assert Client().get(address).status_code == 404


def test_who_was_erased_has_none(held, now):
    Person.objects.update(erased_at=now)
    assert Client().get(path(held)).status_code == 404


def test_its_cost_stays_the_same(held, edition, client):
    counts = []
    for day in (1, 2, 3):
        make.RegistrationFactory(person=held.person, session=slot(edition, day))
        make.WaitingFactory(person=held.person, session=slot(edition, day, 12))
        make.SignUpFactory(person=held.person, shift=make.ShiftFactory(starts_at=edition.moment(day, dt.time(15))))
        make.FavouriteFactory(person=held.person)
        counts.append(queries(client, path(held)))
    assert len(set(counts)) == 1


def test_it_is_followed_in_the_language_of_the_page(held, language, settings):
    settings.SITE_URL = "https://expo.example.org"
    row = make.RegistrationFactory(person=held.person)
    card = Card(held.edition, held, [])
    assert card.calendar_to_follow == f"webcal://expo.example.org{card.calendar_path}"
    [entry] = Calendar.from_ical(Client().get(card.calendar_path).content).walk("VEVENT")
    assert entry["SUMMARY"] == row.session.activity.name


# Tickets to print


@pytest.fixture
def printed(monkeypatch):
    """Note what each ticket says, and draw it as the pages that it has."""
    drawn = []
    compile_ = typst.compile

    def noted(source, *, format, sys_inputs, **options):  # noqa: A002 (typst's name)
        body = compile_(source, format=format, sys_inputs=sys_inputs, **options)
        pages = compile_(source, format="png", ppi=20, sys_inputs=sys_inputs, **options)
        drawn.append((sys_inputs["data"], len(pages) if isinstance(pages, list) else 1))
        return body

    monkeypatch.setattr(typst, "compile", noted)
    return drawn


def test_my_tickets_hold_what_i_hold(client, held, edition, printed):
    let_in(client)
    mine = make.RegistrationFactory(person=held.person, party_size=2)
    shift = make.SignUpFactory(person=held.person, shift=make.ShiftFactory(starts_at=edition.moment(2, dt.time(9))))
    others = [
        make.WaitingFactory(person=held.person),
        make.RegistrationFactory(person=held.person, status="cancelled"),
        make.RegistrationFactory(),
    ]
    answer = client.get(reverse("my_tickets", args=[edition.year]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert answer["Cache-Control"] == "no-store, private"
    [(said, pages)] = printed
    assert pages == 1
    for fact in ("สมชาย ใจดี", mine.reference, shift.reference, "2 คน", "2569", mine.session.activity.name_th):
        assert fact in said
    for row in others:
        assert row.reference not in said


def test_tickets_are_for_who_is_signed_in_and_holds_something(client, held, edition):
    address = reverse("my_tickets", args=[edition.year])
    assert client.get(address).url.startswith(reverse("sign_in"))
    let_in(client)
    assert client.get(address).status_code == 404, "nothing to print"
    make.RegistrationFactory(person=held.person)
    assert client.get(address).status_code == 200
    assert client.get(reverse("my_tickets", args=[1999])).status_code == 404


def test_a_registration_has_a_ticket_of_its_own_while_it_is_confirmed(client, held, printed):
    row = make.RegistrationFactory(person=held.person)
    address = reverse("ticket_pdf", args=[row.code])
    answer = client.get(address)
    assert answer.content.startswith(b"%PDF-")
    assert "no-store" in answer["Cache-Control"]
    assert row.reference in printed[0][0]
    assert client.get(reverse("ticket_pdf", args=["A" * 22])).status_code == 404
    actions.cancel_registration(registration=row, by=VISITOR, at=row.created_at)
    assert client.get(address).status_code == 404


def test_only_the_person_sees_their_pass_on_what_was_registered_under_their_address(held):
    row = Registration.objects.for_page().get(pk=make.RegistrationFactory(person=held.person).pk)
    assert entrance_code(row, viewer=held.person) == pass_address(held.code)
    for stranger in (None, make.PersonFactory(), make.PassFactory(edition=held.edition).person):
        assert row.code in entrance_code(row, viewer=stranger)
        assert held.code not in entrance_code(row, viewer=stranger)


def ticket(edition, name, what="เสวนา", rows=1):
    """Return a ticket with some lines."""
    starts_at = edition.moment(1, dt.time(9))
    row = Row(starts_at, starts_at + HOUR, what, "เวทีกลาง", 2, "ABCD2346")
    return Ticket(edition, name, "https://expo.example.org/p/x", [row] * rows)


@pytest.mark.parametrize("name", [*HOSTILE.values(), "น้ำใจปั้นก้ำกึ่ง" * 20, "محمد بن علي", "x" * 200, "山田太郎", ""])
@pytest.mark.parametrize("in_what", [False, True])
def test_no_text_breaks_a_ticket(edition, printed, name, in_what):
    made = ticket(edition, "ก" if in_what else name, name if in_what else "เสวนา")
    assert made.pdf().startswith(b"%PDF-")
    assert printed[0][1] == 1, "it stays on its page"


def test_who_has_no_letter_that_can_be_drawn_goes_by_the_reference(edition):
    assert ticket(edition, "山田太郎🙏").facts["name"] == "ABCD2346"
    assert printable("สมชาย 🙏 \u202eใจดี\u202c น้ำ") == "สมชาย ใจดี น้ำ"
    assert printable("Анна محمد") == "Анна محمد"


def test_many_lines_take_more_pages(edition, printed):
    ticket(edition, "สมชาย", rows=30).pdf()
    assert printed[0][1] > 1


def test_tickets_speak_english_too(edition):
    with translation.override("en"):
        facts = ticket(edition, "Somchai").facts
    assert (facts["days"][0]["rows"][0]["people"], facts["language"]) == ("2 people", "en")
    assert str(edition.year) in facts["days"][0]["name"]
