"""Rows for tests: each factory makes a valid one, and the counters around it stay true.

Everything hangs on one open edition that begins in thirty days, unless an edition is given.
"""

from tests.factories.accounts import PASSWORD, ConsentFactory, PersonFactory, SignInCodeFactory, UserFactory
from tests.factories.activities import (
    ActivityFactory,
    AnswerFactory,
    ChangeFactory,
    CheckInFactory,
    CommitmentFactory,
    DrawFactory,
    FavouriteFactory,
    HeadCountFactory,
    HoldFactory,
    OfferFactory,
    PartyMemberFactory,
    PassFactory,
    QuestionFactory,
    RegistrationFactory,
    SessionFactory,
    WaitingFactory,
)
from tests.factories.common import AuditEntryFactory, IdempotencyKeyFactory, OutboxFactory
from tests.factories.donations import CampaignFactory, PaymentFactory, PledgeFactory
from tests.factories.organizations import (
    MediaCoverageFactory,
    OrganizationAppointmentFactory,
    OrganizationFactory,
    ParticipationFactory,
)
from tests.factories.reports import PublishedFigureFactory, SnapshotFactory
from tests.factories.volunteers import DutyFactory, ShiftFactory, SignUpFactory
from tests.factories.zones import (
    AppointmentFactory,
    EditionFactory,
    PlaceFactory,
    ZoneFactory,
    first_day,
    usual_edition,
)

__all__ = [
    "PASSWORD",
    "ActivityFactory",
    "AnswerFactory",
    "AppointmentFactory",
    "AuditEntryFactory",
    "CampaignFactory",
    "ChangeFactory",
    "CheckInFactory",
    "CommitmentFactory",
    "ConsentFactory",
    "DrawFactory",
    "DutyFactory",
    "EditionFactory",
    "FavouriteFactory",
    "HeadCountFactory",
    "HoldFactory",
    "IdempotencyKeyFactory",
    "MediaCoverageFactory",
    "OfferFactory",
    "OrganizationAppointmentFactory",
    "OrganizationFactory",
    "OutboxFactory",
    "ParticipationFactory",
    "PartyMemberFactory",
    "PassFactory",
    "PaymentFactory",
    "PersonFactory",
    "PlaceFactory",
    "PledgeFactory",
    "PublishedFigureFactory",
    "QuestionFactory",
    "RegistrationFactory",
    "SessionFactory",
    "ShiftFactory",
    "SignInCodeFactory",
    "SignUpFactory",
    "SnapshotFactory",
    "UserFactory",
    "WaitingFactory",
    "ZoneFactory",
    "first_day",
    "usual_edition",
]
