"""Registrations in the workspace: queues, requests decided about, and all of a session's as a file."""

import csv
import datetime as dt
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone

from activities.models import Registration, Session
from goodsociety.common.models import AuditEntry, Outbox
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.admin.pages import messages_of
from tests.admin.rows import page
from tests.admin.test_acts import ask, do
from tests.pages import plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
MINUTE = dt.timedelta(minutes=1)


def words(answer):
    """Return what a page says."""
    return plain(answer.content.decode())


# Lists


@pytest.mark.parametrize("status", ["waiting", "offered"])
def test_a_queue_is_listed_with_the_longest_wait_first(status, edition, organiser, now):
    session = make.SessionFactory()
    rows = [
        make.RegistrationFactory(session=session, status=status, queued_at=now - minutes * MINUTE)
        for minutes in (5, 20, 10)
    ]
    make.RegistrationFactory(session=session)
    shown = organiser.get(page(Registration, "changelist"), {"status__exact": status}).context["cl"].result_list
    assert [row.pk for row in shown] == [rows[1].pk, rows[2].pk, rows[0].pk]


def test_the_registrations_of_one_session_are_listed(edition, organiser):
    row, other = make.RegistrationFactory(), make.RegistrationFactory()
    shown = words(organiser.get(page(Registration, "changelist"), {"session__id__exact": row.session_id}))
    assert row.reference in shown
    assert other.reference not in shown


def test_answers_stand_on_the_page_of_a_registration_for_those_who_may_see_them(edition, organiser, may):
    answer = make.AnswerFactory(text="ถั่วลิสง")
    there = page(Registration, "change", answer.registration_id)
    assert "ถั่วลิสง" in words(organiser.get(there))
    assert "ถั่วลิสง" not in words(may("view_registration").get(there))
    assert "ถั่วลิสง" in words(may("view_registration", "view_answer").get(there))


# Requests


@pytest.fixture
def requests(edition):
    """Three requests for a session of four, of parties of three, two and one, and one that is confirmed elsewhere."""
    session = make.SessionFactory(capacity=4, entry="approval")
    made = [make.RegistrationFactory(session=session, status="requested", party_size=size) for size in (3, 2, 1)]
    return [*made, make.RegistrationFactory()]


def test_before_requests_are_approved_the_page_says_what_fits(requests, organiser):
    shown = words(ask(organiser, Registration, "approve", requests))
    assert f"{requests[0].session}: 6 places are asked for, 4 are free." in shown
    assert "Not all fit" in shown
    assert "3 mails go out." in shown
    assert "1 of the chosen ones is at another step and stays as it is." in shown


def test_whoever_does_not_fit_is_named_and_the_rest_get_places(requests, organiser):
    said = do(organiser, Registration, "approve", requests).splitlines()
    statuses = [Registration.objects.get(pk=row.pk).status for row in requests]
    refused = [row.reference for row, status in zip(requests, statuses, strict=True) if status == "requested"]
    assert said[0].startswith("Done for")
    assert refused
    assert any("Not enough places are left" in line and all(name in line for name in refused) for line in said)
    assert any(requests[3].reference in line and "no longer possible" in line for line in said)
    assert list(findings()) == []


def test_a_clash_is_named_and_keeps_nobody_else_from_their_places(requests, organiser):
    row = requests[2]
    make.RegistrationFactory(session=make.SessionFactory(starts_at=row.session.starts_at), person=row.person)
    said = do(organiser, Registration, "approve", requests[1:3])
    assert f"{row.reference}: This contact has already promised to be somewhere else" in said
    assert Registration.objects.get(pk=requests[1].pk).status == "confirmed"
    assert Registration.objects.get(pk=row.pk).status == "requested"


def test_a_request_is_declined_once_and_told(requests, organiser):
    assert "2 mails go out." in words(ask(organiser, Registration, "decline", requests[:2]))
    assert do(organiser, Registration, "decline", requests[:2]) == "Done for 2 rows."
    assert Outbox.objects.filter(key__startswith="declined:").count() == 2
    assert "no longer possible" in do(organiser, Registration, "decline", requests[:2])


def test_before_cancelling_the_page_says_what_comes_free_and_for_whom(edition, organiser):
    session = make.SessionFactory(capacity=3)
    row = make.RegistrationFactory(session=session, party_size=3)
    waiting = make.WaitingFactory(session=session)
    shown = words(ask(organiser, Registration, "cancel", [row]))
    assert f"{session}: 3 places come free." in shown
    assert "offered to those who wait" in shown
    do(organiser, Registration, "cancel", [row])
    assert Registration.objects.get(pk=waiting.pk).status == "offered"


# The file


def table(response):
    """Return the lines of a file."""
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture
def answered(edition):
    """A session with a question, a party that answered it with a formula, and one that did not."""
    session = make.SessionFactory()
    question = make.QuestionFactory(activity=session.activity)
    row = make.RegistrationFactory(session=session, party_size=2, name="=HYPERLINK(1)", phone="+66812345678")
    make.PartyMemberFactory(registration=row, name="เพื่อน")
    make.AnswerFactory(registration=row, question=question, text='@SUM("a", 1)\nสอง')
    make.RegistrationFactory(
        session=session, status="waiting", queued_at=timezone.now(), organization=make.OrganizationFactory()
    )
    return session


def file_of(session):
    """Return the address of a session's file."""
    return page(Session, "registrations", session.pk)


def test_all_registrations_of_a_session_are_in_the_file_with_their_answers(answered, organiser):
    response = organiser.get(file_of(answered))
    assert response["Content-Disposition"] == f'attachment; filename="registrations-{answered.code}.csv"'
    assert "no-store" in response["Cache-Control"]
    heads, first, second = table(response)
    assert heads[-1] == "What food do you not tolerate?"
    row = dict(zip(heads, first, strict=True))
    assert (row["party size"], row["party members"], row["status"]) == ("2", "เพื่อน", "confirmed")
    assert second[-1] == ""
    assert AuditEntry.objects.get().verb == "export_registrations"


def test_nothing_in_the_file_is_a_formula(answered, organiser):
    cells = [cell for line in table(organiser.get(file_of(answered))) for cell in line]
    assert "'=HYPERLINK(1)" in cells
    assert "'+66812345678" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_the_file_is_for_those_who_may_see_registrations(answered, may):
    assert Client().get(file_of(answered)).status_code == 302
    for browser in (may(), may("view_session", "change_session")):
        assert browser.get(file_of(answered)).status_code == 403
    assert may("view_session", "view_registration").get(file_of(answered)).status_code == 200
    assert may("view_registration").get(page(Session, "registrations", 999999)).status_code == 404
    assert AuditEntry.objects.count() == 1


def test_the_file_takes_the_same_queries_for_many(answered, organiser, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as few:
        table(organiser.get(file_of(answered)))
    make.RegistrationFactory.create_batch(4, session=answered)
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert len(table(organiser.get(file_of(answered)))) == 7


def test_too_many_at_once_are_not_decided_about(requests, organiser, monkeypatch):
    monkeypatch.setattr("goodsociety.common.admin.acts.MOST_AT_ONCE", 1)
    assert messages_of(organiser, ask(organiser, Registration, "approve", requests)) == "Choose at most 1 rows at once."
