"""The waiting list on pages: joining it, the rule, an offer and its two answers, what is over, a changed party."""

import datetime as dt

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities import actions, refusals
from activities.actions import settling
from activities.models import Offer, Registration, Session
from goodsociety.common.audit import VISITOR
from goodsociety.operations.invariants import findings
from tests.factories import PartyMemberFactory, RegistrationFactory, SessionFactory, WaitingFactory
from tests.pages import HOSTILE, alert, has_form, queries, text, typed, value_of

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
Status = Registration.Status


@pytest.fixture(autouse=True)
def counters_are_true(db):
    """Recount everything afterwards."""
    yield
    assert list(findings()) == []


@pytest.fixture
def full(edition):
    """A session of four places that one party has taken."""
    session = SessionFactory(capacity=4, largest_party=4)
    RegistrationFactory(session=session, party_size=4)
    return session


def form_of(session):
    """Return the address of a session's form, in the active language."""
    return reverse("register", args=[session.edition.year, session.code])


def page_of(registration, name="registration_detail"):
    """Return the address of a registration, in the active language."""
    return reverse(name, args=[registration.code])


def send(client, session, **answers):
    """Send the form of a session."""
    return client.post(form_of(session), typed(**{"party_size": "2", **answers}))


def freed(session, at):
    """Take back what holds places in a session, so that they are offered to those who wait."""
    for row in Registration.objects.live().filter(session=session).for_page():
        actions.cancel_registration(registration=row, by=VISITOR, at=at)


# Joining


def test_the_form_of_a_full_session_offers_to_wait_and_says_the_rule(client, full, language):
    WaitingFactory(session=full)
    page = client.get(form_of(full))
    assert has_form(page)
    assert 'name="wait"' in page.content.decode()
    passing = _(
        "A party that is too large for the free places keeps its place in the queue, and the first party behind it "
        "that fits is offered them."
    )
    front = _("The places wait until there are enough for the whole party at the front. Nobody overtakes.")
    assert (passing in text(page), front in text(page)) == (True, False)
    Session.objects.update(waits_for_front=True)
    page = client.get(form_of(full))
    assert (passing in text(page), front in text(page)) == (False, True)


def test_somebody_joins_the_list_and_sees_how_many_are_ahead(client, full, now, language):
    WaitingFactory(session=full, queued_at=now - HOUR)
    response = send(client, full, wait="1")
    row = Registration.objects.get(email="jaidee@example.org")
    assert (row.status, row.party_size, response.url) == ("waiting", 2, page_of(row))
    assert Session.objects.get().parties_waiting == 2
    page = client.get(response.url)
    ahead = ngettext("%(parties)s party is ahead of you.", "%(parties)s parties are ahead of you.", 1)
    assert ahead % {"parties": 1} in text(page)
    assert reverse("registration_cancel", args=[row.code]) in page.content.decode()


def test_a_refused_party_keeps_what_was_typed_and_joins_by_one_button(client, full, language):
    Session.objects.update(capacity=5)
    response = send(client, full, key="8d0a9f7e-5a0c-4f0f-9d0b-3a5f3c1c2b1e")
    assert response.status_code == 409
    assert str(refusals.SessionFull(asked=2, left=1)) in alert(response)
    assert value_of(response, "name") == "ใจดี มีสุข"
    assert 'name="wait"' in response.content.decode()
    assert send(client, full, wait="1", key=value_of(response, "key")).status_code == 302
    assert Registration.objects.get(email="jaidee@example.org").status == "waiting"


def test_whoever_would_rather_wait_gets_places_that_are_free(client, edition):
    session = SessionFactory()
    assert send(client, session, wait="1").status_code == 302
    assert Registration.objects.get().is_live


def test_whoever_waits_gives_an_e_mail(client, full, language):
    response = send(client, full, wait="1", email="", phone="0812345678")
    assert response.status_code == 200
    assert str(refusals.EmailNeeded()) in alert(response)
    assert value_of(response, "phone") == "0812345678"


def test_without_a_list_nobody_waits(client, full, language):
    Session.objects.update(has_waiting_list=False)
    response = send(client, full, wait="1")
    assert response.status_code == 409
    assert str(refusals.NoWaitingList()) in alert(response)
    assert 'name="wait"' not in response.content.decode()


def test_a_party_larger_than_the_session_is_told_that_it_never_fits(client, full, language):
    Session.objects.update(largest_party=9)
    assert str(refusals.NeverFits(capacity=4)) in alert(send(client, full, wait="1", party_size="5"))


def test_who_waits_leaves_the_list(client, full, language):
    row = WaitingFactory(session=full)
    page = page_of(row, "registration_cancel")
    assert client.get(page).status_code == 200
    assert client.post(page).status_code == 302
    assert Registration.objects.get(pk=row.pk).status == "cancelled"
    assert Session.objects.get().parties_waiting == 0


def test_the_page_of_who_waits_takes_as_many_queries_behind_three_as_behind_one(client, full, now):
    mine = WaitingFactory(session=full, queued_at=now)
    WaitingFactory(session=full, queued_at=now - HOUR)
    one = queries(client, page_of(mine))
    for _time in range(2):
        WaitingFactory(session=full, queued_at=now - HOUR)
    assert queries(client, page_of(mine)) == one


# An offer


@pytest.fixture
def offered(full, now):
    """A party of two that places are offered to for two hours."""
    row = WaitingFactory(session=full, party_size=2)
    freed(full, now)
    return Registration.objects.for_page().get(pk=row.pk)


def test_an_offer_is_a_page_with_two_buttons_and_until_when(client, offered, language):
    page = client.get(page_of(offered))
    for name in ("registration_accept", "registration_decline"):
        assert f'action="{page_of(offered, name)}"' in page.content.decode()
    until = Offer.objects.get().expires_at.astimezone(dt.timezone(7 * HOUR))
    assert f"{until:%H.%M}".lstrip("0") in text(page).replace(":", ".")
    assert Registration.objects.get(pk=offered.pk).status == "offered"


def test_looking_at_an_answer_is_none(client, offered):
    for name in ("registration_accept", "registration_decline"):
        assert client.get(page_of(offered, name)).url == page_of(offered)
    assert Registration.objects.get(pk=offered.pk).status == "offered"


def test_one_tap_accepts_and_a_second_one_changes_nothing(client, offered, language):
    for _time in range(2):
        response = client.post(page_of(offered, "registration_accept"))
        assert (response.status_code, response.url) == (302, page_of(offered))
    assert Registration.objects.get(pk=offered.pk).is_live
    assert Session.objects.get().seats_taken == 2


def test_one_tap_declines_and_the_places_go_on(client, full, offered, now):
    behind = WaitingFactory(session=full, party_size=4)
    for _time in range(2):
        assert client.post(page_of(offered, "registration_decline")).status_code == 302
    assert Registration.objects.get(pk=offered.pk).status == "cancelled"
    assert Registration.objects.get(pk=behind.pk).status == "offered"


def test_an_offer_whose_time_is_over_has_lapsed_though_no_job_has_run(client, offered, language):
    with time_machine.travel(Offer.objects.get().expires_at, tick=False):
        page = client.get(page_of(offered))
        assert "registration_accept" not in page.content.decode()
        assert f'action="{page_of(offered, "registration_accept")}"' not in page.content.decode()
        assert form_of(offered.session) in page.content.decode()
        assert _("The time to accept is over") in text(page)
        response = client.post(page_of(offered, "registration_accept"))
        assert response.status_code == 409
        assert str(refusals.OfferOver()) in text(response)
        assert client.post(page_of(offered, "registration_decline")).status_code == 302
    assert Registration.objects.get(pk=offered.pk).status == "offered"
    assert Session.objects.get().seats_taken == 0


def test_the_public_does_not_get_what_is_offered(client, offered):
    assert send(client, offered.session, party_size="3").status_code == 409
    assert send(client, offered.session, party_size="2").status_code == 302


@pytest.mark.parametrize("name", ["registration_accept", "registration_decline", "registration_party"])
def test_answers_open_by_the_secret_code_alone(client, offered, name):
    for guess in (offered.reference, str(offered.pk), offered.code[:-1], "x" * 22):
        for ask in (client.get, client.post):
            assert ask(reverse(name, args=[guess])).status_code == 404
    response = client.get(page_of(offered, name))
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]


# Every status has its page


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_page_of_its_own(client, full, now, status):
    full = SessionFactory(capacity=30)
    if status == Status.OFFERED:
        row = WaitingFactory(session=full)
        settled(full, now)
    else:
        row = (WaitingFactory if status == Status.WAITING else RegistrationFactory)(session=full, status=status)
    titles = [client.get(page_of(row)).content.decode().partition("<h1>")[2].partition("</h1>")[0].strip()]
    assert titles[0]
    page = client.get(page_of(row)).content.decode()
    assert (form_of(full) in page) == (status not in Registration.ACTIVE)
    assert ('class="qr-figure"' in page) == (status == Status.CONFIRMED)


def settled(session, at):
    """Offer what is free in a session to those who wait."""
    with transaction.atomic():
        [locked] = Session.objects.locked(session.pk)
        settling.settle(locked, at=at)


def test_after_the_deadline_the_page_says_whom_to_write_to(client, edition, now, language):
    edition.contact_email = "hello@expo.example.org"
    edition.save()
    row = RegistrationFactory(session=SessionFactory(cancellable_until=now))
    page = client.get(page_of(row)).content.decode()
    assert "mailto:hello@expo.example.org" in page
    assert page_of(row, "registration_cancel") not in page
    assert client.get(page_of(row, "registration_cancel")).url == page_of(row)
    response = client.post(page_of(row, "registration_cancel"))
    assert response.status_code == 409
    assert str(refusals.TooLateToCancel()) in text(response)


# The party


@pytest.fixture
def held(edition):
    """A confirmed party of three, one of whom is named."""
    row = RegistrationFactory(session=SessionFactory(capacity=6, largest_party=5), party_size=3)
    PartyMemberFactory(registration=row, name="สมหญิง")
    return row


def change(client, row, size="3", names=""):
    """Send the form of a party."""
    return client.post(page_of(row, "registration_party"), {"key": typed()["key"], "party_size": size, "names": names})


def test_a_party_becomes_smaller_or_larger_and_is_named(client, held, language):
    page = client.get(page_of(held, "registration_party"))
    assert "สมหญิง" in page.content.decode()
    assert value_of(page, "party_size") == "3"
    assert change(client, held, "5", "สมชาย  ใจดี\n\n สมหญิง\r\n").url == page_of(held)
    assert list(held.members.values_list("name", flat=True)) == ["สมชาย ใจดี", "สมหญิง"]
    assert Session.objects.get().seats_taken == 5
    change(client, held, "2", "สมชาย")
    assert Session.objects.get().seats_taken == 2


@pytest.mark.parametrize(
    ("size", "names", "refusal"),
    [
        ("6", "", refusals.PartyTooLarge(largest=5)),
        ("2", "ก\nข\nค", refusals.MoreNamesThanPeople(names=3, people=2)),
    ],
)
def test_a_party_is_not_changed_by_half(client, held, size, names, refusal):
    response = change(client, held, size, names)
    assert response.status_code == 409
    assert str(refusal) in alert(response)
    assert Registration.objects.get().party_size == 3
    assert [member.name for member in held.members.all()] == ["สมหญิง"]


def test_a_party_does_not_grow_into_places_of_others(client, held):
    RegistrationFactory(session=held.session, party_size=3)
    assert change(client, held, "4").status_code == 409


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("field", ["size", "names"])
def test_no_field_of_the_party_stumbles(client, held, field, what):
    response = change(client, held, **{field: HOSTILE[what]})
    assert response.status_code in {200, 302, 409}
    assert "<script>alert" not in response.content.decode()


def test_ten_thousand_names_are_too_many_and_change_nothing(client, held):
    response = change(client, held, "3", "\n".join(f"คนที่ {number}" for number in range(10_000)))
    assert response.status_code in {200, 409}
    assert held.members.count() == 1


def test_after_the_deadline_names_can_change_and_the_number_cannot(client, held, now):
    Session.objects.update(cancellable_until=now)
    page = client.get(page_of(held, "registration_party"))
    assert 'name="party_size"' not in page.content.decode()
    assert change(client, held, "1", "ก\nข").status_code == 302
    assert Registration.objects.get().party_size == 3
    assert held.members.count() == 2


def test_what_is_over_has_no_party_to_change(client, edition):
    row = RegistrationFactory(status="cancelled")
    assert client.get(page_of(row, "registration_party")).url == page_of(row)
    assert change(client, row).url == page_of(row)
