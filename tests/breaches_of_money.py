"""Rows that break a law about money, each beside a row that is allowed."""

import datetime as dt

from goodsociety.common.money import SATANG
from tests import factories as make
from tests.breach import DAY, MOMENT, TWICE, Breach, cases, same, user

DAY_OF_MONEY = dt.date(2026, 11, 2)


def payment(_row):
    """Return the number of another payment."""
    return make.PaymentFactory().pk


def another_pledge(_row):
    """Return the number of another pledge."""
    return make.PledgeFactory().pk


MONEY: dict[str, list[Breach]] = {
    **cases(
        make.CampaignFactory,
        {
            "campaign_slug_once": TWICE,
            "campaign_goal_known": [{"goal": "fame", "goal_satang": None, "goal_quantity": 1}],
            "campaign_goal_positive": [
                {"goal_satang": 0},
                {"goal_satang": -1},
                {"goal_satang": None},
                {"goal_quantity": 5},
                {"goal": "goods"},
                {"goal": "goods", "goal_satang": None, "goal_quantity": 0},
            ],
            "campaign_payee_can_be_paid": [{"promptpay_id": payee} for payee in ("1000000000", "08123", "x" * 13)],
            "campaign_biller_can_be_paid": [{"biller_id": biller} for biller in ("0" * 14, "x" * 15)],
            "campaign_closes_after_opening": [{"opens_on": DAY_OF_MONEY, "closes_on": DAY_OF_MONEY - DAY}],
        },
    ),
    **cases(
        make.PayeeChangeFactory,
        {
            "payee_change_state_known": [{"state": "perhaps", "decided_at": MOMENT, "decided_by_id": user}],
            "payee_change_one_open": TWICE,
            "payee_change_decided_by_another": [
                {"state": "approved", "decided_at": MOMENT, "decided_by_id": same("proposed_by_id")}
            ],
            "payee_change_decided_when": [{"state": "approved", "decided_at": MOMENT}],
            "payee_change_open_is_undecided": [
                {"decided_at": MOMENT, "decided_by_id": user},
                {"state": "approved"},
            ],
        },
    ),
    **cases(
        make.GivingRulesFactory,
        {
            "giving_rules_sensible": [
                {"two_people_from_satang": 0},
                {"pledge_days": 0},
                {"first_reminder_days": 0},
                {"next_reminder_days": 0},
                {"slips_kept_days": 0},
            ]
        },
    ),
    **cases(
        make.PledgeFactory,
        {
            "pledge_amount_sensible": [{"amount_satang": SATANG - 1}, {"amount_satang": 2_000_000 * SATANG + 1}],
            "pledge_status_known": [{"status": "late"}],
            "pledge_shown_known": [{"shown_as": "painted"}],
            "pledge_received_not_negative": [{"received_satang": -1}],
            "pledge_status_follows_money": [
                {"status": "paid"},
                {"received_satang": 1},
                {"status": "partly"},
                {"status": "partly", "received_satang": same("amount_satang")},
                {"status": "withdrawn", "received_satang": same("amount_satang")},
                {"status": "expired", "received_satang": same("amount_satang")},
            ],
        },
    ),
    **cases(
        make.InstalmentFactory,
        {
            "instalment_once": TWICE,
            "instalment_positive": [{"amount_satang": 0}],
            "instalment_numbered": [{"number": 0}, {"number": 13}],
        },
    ),
    **cases(
        make.RecipientFactory,
        {"recipient_tax_number_of_digits": [{"tax_number": number} for number in ("123", "x" * 13)]},
    ),
    **cases(
        make.InKindGiftFactory,
        {
            "in_kind_kind_known": [{"kind": "money"}],
            "in_kind_status_known": [{"status": "lost"}],
            "in_kind_quantity_positive": [{"quantity": 0}],
            "in_kind_received_has_quantity": [
                {"status": "received"},
                {"status": "received", "received_quantity": 0},
                {"received_quantity": 5},
            ],
            "in_kind_value_positive": [{"value_satang": 0}],
        },
    ),
    **cases(
        make.SlipFactory,
        {
            "slip_state_known": [{"state": "lost", "decided_at": MOMENT}],
            "slip_reason_known": [{"state": "rejected", "decided_at": MOMENT, "reason": "a whim"}],
            "slip_counts_once": [{"pledge_id": another_pledge}],
            "slip_one_in_review": [{"bank_reference": "ANOTHER"}],
            "slip_amount_positive": [{"amount_satang": 0}],
            "slip_bank_of_digits": [{"bank": "KBK"}, {"bank": "04"}],
            "slip_rejected_for_a_reason": [{"state": "rejected", "decided_at": MOMENT}, {"reason": "no_money"}],
            "slip_decided_has_moment": [{"decided_at": MOMENT}, {"state": "confirmed"}],
        },
    ),
    **cases(
        make.StatementFormatFactory,
        {
            "statement_format_days_known": [{"days": "ydm"}],
            "statement_format_encoding_known": [{"encoding": "klingon"}],
        },
    ),
    **cases(
        make.StatementLineFactory,
        {
            "statement_line_state_known": [{"state": "lost"}],
            "statement_line_once": TWICE,
            "statement_line_readable": [
                {"amount_satang": None},
                {"happened_at": None},
                {"checksum": None},
                {"state": "refused", "checksum": None},
                {"state": "refused", "problem": "no amount"},
                {"state": "duplicate"},
            ],
        },
    ),
    **cases(
        make.PaymentFactory,
        {
            "payment_minus_only_takes_back": [
                {"amount_satang": 0},
                {"amount_satang": -50_000},
                {"reverses_id": same("pk")},
                {"refunds_id": same("pk")},
                {"why": "refund"},
                {"amount_satang": -1, "why": "refund", "reverses_id": same("pk")},
                {"amount_satang": -1, "why": "mistake", "refunds_id": same("pk")},
                {"amount_satang": -1, "why": "whim", "refunds_id": same("pk")},
            ],
            "payment_method_known": [{"method": "barter"}],
            "payment_source_known": [{"source": "hearsay"}],
            "payment_second_person_is_another": [{"by_id": user, "agreed_by_id": user}],
        },
    ),
    "payment_of_a_charge_once": [Breach(lambda: make.PaymentFactory(charge=make.ChargeFactory()), {"number": 900_001})],
    **cases(
        make.MoneyOrderFactory,
        {
            "money_order_kind_known": [{"kind": "loan"}],
            "money_order_state_known": [{"state": "lost", "decided_at": MOMENT, "decided_by_id": user}],
            "money_order_method_known": [{"method": "barter"}],
            "money_order_source_known": [{"source": "hearsay"}],
            "money_order_amount_positive": [{"amount_satang": 0}],
            "money_order_gives_back_a_payment": [{"kind": "refund"}, {"refunded_id": payment}],
            "money_order_done_by_another": [
                {
                    "state": "done",
                    "decided_at": MOMENT,
                    "decided_by_id": same("proposed_by_id"),
                    "payment_id": payment,
                }
            ],
            "money_order_decided_when": [{"state": "refused", "decided_at": MOMENT}],
            "money_order_open_is_undecided": [{"decided_at": MOMENT, "decided_by_id": user}, {"state": "refused"}],
            "money_order_done_has_payment": [
                {"state": "done", "decided_at": MOMENT, "decided_by_id": user},
                {"payment_id": payment},
            ],
        },
    ),
    **cases(
        make.AcknowledgementFactory,
        {
            "acknowledgement_number_once": [{"payment_id": payment}],
            "acknowledgement_one_valid": [{"number": 900_001}],
            "acknowledgement_amount_positive": [{"amount_satang": 0}],
            "acknowledgement_voided_for_a_reason": [{"voided_at": MOMENT}, {"voided_reason": "taken_back"}],
            "acknowledgement_reason_known": [{"voided_at": MOMENT, "voided_reason": "a whim"}],
        },
    ),
    **cases(
        make.ChargeFactory,
        {
            "charge_once": TWICE,
            "charge_method_known": [{"method": "barter"}],
            "charge_state_known": [{"state": "lost"}],
            "charge_amounts_sensible": [{"amount_satang": 0}, {"fee_satang": -1}],
        },
    ),
    **cases(make.GatewayEventFactory, {"gateway_event_once": TWICE}),
}
