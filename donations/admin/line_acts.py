"""What finance does about a line of a bank statement: enters it, gives it back, leaves it out."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations import refusals
from donations.actions import reconciling
from donations.actions.reconciling import Share, free_of
from donations.models import Campaign, MoneyOrder, Pledge, StatementLine
from donations.reconciled import outcome
from goodsociety.common.admin import ActForm, Foreseen, OneAct, Order
from goodsociety.common.forms import BahtField
from goodsociety.common.money import show_baht

#: So many pledges can share one transfer.
MOST_PLEDGES = 4


def campaigns_of(line: StatementLine) -> Any:
    """Return the campaigns whose money the account of a line takes."""
    return Campaign.objects.of(line.statement.edition).filter(
        organization=line.statement.organization, goal=Campaign.Goal.MONEY
    )


class SettleForm(ActForm):
    """For which pledges a line is, by their references, and how much of it for each."""

    def __init__(self, thing: Any, asked: Any, typed: Any = None) -> None:
        """Ask for so many pledges."""
        super().__init__(thing, asked, typed)
        for number in range(1, MOST_PLEDGES + 1):
            numbered = {"number": number}
            self.fields[f"pledge_{number}"] = forms.CharField(
                label=_("pledge %(number)s (reference)") % numbered, max_length=20, required=number == 1
            )
            self.fields[f"amount_{number}"] = BahtField(
                label=_("amount %(number)s (baht)") % numbered, required=number == 1
            )

    @classmethod
    def proposed(cls, thing: Any, asked: Any) -> dict[str, Any]:
        """Begin with the pledge that the address names and all that is left of the line."""
        return {"pledge_1": asked.get("pledge", ""), "amount_1": free_of(thing)}

    def clean(self) -> dict[str, Any]:
        """Find the pledges."""
        cleaned = super().clean() or {}
        self.shares: list[Share] = []
        for number in range(1, MOST_PLEDGES + 1):
            reference, satang = cleaned.get(f"pledge_{number}"), cleaned.get(f"amount_{number}")
            if reference or satang:
                self.take(number, "".join((reference or "").split()).upper(), satang)
        cleaned["shares"] = self.shares
        return cleaned

    def take(self, number: int, reference: str, satang: int | None) -> None:
        """Add the share of a pledge, or say why that is none."""
        pledges = Pledge.objects.for_page().filter(campaign__in=campaigns_of(self.thing))
        pledge = pledges.filter(reference=reference).first()
        if pledge is None:
            self.add_error(f"pledge_{number}", _("No pledge to this organization here has this reference."))
        elif any(share.pledge == pledge for share in self.shares):
            self.add_error(f"pledge_{number}", _("This pledge stands here already."))
        elif not satang or satang < 0:
            self.add_error(f"amount_{number}", _("Write how much of the line is for this pledge."))
        else:
            self.shares.append(Share(pledge.campaign, satang, pledge))


class GiftForm(ActForm):
    """To which campaign a line is a gift, without a pledge."""

    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=gettext_lazy("campaign"))

    def __init__(self, thing: Any, asked: Any, typed: Any = None) -> None:
        """Offer the campaigns of the account."""
        super().__init__(thing, asked, typed)
        field: Any = self.fields["campaign"]
        field.queryset = campaigns_of(thing)
        field.initial = field.queryset.first() if field.queryset.count() == 1 else None

    def clean(self) -> dict[str, Any]:
        """Take all that is left."""
        cleaned = super().clean() or {}
        satang = free_of(self.thing)
        if satang <= 0:
            raise ValidationError(str(refusals.LineUsedUp()))
        if campaign := cleaned.get("campaign"):
            cleaned["shares"] = [Share(campaign, satang)]
        return cleaned


class NothingAsked(ActForm):
    """What would happen is shown at once."""


def mark(line: StatementLine, shares: Any = ()) -> str:
    """Return what a page about a line was judged by."""
    promised = [(share.pledge.received_satang, share.pledge.status) for share in shares if share.pledge]
    return f"{line.state}:{free_of(line)}:{promised}"


def foresee_settling(line: StatementLine, answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say what would be entered, and what is left of the line then."""
    shares = answers["shares"]
    left = free_of(line) - sum(share.satang for share in shares)
    if left < 0:
        raise refusals.LineUsedUp
    values = {"left": show_baht(left)}
    warnings = [_("%(left)s baht of this line are not entered yet then: the line stays open.") % values] if left else []
    return Foreseen(mark(line, shares), outcome(shares), warnings)


def settle(line: StatementLine, order: Order) -> str:
    """Enter the shares."""
    return told(reconciling.settle_line(line=line, shares=order.answers["shares"], by=order.by, at=order.at))


def told(done: Any) -> str:
    """Say what was entered, and what waits for a second person."""
    numbers = ", ".join(str(row.number) for row in done if not isinstance(row, MoneyOrder))
    waiting = sum(row.amount_satang for row in done if isinstance(row, MoneyOrder))
    sentences = [_("Entered into the ledger under number %(number)s.") % {"number": numbers}] if numbers else []
    if waiting:
        values = {"amount": show_baht(waiting)}
        sentences.append(_("%(amount)s baht wait until a second person of finance agrees.") % values)
    return " ".join(sentences)


def foresee_giving_back(line: StatementLine, answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say that it is entered first, so that the ledger shows both that it came and that it went."""
    sentences = [
        *outcome(answers["shares"]),
        _("It is then proposed to give it back: somebody else of finance must agree, and the bank must send it."),
    ]
    return Foreseen(mark(line), sentences)


def give_back(line: StatementLine, order: Order) -> str:
    """Enter it and propose to give it back."""
    reconciling.send_back(line=line, campaign=order.answers["campaign"], by=order.by, at=order.at)
    return _("It is entered as a gift; giving it back waits until a second person of finance agrees.")


def foresee_ignoring(line: StatementLine, _answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say that nothing is written."""
    return Foreseen(mark(line), [_("Nothing is entered. You can take the line up again at any time.")])


def ignore(line: StatementLine, order: Order) -> str:
    """Leave it out."""
    reconciling.ignore_line(line=line, by=order.by, at=order.at)
    return _("The line is left out.")


def foresee_taking_up(line: StatementLine, _answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say that it waits again."""
    return Foreseen(mark(line), [_("The line stands among those that somebody has to look at.")])


def take_up(line: StatementLine, order: Order) -> str:
    """Look at it again."""
    reconciling.take_up_line(line=line, by=order.by, at=order.at)
    return _("The line is open again.")


def why_not_open(line: StatementLine, _at: dt.datetime) -> str:
    """Say why nothing can be entered for a line."""
    if line.state not in StatementLine.OPEN:
        return _("This line is entered, left out, known already or not readable.")
    return "" if free_of(line) > 0 else _("What is left of this line waits for a second person of finance.")


def why_not_take_up(line: StatementLine, _at: dt.datetime) -> str:
    """Say why a line cannot be taken up again."""
    is_left_out = line.state == StatementLine.State.IGNORED and (line.amount_satang or 0) > 0
    return "" if is_left_out else _("Only money that came and was left out can be taken up again.")


ACTS = (
    OneAct("settle", gettext_lazy("Enter for pledges"), SettleForm, foresee_settling, settle, why_not_open),
    OneAct("gift", gettext_lazy("Enter as a gift without a pledge"), GiftForm, foresee_settling, settle, why_not_open),
    OneAct(
        "give_back", gettext_lazy("Enter and propose to give it back"), GiftForm, foresee_giving_back, give_back,
        why_not_open,
    ),
    OneAct("ignore", gettext_lazy("Leave this line out"), NothingAsked, foresee_ignoring, ignore, why_not_open),
    OneAct(
        "take_up", gettext_lazy("Take this line up again"), NothingAsked, foresee_taking_up, take_up, why_not_take_up
    ),
)  # fmt: skip
