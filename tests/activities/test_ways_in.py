"""The form of a session by its way in: ages, the organisers' questions, asking, a draw, groups; and what rows say."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.actions import CONSENT_VERSION
from accounts.models import Consent
from activities import refusals
from activities.models import Answer, Entry, Registration, Session, Standing
from activities.timetable import badge_of
from tests.factories import ActivityFactory, QuestionFactory, SessionFactory
from tests.pages import HOSTILE, alert, has_form, queries, text, typed, value_of

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def form_of(session):
    """Return the address of a session's form, in the active language."""
    return reverse("register", args=[session.edition.year, session.code])


def register(client, session, **answers):
    """Send the form."""
    return client.post(form_of(session), typed(**{"party_size": "2", **answers}))


# Ages


@pytest.fixture
def for_pupils(edition):
    """A session for people of 7 to 12 years."""
    return SessionFactory(activity=ActivityFactory(minimum_age=7, maximum_age=12))


def test_ages_are_asked_where_they_matter_alone(client, for_pupils, language):
    page = client.get(form_of(for_pupils)).content.decode()
    assert 'name="youngest"' in page
    assert 'name="oldest"' in page
    elsewhere = client.get(form_of(SessionFactory())).content.decode()
    assert 'name="youngest"' not in elsewhere
    assert 'name="oldest"' not in elsewhere
    only_young = client.get(form_of(SessionFactory(activity__maximum_age=12))).content.decode()
    assert 'name="youngest"' not in only_young
    assert 'name="oldest"' in only_young


def test_ages_are_looked_at_and_not_kept(client, for_pupils):
    assert register(client, for_pupils, youngest="7", oldest="๑๒").status_code == 302
    assert Registration.objects.get().is_live


@pytest.mark.parametrize(
    ("ages", "refusal"),
    [
        ({"youngest": "6", "oldest": "12"}, refusals.TooYoung(minimum=7)),
        ({"youngest": "7", "oldest": "13"}, refusals.TooOld(maximum=12)),
    ],
)
def test_whoever_is_too_young_or_too_old_is_told_so(client, for_pupils, language, ages, refusal):
    response = register(client, for_pupils, **ages)
    assert response.status_code == 409
    assert str(refusal) in alert(response)
    assert value_of(response, "youngest") == ages["youngest"]
    assert not Registration.objects.exists()


@pytest.mark.parametrize("answer", ["", "-1", "121", "seven", "7.5", "9" * 4000])
@pytest.mark.parametrize("field", ["youngest", "oldest"])
def test_what_is_no_age_is_said_at_the_field(client, for_pupils, language, field, answer):
    response = register(client, for_pupils, **{"youngest": "8", "oldest": "9", field: answer})
    assert response.status_code == 200
    assert f'href="#id_{field}"' in response.content.decode()


def test_the_youngest_is_not_above_the_oldest(client, for_pupils):
    response = register(client, for_pupils, youngest="12", oldest="7")
    assert 'href="#id_oldest"' in response.content.decode()
    assert not Registration.objects.exists()


# Questions


@pytest.fixture
def asked(edition):
    """A session whose organisers ask one question of each kind, by kind."""
    session = SessionFactory()
    return session, {
        kind: QuestionFactory(
            activity=session.activity,
            kind=kind,
            order=order,
            is_required=kind == "choice",
            options_th="ข้าว\nก๋วยเตี๋ยว" if kind.startswith("choice") else "",
            options_en="Rice\nNoodles" if kind.startswith("choice") else "",
        )
        for order, kind in enumerate(("text", "choice", "choices", "yes_no"))
    }


def answering(questions, **by_kind):
    """Return answers as the form sends them."""
    return {f"question_{questions[kind].pk}": answer for kind, answer in by_kind.items()}


def test_questions_stand_in_the_page_s_language(client, asked, language):
    page = text(client.get(form_of(asked[0])))
    rice, question = {"th": ("ข้าว", "แพ้อาหารอะไรบ้าง"), "en": ("Rice", "What food do you not tolerate?")}[language]
    assert rice in page
    assert question in page


def test_answers_are_kept_in_thai_whatever_the_language(client, asked, language):
    session, questions = asked
    sent = answering(questions, text=" ถั่ว ", choice="ข้าว", choices=["ข้าว", "ก๋วยเตี๋ยว"])
    with translation.override("th"):
        sent |= answering(questions, yes_no=translation.pgettext("answer", "yes"))
    assert register(client, session, **sent).status_code == 302
    kept = dict(Answer.objects.values_list("question__kind", "text"))
    assert kept["text"] == "ถั่ว"
    assert kept["choice"] == "ข้าว"
    assert kept["choices"] == "ข้าว\nก๋วยเตี๋ยว"
    assert kept["yes_no"]


def test_what_need_not_be_answered_is_not_kept(client, asked):
    session, questions = asked
    assert register(client, session, **answering(questions, choice="ข้าว")).status_code == 302
    assert [answer.question.kind for answer in Answer.objects.all()] == ["choice"]


def test_what_must_be_answered_is_said_at_the_question(client, asked, language):
    session, questions = asked
    response = register(client, session)
    assert response.status_code == 200
    assert f'href="#id_question_{questions["choice"].pk}' in response.content.decode()
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("choice", "pizza"),
        ("choice", "Rice"),
        ("choices", ["ข้าว", "pizza"]),
        ("yes_no", "perhaps"),
        ("text", "x" * 1001),
    ],
)
def test_nobody_answers_what_is_not_offered(client, asked, language, kind, answer):
    session, questions = asked
    response = register(
        client, session, **{**answering(questions, choice="ข้าว"), **answering(questions, **{kind: answer})}
    )
    assert response.status_code == 200
    assert f'href="#id_question_{questions[kind].pk}' in response.content.decode()
    assert not Registration.objects.exists()


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("kind", ["text", "choice", "choices", "yes_no"])
def test_no_question_stumbles(client, asked, kind, what):
    session, questions = asked
    response = register(
        client, session, **{**answering(questions, choice="ข้าว"), **answering(questions, **{kind: HOSTILE[what]})}
    )
    assert response.status_code in {200, 302, 409}
    assert "<script>alert" not in response.content.decode()


def test_the_form_takes_as_many_queries_for_three_questions_as_for_one(client, edition):
    session = SessionFactory()
    QuestionFactory(activity=session.activity)
    one = queries(client, form_of(session))
    for _ in range(2):
        QuestionFactory(activity=session.activity, kind="choice")
    assert queries(client, form_of(session)) == one


# Asking, and entering a draw


@pytest.mark.parametrize(("entry", "status"), [("approval", "requested"), ("draw", "entered")])
def test_who_asks_or_enters_is_noted_and_holds_no_places(client, edition, language, entry, status):
    session = SessionFactory(entry=entry, registration_closes_at=edition.moment(1, dt.time(9)))
    assert has_form(client.get(form_of(session)))
    response = register(client, session)
    row = Registration.objects.get()
    assert (response.status_code, row.status) == (302, status)
    assert Session.objects.get().seats_taken == 0
    page = client.get(response.url)
    assert reverse("registration_cancel", args=[row.code]) in page.content.decode()


@pytest.mark.parametrize("entry", ["approval", "draw"])
def test_whoever_is_answered_later_gives_an_e_mail(client, edition, language, entry):
    response = register(client, SessionFactory(entry=entry), email="", phone="0812345678")
    assert response.status_code == 200
    assert str(refusals.EmailNeeded()) in alert(response)


def test_a_draw_says_when_it_closes(client, edition, language):
    session = SessionFactory(entry="draw", registration_closes_at=edition.moment(1, dt.time(9, 17)))
    assert {"th": "9.17", "en": "9:17"}[language] in text(client.get(form_of(session)))


def test_a_session_for_groups_has_no_form(client, edition, language):
    session = SessionFactory(entry="groups")
    response = client.get(form_of(session))
    assert not has_form(response)
    assert str(refusals.GroupsOnly()) in text(response)
    assert register(client, session).status_code == 409


def test_a_form_that_opens_later_says_when(client, edition, language):
    session = SessionFactory(registration_opens_at=dt.datetime(2026, 11, 30, 2, 41, tzinfo=dt.UTC))
    assert {"th": "9.41", "en": "9:41"}[language] in text(client.get(form_of(session)))


# Consent, and who is signed in


def test_the_form_names_the_wording_that_the_row_keeps(client, edition, language):
    session = SessionFactory()
    assert {"th": "พฤศจิกายน 2569", "en": "November 2026"}[language] in text(client.get(form_of(session)))
    register(client, session)
    assert Consent.objects.get().version == CONSENT_VERSION


# What rows say

STANDINGS = {
    Standing.ASK: {"entry": Entry.APPROVAL},
    Standing.DRAW: {"entry": Entry.DRAW},
    Standing.GROUPS: {"entry": Entry.GROUPS},
    Standing.LATER: {"registration_opens_at": dt.datetime(2026, 11, 30, tzinfo=dt.UTC)},
    Standing.WAITING: {"capacity": 5, "seats_taken": 5},
    Standing.FULL: {"capacity": 5, "seats_taken": 5, "has_waiting_list": False},
    Standing.OPEN: {},
    Standing.CLOSED: {"registration_closes_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC)},
    Standing.OPEN_DOOR: {"open_door": True},
}


@pytest.mark.parametrize("standing", STANDINGS)
def test_each_standing_has_its_words_and_its_way_on(client, edition, now, language, standing):
    session = SessionFactory(**STANDINGS[standing])
    assert session.standing(now) == standing
    page = client.get(reverse("activity_detail", args=[edition.year, session.activity.slug]))
    assert badge_of(session, now).text in text(page)
    takes = standing in {Standing.ASK, Standing.DRAW, Standing.WAITING, Standing.OPEN}
    assert (form_of(session) in page.content.decode()) == takes
    seats = client.get(reverse("activity_seats", args=[edition.year, session.activity.slug]))
    assert (form_of(session) in seats.content.decode()) == takes


@pytest.mark.parametrize("entry", ["approval", "groups"])
def test_where_somebody_decides_nobody_queues(edition, now, entry):
    assert SessionFactory(entry=entry, capacity=5, seats_taken=5).standing(now) == Standing.FULL


def test_groups_are_no_place_for_somebody_alone(edition, now):
    SessionFactory(entry="groups")
    free = SessionFactory(entry="approval")
    assert list(Session.objects.open_at(now)) == [free]


def test_a_row_costs_no_question(edition, now, django_assert_num_queries):
    for given in STANDINGS.values():
        SessionFactory(**given)
    rows = list(Session.objects.for_programme())
    with django_assert_num_queries(0):
        assert all(badge_of(row, now) for row in rows)
