"""Everything that can happen to campaigns, pledges and the ledger. Lock order: see the ledger."""

from donations.actions.ledger import Money, confirm_pledge, enter, reverse_payment
from donations.actions.letters import letter
from donations.actions.orders import agree_order, propose_refund, record_payment, refuse_order
from donations.actions.payees import approve_payee, propose_payee, refuse_payee
from donations.actions.pledging import Paper, Wishes, change_pledge, expire_pledges, make_pledge, withdraw_pledge

__all__ = [
    "Money", "Paper", "Wishes", "agree_order", "approve_payee", "change_pledge", "confirm_pledge", "enter",
    "expire_pledges", "letter", "make_pledge", "propose_payee", "propose_refund", "record_payment", "refuse_order",
    "refuse_payee", "reverse_payment", "withdraw_pledge",
]  # fmt: skip
