"""A row of each table that the workspace shows, with everything filled that a list may look up."""

import datetime as dt
from itertools import count

from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from accounts.models import Consent, Person, User
from activities.models import (
    Activity,
    Answer,
    Change,
    CheckIn,
    Commitment,
    Draw,
    HeadCount,
    Hold,
    Offer,
    Pass,
    Question,
    Registration,
    Session,
)
from donations.models import (
    Acknowledgement,
    Campaign,
    Charge,
    GatewayEvent,
    GivingRules,
    InKindGift,
    MoneyOrder,
    PayeeChange,
    Payment,
    Pledge,
    Slip,
    Statement,
    StatementFormat,
    StatementLine,
)
from goodsociety.common.models import AuditEntry, IdempotencyKey, Outbox
from organizations.models import Appointment as Editor
from organizations.models import MediaCoverage, Organization, Participation
from reports.models import PublishedFigure, Snapshot
from tests import factories as make
from volunteers.models import (
    Certificate,
    CertificateRun,
    CertificateSheet,
    Duty,
    Expertise,
    GuardianConsent,
    HandOver,
    Match,
    Qualification,
    Qualified,
    Rules,
    Shift,
    ShiftChange,
    SignUp,
    Volunteer,
    Wave,
)
from zones.models import Appointment, Edition, Place, Zone

numbers = count(1)


def staff():
    """Return a new user of the workspace."""
    return make.UserFactory(is_staff=True)


def new_registration():
    """Return a registration by an organization's party."""
    return make.RegistrationFactory(organization=make.OrganizationFactory())


def new_undone_check_in():
    """Return the undoing of a check-in."""
    scan = make.CheckInFactory(registration=new_registration(), by=staff())
    return make.CheckInFactory(
        registration=scan.registration, result="undone", heads=-1, undoes=scan, by=staff(), at=timezone.now()
    )


def new_reversal():
    """Return the reversal of a pledge's payment."""
    payment = make.PaymentFactory(pledge=make.PledgeFactory(), by=staff())
    return make.PaymentFactory(
        pledge=payment.pledge, amount_satang=-50_000, why="mistake", reverses=payment, by=staff()
    )


def new_told_change():
    """Return a change that one party was told of by mail."""
    change = make.ChangeFactory(name_en="Mending", told_at=timezone.now(), people_told=1)
    make.OutboxFactory(key=f"change:{change.pk}:1", state="sent")
    return change


def new_draw():
    """Return a draw with one entry."""
    return make.DrawFactory(entries=[["ABCD2345", 2]], outcome=[["ABCD2345", "confirmed"]])


def new_audit_entry():
    """Return what a user did."""
    return make.AuditEntryFactory(actor="user", actor_key=staff().pk, numbers={"heads": 1})


def new_edition():
    """Return an edition of a year that no other has."""
    year = next(year for year in range(1950, 2000) if not Edition.objects.filter(year=year).exists())
    return make.EditionFactory(year=year, status=Edition.Status.OVER)


def new_figure():
    """Return a figure of a metric that no other has."""
    return make.PublishedFigureFactory(metric=f"metric-{next(numbers)}")


def new_snapshot():
    """Return a report of another moment than every other."""
    return make.SnapshotFactory(by=staff(), taken_at=timezone.now() + dt.timedelta(seconds=next(numbers)))


MAKERS = {
    Person: make.PersonFactory,
    User: lambda: make.UserFactory(person=make.PersonFactory()),
    Consent: make.ConsentFactory,
    Group: lambda: Group.objects.create(name=f"group-{next(numbers)}"),
    Edition: new_edition,
    Zone: lambda: make.ZoneFactory(edition=new_edition()),
    Place: make.PlaceFactory,
    Appointment: lambda: make.AppointmentFactory(zone=make.ZoneFactory()),
    Organization: make.OrganizationFactory,
    Participation: lambda: make.ParticipationFactory(zone=make.ZoneFactory()),
    MediaCoverage: make.MediaCoverageFactory,
    Editor: make.OrganizationAppointmentFactory,
    Activity: make.ActivityFactory,
    Session: make.SessionFactory,
    Registration: new_registration,
    Commitment: make.CommitmentFactory,
    Pass: make.PassFactory,
    CheckIn: new_undone_check_in,
    HeadCount: lambda: make.HeadCountFactory(by=staff()),
    Question: make.QuestionFactory,
    Answer: lambda: make.AnswerFactory(text="42"),
    Offer: make.OfferFactory,
    Hold: make.HoldFactory,
    Draw: new_draw,
    Change: new_told_change,
    Duty: lambda: make.DutyFactory(host=make.OrganizationFactory()),
    Shift: lambda: make.ShiftFactory(place=make.PlaceFactory()),
    SignUp: lambda: make.SignUpFactory(organization=make.OrganizationFactory()),
    Qualification: make.QualificationFactory,
    Qualified: lambda: make.QualifiedFactory(noted_by=staff()),
    Volunteer: lambda: make.VolunteerFactory(of_age_on=None, born_on=dt.date(2000, 2, 29)),
    GuardianConsent: make.GuardianConsentFactory,
    HandOver: make.HandOverFactory,
    Rules: lambda: make.RulesFactory(edition=new_edition()),
    Wave: lambda: make.WaveFactory(opens_at=timezone.now() + dt.timedelta(seconds=next(numbers))),
    ShiftChange: lambda: make.ShiftChangeFactory(place=make.PlaceFactory()),
    Certificate: lambda: make.CertificateFactory(issued_by=staff()),
    CertificateRun: lambda: make.CertificateRunFactory(edition=new_edition(), started_by=staff()),
    CertificateSheet: lambda: make.CertificateSheetFactory(run__edition=new_edition()),
    Expertise: lambda: make.ExpertiseFactory(zone=make.ZoneFactory(), organization=make.OrganizationFactory()),
    Match: lambda: make.MatchFactory(made_by=staff()),
    Campaign: make.CampaignFactory,
    Pledge: make.PledgeFactory,
    Payment: new_reversal,
    MoneyOrder: lambda: make.MoneyOrderFactory(pledge=make.PledgeFactory()),
    PayeeChange: make.PayeeChangeFactory,
    InKindGift: make.InKindGiftFactory,
    Acknowledgement: lambda: make.AcknowledgementFactory(
        voided_at=timezone.now(), voided_reason="wrong_name", voided_by=staff()
    ),
    Slip: lambda: make.SlipFactory(decided_at=timezone.now(), state="confirmed", decided_by=staff()),
    Charge: lambda: make.ChargeFactory(state="paid", settled_at=timezone.now()),
    GatewayEvent: make.GatewayEventFactory,
    GivingRules: lambda: make.GivingRulesFactory(edition=new_edition()),
    StatementFormat: make.StatementFormatFactory,
    Statement: make.StatementFactory,
    StatementLine: make.StatementLineFactory,
    PublishedFigure: new_figure,
    Snapshot: new_snapshot,
    Outbox: make.OutboxFactory,
    AuditEntry: new_audit_entry,
    IdempotencyKey: make.IdempotencyKeyFactory,
}
READ_ONLY = (
    Consent, Commitment, Pass, CheckIn, HeadCount, Answer, Offer, Hold, Draw, Change, Payment, Snapshot, Outbox,
    AuditEntry, IdempotencyKey, GuardianConsent, HandOver, ShiftChange, Certificate, CertificateSheet, Match,
    Charge, GatewayEvent,
)  # fmt: skip
NOT_ADDED = (
    *READ_ONLY,
    Registration,
    SignUp,
    Pledge,
    Expertise,
    Slip,
    MoneyOrder,
    InKindGift,
    Statement,
    StatementLine,
)
#: What is begun by hand, and then goes its own way.
NOT_DELETED = (*NOT_ADDED, CertificateRun, Acknowledgement, PayeeChange)


def page(model, name, *args):
    """Return the address of a model's page in the workspace."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)
