"""Lines of statements beside what they may be for, and in words what entering them would mean."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from donations.actions.reconciling import Share
from donations.matching import Account, Suggestion, promises_by_account, suggest
from donations.models import StatementLine
from donations.models.rules import giving_rules
from goodsociety.common.money import show_baht


def suggestions_for(lines: Iterable[StatementLine]) -> dict[int, list[Suggestion]]:
    """Return the suggestions for open lines by their numbers, judged beside all other open lines of their statements.

    All is read at once: four queries for however many lines.
    """
    asked = {line.pk: line.statement_id for line in lines if line.state in StatementLine.OPEN}
    by_statement = defaultdict[int, list[StatementLine]](list)
    beside = StatementLine.objects.open().filter(statement__in=set(asked.values())).select_related("statement")
    for row in beside.order_by("statement", "row"):
        by_statement[row.statement_id].append(row)
    promises = promises_by_account(account_of(rows[0]) for rows in by_statement.values())
    found: dict[int, list[Suggestion]] = {}
    for rows in by_statement.values():
        every = suggest(rows, promises[account_of(rows[0])])
        found |= {row.pk: each for row, each in zip(rows, every, strict=True) if row.pk in asked}
    return found


def account_of(line: StatementLine) -> Account:
    """Return whose account a line is of."""
    return line.statement.edition_id, line.statement.organization_id


def in_words(suggestion: Suggestion) -> str:
    """Return what a suggestion would pay: K7F3QA29 500 + …"""
    return " + ".join(f"{pledge.reference} {show_baht(satang)}" for pledge, satang in suggestion.shares)


def outcome(shares: Sequence[Share]) -> list[str]:
    """Say of each share what entering it would mean: paid, a part, more than promised, or for two people."""
    return [sentence for share in shares for sentence in outcome_of(share)]


def outcome_of(share: Share) -> list[str]:
    """Say what entering one share would mean."""
    values = {"amount": show_baht(share.satang), "campaign": share.campaign}
    if share.pledge is None:
        sentences = [_("%(amount)s baht are entered as a gift to %(campaign)s, without a pledge.") % values]
    else:
        sentences = [for_pledge(share) % {**values, "pledge": share.pledge.reference, **beside(share)}]
    if giving_rules(share.campaign.edition).needs_two(share.satang):
        sentences.append(_("So much money needs two people: it waits until somebody else of finance agrees."))
    return sentences


def for_pledge(share: Share) -> str:
    """Return the sentence about a share for a pledge, with names for its figures."""
    assert share.pledge is not None  # noqa: S101 (asked by the caller)
    if share.satang < share.pledge.remaining_satang:
        return _("%(amount)s baht are entered as a part of %(pledge)s: %(rest)s baht are still to come, it stays open.")
    if share.satang > share.pledge.remaining_satang:
        return _(
            "%(amount)s baht are entered for %(pledge)s: it is paid, and the %(more)s baht beyond it are a gift too."
        )
    return _("%(amount)s baht are entered for %(pledge)s: it is paid.")


def beside(share: Share) -> dict[str, str]:
    """Return by how much a share is less or more than what is to come."""
    rest = (share.pledge.remaining_satang if share.pledge else 0) - share.satang
    return {"rest": show_baht(max(rest, 0)), "more": show_baht(max(-rest, 0))}
