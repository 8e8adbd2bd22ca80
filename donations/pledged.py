"""A pledge as it stands at a moment, for the page of whoever holds its secret code."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import BooleanField, Case, Value, When
from django.utils.translation import gettext as _

from donations.gateway import is_on
from donations.models import Acknowledgement, Charge, Payment, Pledge, Slip
from donations.paying import Part, Way, due_satang, parts_by, way_to_pay
from goodsociety.common.dates import local_day
from goodsociety.common.models import AuditEntry
from goodsociety.common.money import show_baht

Status = Pledge.Status
#: What ends a promise, by what the audit log calls it.
ENDS = {Status.WITHDRAWN: "withdraw_pledge", Status.EXPIRED: "expire_pledge"}


@dataclass(frozen=True)
class Step:
    """Something that happened to a pledge: when, in words, and how good that is."""

    at: dt.datetime
    words: str
    tone: str = ""


@dataclass(frozen=True)
class Pledged:
    """A pledge with its parts, its slips and the ledger's rows; ``wants_all`` where the donor pays the rest at once."""

    pledge: Pledge
    at: dt.datetime
    wants_all: bool = False

    @cached_property
    def parts(self) -> list[Part]:
        """Its parts on this day; none for what is paid at once."""
        return parts_by(self.pledge, list(self.pledge.instalments.all()), local_day(self.at))

    @cached_property
    def slips(self) -> list[Slip]:
        """What was sent in for it, the latest first; the pictures stay where they are."""
        has_picture = Case(When(picture=None, then=Value(False)), default=Value(True), output_field=BooleanField())  # noqa: FBT003
        return list(self.pledge.slips.defer("picture").annotate(has_picture=has_picture))

    @cached_property
    def papers(self) -> list[Acknowledgement]:
        """The acknowledgements of what came."""
        return list(Acknowledgement.objects.valid().filter(payment__pledge=self.pledge).order_by("pk"))

    @cached_property
    def payments(self) -> list[Payment]:
        """What the ledger holds of it."""
        return list(self.pledge.payments.all())

    @property
    def slip(self) -> Slip | None:
        """The slip that is being looked at."""
        return next((slip for slip in self.slips if slip.state == Slip.State.SUBMITTED), None)

    @property
    def turned_down(self) -> Slip | None:
        """The latest slip, where it was not accepted, nothing came since and the gift is still awaited."""
        latest = self.slips[0] if self.slips else None
        if latest is None or latest.state != Slip.State.REJECTED or not self.is_payable:
            return None
        is_old = any(row.recorded_at > latest.decided_at for row in self.payments if latest.decided_at)
        return None if is_old else latest

    @property
    def is_payable(self) -> bool:
        """Whether money may still come for it: also late, when its time is over."""
        return self.pledge.is_promised or self.pledge.status == Status.EXPIRED

    @property
    def is_to_pay(self) -> bool:
        """Whether the donor is asked to pay now: not while a slip is looked at, that nobody pays twice."""
        return self.is_payable and self.slip is None

    @property
    def may_withdraw(self) -> bool:
        """Whether the rest of it can be taken back."""
        return self.pledge.is_promised and self.slip is None

    @property
    def may_change(self) -> bool:
        """Whether it can be changed: nothing came yet, no slip is looked at, and the campaign takes gifts."""
        is_open = self.pledge.campaign.is_open_on(local_day(self.at))
        return self.pledge.status == Status.PROMISED and self.slip is None and is_open

    @property
    def due_satang(self) -> int:
        """What is due now, the next part, or all that is to come."""
        return self.pledge.remaining_satang if self.wants_all else due_satang(self.pledge, self.parts)

    @property
    def may_pay_all(self) -> bool:
        """Whether more is to come than what is due now."""
        return due_satang(self.pledge, self.parts) < self.pledge.remaining_satang

    @cached_property
    def way(self) -> Way | None:
        """How it is paid now; nothing where nothing is to be paid or the campaign has no payee."""
        return way_to_pay(self.pledge, self.due_satang) if self.is_to_pay else None

    @property
    def may_charge(self) -> bool:
        """Whether it can be paid through the payment provider, which takes no money for samples."""
        return is_on() and self.is_to_pay and not self.pledge.campaign.is_sample

    @cached_property
    def charge(self) -> Charge | None:
        """The latest charge that was opened for it at the payment provider."""
        return self.pledge.charges.first()

    @property
    def has_new_payee(self) -> bool:
        """Whether the payee changed within the last day."""
        return self.pledge.campaign.has_new_payee(self.at)

    @property
    def steps(self) -> list[Step]:
        """What happened so far, the first thing first."""
        promised = Step(self.pledge.created_at, _("You promised this gift."))
        told = [*self.of_slips(), *self.of_ledger(), *self.of_end()]
        return [promised, *sorted(told, key=lambda step: step.at)]

    def of_slips(self) -> Iterator[Step]:
        """Tell of the slips that were sent in, and which were not accepted."""
        for slip in self.slips:
            sent = _("You sent in a slip of %(amount)s baht.") % {"amount": show_baht(slip.amount_satang)}
            yield Step(slip.sent_at, sent)
            if slip.decided_at and slip.state == Slip.State.REJECTED:
                why = {"reason": slip.get_reason_display()}
                yield Step(slip.decided_at, _("The slip was not accepted: %(reason)s.") % why, "bad")
            if slip.decided_at and slip.state == Slip.State.TAKEN_BACK:
                yield Step(slip.decided_at, _("You took the slip back."))

    def of_ledger(self) -> Iterator[Step]:
        """Tell of what came and what was taken off again."""
        sentences = {
            Payment.Why.RECEIVED: _("%(amount)s baht arrived."),
            Payment.Why.MISTAKE: _("%(amount)s baht were taken off again: they had been entered by mistake."),
            Payment.Why.REFUND: _("%(amount)s baht were given back."),
        }
        for row in self.payments:
            why = Payment.Why(row.why)
            tone = "good" if why == Payment.Why.RECEIVED else ""
            yield Step(row.received_at, sentences[why] % {"amount": show_baht(abs(row.amount_satang))}, tone)

    def of_end(self) -> Iterator[Step]:
        """Tell when the promise ended without being paid in full."""
        verb = ENDS.get(Status(self.pledge.status))
        if verb is None:
            return
        entries = AuditEntry.objects.filter(subject="donations.pledge", subject_key=self.pledge.pk, verb=verb)
        sentence = _("You withdrew it.") if verb == ENDS[Status.WITHDRAWN] else _("Its time was over.")
        yield from (Step(at, sentence) for at in entries.order_by("-at").values_list("at", flat=True)[:1])
