"""What a line of a bank's statement may be for: suggestions with their reasons, the likeliest first.

Only one is certain: reference and amount are exact, and no other pledge and no other line can be meant.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.translation import gettext_lazy as _

from donations.actions.ledger import PAYABLE
from donations.models import Pledge, Slip
from donations.paying import parts_by
from donations.traces import Traces, name_words, without_one
from goodsociety.common.dates import local_day
from organizations.models import Organization
from zones.models import Edition

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: What each sign is worth: a reference tells most, an amount alone least.
EXACT_REFERENCE, NEAR_REFERENCE, SAME_SLIP = 60, 40, 50
SAME_AMOUNT, SAME_PART, SAME_SUM, SAID_BY_SLIP = 30, 27, 28, 8
NAMED, SOON, WHILE_OPEN, NEAR_DUE, TOO_EARLY = 22, 8, 4, 3, -12
#: Fewer points make no suggestion; the first is clear when it has so many more than the next.
ENOUGH, CLEAR = 22, 6
MOST_SHOWN = 5
SOON_DAYS, NEAR_DAYS = 3, 5
#: Of one person so many pledges are tried in pairs.
MOST_PAIRED = 12
SHORTEST_SLIP = 6


class Line(Protocol):
    """What is asked of a line, kept or just read."""

    @property
    def happened_at(self) -> dt.datetime | None:
        """When the money came."""

    @property
    def amount_satang(self) -> int | None:
        """How much came, in satang; nothing where that cannot be read."""

    @property
    def reference(self) -> str:
        """What the bank gives as reference."""

    @property
    def words(self) -> str:
        """What the bank wrote."""


@dataclass(frozen=True)
class Promise:
    """A pledge that money may come for, with what it can be known by."""

    pledge: Pledge
    parts: tuple[tuple[int, dt.date], ...]
    slips: tuple[Slip, ...]

    @cached_property
    def names(self) -> frozenset[str]:
        """The words of the names it goes by."""
        return name_words(self.pledge.name) | name_words(self.pledge.nickname)

    @property
    def amounts(self) -> set[int]:
        """What is likely to come: all that is left, its next part, what a slip says."""
        parts = {satang for satang, _due in self.parts[:1]}
        return {self.pledge.remaining_satang, *parts, *(slip.amount_satang for slip in self.slips)}


@dataclass(frozen=True)
class Suggestion:
    """What a line may be for: one pledge or two of one person, with how much of it, and why."""

    shares: tuple[tuple[Pledge, int], ...]
    points: int
    reasons: "tuple[StrOrPromise, ...]"
    is_certain: bool = False

    @property
    def keys(self) -> frozenset[int]:
        """The numbers of its pledges."""
        return frozenset(pledge.pk for pledge, _satang in self.shares)


#: By their numbers the edition and the organization whose account it is.
Account = tuple[int, int]


def promises_by_account(accounts: Iterable[Account]) -> "dict[Account, Promises]":
    """Read the pledges that lines of these accounts may be for: three queries, however many lines and accounts."""
    keys = set(accounts)
    editions, organizations = {edition for edition, _each in keys}, {organization for _each, organization in keys}
    rows = Pledge.objects.filter(
        campaign__edition__in=editions, campaign__organization__in=organizations, status__in=PAYABLE
    )
    slips = defaultdict[int, list[Slip]](list)
    for slip in Slip.objects.in_review().filter(pledge__in=rows).defer("picture"):
        slips[slip.pledge_id].append(slip)
    found: dict[Account, list[Promise]] = {key: [] for key in keys}
    rows = rows.select_related("campaign__edition", "campaign__organization").prefetch_related("instalments")
    for row in rows.order_by("pk"):
        account = (row.campaign.edition_id, row.campaign.organization_id)
        found.setdefault(account, []).append(Promise(row, coming_parts(row), tuple(slips[row.pk])))
    return {key: Promises(found[key]) for key in keys}


class Promises:
    """The pledges that lines of one account may be for, found by reference, amount, slip and name."""

    @classmethod
    def of(cls, edition: Edition, organization: Organization) -> "Promises":
        """Read those of one account."""
        [promises] = promises_by_account([(edition.pk, organization.pk)]).values()
        return promises

    def __init__(self, promises: Sequence[Promise]) -> None:
        """Sort them by what they are found by."""
        self.all = promises
        self.by_reference = {each.pledge.reference: each for each in self.all}
        self.by_near = sorted_by(self.all, lambda each: without_one(each.pledge.reference))
        self.by_amount = sorted_by(self.all, lambda each: each.amounts)
        self.by_name = sorted_by(self.all, lambda each: each.names)
        self.slips = [(slip.bank_reference.upper(), each) for each in self.all for slip in each.slips]
        self.pairs = defaultdict[int, list[tuple[Promise, Promise]]](list)
        people = sorted_by(self.all, lambda each: {each.pledge.person_id} - {None})
        for theirs in people.values():
            for pair in combinations(theirs[:MOST_PAIRED], 2):
                self.pairs[sum(each.pledge.remaining_satang for each in pair)].append(pair)

    def suggestions(self, line: Line) -> list[Suggestion]:
        """Return what a line may be for, the likeliest first."""
        satang = line.amount_satang or 0
        if satang <= 0 or line.happened_at is None:
            return []
        traces = Traces.of(line.reference, line.words)
        points = {each.pledge.pk: self.judged(each, line, traces) for each in self.possible(traces, satang)}
        found = [each for each in points.values() if each.points >= ENOUGH]
        found += [pair for pair in self.paired(line, traces, satang) if pair.points >= ENOUGH]
        ranked = sorted(found, key=lambda each: (-each.points, sorted(each.keys)))
        first = [self.sure(ranked[0], line, traces)] if ranked else []
        return [*first, *ranked[1:MOST_SHOWN]]

    def possible(self, traces: Traces, satang: int) -> Iterator[Promise]:
        """Yield each pledge that anything on the line points to, once."""
        seen: set[int] = set()
        for each in self.pointed_at(traces, satang):
            if each.pledge.pk not in seen:
                seen.add(each.pledge.pk)
                yield each

    def pointed_at(self, traces: Traces, satang: int) -> Iterator[Promise]:
        """Yield pledges by each sign, some of them again."""
        yield from self.named_exactly(traces)
        for token in traces.tokens:
            for key in without_one(token):
                yield from self.by_near.get(key, ())
        yield from (each for reference, each in self.slips if is_said(reference, traces))
        yield from self.by_amount.get(satang, ())
        for name in traces.names:
            yield from self.by_name.get(name, ())

    def named_exactly(self, traces: Traces) -> list[Promise]:
        """Return the pledges whose references stand on the line, letter by letter."""
        return [self.by_reference[window] for window in traces.windows if window in self.by_reference]

    def judged(self, each: Promise, line: Line, traces: Traces) -> Suggestion:
        """Return how likely a line is for a pledge."""
        signs = [*by_trace(each, traces), *by_amount(each, line.amount_satang or 0), *by_time(each, line)]
        told = tuple(why for _points, why in signs if why)
        return Suggestion(((each.pledge, line.amount_satang or 0),), sum(points for points, _why in signs), told)

    def paired(self, line: Line, traces: Traces, satang: int) -> Iterator[Suggestion]:
        """Yield pairs of one person's pledges that a line pays together."""
        for pair in self.pairs.get(satang, ()):
            signs = [max(by_trace(each, traces), key=itemgetter(0), default=(0, "")) for each in pair]
            best = [*max(([*by_trace(each, traces), *by_time(each, line)] for each in pair), key=total)]
            told = tuple(dict.fromkeys(why for _points, why in [*signs, *best] if why))
            shares = tuple((each.pledge, each.pledge.remaining_satang) for each in pair)
            yield Suggestion(shares, SAME_SUM + total(best), (_("two promises of one person together"), *told))

    def sure(self, first: Suggestion, line: Line, traces: Traces) -> Suggestion:
        """Return the first suggestion; certain where its reference and amount are exact and nothing else is meant."""
        named = self.named_exactly(traces)
        if len(named) != 1 or first.keys != {named[0].pledge.pk} or line.happened_at is None:
            return first
        each = named[0]
        exact = {each.pledge.remaining_satang, *(satang for satang, _due in each.parts[:1])}
        is_open = each.pledge.is_promised
        is_certain = (
            is_open and line.amount_satang in exact and local_day(line.happened_at) >= local_day(each.pledge.created_at)
        )
        return Suggestion(first.shares, first.points, first.reasons, is_certain)


def sorted_by(promises: Iterable[Promise], keys: Callable[[Promise], Iterable[Any]]) -> dict[Any, list[Promise]]:
    """Return promises under each of their keys."""
    found = defaultdict[Any, list[Promise]](list)
    for each in promises:
        for key in keys(each):
            found[key].append(each)
    return found


def coming_parts(pledge: Pledge) -> tuple[tuple[int, dt.date], ...]:
    """Return what is left of each part of a pledge with the day it is due, without what came."""
    parts = parts_by(pledge, list(pledge.instalments.all()), dt.date.max)
    return tuple((part.left_satang, part.due_on) for part in parts if part.left_satang)


Sign = tuple[int, "StrOrPromise"]


def total(signs: Iterable[Sign]) -> int:
    """Return the points of signs."""
    return sum(points for points, _why in signs)


def is_said(bank_reference: str, traces: Traces) -> bool:
    """Say whether the number of a slip stands on a line."""
    return len(bank_reference) >= SHORTEST_SLIP and bank_reference in traces.squeezed


def by_trace(each: Promise, traces: Traces) -> list[Sign]:
    """Return what the texts of a line tell of a pledge."""
    signs: list[Sign] = []
    if each.pledge.reference in traces.windows:
        signs.append((EXACT_REFERENCE, _("the reference is the same")))
    elif any(without_one(token) & without_one(each.pledge.reference) for token in traces.tokens):
        signs.append((NEAR_REFERENCE, _("the reference is nearly the same")))
    if any(is_said(slip.bank_reference.upper(), traces) for slip in each.slips):
        signs.append((SAME_SLIP, _("the number of the slip is the same")))
    if each.names & traces.names:
        signs.append((NAMED, _("the name stands there")))
    return signs


def by_amount(each: Promise, satang: int) -> list[Sign]:
    """Return what an amount tells of a pledge."""
    signs: list[Sign] = []
    remaining = each.pledge.remaining_satang
    if satang == remaining:
        signs.append((SAME_AMOUNT, _("the amount is the same")))
    elif each.parts and satang == each.parts[0][0]:
        signs.append((SAME_PART, _("the amount of its next part")))
    else:
        signs.append((0, _("less than is still to come") if satang < remaining else _("more than is still to come")))
    if any(slip.amount_satang == satang for slip in each.slips):
        signs.append((SAID_BY_SLIP, _("a slip says this amount")))
    return signs


def by_time(each: Promise, line: Line) -> list[Sign]:
    """Return what the day of a line tells of a pledge."""
    assert line.happened_at is not None  # noqa: S101 (lines without a moment are not asked about)
    day, made = local_day(line.happened_at), local_day(each.pledge.created_at)
    if day < made:
        return [(TOO_EARLY, _("before it was promised"))]
    signs: list[Sign] = []
    if any(abs((due - day).days) <= NEAR_DAYS for _satang, due in each.parts):
        signs.append((SOON + NEAR_DUE, _("near the day it is due")))
    elif any(abs((local_day(slip.sent_at) - day).days) <= 1 for slip in each.slips):
        signs.append((SOON, _("about when a slip was sent in")))
    elif (day - made).days <= SOON_DAYS:
        # Of several the one that was promised last before the money came.
        signs.append((SOON - (day - made).days, _("soon after it was promised")))
    elif each.pledge.expires_on is None or day <= each.pledge.expires_on:
        signs.append((WHILE_OPEN, ""))
    return signs


def suggest(lines: Sequence[Line], promises: Promises) -> list[list[Suggestion]]:
    """Return suggestions for each line; where several lines would surely pay one pledge, none is certain."""
    found = [promises.suggestions(line) for line in lines]
    sure = Counter(key for each in found if each and each[0].is_certain for key in each[0].keys)
    return [[unsure(each[0], sure), *each[1:]] if each else each for each in found]


def unsure(first: Suggestion, sure: Counter[int]) -> Suggestion:
    """Return a suggestion, certain only where no other line claims the same pledge."""
    is_certain = first.is_certain and all(sure[key] == 1 for key in first.keys)
    return Suggestion(first.shares, first.points, first.reasons, is_certain)


def is_clear(found: Sequence[Suggestion]) -> bool:
    """Say whether the first suggestion stands out."""
    return bool(found) and (len(found) == 1 or found[0].points - found[1].points >= CLEAR)
