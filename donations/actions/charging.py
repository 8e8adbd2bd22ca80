"""Charges of the payment provider: opened, asked about, and entered once when the provider says that they are paid.

The provider is asked outside of every transaction. Then the pledge is locked, then the charge, and the rest is the
ledger's; so messages may come twice, late, in any order or not at all.
"""

import datetime as dt
import logging

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Mod
from django.urls import reverse

from donations import refusals
from donations.actions.ledger import PAYABLE, Money, enter, locked, open_slip
from donations.actions.letters import letter
from donations.gateway import Heard, Provider, ProviderAway, ProviderRefused, Told, Wanted, provider_in_use
from donations.models import Charge, GatewayEvent, Payment, Pledge
from goodsociety.common import audit
from goodsociety.common.inserting import insert_new
from goodsociety.common.outbox import queue_letter
from goodsociety.common.refusals import Refusal, WrongStep
from goodsociety.common.rounds import each_by_itself

State = Charge.State
BAHT = "THB"
#: Whoever asks twice within this time goes on with the charge that is open.
STILL_OPEN = dt.timedelta(minutes=15)
#: A charge is asked about each minute for so long, then each hour, and in the end it counts as expired.
EACH_MINUTE, AT_MOST = dt.timedelta(hours=2), dt.timedelta(days=7)
#: A provider that is slow keeps the round no longer than this many questions.
MOST_PER_ROUND = 30
logger = logging.getLogger(__name__)


def open_charge(*, pledge: Pledge, method: str, amount_satang: int, by: audit.By, at: dt.datetime) -> Charge:
    """Open a charge for an amount of a pledge, or return the one that was opened a moment ago.

    Refuses NoGateway, WrongStep when that much is not to be paid, SlipInReview, ProviderAway, ProviderRefused; then
    nothing is written.
    """
    provider = provider_in_use()
    if provider is None or pledge.campaign.is_sample:
        raise refusals.NoGateway
    if pledge.status not in PAYABLE or not 0 < amount_satang <= pledge.remaining_satang:
        raise WrongStep
    if open_slip(pledge):
        raise refusals.SlipInReview
    same = Charge.objects.filter(pledge=pledge, method=method, amount_satang=amount_satang, state=State.PENDING)
    opened = same.filter(asked_at__gt=at - STILL_OPEN, provider=provider.name).first()
    new = Charge(pledge=pledge, method=method, amount_satang=amount_satang, asked_at=at)
    return opened or note_charge(charge=new, provider=provider, by=by, at=at)


def note_charge(*, charge: Charge, provider: Provider, by: audit.By, at: dt.datetime) -> Charge:
    """Open a charge at the provider and write it down as it says."""
    back_at = settings.SITE_URL + reverse("charge", args=[charge.pledge.code])
    told = provider.open_charge(Wanted(charge.method, charge.amount_satang, charge.pledge.reference, back_at))
    if (told.amount_satang, told.currency) != (charge.amount_satang, BAHT) or not told.pay_at:
        raise ProviderRefused
    charge.provider, charge.key, charge.pay_at = provider.name, told.key, told.pay_at
    with transaction.atomic():
        if not insert_new(charge):
            raise ProviderRefused
        audit.record("open_charge", charge, by=by, at=at, satang=charge.amount_satang, method=charge.method)
    return charge


def hear_event(*, heard: Heard, provider: Provider, at: dt.datetime) -> GatewayEvent:
    """Keep a signed message once, then ask about its charge; where that fails, the next round asks again."""
    event = GatewayEvent(provider=provider.name, key=heard.key, charge_key=heard.charge_key, heard_at=at)
    if not insert_new(event):
        event = GatewayEvent.objects.get(provider=provider.name, key=heard.key)
    charge = Charge.objects.filter(provider=provider.name, key=event.charge_key).first()
    if charge is not None and event.handled_at is None:
        try:
            settle_charge(charge=charge, provider=provider, by=audit.SYSTEM, at=at)
        except Refusal as refusal:
            logger.warning("Charge %s is asked about again later: %s.", charge.pk, refusal.name)
    return event


def settle_charge(*, charge: Charge, provider: Provider, by: audit.By, at: dt.datetime) -> Charge:
    """Ask the provider how a charge stands and follow that; what is paid is entered once.

    Refuses ProviderAway, ProviderRefused.
    """
    told = None if is_settled(charge) else provider.fetch_charge(charge.key)
    if told and told.key != charge.key:
        raise ProviderAway
    with transaction.atomic():
        pledge = locked(charge.pledge)
        row = Charge.objects.select_for_update().get(pk=charge.pk)
        if told and not is_settled(row):
            follow(charge=row, told=told, pledge=pledge, by=by, at=at)
        heard = GatewayEvent.objects.filter(provider=row.provider, charge_key=row.key, handled_at=None)
        heard.filter(heard_at__lte=at).update(handled_at=at)
    return row


def is_settled(charge: Charge) -> bool:
    """Say whether a charge was paid: nothing that is heard later changes that; what is given back is finance's."""
    return charge.state == State.PAID


def follow(*, charge: Charge, told: Told, pledge: Pledge, by: audit.By, at: dt.datetime) -> None:
    """Write down how a locked charge stands now, and enter it when it is paid."""
    is_over = told.state == State.PENDING and charge.asked_at < at - AT_MOST
    state = State.EXPIRED if is_over else State(told.state)
    if state == charge.state:
        return
    charge.state, charge.fee_satang = state, told.fee_satang
    charge.settled_at = None if state == State.PENDING else at
    charge.save(update_fields=["state", "fee_satang", "settled_at"])
    figures = figures_of(told)
    audit.record(f"charge_{state}", charge, by=by, at=at, **figures)
    if state != State.PAID:
        return
    if (told.amount_satang, told.currency) == (charge.amount_satang, BAHT):
        enter_charge(charge, pledge, told.paid_at, at)
    else:
        logger.error("Charge %s was paid with another amount or currency: it is not entered.", charge.pk)
        audit.record("charge_kept_apart", charge, by=by, at=at, **figures)


def figures_of(told: Told) -> dict[str, int | str | None]:
    """Return what the provider says, as the history of a charge keeps it."""
    return {"satang": told.amount_satang, "currency": told.currency[:3], "fee_satang": told.fee_satang}


def enter_charge(charge: Charge, pledge: Pledge, paid_at: dt.datetime | None, at: dt.datetime) -> None:
    """Enter a paid charge for its pledge. What was withdrawn or paid otherwise meanwhile gets it for the campaign.

    The money has come, so the totals hold it; the donor is written to, and two people of finance can give it back.
    """
    is_payable = pledge.status in PAYABLE
    method = Payment.Method.CARD if charge.method == Charge.Method.CARD else Payment.Method.PROMPTPAY
    money = Money(
        pledge.campaign, charge.amount_satang, min(paid_at or at, at), method=method, source=Payment.Source.GATEWAY,
        pledge=pledge if is_payable else None, charge=charge,
    )  # fmt: skip
    payment = enter(money=money, by=None, at=at)
    if not is_payable:
        queue_letter(letter("charge_besides", pledge, payment=payment), key=f"charge-besides:{charge.pk}", at=at)


def ask_about_open_charges(*, by: audit.By, at: dt.datetime) -> int:
    """Ask again about charges that wait, and about those a message came for that could not be answered."""
    provider = provider_in_use()
    if provider is None:
        return 0
    away: list[Refusal] = []

    def act(key: int) -> None:
        if away:
            return
        try:
            settle_charge(charge=Charge.objects.get(pk=key), provider=provider, by=by, at=at)
        except ProviderAway as refusal:
            away.append(refusal)
        except ProviderRefused:
            logger.warning("The payment provider knows no charge %s.", key)

    return each_by_itself(keys_to_ask(provider.name, at), act, what="asking about a charge")


def keys_to_ask(name: str, at: dt.datetime) -> list[int]:
    """Return the charges whose turn it is in this minute."""
    told = GatewayEvent.objects.filter(provider=name, handled_at=None, heard_at__gt=at - AT_MOST).values("charge_key")
    is_turn = Q(asked_at__gt=at - EACH_MINUTE) | Q(turn=at.minute)
    rows = Charge.objects.filter(provider=name).annotate(turn=Mod("pk", 60))
    rows = rows.filter(Q(is_turn, state=State.PENDING) | Q(key__in=told))
    return list(rows.order_by("-asked_at", "-pk").values_list("pk", flat=True)[:MOST_PER_ROUND])
