"""Promises of people to be somewhere. Whoever commits a person has locked the person's row first."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from accounts.models import Person
from activities.models import Commitment
from activities.refusals import Clash
from goodsociety.common.inserting import insert_new
from goodsociety.common.refusals import WrongStep


@dataclass(frozen=True)
class Span:
    """From when to when; the end itself is free again."""

    starts_at: dt.datetime
    ends_at: dt.datetime


def commit_person(
    person: Person, span: Span, *, what: Commitment.What, what_key: int, override_reason: str = ""
) -> Commitment:
    """Note that a locked person will be somewhere; refuses a Clash with an exclusive commitment of theirs,
    unless there is a reason to let both stand, and WrongStep for what is promised already."""
    # On PostgreSQL the constraint commitment_no_overlap looks when the row is inserted; elsewhere nothing does.
    is_clash = bool(override_reason) and clashes(person, span)
    if connection.vendor != "postgresql" and not override_reason:
        refuse_clash(person, span)
    commitment = Commitment(
        person=person,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        what=what,
        what_key=what_key,
        is_exclusive=not is_clash,
        override_reason=override_reason if is_clash else "",
    )
    if not insert_new(commitment):
        refuse_clash(person, span)
        raise WrongStep
    return commitment


def refuse_clash(person: Person, span: Span) -> None:
    """Refuse a span in which a person has promised to be somewhere else."""
    if clashes(person, span):
        raise Clash


def clashes(person: Person, span: Span) -> bool:
    """Say whether a person has promised to be somewhere else in a span."""
    return Commitment.objects.clashing(person, span.starts_at, span.ends_at).exists()


def release_person(*, what: Commitment.What, what_key: int) -> None:
    """Take back a promise to be somewhere."""
    Commitment.objects.filter(what=what, what_key=what_key).delete()
