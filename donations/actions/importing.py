"""A bank's file becomes a statement with its lines, all or nothing; what is known already changes nothing."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from donations import refusals
from donations.matching import Promises, Suggestion, is_clear, suggest
from donations.models import Statement, StatementFormat, StatementLine
from donations.statements import BankFile, Read, read_lines
from goodsociety.common import audit
from goodsociety.common.dates import show_moment
from organizations.models import Organization
from zones.models import Edition

State = StatementLine.State
AT_ONCE = 500


@dataclass(frozen=True)
class Account:
    """Whose account a statement is of, and for which edition it is read."""

    edition: Edition
    organization: Organization


@dataclass(frozen=True)
class Judged:
    """A line as it would be kept: with a state, a checksum where it is new, and what it may be for."""

    read: Read
    state: State
    checksum: str | None
    suggestions: Sequence[Suggestion] = ()


def import_statement(
    *, account: Account, file: BankFile, format_: StatementFormat, by: User, at: dt.datetime
) -> Statement:
    """Keep a file with all its lines. Refuses AlreadyImported, NothingNew, and files that cannot be read.

    Whoever imports for an organization waits for the one before, so that a file imported twice at once is kept once.
    """
    with transaction.atomic():
        hold(account.organization)
        judged = look_at(account=account, file=file, format_=format_)
        statement = Statement.objects.create(
            edition=account.edition, organization=account.organization, format=format_, file_name=file.name,
            digest=file.digest, by=by, read_at=at,
        )  # fmt: skip
        rows = (row_of(statement, line) for line in judged)
        StatementLine.objects.bulk_create(rows, batch_size=AT_ONCE)
        audit.record("import_statement", statement, by=by, at=at, lines=len(judged))
    return statement


def look_at(*, account: Account, file: BankFile, format_: StatementFormat) -> list[Judged]:
    """Return what each line of a file would become; nothing is written. Refuses as importing does."""
    same = Statement.objects.filter(organization=account.organization, digest=file.digest).first()
    if same is not None:
        raise refusals.AlreadyImported(moment=show_moment(same.read_at))
    judged = list(judge(read_lines(file.rows, format_), account))
    if all(line.state == State.DUPLICATE for line in judged):
        raise refusals.NothingNew
    return judged


def hold(organization: Organization) -> None:
    """Let nobody else import for an organization until the transaction ends."""
    Organization.objects.select_for_update().get(pk=organization.pk)


def judge(lines: Sequence[Read], account: Account) -> Iterator[Judged]:
    """Yield a state for each line."""
    sums = checksums(lines, account.organization)
    known = known_among([each for each in sums if each])
    found = suggest(lines, Promises.of(account.edition, account.organization))
    for line, checksum, suggestions in zip(lines, sums, found, strict=True):
        if checksum is None:
            yield Judged(line, State.REFUSED, None)
        elif checksum in known:
            yield Judged(line, State.DUPLICATE, None)
        else:
            yield Judged(line, state_of(line, suggestions), checksum, suggestions)


def state_of(line: Read, suggestions: Sequence[Suggestion]) -> State:
    """Return what a new line begins as: money that went is no gift; one clear suggestion is new, several are not."""
    if (line.amount_satang or 0) <= 0:
        return State.IGNORED
    if not suggestions:
        return State.UNMATCHED
    return State.NEW if is_clear(suggestions) else State.AMBIGUOUS


def checksums(lines: Sequence[Read], organization: Organization) -> list[str | None]:
    """Return what each line is known by; lines that say the same are told apart by their count within the file."""
    seen: Counter[tuple[str, ...]] = Counter()
    sums: list[str | None] = []
    for line in lines:
        if line.problem or line.happened_at is None:
            sums.append(None)
            continue
        moment = line.happened_at.astimezone(dt.UTC).isoformat()
        said = (moment, str(line.has_time), str(line.amount_satang), line.reference, line.words)
        seen[said] += 1
        told = "\x1f".join((str(organization.pk), *said, str(seen[said])))
        sums.append(hashlib.sha256(told.encode()).hexdigest())
    return sums


def known_among(sums: Sequence[str]) -> set[str]:
    """Return which of these lines are kept already."""
    known: set[str] = set()
    for start in range(0, len(sums), AT_ONCE):
        some = StatementLine.objects.filter(checksum__in=sums[start : start + AT_ONCE])
        known.update(some.values_list("checksum", flat=True))  # type: ignore[arg-type]  # those with one
    return known


def row_of(statement: Statement, line: Judged) -> StatementLine:
    """Return a line as it is kept."""
    read = line.read
    return StatementLine(
        statement=statement, row=read.row, state=line.state, happened_at=read.happened_at, has_time=read.has_time,
        amount_satang=read.amount_satang, reference=read.reference, words=read.words, checksum=line.checksum,
        problem=read.problem,
    )  # fmt: skip
