"""Groups of organizations: to sessions for groups, which are field tours above all."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.actions import lock_person
from activities import refusals
from activities.actions.answering import change_party_size, locked_with_session
from activities.actions.asking import Party, refuse_ages
from activities.actions.registering import add, refuse_closed, refuse_unreachable
from activities.actions.settling import letter
from activities.models import Entry, PartyMember, Registration, Session
from goodsociety.common import audit
from goodsociety.common.outbox import queue_letter
from goodsociety.common.refusals import WrongStep
from organizations.models import Organization


@dataclass(frozen=True)
class Group:
    """An organization's party: its leader is the contact; names and how it comes may be told later."""

    organization: Organization
    party: Party
    names: Sequence[str] = ()
    note: str = ""


def register_group(*, session: Session, group: Group, by: audit.By, at: dt.datetime) -> Registration:
    """Note that an organization asks for places; the zone approves it (``approve_request``).

    Refuses NoGroups, RegistrationClosed, PartyTooLarge, PartyTooSmall, EmailNeeded, NeverFits, MoreNamesThanPeople and
    AlreadyRegistered.
    """
    refuse_closed(session, at=at)
    refuse_group(session, group)
    with transaction.atomic():
        person = lock_person(group.party.contact, at=at)
        registration = add(
            session,
            person,
            group.party,
            status=Registration.Status.REQUESTED,
            at=at,
            organization=group.organization,
            note=group.note,
        )
        write_names(registration, group.names)
        queue_letter(letter("registration_requested", registration), key=f"registered:{registration.pk}", at=at)
        audit.record("register_group", registration, by=by, at=at, session=session.pk, party_size=group.party.size)
    return registration


def refuse_group(session: Session, group: Group) -> None:
    """Refuse a group that the session does not take."""
    if session.entry != Entry.GROUPS:
        raise refusals.NoGroups
    if group.party.size > session.largest_party:
        raise refusals.PartyTooLarge(largest=session.largest_party)
    if group.party.size < session.smallest_party:
        raise refusals.PartyTooSmall(smallest=session.smallest_party)
    if session.capacity is not None and group.party.size > session.capacity:
        raise refusals.NeverFits(capacity=session.capacity)
    refuse_names(group.names, group.party.size)
    refuse_ages(session.activity, group.party)
    refuse_unreachable(group.party)


def refuse_names(names: Sequence[str], people: int) -> None:
    """Refuse more names than people."""
    if len(names) > people:
        raise refusals.MoreNamesThanPeople(names=len(names), people=people)


@dataclass(frozen=True)
class GroupChange:
    """What a leader tells of a group that is registered: how many come, who, and how."""

    size: int
    names: Sequence[str]
    note: str


def change_group(*, registration: Registration, change: GroupChange, by: audit.By, at: dt.datetime) -> None:
    """Note fewer people, other names and another note of a group.

    Refuses LargerGroup, since more people are for the zone to decide, MoreNamesThanPeople, and what changing a party
    refuses.
    """
    with transaction.atomic():
        _session, locked = locked_with_session(registration)
        if change.size > locked.party_size:
            raise refusals.LargerGroup(people=locked.party_size)
        if change.size < locked.party_size:
            change_party_size(registration=locked, party_size=change.size, by=by, at=at)
        Registration.objects.filter(pk=locked.pk).update(note=change.note)
        name_party(registration=locked, names=change.names, by=by, at=at)


def name_party(*, registration: Registration, names: Sequence[str], by: audit.By, at: dt.datetime) -> None:
    """Replace the names of a party. Refuses MoreNamesThanPeople, and WrongStep when it is over."""
    with transaction.atomic():
        _session, locked = locked_with_session(registration)
        if not locked.is_active:
            raise WrongStep
        refuse_names(names, locked.party_size)
        locked.members.all().delete()
        write_names(locked, names)
        audit.record("name_party", locked, by=by, at=at, names=len(names))


def write_names(registration: Registration, names: Sequence[str]) -> None:
    """Write the names of a party."""
    PartyMember.objects.bulk_create(PartyMember(registration=registration, name=name) for name in names)
