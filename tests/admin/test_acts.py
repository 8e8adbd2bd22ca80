"""What happens to registrations, sign-ups, pledges, payments and mail: asked first, then row by row under the rules."""

import datetime as dt

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME as CHOSEN
from django.utils import timezone

from activities.models import CheckIn, Pass, Registration, Session
from donations.models import Payment, Pledge
from goodsociety.common.models import AuditEntry, Outbox
from tests import factories as make
from tests.admin.pages import messages_of
from tests.admin.rows import page
from volunteers.models import SignUp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def ask(client, model, action, rows, **answers):
    """Choose rows and an action in a list, and return what follows."""
    chosen = {"action": action, CHOSEN: [row.pk for row in rows], **answers}
    return client.post(page(model, "changelist"), chosen)


def do(client, model, action, rows, **answers):
    """Choose rows and an action, confirm, and return the messages."""
    return messages_of(client, ask(client, model, action, rows, confirmed="1", **answers))


def served(**columns):
    """Return the sign-up of somebody whose shift has begun."""
    return make.SignUpFactory(shift=make.ShiftFactory(starts_at=timezone.now() - dt.timedelta(days=1)), **columns)


ACTS = [
    (Registration, make.RegistrationFactory, "check_in"),
    (Registration, make.RegistrationFactory, "cancel"),
    (Registration, lambda: make.RegistrationFactory(status="requested"), "approve"),
    (Registration, lambda: make.RegistrationFactory(status="requested"), "decline"),
    (Pass, make.PassFactory, "revoke"),
    (SignUp, served, "approve"),
    (SignUp, make.SignUpFactory, "cancel"),
    (Pledge, make.PledgeFactory, "confirm"),
    (Pledge, make.PledgeFactory, "withdraw"),
    (Payment, make.PaymentFactory, "reverse"),
    (Outbox, lambda: make.OutboxFactory(state="failed"), "queue_again"),
]


def named(value):
    """Name a test after the action."""
    return value if isinstance(value, str) else getattr(getattr(value, "_meta", None), "model_name", "of")


@pytest.mark.parametrize(("model", "factory", "action"), ACTS, ids=named)
def test_an_action_asks_before_anything_happens(model, factory, action, edition, organiser):
    rows = [factory(), factory()]
    before = list(model.objects.order_by("pk").values())
    answer = ask(organiser, model, action, rows)
    assert answer.status_code == 200
    assert "admin/confirm_action.html" in [template.name for template in answer.templates]
    text = answer.content.decode()
    assert "This is about 2 rows" in text
    for row in rows:
        assert f'name="{CHOSEN}" value="{row.pk}"' in text
    assert list(model.objects.order_by("pk").values()) == before
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(("model", "factory", "action"), ACTS, ids=named)
def test_an_action_is_not_there_for_staff_who_may_only_look(model, factory, action, edition, may):
    row = factory()
    before = list(model.objects.order_by("pk").values())
    browser = may(f"view_{model._meta.model_name}")
    assert f'value="{action}"' not in browser.get(page(model, "changelist")).content.decode()
    answer = ask(browser, model, action, [row], confirmed="1", method="cash")
    assert "Done" not in messages_of(browser, answer)
    assert list(model.objects.order_by("pk").values()) == before
    assert ask(may(), model, action, [row], confirmed="1").status_code == 403


@pytest.mark.parametrize(("model", "factory", "action"), ACTS, ids=named)
def test_an_action_is_there_for_staff_with_the_permission(model, factory, action, edition, may):
    row = factory()
    browser = may(f"view_{model._meta.model_name}", f"change_{model._meta.model_name}")
    make.AppointmentFactory(user_id=browser.session["_auth_user_id"], role="finance")
    assert f'value="{action}"' in browser.get(page(model, "changelist")).content.decode()
    assert "Done for 1 row." in do(browser, model, action, [row], method="cash")


def test_a_whole_party_is_checked_in_once(edition, organiser):
    party, alone = make.RegistrationFactory(party_size=4), make.RegistrationFactory()
    make.CheckInFactory(registration=party, heads=1)
    assert do(organiser, Registration, "check_in", [party, alone]) == "Done for 2 rows."
    assert sorted(CheckIn.objects.filter(by__isnull=False).values_list("heads", flat=True)) == [1, 3]
    words = do(organiser, Registration, "check_in", [party, alone])
    assert "Everybody of this party is already in." in words
    assert party.reference in words
    assert alone.reference in words
    assert "Done" not in words


def test_a_refusal_keeps_an_action_from_one_row_only(edition, organiser):
    live, gone = make.RegistrationFactory(), make.RegistrationFactory(status="cancelled")
    words = do(organiser, Registration, "cancel", [gone, live]).splitlines()
    assert words[0] == "Done for 1 row."
    assert words[1].startswith(f"{gone.reference}: This is no longer possible")
    live.refresh_from_db()
    assert live.status == Registration.Status.CANCELLED
    assert Session.objects.get(pk=live.session_id).seats_taken == 0
    assert AuditEntry.objects.get().actor == AuditEntry.Actor.USER
    assert Outbox.objects.filter(key=f"cancelled:{live.pk}").exists()


def test_planned_hours_are_approved_with_the_length_of_the_shift(edition, organiser):
    row, gone = served(), served(status="cancelled")
    words = do(organiser, SignUp, "approve", [row, gone])
    assert gone.reference in words
    row.refresh_from_db()
    assert row.approved_minutes == 240


def test_a_sign_up_is_cancelled(edition, organiser):
    row = make.SignUpFactory()
    assert do(organiser, SignUp, "cancel", [row]) == "Done for 1 row."
    row.shift.refresh_from_db()
    assert row.shift.seats_taken == 0


@pytest.mark.parametrize("answer", [{}, {"method": "gold"}])
def test_a_payment_is_not_confirmed_before_somebody_says_how_it_was_paid(answer, edition, organiser):
    pledge = make.PledgeFactory()
    page_again = ask(organiser, Pledge, "confirm", [pledge], confirmed="1", **answer)
    assert page_again.status_code == 200
    assert page_again.context["form"].errors["method"]
    assert not Payment.objects.exists()


def test_a_payment_is_confirmed_and_reversed(edition, organiser):
    pledge, withdrawn = make.PledgeFactory(), make.PledgeFactory(status="withdrawn")
    words = do(organiser, Pledge, "confirm", [pledge, withdrawn], method="cash")
    assert "Done for 1 row." in words
    assert withdrawn.reference in words
    payment = Payment.objects.get()
    assert (payment.amount_satang, payment.method, payment.pledge) == (50_000, "cash", pledge)
    assert "– 500 –" in ask(organiser, Payment, "reverse", [payment]).content.decode()
    assert do(organiser, Payment, "reverse", [payment]) == "Done for 1 row."
    assert Payment.objects.total_satang() == 0
    assert "already reversed" in do(organiser, Payment, "reverse", Payment.objects.all())
    pledge.refresh_from_db()
    assert pledge.status == Pledge.Status.PROMISED
    assert do(organiser, Pledge, "withdraw", [pledge]) == "Done for 1 row."


def test_only_mail_that_was_given_up_is_queued_again(edition, organiser):
    given_up, sent = make.OutboxFactory(state="failed", attempts=40), make.OutboxFactory(state="sent")
    words = do(organiser, Outbox, "queue_again", [given_up, sent])
    assert "Done for 1 row." in words
    assert sent.key in words
    given_up.refresh_from_db()
    assert (given_up.state, given_up.attempts) == ("queued", 0)


@pytest.mark.parametrize("keys", [["abc"], ["9" * 30], ["-1 OR 1=1"], [""]])
def test_rows_that_cannot_be_are_not_looked_for(keys, edition, organiser):
    answer = organiser.post(
        page(Registration, "changelist"), {"action": "cancel", CHOSEN: keys, "confirmed": "1", "index": "x"}
    )
    assert answer.status_code == 302
    assert "Choose the rows again" in messages_of(organiser, answer)


def test_nothing_chosen_is_nothing_done(edition, organiser):
    for fields in ({"action": "cancel"}, {"action": "explode", CHOSEN: ["1"]}, {}):
        answer = organiser.post(page(Registration, "changelist"), fields)
        assert answer.status_code in {200, 302}
    assert not AuditEntry.objects.exists()


def test_too_many_rows_at_once_are_refused(edition, organiser, monkeypatch):
    monkeypatch.setattr("goodsociety.common.admin.acts.MOST_AT_ONCE", 1)
    rows = [make.PledgeFactory(), make.PledgeFactory()]
    assert do(organiser, Pledge, "withdraw", rows) == "Choose at most 1 rows at once."
    everything = organiser.post(
        page(Pledge, "changelist"),
        {"action": "withdraw", CHOSEN: [rows[0].pk], "select_across": "1", "confirmed": "1"},
    )
    assert "Choose at most" in messages_of(organiser, everything)
    assert not Pledge.objects.filter(status="withdrawn").exists()
