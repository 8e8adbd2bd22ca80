"""Campaigns, what people promised to give, the ledger of what came, and the papers on both sides of it."""

from donations.models.acknowledgement import Acknowledgement
from donations.models.campaign import Campaign, PayeeChange
from donations.models.gateway import Charge, GatewayEvent
from donations.models.in_kind import InKindGift
from donations.models.ledger import Payment, Series
from donations.models.order import MoneyOrder
from donations.models.pledge import Instalment, Pledge, Recipient
from donations.models.rules import GivingRules
from donations.models.slip import Slip
from donations.models.statement import Statement, StatementFormat, StatementLine

__all__ = [
    "Acknowledgement", "Campaign", "Charge", "GatewayEvent", "GivingRules", "InKindGift", "Instalment", "MoneyOrder",
    "PayeeChange", "Payment", "Pledge", "Recipient", "Series", "Slip", "Statement", "StatementFormat", "StatementLine",
]  # fmt: skip
