"""Wherever the database fails in the middle of an action, nothing is written; asked again, everything is."""

import datetime as dt
import re
from itertools import count
from uuid import uuid4

import pytest

from accounts.actions import Asked as AskedToSignIn
from accounts.actions import send_code, sign_in
from accounts.contact import Contact
from activities.actions import Guest, Scan, cancel_registration, register, scan, take_back, walk_in
from activities.actions.commitments import Span
from activities.models import Registration, Session
from donations.actions import confirm_pledge, make_pledge, reverse_payment, withdraw_pledge
from donations.models import Campaign, Payment, Pledge
from goodsociety.common.audit import VISITOR
from goodsociety.common.idempotency import Asked, answer_once
from goodsociety.common.models import Outbox
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.statements import LOOKS_FOR_CLASHES, Failed, failing_at
from tests.tables import everything, row_counts, written
from volunteers.actions import (
    Offered,
    ShiftSlot,
    cancel_sign_up,
    issue_certificate,
    match_expertise,
    offer_expertise,
    reschedule_shift,
    sign_up,
)
from volunteers.models import Expertise, Shift, SignUp

# Real transactions: begun and taken back by the database itself.
pytestmark = pytest.mark.django_db(transaction=True)
HOUR = dt.timedelta(hours=1)
SOMCHAI = Contact("สมชาย", "somchai@example.org", "+66812345678")
ASKED = AskedToSignIn(SOMCHAI.email, "ticket", "203.0.113.9")
TOLD = {"common.Outbox": 1, "common.AuditEntry": 1}
NEW_PERSON = {"accounts.Person": 1, "accounts.Consent": 1}


def registering(now):
    """A new person's registration."""
    session = Session.objects.for_programme().get(pk=make.SessionFactory().pk)
    return lambda: register(session=session, contact=SOMCHAI, party_size=2, by=VISITOR, at=now)


def registering_once(now):
    """The same through a form that is sent under a key."""
    act, asked = registering(now), Asked("form:register", "k", {"name": SOMCHAI.name})
    return lambda: answer_once(asked, lambda: {"code": act().code}, at=now)


def cancelling(now):
    """Taking a registration back."""
    row = Registration.objects.for_page().get(pk=make.RegistrationFactory(party_size=3).pk)
    return lambda: cancel_registration(registration=row, by=VISITOR, at=now)


def signing_up(now):
    """A new volunteer's sign-up."""
    shift = Shift.objects.for_page().get(pk=make.ShiftFactory().pk)
    return lambda: sign_up(shift=shift, contact=SOMCHAI, by=VISITOR, at=now)


def cancelling_sign_up(now):
    """Taking a sign-up back."""
    row = SignUp.objects.for_page().get(pk=make.SignUpFactory().pk)
    return lambda: cancel_sign_up(sign_up=row, by=VISITOR, at=now)


def moving_a_shift(now):
    """A shift with a volunteer in it that moves."""
    shift, user = Shift.objects.for_page().get(pk=make.SignUpFactory().shift_id), make.UserFactory()
    slot = ShiftSlot(Span(shift.starts_at + HOUR, shift.ends_at + HOUR))
    return lambda: reschedule_shift(shift=shift, slot=slot, by=user, at=now)


def offering_expertise(now):
    """A newcomer's offer of expertise."""
    edition, offered = make.usual_edition(), Offered(kind=Expertise.Kind.SKILL, words="บัญชี")
    return lambda: offer_expertise(edition=edition, offered=offered, contact=SOMCHAI, by=VISITOR, at=now)


def matching_expertise(now):
    """An offer brought together with an organization for which somebody speaks."""
    row, speaker = make.ExpertiseFactory(), make.OrganizationAppointmentFactory()
    make.ParticipationFactory(organization=speaker.organization, edition=row.edition)
    return lambda: match_expertise(expertise=row, organization=speaker.organization, by=speaker.user, at=now)


def certifying(now):
    """A certificate over hours, in place of an older one."""
    row = make.SignUpFactory(approved_minutes=60)
    make.CertificateFactory(person=row.person, edition=row.shift.edition, issued_at=now)
    at = row.shift.ends_at
    return lambda: issue_certificate(person=row.person, edition=row.shift.edition, by=VISITOR, at=at)


def pledging(now):
    """A new donor's pledge."""
    campaign = Campaign.objects.with_totals().get(pk=make.CampaignFactory().pk)
    return lambda: make_pledge(campaign=campaign, contact=SOMCHAI, amount_satang=50_000, by=VISITOR, at=now)


def withdrawing(now):
    """Taking a promise back."""
    pledge = make.PledgeFactory()
    return lambda: withdraw_pledge(pledge=pledge, by=VISITOR, at=now)


def confirming(now):
    """Money that came."""
    pledge, user = Pledge.objects.for_page().get(pk=make.PledgeFactory().pk), make.UserFactory()
    return lambda: confirm_pledge(pledge=pledge, method=Payment.Method.CASH, by=user, at=now)


def sending_a_code(now):
    """A code mailed to an address."""
    return lambda: send_code(asked=ASKED, by=VISITOR, at=now)


def letting_in(now):
    """A newcomer whose address a code has proved."""
    send_code(asked=ASKED, by=VISITOR, at=now)
    code = re.search(r"\b\d{6}\b", Outbox.objects.get().body)[0]
    return lambda: sign_in(asked=ASKED, code=code, by=VISITOR, at=now)


def scanning(now):
    """A reference typed at the desk."""
    row, user = make.RegistrationFactory(party_size=2), make.UserFactory()
    return lambda: scan(session=row.session, read=Scan(row.reference, uuid4()), by=user, at=now)


def walking_in(now):
    """Somebody who walked in."""
    session, user = make.SessionFactory(), make.UserFactory()
    guest = Guest(Contact("สมชาย", phone="+66812345678"), size=2)
    return lambda: walk_in(session=session, guest=guest, by=user, at=now)


def taking_back_a_walk_in(now):
    """Somebody who walked in by mistake."""
    row, user = walking_in(now)(), make.UserFactory()
    return lambda: take_back(check_in=row, by=user, at=now)


def reversing(now):
    """Money that went back."""
    payment, user = make.PaymentFactory(pledge=make.PledgeFactory(status="paid")), make.UserFactory()
    return lambda: reverse_payment(payment=payment, by=user, at=now)


#: Each action: how many statements it is made of, and how many rows it writes where.
ACTIONS = {
    registering: (
        9 + LOOKS_FOR_CLASHES,
        {**NEW_PERSON, **TOLD, "activities.Registration": 1, "activities.Commitment": 1, "activities.Pass": 1},
    ),
    registering_once: (
        10 + LOOKS_FOR_CLASHES,
        {
            **NEW_PERSON,
            **TOLD,
            "activities.Registration": 1,
            "activities.Commitment": 1,
            "activities.Pass": 1,
            "common.IdempotencyKey": 1,
        },
    ),
    cancelling: (9, {**TOLD, "activities.Commitment": -1}),
    signing_up: (
        15 + LOOKS_FOR_CLASHES,
        {
            **NEW_PERSON,
            **TOLD,
            "volunteers.SignUp": 1,
            "volunteers.Volunteer": 1,
            "activities.Commitment": 1,
            "activities.Pass": 1,
        },
    ),
    cancelling_sign_up: (9, {**TOLD, "activities.Commitment": -1}),
    moving_a_shift: (13, {"volunteers.ShiftChange": 1, "common.AuditEntry": 1}),
    offering_expertise: (7, {**NEW_PERSON, "volunteers.Expertise": 1, "common.Outbox": 2, "common.AuditEntry": 1}),
    matching_expertise: (10, {"volunteers.Match": 1, "common.Outbox": 2, "common.AuditEntry": 1}),
    certifying: (10, {"volunteers.Certificate": 1, "common.AuditEntry": 2}),
    pledging: (6, {**NEW_PERSON, **TOLD, "donations.Pledge": 1}),
    withdrawing: (4, {"common.AuditEntry": 1}),
    confirming: (14, {**TOLD, "donations.Payment": 1, "donations.Series": 1}),
    sending_a_code: (2, {"accounts.SignInCode": 1, "common.Outbox": 1}),
    letting_in: (
        9,
        {"accounts.SignInCode": -1, "accounts.Person": 1, "accounts.User": 1, "common.AuditEntry": 1},
    ),
    scanning: (5, {"activities.CheckIn": 1, "common.AuditEntry": 1}),
    walking_in: (
        15,
        {
            **NEW_PERSON,
            "activities.Registration": 1,
            "activities.Commitment": 1,
            "activities.Pass": 1,
            "activities.CheckIn": 1,
            "common.AuditEntry": 1,
        },
    ),
    taking_back_a_walk_in: (13, {"activities.CheckIn": 1, "activities.Commitment": -1, "common.AuditEntry": 2}),
    reversing: (12, {"common.AuditEntry": 1, "donations.Payment": 1}),
}


@pytest.mark.parametrize(
    ("prepare", "statements", "rows"),
    [(prepare, *expected) for prepare, expected in ACTIONS.items()],
    ids=[prepare.__name__ for prepare in ACTIONS],
)
def test_all_or_nothing(now, prepare, statements, rows):
    act = prepare(now)
    before, counts = everything(), row_counts()
    failures = 0
    for number in count(1):
        try:
            with failing_at(number):
                act()
        except Failed:
            failures += 1
            assert everything() == before, f"statement {number} failed and something stayed"
        else:
            break
    assert failures == statements
    assert written(counts, row_counts()) == rows
    assert list(findings()) == []
