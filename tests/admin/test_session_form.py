"""What may be typed about how one gets into a session, and what leads to an act instead."""

import datetime as dt

import pytest
from django.utils import timezone

from activities.models import Activity, Entry, Question, Registration, Session
from tests import factories as make
from tests.admin.pages import errors, send
from tests.admin.rows import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HOUR = dt.timedelta(hours=1)


def address(session):
    """Return the address of a session's page."""
    return page(Session, "change", session.pk)


def typed(name, moment):
    """Return a moment as the two inputs of a field take it."""
    here = timezone.localtime(moment)
    return {f"{name}_0": f"{here:%Y-%m-%d}", f"{name}_1": f"{here:%H:%M}"}


@pytest.mark.parametrize("entry", [way for way in Entry if way != Entry.DRAW])
def test_every_way_in_can_be_chosen(entry, edition, organiser):
    session = make.SessionFactory()
    assert errors(send(organiser, address(session), entry=entry)) == ""
    assert Session.objects.get(pk=session.pk).entry == entry


def test_everything_about_getting_in_is_written(edition, organiser):
    session = make.SessionFactory()
    closes_at = session.starts_at - 3 * HOUR
    sent = {
        "entry": "draw",
        "smallest_party": "2",
        "largest_party": "4",
        "has_waiting_list": None,
        "waits_for_front": "on",
        "offer_minutes": "30",
        "hold_minutes": "10",
        **typed("registration_opens_at", closes_at - HOUR),
        **typed("registration_closes_at", closes_at),
        **typed("cancellable_until", closes_at + HOUR),
    }
    assert errors(send(organiser, address(session), **sent)) == ""
    row = Session.objects.get(pk=session.pk)
    assert (row.smallest_party, row.largest_party, row.offer_minutes, row.hold_minutes) == (2, 4, 30, 10)
    assert (row.has_waiting_list, row.waits_for_front, row.entry) == (False, True, "draw")
    moments = (row.registration_opens_at, row.registration_closes_at, row.cancellable_until)
    assert moments == (closes_at - HOUR, closes_at, closes_at + HOUR)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"smallest_party": "5", "largest_party": "4"}, "not above the largest"),
        ({"offer_minutes": "4"}, "greater than or equal to 5"),
        ({"hold_minutes": "31"}, "less than or equal to 30"),
        ({"entry": "draw"}, "registration closes before the session starts"),
        ({"entry": "raffle"}, "not one of the available choices"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(sent, sentence, edition, organiser):
    session = make.SessionFactory()
    assert sentence in errors(send(organiser, address(session), **sent))


def test_registration_opens_before_it_closes(edition, organiser, now):
    session = make.SessionFactory(registration_closes_at=now)
    assert "closes before it opens" in errors(
        send(organiser, address(session), **typed("registration_opens_at", now + HOUR))
    )


@pytest.mark.parametrize(("field", "act"), [("starts_at_1", "move"), ("state", "cancel")])
@pytest.mark.parametrize("status", ["requested", "waiting"])
def test_a_change_that_people_would_not_hear_of_leads_to_the_act_that_tells_them(
    field, act, status, edition, organiser
):
    session = make.SessionFactory()
    make.RegistrationFactory(session=session, status=status, queued_at=timezone.now())
    answer = send(organiser, address(session), **{field: {"state": "cancelled"}.get(field, "9:00")})
    assert "People hold seats here" in errors(answer)
    assert f'href="{page(Session, act, session.pk)}"' in answer.content.decode()
    inside = page(Activity, "change", session.activity_id)
    answer = send(organiser, inside, **{f"sessions-0-{field}": {"state": "cancelled"}.get(field, "9:00")})
    assert f'href="{page(Session, act, session.pk)}"' in errors(answer)


def test_a_new_name_leads_to_the_act_that_tells_people(edition, organiser):
    session = make.SessionFactory()
    activity = session.activity
    inside = page(Activity, "change", activity.pk)
    assert errors(send(organiser, inside, name_th="ไม่มีใครรู้")) == ""
    make.RegistrationFactory(session=session)
    assert f'href="{page(Activity, "rename", activity.pk)}"' in errors(send(organiser, inside, name_en="Other"))
    Activity.objects.update(name_en="")
    assert errors(send(organiser, inside, name_en="At last")) == "", "a name in English may be added"


def test_more_places_typed_into_the_form_go_to_those_who_wait(edition, organiser):
    session = make.SessionFactory(capacity=1)
    make.RegistrationFactory(session=session)
    first, second = make.WaitingFactory(session=session), make.WaitingFactory(session=session)
    assert errors(send(organiser, address(session), capacity="2")) == ""
    assert Registration.objects.filter(status="offered").count() == 1
    inside = page(Activity, "change", session.activity_id)
    assert errors(send(organiser, inside, **{"sessions-0-capacity": "3"})) == ""
    statuses = Registration.objects.filter(pk__in=[first.pk, second.pk]).values_list("status", flat=True)
    assert set(statuses) == {"offered"}
    row = Session.objects.get(pk=session.pk)
    assert (row.capacity, row.seats_held, row.parties_waiting) == (3, 2, 0)


def test_an_open_door_gets_a_capacity_and_registration_at_once(edition, organiser):
    session = make.SessionFactory(open_door=True)
    assert errors(send(organiser, address(session), capacity="5", entry="registration")) == ""
    assert errors(send(organiser, address(session), capacity="", entry="open_door")) == ""
    assert Session.objects.get(pk=session.pk).capacity is None


def test_how_one_gets_in_stays_while_people_wait_to_hear(edition, organiser, now):
    session = make.SessionFactory(entry="approval")
    make.RegistrationFactory(session=session, status="requested")
    assert "decide about them first" in errors(send(organiser, address(session), entry="registration"))
    held = make.DrawFactory(session__registration_closes_at=now).session
    later = typed("registration_closes_at", now + HOUR)
    assert "has been held: this stays as it was" in errors(send(organiser, address(held), **later))


# Questions


def asked(**changes):
    """Return the fields of one new question inside an activity's page."""
    fields = {"kind": "text", "label_th": "แพ้อะไร", "options_th": "", "options_en": "", "order": "1", **changes}
    return {"questions-TOTAL_FORMS": "1", **{f"questions-0-{name}": value for name, value in fields.items()}}


def test_a_question_is_asked_inside_its_activity(edition, organiser):
    activity = make.ActivityFactory()
    new = asked(kind="choice", options_th="เล็ก\nใหญ่", options_en="small\nlarge", is_required="on")
    assert errors(send(organiser, page(Activity, "change", activity.pk), **new)) == ""
    row = activity.questions.get()
    assert (row.kind, row.is_required, row.order) == ("choice", True, 1)
    assert row.options == [("เล็ก", "small"), ("ใหญ่", "large")]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "choice"}, "Write the answers to choose from"),
        ({"kind": "choice", "options_th": "ก\nข", "options_en": "a"}, "as many answers in English"),
        ({"kind": "essay"}, "not one of the available choices"),
        ({"label_th": ""}, "required"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_in_words(changes, sentence, edition, organiser):
    activity = make.ActivityFactory()
    assert sentence in errors(send(organiser, page(Activity, "change", activity.pk), **asked(**changes)))
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"questions-0-kind": "yes_no"}, "its kind stays"),
        ({"questions-0-DELETE": "on"}, "it cannot be deleted"),
    ],
)
def test_a_question_that_was_answered_stays(changes, sentence, edition, organiser):
    question = make.AnswerFactory().question
    inside = page(Activity, "change", question.activity_id)
    assert sentence in errors(send(organiser, inside, **changes))
    assert Question.objects.get().kind == "text"
    assert errors(send(organiser, inside, **{"questions-0-label_en": "Anything else?"})) == ""


def test_a_question_that_nobody_answered_goes(edition, organiser):
    question = make.QuestionFactory()
    inside = page(Activity, "change", question.activity_id)
    assert errors(send(organiser, inside, **{"questions-0-DELETE": "on"})) == ""
    assert not Question.objects.exists()


def test_the_page_of_an_answered_question_offers_no_deleting(edition, organiser):
    answered, other = make.AnswerFactory().question, make.QuestionFactory()
    for question, status in ((answered, 403), (other, 302)):
        response = organiser.post(page(Question, "delete", question.pk), {"post": "yes"})
        assert response.status_code == status
    assert "its kind stays" in errors(send(organiser, page(Question, "change", answered.pk), kind="yes_no"))
    organiser.post(
        page(Question, "changelist"), {"action": "delete_selected", "_selected_action": [answered.pk], "post": "yes"}
    )
    assert Question.objects.filter(pk=answered.pk).exists()
