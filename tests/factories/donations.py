"""Campaigns, pledges and payments."""

import datetime as dt

import factory
from django.db import transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from donations.actions.acknowledging import series_of
from donations.actions.numbering import LEDGER, next_number
from donations.models import (
    Acknowledgement,
    Campaign,
    Charge,
    GatewayEvent,
    GivingRules,
    InKindGift,
    Instalment,
    MoneyOrder,
    PayeeChange,
    Payment,
    Pledge,
    Recipient,
    Series,
    Slip,
    Statement,
    StatementFormat,
    StatementLine,
)
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.zones import usual_edition


def number_of(series):
    """Return the next number of a series, also where no transaction is open."""
    with transaction.atomic():
        return next_number(series)


class CampaignFactory(DjangoModelFactory):
    """A campaign for 100,000 baht, to a payee that does not exist."""

    class Meta:
        model = Campaign

    edition = factory.LazyFunction(usual_edition)
    organization = factory.SubFactory(OrganizationFactory)
    slug = factory.Sequence(lambda n: f"campaign-{n}")
    name_th = factory.Sequence(lambda n: f"ทุนอาหารกลางวัน {n}")
    name_en = factory.Sequence(lambda n: f"School Lunches {n}")
    summary_th = "อาหารกลางวันสำหรับเด็ก ๆ"
    summary_en = "Lunches for children."
    goal_satang = 10_000_000
    promptpay_id = "0000000000"


class PledgeFactory(DjangoModelFactory):
    """A promise of 500 baht."""

    class Meta:
        model = Pledge

    campaign = factory.SubFactory(CampaignFactory)
    person = factory.SubFactory(PersonFactory)
    amount_satang = 50_000
    name = factory.SelfAttribute("person.name")
    email = factory.LazyAttribute(lambda row: row.person.email or "")
    phone = factory.LazyAttribute(lambda row: row.person.phone or "")
    created_at = factory.LazyFunction(timezone.now)
    status = Pledge.Status.PROMISED
    received_satang = factory.LazyAttribute(lambda row: row.amount_satang if row.status == "paid" else 0)


class PaymentFactory(DjangoModelFactory):
    """Five hundred baht received by PromptPay; ``pledge=PledgeFactory(status="paid")`` for a pledge's."""

    class Meta:
        model = Payment

    number = factory.LazyFunction(lambda: number_of(LEDGER))
    pledge = None
    campaign = factory.LazyAttribute(lambda row: row.pledge.campaign if row.pledge else CampaignFactory())
    amount_satang = factory.LazyAttribute(lambda row: row.pledge.amount_satang if row.pledge else 50_000)
    method = Payment.Method.PROMPTPAY
    received_at = factory.LazyFunction(timezone.now)
    recorded_at = factory.SelfAttribute("received_at")


class SeriesFactory(DjangoModelFactory):
    """A series of numbers that nothing was taken from."""

    class Meta:
        model = Series

    key = factory.Sequence(lambda n: f"series-{n}")


class PayeeChangeFactory(DjangoModelFactory):
    """A new payee that waits for a second person."""

    class Meta:
        model = PayeeChange

    campaign = factory.SubFactory(CampaignFactory)
    promptpay_id = "0994000617721"
    proposed_by = factory.SubFactory(UserFactory)
    proposed_at = factory.LazyFunction(timezone.now)


class GivingRulesFactory(DjangoModelFactory):
    """The default rules, written down."""

    class Meta:
        model = GivingRules

    edition = factory.LazyFunction(usual_edition)


class InstalmentFactory(DjangoModelFactory):
    """The first half of a pledge of 500 baht."""

    class Meta:
        model = Instalment

    pledge = factory.SubFactory(PledgeFactory)
    number = 1
    amount_satang = 25_000
    due_on = dt.date(2026, 12, 1)


class RecipientFactory(DjangoModelFactory):
    """In whose name an acknowledgement is wanted."""

    class Meta:
        model = Recipient

    pledge = factory.SubFactory(PledgeFactory)
    name = "สมหญิง ใจดี"
    address = "99 ถนนพระราม 1 กรุงเทพฯ 10330"
    tax_number = "1234545678781"


class InKindGiftFactory(DjangoModelFactory):
    """Ten boxes of books."""

    class Meta:
        model = InKindGift

    campaign = factory.SubFactory(
        CampaignFactory, goal="goods", goal_satang=None, goal_quantity=100, unit_th="กล่อง", unit_en="boxes"
    )
    person = factory.SubFactory(PersonFactory)
    name = factory.SelfAttribute("person.name")
    email = factory.LazyAttribute(lambda row: row.person.email or "")
    kind = "goods"
    what = "หนังสือ"
    unit = "กล่อง"
    quantity = 10
    created_at = factory.LazyFunction(timezone.now)


class SlipFactory(DjangoModelFactory):
    """A slip that says a pledge is paid, by its number alone."""

    class Meta:
        model = Slip

    pledge = factory.SubFactory(PledgeFactory)
    bank = "004"
    bank_reference = factory.Sequence(lambda n: f"2026{n:010}")
    amount_satang = factory.LazyAttribute(lambda row: row.pledge.amount_satang)
    sent_at = factory.LazyFunction(timezone.now)


class StatementFormatFactory(DjangoModelFactory):
    """A bank whose files have these headings."""

    class Meta:
        model = StatementFormat

    name = factory.Sequence(lambda n: f"CSV {n}")
    columns = factory.LazyFunction(lambda: {"date": "Date", "amount": "Amount", "words": "Description"})


class StatementFactory(DjangoModelFactory):
    """A file that was read."""

    class Meta:
        model = Statement

    edition = factory.LazyFunction(usual_edition)
    organization = factory.SubFactory(OrganizationFactory)
    format = factory.SubFactory(StatementFormatFactory)
    file_name = "2569-11.csv"
    digest = factory.Sequence(lambda n: f"{n:064}")
    by = factory.SubFactory(UserFactory)
    read_at = factory.LazyFunction(timezone.now)


class StatementLineFactory(DjangoModelFactory):
    """Five hundred baht that came into an account."""

    class Meta:
        model = StatementLine

    statement = factory.SubFactory(StatementFactory)
    row = factory.Sequence(lambda n: n + 1)
    happened_at = factory.LazyFunction(timezone.now)
    amount_satang = 50_000
    checksum = factory.Sequence(lambda n: f"{n:064}")


class MoneyOrderFactory(DjangoModelFactory):
    """A payment of 60,000 baht that waits for a second person."""

    class Meta:
        model = MoneyOrder

    kind = "payment"
    campaign = factory.SubFactory(CampaignFactory)
    amount_satang = 6_000_000
    method = "transfer"
    source = "hand"
    received_at = factory.LazyFunction(timezone.now)
    proposed_by = factory.SubFactory(UserFactory)
    proposed_at = factory.SelfAttribute("received_at")


class AcknowledgementFactory(DjangoModelFactory):
    """A paper for a payment."""

    class Meta:
        model = Acknowledgement

    payment = factory.SubFactory(PaymentFactory)
    organization = factory.SelfAttribute("payment.campaign.organization")
    year = 2026
    number = factory.LazyAttribute(lambda row: number_of(series_of(row.organization.pk, row.year)))
    amount_satang = factory.SelfAttribute("payment.amount_satang")
    name = "สมหญิง ใจดี"
    issued_at = factory.LazyFunction(timezone.now)


class ChargeFactory(DjangoModelFactory):
    """A charge that a provider has not settled."""

    class Meta:
        model = Charge

    pledge = factory.SubFactory(PledgeFactory)
    provider = "a_provider"
    key = factory.Sequence(lambda n: f"chrg_{n}")
    method = "promptpay"
    amount_satang = factory.SelfAttribute("pledge.amount_satang")
    asked_at = factory.LazyFunction(timezone.now)


class GatewayEventFactory(DjangoModelFactory):
    """A message about a charge."""

    class Meta:
        model = GatewayEvent

    provider = "a_provider"
    key = factory.Sequence(lambda n: f"evnt_{n}")
    charge_key = "chrg_0"
    heard_at = factory.LazyFunction(timezone.now)
