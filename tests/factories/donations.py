"""Campaigns, pledges and payments."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from donations.models import Campaign, Payment, Pledge
from tests.factories.accounts import PersonFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.zones import usual_edition


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


class PaymentFactory(DjangoModelFactory):
    """Five hundred baht received by PromptPay; ``pledge=PledgeFactory(status="paid")`` for a pledge's."""

    class Meta:
        model = Payment

    pledge = None
    campaign = factory.LazyAttribute(lambda row: row.pledge.campaign if row.pledge else CampaignFactory())
    amount_satang = factory.LazyAttribute(lambda row: row.pledge.amount_satang if row.pledge else 50_000)
    method = Payment.Method.PROMPTPAY
    received_at = factory.LazyFunction(timezone.now)
    recorded_at = factory.SelfAttribute("received_at")
