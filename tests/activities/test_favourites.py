"""A visitor's own plan: shown for the codes of an address, shared, taken to a calendar, merged after signing in."""

import datetime as dt
import re
from datetime import timedelta

import pytest
from django.test import Client

from activities.actions.favourites import MOST_OF_A_PERSON, drop_favourite, keep_favourites
from activities.models import Favourite, Session
from activities.planning import MOST, Asked, plan_of
from goodsociety.common.audit import VISITOR
from goodsociety.common.models import AuditEntry
from tests.accounts.signing_in import let_in
from tests.factories import ActivityFactory, EditionFactory, PersonFactory, SessionFactory
from tests.html import faults
from tests.pages import is_under_strict_rules, queries, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(client, edition):
    """Return what asks for the page of a plan in English, given sessions or codes."""
    return lambda *chosen, page="favourites/": client.get(
        f"/en/{edition.year}/{page}", {"s": [getattr(one, "code", one) for one in chosen]}
    )


def shown(response):
    """Return the codes of the rows, in the order they are shown."""
    return re.findall(r'data-code="(\w+)"', response.content.decode())


# The page


def test_the_page_is_the_same_for_everybody_and_says_what_it_needs(client, edition, language):
    prefix = "" if language == "th" else "/en"
    response = client.get(f"{prefix}/{edition.year}/favourites/")
    html = response.content.decode()

    assert faults(html) == []
    assert is_under_strict_rules(response)
    assert not response.cookies
    assert "no-store" not in response["Cache-Control"]
    assert f'data-plan="{prefix}/{edition.year}/favourites/rows/"' in html
    assert re.search(r"<noscript>.*JavaScript.*</noscript>", html, re.DOTALL)
    assert shown(response) == []


def test_a_shared_plan_is_shown_by_day_and_time_without_a_script(plan, edition):
    late = SessionFactory(starts_at=edition.moment(2, dt.time(15)))
    early = SessionFactory(starts_at=edition.moment(1, dt.time(10)))
    SessionFactory()

    response = plan(late, early)

    assert shown(response) == [early.code, late.code]
    assert "A shared plan" in text(response)
    assert early.activity.name_en in text(response)
    assert "Wednesday 2 December 2026" in text(response)
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert faults(response.content.decode()) == []


def test_rows_are_the_same_as_a_piece(plan, edition):
    session = SessionFactory()

    piece = plan(session, page="favourites/rows/")

    assert shown(piece) == [session.code]
    assert b"<html" not in piece.content
    assert f"/en/{edition.year}/favourites.ics?s={session.code}" in piece.content.decode()
    assert "https://line.me/R/share?text=My%20plan%20%E2%80%93%20" in piece.content.decode()


def test_what_overlaps_is_told_at_both(plan, edition):
    first = SessionFactory(starts_at=edition.moment(1, dt.time(10)), activity__name_en="Weaving")
    second = SessionFactory(starts_at=edition.moment(1, dt.time(10, 30)), activity__name_en="Rivers")
    after = SessionFactory(starts_at=first.ends_at + timedelta(minutes=30), activity__name_en="Trees")

    page = text(plan(first, second, after))

    assert page.count("At the same time:") == 2
    assert "At the same time: Rivers" in page
    assert "At the same time: Weaving" in page


def test_only_what_one_would_miss_overlaps(edition):
    at = edition.moment(1, dt.time(10))
    talk = SessionFactory(starts_at=at)
    SessionFactory(starts_at=at, state="cancelled")
    SessionFactory(starts_at=at, ends_at=at + timedelta(hours=9), open_door=True)
    tour = SessionFactory(starts_at=at, ends_at=at + timedelta(hours=9))
    game = SessionFactory(starts_at=at, open_door=True)

    everything = Session.objects.for_programme()
    planned = {one.session: one.overlaps for one in plan_of(Asked([]), everything).days[0].sessions}

    assert {row.pk: {other.pk for other in overlaps} for row, overlaps in planned.items() if overlaps} == {
        talk.pk: {tour.pk, game.pk},
        tour.pk: {talk.pk, game.pk},
        game.pk: {talk.pk, tour.pk},
    }


def test_many_overlaps_are_counted_instead_of_named(plan, edition):
    sessions = [SessionFactory(activity__name_en=f"Talk {number}") for number in range(5)]

    page = text(plan(*sessions))

    assert "At the same time: Talk 1 · Talk 2 · 2 more" in page


def test_a_cancelled_session_stays_and_says_so(plan, edition):
    assert "Cancelled" in text(plan(SessionFactory(state="cancelled")))


@pytest.mark.parametrize(
    "unknown", ["ZZZZZZZZ", "%", "<script>", "a" * 1000, "\x01", "ก", "🙏", "../../etc", "1;drop table"]
)
def test_unknown_codes_are_left_out_and_told(plan, edition, unknown):
    session = SessionFactory()

    response = plan(session, unknown)

    assert shown(response) == [session.code]
    assert "1 session of this list is not on the programme any more." in text(response)
    assert "<script>" not in re.sub(r"<script [^>]*>", "", response.content.decode())


def test_a_list_of_nothing_says_where_to_go(plan, edition):
    response = plan("ZZZZZZZZ")

    assert "Nothing of this list is on the programme" in text(response)
    assert f'href="/en/{edition.year}/programme/"' in response.content.decode()
    assert plan("").status_code == 200


def test_codes_are_read_as_people_write_them_and_once(plan, edition):
    session = SessionFactory()

    assert shown(plan(session.code.lower(), f" {session.code} ", session)) == [session.code]


def test_more_than_a_hundred_are_cut_and_told(plan, edition):
    activity = ActivityFactory()
    at = edition.moment(1, dt.time(9))
    for number in range(3):
        SessionFactory(activity=activity, place__zone=activity.zone, starts_at=at + timedelta(minutes=number))
    known = list(Session.objects.all())

    response = plan(*known, *(f"A{number}" for number in range(MOST)))

    assert len(shown(response)) == 3
    assert "at most 100 sessions: 3 more are not shown" in text(response)


def test_drafts_and_other_editions_are_nobodys_business(plan, edition):
    draft = SessionFactory(state="draft")
    other = SessionFactory(activity__edition=EditionFactory(year=2019, status="over"))

    assert shown(plan(draft, other)) == []
    edition.status = "draft"
    edition.save()
    assert {plan(draft, page=page).status_code for page in ("favourites/", "favourites/rows/", "favourites.ics")} == {
        404
    }


def test_ten_sessions_take_as_many_questions_as_one(client, edition):
    def path(number):
        sessions = [SessionFactory(activity__hosts=[]) for _ in range(number)]
        return f"/en/{edition.year}/favourites/rows/?" + "&".join(f"s={session.code}" for session in sessions)

    assert queries(client, path(1)) == queries(client, path(10))


def test_a_plan_goes_to_a_calendar(plan, edition):
    session, other = SessionFactory(), SessionFactory()

    response = plan(session, page="favourites.ics")

    assert response["Content-Type"].startswith("text/calendar")
    assert f"session-{session.code}@".encode() in response.content
    assert other.code.encode() not in response.content
    assert plan("ZZZ", page="favourites.ics").status_code == 404


# Hearts


def test_an_activity_has_a_heart_for_each_session_while_the_expo_is_open(client, edition):
    session = SessionFactory(activity__slug="mending", activity__name_en='Mend "it"')
    path = f"/en/{edition.year}/activities/mending/"

    heart = re.search(r"<button[^>]*data-favourite[^>]*>", client.get(path).content.decode())[0]

    assert f'data-favourite="{session.code}"' in heart
    assert f'data-year="{edition.year}"' in heart
    assert 'aria-label="Keep in my plan: Mend &quot;it&quot; · 13:00–14:00"' in heart
    assert 'aria-pressed="false"' in heart
    assert heart.endswith(" hidden>")
    edition.status = "over"
    edition.save()
    assert "data-favourite=" not in client.get(path).content.decode()


# Merging into a person's page


@pytest.fixture
def person(client, now):
    """Return the person who is signed in."""
    person = PersonFactory()
    let_in(client, person.email)
    return person


def merged(client, **lists):
    """Send what a browser has kept and dropped."""
    return client.post("/me/favourites/", lists)


def codes_of(person):
    """Return the codes of what a person has marked."""
    return set(Favourite.objects.filter(person=person).values_list("session__code", flat=True))


def test_what_a_browser_kept_is_marked_for_the_person_once(client, person, edition):
    sessions = [SessionFactory() for _ in range(3)]
    lists = {"s": [session.code for session in sessions]}

    first, second = merged(client, **lists).json(), merged(client, **lists).json()

    assert codes_of(person) == set(lists["s"])
    assert (first["changed"], second["changed"]) == (True, False)
    assert first["plans"] == second["plans"]
    assert set(first["plans"][str(edition.year)]) == set(lists["s"])


def test_what_comes_back_is_what_browsers_keep(client, person, edition):
    session = SessionFactory(activity__slug="mending", activity__name_th="ซ่อมของ")

    plan = merged(client, s=[session.code]).json()["plans"][str(edition.year)]
    when, what, page = plan[session.code]

    assert dt.datetime.fromisoformat(when) == session.starts_at
    assert (what, page) == ("ซ่อมของ · 13.00–14.00 น.", f"/{edition.year}/activities/mending/")


def test_what_a_browser_dropped_goes_and_what_is_there_comes_back(client, person, edition):
    old, new, dropped = SessionFactory(), SessionFactory(), SessionFactory()
    keep_favourites(person=person, sessions=[old, dropped], by=VISITOR, at=edition.moment(1, dt.time(9)))

    answer = merged(client, s=[new.code], drop=[dropped.code, "ZZZZ"]).json()

    assert codes_of(person) == {old.code, new.code} == set(answer["plans"][str(edition.year)])


def test_what_may_not_be_seen_is_not_marked(client, person, edition):
    draft = SessionFactory(state="draft")
    hidden = SessionFactory(activity__edition=EditionFactory(year=2031, status="draft"))

    answer = merged(client, s=[draft.code, hidden.code, "ZZZZ", "🙏", ""])

    assert answer.json() == {"plans": {}, "changed": False}
    assert codes_of(person) == set()


def test_plans_of_several_editions_come_apart(client, person, edition):
    past = SessionFactory(activity__edition=EditionFactory(year=2019, status="over"))
    session = SessionFactory()

    plans = merged(client, s=[past.code, session.code]).json()["plans"]

    assert {year: list(codes) for year, codes in plans.items()} == {
        "2019": [past.code],
        str(edition.year): [session.code],
    }


def test_strangers_are_asked_to_sign_in_and_nothing_is_kept(client, edition):
    answer = merged(client, s=[SessionFactory().code])

    assert answer.status_code == 403
    assert "detail" in answer.json()
    assert not Favourite.objects.exists()


def test_nobody_sees_or_changes_the_plan_of_another(client, person, edition):
    theirs = SessionFactory()
    other = PersonFactory()
    keep_favourites(person=other, sessions=[theirs], by=VISITOR, at=edition.moment(1, dt.time(9)))

    assert merged(client, drop=[theirs.code]).json()["plans"] == {}
    assert codes_of(other) == {theirs.code}


def test_the_door_is_shut_to_forged_messages_and_to_reading(person, client, edition):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies

    assert strict.post("/me/favourites/", {"s": [SessionFactory().code]}).status_code == 403
    assert client.get("/me/favourites/").status_code == 405
    assert merged(client)["Cache-Control"] == "no-store, private"


def test_a_full_list_takes_no_more(person, edition, monkeypatch):
    monkeypatch.setattr("activities.actions.favourites.MOST_OF_A_PERSON", 2)
    sessions = [SessionFactory() for _ in range(4)]

    assert keep_favourites(person=person, sessions=sessions, by=VISITOR, at=edition.moment(1, dt.time(9))) == 2
    assert keep_favourites(person=person, sessions=sessions, by=VISITOR, at=edition.moment(1, dt.time(9))) == 0
    assert MOST_OF_A_PERSON >= MOST


def test_marks_are_dated_and_noted_without_naming_what(person, edition):
    at = edition.moment(1, dt.time(9))
    session = SessionFactory()

    keep_favourites(person=person, sessions=[session], by=VISITOR, at=at)
    assert Favourite.objects.get().marked_at == at
    assert drop_favourite(person=person, session=session, by=VISITOR, at=at)
    assert not drop_favourite(person=person, session=session, by=VISITOR, at=at)

    noted = AuditEntry.objects.filter(verb__endswith="favourites").order_by("pk")
    assert [(row.verb, row.numbers) for row in noted] == [
        ("keep_favourites", {"sessions": 1}),
        ("drop_favourites", {"sessions": 1}),
    ]
