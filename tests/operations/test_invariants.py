"""Recounting finds every kind of difference; each is planted past the actions that would never make it."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from activities.actions.deciding import drawn_order
from activities.models import CheckIn, Commitment, Registration, Session
from donations.actions.numbering import LEDGER, next_number
from donations.models import Payment, Pledge
from goodsociety.operations.invariants import findings
from reports.actions import take_snapshot
from tests import factories as make
from volunteers.models import Shift, SignUp

pytestmark = pytest.mark.django_db
MOMENT = dt.datetime(2026, 11, 2, 5, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def test_nothing_is_found_in_an_empty_database():
    said = StringIO()
    call_command("check_invariants", stdout=said)
    assert said.getvalue() == "Every counter and ledger is what its rows say.\n"


def test_nothing_is_found_in_what_is_right():
    party = make.RegistrationFactory(party_size=3)
    make.RegistrationFactory(session=party.session, status="cancelled")
    welcome = make.CheckInFactory(registration=party)
    undone(welcome)
    make.CheckInFactory(registration=party, heads=2)
    make.CheckInFactory(registration=None, session=party.session, person=make.PersonFactory(), heads=1)
    make.SignUpFactory()
    make.SignUpFactory(status="cancelled")
    take_snapshot(edition=make.usual_edition(), by=make.UserFactory(), at=MOMENT)
    assert list(findings()) == []


def test_nothing_is_found_in_money_that_is_right():
    reversal(make.PaymentFactory(pledge=make.PledgeFactory(status="paid")))
    refund(make.PaymentFactory(), -20_000)
    line = make.StatementLineFactory(state="matched")
    refund(make.PaymentFactory(line=line), -20_000)
    make.AcknowledgementFactory()
    partly = make.PaymentFactory()
    refund(partly, -20_000)
    make.AcknowledgementFactory(payment=partly, amount_satang=30_000)
    make.SlipFactory(bank="004", bank_reference="R1")
    make.SlipFactory(bank="014", bank_reference="R1")
    make.PaymentFactory(pledge=make.PledgeFactory(status="paid"))
    make.PledgeFactory(status="withdrawn")
    make.PaymentFactory()
    assert list(findings()) == []


def test_nothing_is_found_where_places_are_held_offered_waited_for_and_drawn():
    drawn_party()
    waiting = make.WaitingFactory(session__entry="draw")
    make.DrawFactory(
        session=waiting.session, entries=[[waiting.reference, 1]], outcome=[[waiting.reference, "waiting"]]
    )
    make.OfferFactory()
    make.OfferFactory(answer="lapsed", answered_at=MOMENT, registration__status="lapsed")
    make.HoldFactory()
    assert list(findings()) == []


def undone(scan, **wrong):
    """Take a check-in back."""
    values = {"session": scan.session, "person": scan.person, "heads": -scan.heads, "at": scan.at, **wrong}
    return CheckIn.objects.create(registration=scan.registration, result="undone", undoes=scan, **values)


def reversal(payment, **wrong):
    """Take a payment back."""
    values = {"campaign": payment.campaign, "amount_satang": -payment.amount_satang, **wrong}
    moments = dict.fromkeys(("received_at", "recorded_at"), payment.received_at)
    taken = {"pledge": payment.pledge, "method": "cash", "why": "mistake", "reverses": payment}
    Pledge.objects.filter(pk=payment.pledge_id).update(received_satang=0, status="promised")
    return Payment.objects.create(number=next_number(LEDGER), **{**taken, **moments, **values})


def refund(payment, satang, **wrong):
    """Give back a part of a payment."""
    taken = {"pledge": payment.pledge, "campaign": payment.campaign, "line": payment.line, "amount_satang": satang}
    moments = dict.fromkeys(("received_at", "recorded_at"), payment.received_at)
    row = {**taken, **moments, "method": "cash", "why": "refund", "refunds": payment, **wrong}
    return Payment.objects.create(number=next_number(LEDGER), **row)


# One planted fault of every kind: each function plants it and returns what is to be found.


def too_many_seats_taken():
    row = make.RegistrationFactory(party_size=3)
    Session.objects.update(seats_taken=4)
    return f"session {row.session_id}: 4 seats taken, its registrations hold 3"


def too_few_seats_taken():
    row = make.RegistrationFactory(party_size=3)
    Session.objects.update(seats_taken=0)
    return f"session {row.session_id}: 0 seats taken, its registrations hold 3"


def a_party_that_grew():
    row = make.RegistrationFactory(party_size=3)
    Registration.objects.update(party_size=5)
    return f"session {row.session_id}: 3 seats taken, its registrations hold 5"


def seats_taken_by_nobody():
    row = make.SessionFactory(seats_taken=1)
    return f"session {row.pk}: 1 seats taken, its registrations hold 0"


def seats_held_by_nothing():
    row = make.SessionFactory(seats_held=2)
    return f"session {row.pk}: 2 seats held, its offers and holds keep 0"


def parties_waiting_that_nobody_is():
    row = make.SessionFactory(parties_waiting=1)
    return f"session {row.pk}: 1 parties waiting, its list has 0"


def an_offer_of_another_size():
    row = make.OfferFactory(registration__party_size=2, seats=1)
    return f"registration {row.registration_id}: offered places without an offer of its size"


def an_offered_party_without_an_offer():
    row = make.OfferFactory()
    type(row).objects.update(answer="lapsed", answered_at=MOMENT)
    Session.objects.update(seats_held=0)
    return f"registration {row.registration_id}: offered places without an offer of its size"


def holds_that_nobody_counts():
    row = make.HoldFactory(seats=2)
    Session.objects.update(seats_held=0)
    return f"session {row.session_id}: 0 seats held, its offers and holds keep 2"


def an_offer_to_nobody():
    row = make.OfferFactory()
    type(row.registration).objects.update(status="waiting")
    type(row.registration.session).objects.update(parties_waiting=1)
    return f"offer {row.pk}: pending, but its registration is not offered places"


def drawn_party(**changed):
    """Return a party that was drawn, and a draw of it alone."""
    row = make.RegistrationFactory(session__entry="draw", party_size=2)
    values = {"entries": [[row.reference, 2]], "outcome": [[row.reference, "confirmed"]], **changed}
    return row, make.DrawFactory(session=row.session, **values)


def a_drawn_party_that_has_lost():
    row, draw = drawn_party()
    Registration.objects.update(status="lost")
    Session.objects.update(seats_taken=0)
    Commitment.objects.all().delete()
    return f"draw {draw.pk}: entry {row.reference} was confirmed and is lost"


def a_party_that_lost_and_has_places():
    row = make.RegistrationFactory(session__entry="draw")
    draw = make.DrawFactory(session=row.session, entries=[[row.reference, 1]], outcome=[[row.reference, "clash"]])
    return f"draw {draw.pk}: entry {row.reference} was clash and is confirmed"


def an_entry_of_nobody():
    draw = make.DrawFactory(entries=[["ABCD2345", 1]], outcome=[["ABCD2345", "lost"]])
    return f"draw {draw.pk}: entry ABCD2345 was lost and is not there"


def an_order_that_was_not_drawn():
    row = make.RegistrationFactory(session__entry="draw")
    other = make.RegistrationFactory(session=row.session)
    entries = sorted([each.reference, 1] for each in (row, other))
    order = drawn_order("1", dict(entries))[::-1]
    draw = make.DrawFactory(
        session=row.session, seed="1", entries=entries, outcome=[[key, "confirmed"] for key in order]
    )
    return f"draw {draw.pk}: its order does not follow from its seed and entries"


def an_entry_that_was_left_out():
    draw = make.DrawFactory()
    row = make.RegistrationFactory(session=draw.session, status="entered")
    return f"registration {row.pk}: entered in a draw that was held without it"


def places_not_taken():
    row = make.SignUpFactory()
    Shift.objects.update(seats_taken=F("seats_taken") + 1)
    return f"shift {row.shift_id}: 2 places taken, its sign-ups hold 1"


def places_held_by_nothing():
    row = make.ShiftFactory(seats_held=1)
    return f"shift {row.pk}: 1 places kept, its sign-ups keep 0"


def hours_of_a_no_show():
    row = make.SignUpFactory(status="no_show", approved_minutes=60)
    return f"sign-up {row.pk}: 60 minutes approved, but nobody came"


def a_registration_without_commitment():
    row = make.RegistrationFactory()
    Commitment.objects.all().delete()
    return f"registration {row.pk}: holds a seat without a commitment of that person at that time"


def a_sign_up_without_commitment():
    row = make.SignUpFactory()
    Commitment.objects.all().delete()
    return f"sign_up {row.pk}: holds a seat without a commitment of that person at that time"


def a_session_that_moved_without_its_people():
    row = make.RegistrationFactory()
    Session.objects.update(starts_at=F("starts_at") + HOUR, ends_at=F("ends_at") + HOUR)
    return f"registration {row.pk}: holds a seat without a commitment of that person at that time"


def a_commitment_of_somebody_else():
    row = make.SignUpFactory()
    Commitment.objects.update(person=make.PersonFactory())
    return f"sign_up {row.pk}: holds a seat without a commitment of that person at that time"


def a_commitment_of_a_cancelled_registration():
    row = make.RegistrationFactory()
    Registration.objects.update(status="cancelled", cancelled_at=MOMENT)
    Session.objects.update(seats_taken=0)
    return f"registration {row.pk}: a commitment without a seat"


def a_commitment_of_a_cancelled_sign_up():
    row = make.SignUpFactory()
    SignUp.objects.update(status="cancelled", cancelled_at=MOMENT)
    Shift.objects.update(seats_taken=0)
    return f"sign_up {row.pk}: a commitment without a seat"


def more_heads_than_the_party():
    scan = make.CheckInFactory(registration__party_size=2, heads=3)
    return f"registration {scan.registration_id}: party of 2, 3 heads checked in"


def more_taken_back_than_came():
    scan = make.CheckInFactory(registration__party_size=2)
    other = make.CheckInFactory(registration=scan.registration, result="refused", heads=0)
    undone(scan)
    CheckIn.objects.create(
        session=scan.session, person=scan.person, registration=scan.registration, result="undone", heads=-1, at=MOMENT,
        undoes=other,
    )  # fmt: skip
    return f"registration {scan.registration_id}: party of 2, -1 heads checked in"


def a_check_in_at_another_session():
    scan = make.CheckInFactory(session=make.SessionFactory())
    return f"check-in {scan.pk}: not of the session and person of registration {scan.registration_id}"


def a_check_in_of_another_person():
    scan = make.CheckInFactory(person=make.PersonFactory())
    return f"check-in {scan.pk}: not of the session and person of registration {scan.registration_id}"


def less_taken_back_than_came():
    row = undone(make.CheckInFactory(registration__party_size=3), heads=-2)
    return f"check-in {row.pk}: does not take back exactly check-in {row.undoes_id}"


def taken_back_from_somebody_else():
    walk_in = make.CheckInFactory(
        registration=None, session=make.SessionFactory(), person=make.PersonFactory(), heads=1
    )
    row = undone(walk_in, person=make.PersonFactory())
    return f"check-in {row.pk}: does not take back exactly check-in {row.undoes_id}"


def less_reversed_than_paid():
    payment = make.PaymentFactory(pledge=None)
    row = reversal(payment, amount_satang=-1)
    return f"payment {row.pk}: does not take back exactly payment {payment.pk}"


def a_reversal_in_another_campaign():
    payment = make.PaymentFactory(pledge=None)
    row = reversal(payment, campaign=make.CampaignFactory())
    return f"payment {row.pk}: does not take back exactly payment {payment.pk}"


def a_payment_to_another_campaign():
    row = make.PaymentFactory(pledge=make.PledgeFactory(status="paid"), campaign=make.CampaignFactory())
    return f"payment {row.pk}: not to the campaign of pledge {row.pledge_id}"


def a_pledge_paid_by_nothing():
    row = make.PledgeFactory(status="paid", amount_satang=700)
    return f"pledge {row.pk}: shows 700 satang, the ledger holds 0"


def a_pledge_paid_twice():
    row = make.PledgeFactory(status="paid", amount_satang=700)
    make.PaymentFactory.create_batch(2, pledge=row)
    return f"pledge {row.pk}: shows 700 satang, the ledger holds 1400"


def a_payment_of_a_promise():
    row = make.PledgeFactory(status="paid", amount_satang=700)
    make.PaymentFactory(pledge=row)
    Pledge.objects.update(status="withdrawn", received_satang=0)
    return f"pledge {row.pk}: shows 0 satang, the ledger holds 700"


def more_given_back_than_came():
    payment = make.PaymentFactory()
    refund(payment, -30_000)
    refund(payment, -30_000)
    return f"payment {payment.pk}: 50000 satang came, 60000 were given back"


def a_mistake_that_was_given_back():
    payment = make.PaymentFactory()
    reversal(payment)
    refund(payment, -10_000)
    return f"payment {payment.pk}: taken back as a mistake and given back as well"


def a_refund_of_another_pledge():
    payment = make.PaymentFactory()
    pledge = make.PledgeFactory(campaign=payment.campaign, amount_satang=10_000, status="paid")
    make.PaymentFactory(pledge=pledge)
    row = refund(payment, -10_000, pledge=pledge)
    Pledge.objects.update(received_satang=0, status="promised")
    return f"payment {row.pk}: of another pledge than what it takes back"


def a_payment_by_the_slip_of_another():
    slip = make.SlipFactory(state="confirmed", decided_at=MOMENT)
    row = make.PaymentFactory(pledge=make.PledgeFactory(status="paid"), slip=slip)
    return f"payment {row.pk}: not for the pledge of slip {slip.pk}"


def a_number_that_was_left_out():
    next_number(LEDGER)
    make.PaymentFactory()
    return "ledger: 1 rows from 2 to 2, its series stands at 2"


def a_number_that_nobody_took():
    make.PaymentFactory(number=1)
    return "ledger: 1 rows from 1 to 1, its series stands at 0"


def a_slip_that_counts_twice():
    make.SlipFactory(bank="004", bank_reference="Abc1")
    make.SlipFactory(bank="", bank_reference="aBC1")
    return "slips: the bank's reference ABC1 counts 2 times"


def a_line_entered_twice():
    line = make.StatementLineFactory(state="matched")
    make.PaymentFactory.create_batch(2, line=line)
    return f"line {line.pk}: for 50000 satang, 100000 were entered"


def a_line_that_waits_although_it_was_entered():
    line = make.StatementLineFactory(state="unmatched")
    make.PaymentFactory(line=line)
    return f"line {line.pk}: unmatched, of 50000 satang 50000 were entered"


def a_matched_line_of_which_nothing_was_entered():
    line = make.StatementLineFactory(state="matched")
    return f"line {line.pk}: matched, of 50000 satang 0 were entered"


def an_order_done_by_another_payment():
    payment = make.PaymentFactory()
    decided = {"decided_by": make.UserFactory(), "decided_at": MOMENT}
    row = make.MoneyOrderFactory(campaign=payment.campaign, state="done", payment=payment, **decided)
    return f"order {row.pk}: done, but payment {payment.pk} is another one"


def a_paper_of_another_amount():
    row = make.AcknowledgementFactory(amount_satang=1)
    return f"acknowledgement {row.pk}: of 1 satang, of payment {row.payment_id} 50000 are left"


def a_paper_that_stands_for_what_was_partly_given_back():
    row = make.AcknowledgementFactory()
    refund(row.payment, -20_000)
    return f"acknowledgement {row.pk}: of 50000 satang, of payment {row.payment_id} 30000 are left"


def a_paper_whose_number_was_left_out():
    row = make.AcknowledgementFactory(number=2)
    shown = "1 papers from 2 to 2 in 2026, their series stands at 0"
    return f"organization {row.organization_id}: {shown}"


def a_paper_that_is_gone():
    row = make.AcknowledgementFactory()
    row.delete()
    return f"acknowledgement:{row.organization_id}:2026: no papers, the series stands at 1"


def a_paper_of_what_was_taken_back():
    row = make.AcknowledgementFactory()
    reversal(row.payment)
    return f"acknowledgement {row.pk}: stands, but payment {row.payment_id} was taken back"


def a_snapshot_that_was_changed():
    edition = make.usual_edition()
    taken = take_snapshot(edition=edition, by=make.UserFactory(), at=MOMENT)
    report = {**taken.report, "metrics": []}
    row = make.SnapshotFactory(edition=edition, report=report, digest=taken.digest)
    return f"snapshot {row.pk}: its report was changed"


FAULTS = [
    too_many_seats_taken, too_few_seats_taken, a_party_that_grew, seats_taken_by_nobody, seats_held_by_nothing,
    places_not_taken, places_held_by_nothing, a_registration_without_commitment, a_sign_up_without_commitment,
    a_session_that_moved_without_its_people, a_commitment_of_somebody_else, a_commitment_of_a_cancelled_registration,
    a_commitment_of_a_cancelled_sign_up, more_heads_than_the_party, a_check_in_at_another_session,
    a_check_in_of_another_person, less_taken_back_than_came, taken_back_from_somebody_else, less_reversed_than_paid,
    a_reversal_in_another_campaign, a_payment_to_another_campaign, a_pledge_paid_by_nothing, a_pledge_paid_twice,
    a_payment_of_a_promise, a_snapshot_that_was_changed, parties_waiting_that_nobody_is, an_offer_of_another_size,
    an_offer_to_nobody, an_offered_party_without_an_offer, a_drawn_party_that_has_lost,
    a_party_that_lost_and_has_places, an_entry_of_nobody, an_order_that_was_not_drawn, an_entry_that_was_left_out,
    holds_that_nobody_counts, hours_of_a_no_show, more_given_back_than_came, a_mistake_that_was_given_back,
    a_refund_of_another_pledge, a_payment_by_the_slip_of_another, a_number_that_was_left_out,
    a_number_that_nobody_took, a_slip_that_counts_twice, a_line_entered_twice,
    a_line_that_waits_although_it_was_entered, a_matched_line_of_which_nothing_was_entered,
    an_order_done_by_another_payment, a_paper_of_another_amount, a_paper_of_what_was_taken_back,
    a_paper_that_stands_for_what_was_partly_given_back, a_paper_whose_number_was_left_out, a_paper_that_is_gone,
]  # fmt: skip


@pytest.mark.parametrize("plant", FAULTS, ids=[plant.__name__ for plant in FAULTS])
def test_a_planted_fault_is_the_one_that_is_found(plant):
    assert list(findings()) == []
    expected = plant()
    assert list(findings()) == [expected]
    with pytest.raises(CommandError) as caught:
        call_command("check_invariants")
    assert str(caught.value) == f"Differences found: 1\n{expected}"
    assert caught.value.returncode == 1


def test_more_heads_taken_back_than_came():
    assert more_taken_back_than_came() in list(findings())


def test_somebody_at_two_places_at_once():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE activities_commitment DROP CONSTRAINT commitment_no_overlap")
    person = make.PersonFactory()
    first = make.RegistrationFactory(person=person)
    second = make.RegistrationFactory(person=person, session__starts_at=first.session.starts_at + HOUR / 2)
    keys = Commitment.objects.order_by("pk").values_list("pk", flat=True)
    assert first.session_id != second.session_id
    assert set(findings()) == {f"commitment {key}: overlaps another of the same person" for key in keys}
    Commitment.objects.filter(pk=keys[0]).update(is_exclusive=False, override_reason="leads both")
    assert list(findings()) == []
