"""Sharing expertise: somebody offers it, coordinators match it with organizations, answer, and note what came of it.

Whoever changes an offer locks it first; its matches change only while it is locked.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from accounts.actions import give_consent, lock_person
from accounts.contact import Contact
from accounts.models import Consent, User
from goodsociety.common import audit
from goodsociety.common.inserting import insert_new
from goodsociety.common.refusals import WrongStep
from organizations.models import Organization
from volunteers import expertise_refusals as refusals
from volunteers.actions.offer_letters import tell_coordinators, tell_giver, tell_organization
from volunteers.models import Expertise, Match
from zones.models import Edition, Zone

State = Expertise.State
Outcome = Match.Outcome
#: Nobody gives more hours to one organization in an edition.
MOST_HOURS = 2000


@dataclass(frozen=True)
class Offered:
    """What somebody offers, for whom; for neither a zone nor an organization means for the whole expo."""

    kind: Expertise.Kind
    words: str
    hours: int | None = None
    company: str = ""
    zone: Zone | None = None
    organization: Organization | None = None
    #: Whether the giver's name and contact may be passed on to an organization that can use the offer.
    is_contact_shared: bool = False


def offer_expertise(
    *, edition: Edition, offered: Offered, contact: Contact, by: audit.By, at: dt.datetime
) -> Expertise:
    """Note what somebody offers; the giver and the coordinators are told. Return it; its code opens its page.

    Refuses ExpertiseClosed. The caller has the giver's consent and e-mail.
    """
    if not edition.is_open:
        raise refusals.ExpertiseClosed
    with transaction.atomic():
        person = lock_person(contact, at=at)
        row = Expertise.objects.create(edition=edition, person=person, created_at=at, **contact.typed, **vars(offered))
        give_consent(person, Consent.Purpose.EXPERTISE, at=at)
        tell_giver("expertise_offered", row, key=f"expertise_offered:{row.pk}", at=at)
        tell_coordinators(row, at=at)
        audit.record("offer_expertise", row, by=by, at=at, kind=row.kind)
    return row


def change_expertise(*, expertise: Expertise, offered: Offered, by: audit.By, at: dt.datetime) -> Expertise:
    """Replace what somebody offers. Refuses WrongStep when it was closed or withdrawn."""
    with transaction.atomic():
        row = locked_open(expertise)
        for name, value in vars(offered).items():
            setattr(row, name, value)
        row.save(update_fields=list(vars(offered)))
        audit.record("change_expertise", row, by=by, at=at, kind=row.kind)
    return row


def withdraw_expertise(*, expertise: Expertise, by: audit.By, at: dt.datetime) -> None:
    """Take an offer back; organizations that it was brought together with are told. Refuses WrongStep when it is over.

    Matches of which nothing came yet come to nothing.
    """
    with transaction.atomic():
        row = locked_open(expertise)
        for match in row.matches.running().select_related("organization"):
            end(match, Outcome.UNUSED, at=at)
            tell_organization("expertise_withdrawn", match, row, at=at)
        finish(row, State.WITHDRAWN, at=at)
        audit.record("withdraw_expertise", row, by=by, at=at)


def match_expertise(*, expertise: Expertise, organization: Organization, by: User, at: dt.datetime) -> Match:
    """Bring an offer together with an organization; the giver and the organization's contacts are told.

    They get the giver's contact only where the giver agreed. Refuses NoPartInEdition, MatchedAlready, and WrongStep
    when the offer is over.
    """
    with transaction.atomic():
        row = locked_open(expertise)
        if not Organization.objects.with_part_in(row.edition).filter(pk=organization.pk).exists():
            raise refusals.NoPartInEdition(organization=organization)
        match = Match(expertise=row, organization=organization, made_at=at, made_by=by)
        if not insert_new(match):
            raise refusals.MatchedAlready(organization=organization)
        row.state = State.MATCHED
        row.save(update_fields=["state"])
        told = tell_organization("expertise_for_you", match, row, at=at)
        key = f"expertise_matched:{match.pk}"
        tell_giver("expertise_matched", row, key=key, at=at, match=match, is_told=bool(told))
        audit.record("match_expertise", row, by=by, at=at, organization=organization.pk, told=told)
    return match


def answer_expertise(*, expertise: Expertise, words: str, by: User, at: dt.datetime) -> Expertise:
    """Answer whoever offered something; it replaces an earlier answer. Refuses AnswerNeeded and WrongStep."""
    if not words.strip():
        raise refusals.AnswerNeeded
    with transaction.atomic():
        row = locked_open(expertise)
        row.answer = words.strip()
        row.save(update_fields=["answer"])
        entry = audit.record("answer_expertise", row, by=by, at=at)
        tell_giver("expertise_answered", row, key=f"expertise_answered:{entry.pk}", at=at)
    return row


def close_match(*, match: Match, outcome: Match.Outcome, hours: int | None, by: User, at: dt.datetime) -> Match:
    """Note what came of a match, and how many hours were given where it came about.

    Refuses HoursOutOfRange, and WrongStep when it was noted before.
    """
    if hours is not None and not 0 < hours <= MOST_HOURS:
        raise refusals.HoursOutOfRange(most=MOST_HOURS)
    with transaction.atomic():
        row = locked_open(match.expertise)
        if outcome == Outcome.OPEN:
            raise WrongStep
        end(match, outcome, hours=hours if outcome == Outcome.USED else None, at=at)
        audit.record("close_match", row, by=by, at=at, match=match.pk, outcome=outcome, hours=match.hours)
    return match


def close_expertise(*, expertise: Expertise, words: str, by: User, at: dt.datetime) -> Expertise:
    """Close an offer of which nothing more is to come, and write to the giver what came of it.

    ``words`` replace an earlier answer where there are some. Refuses MatchesOpen, and WrongStep when it is over.
    """
    with transaction.atomic():
        row = locked_open(expertise)
        running = row.matches.running().select_related("organization")
        if running:
            raise refusals.MatchesOpen(organizations=", ".join(match.organization.name for match in running))
        row.answer = words.strip() or row.answer
        finish(row, State.CLOSED, at=at)
        tell_giver("expertise_closed", row, key=f"expertise_closed:{row.pk}", at=at)
        audit.record("close_expertise", row, by=by, at=at)
    return row


def locked_open(expertise: Expertise) -> Expertise:
    """Return an offer, locked, as it is now. Refuses WrongStep when it is over."""
    row = Expertise.objects.for_page().select_for_update(of=("self",)).get(pk=expertise.pk)
    if not row.is_open:
        raise WrongStep
    return row


def finish(expertise: Expertise, state: Expertise.State, *, at: dt.datetime) -> None:
    """Take a locked offer to its last state."""
    expertise.state, expertise.closed_at = state, at
    expertise.save(update_fields=["state", "closed_at", "answer"])


def end(match: Match, outcome: Match.Outcome, *, at: dt.datetime, hours: int | None = None) -> None:
    """Write what came of a match of a locked offer, once."""
    running = Match.objects.running().filter(pk=match.pk)
    if not running.update(outcome=outcome, hours=hours, ended_at=at):
        raise WrongStep
    match.outcome, match.hours, match.ended_at = outcome, hours, at
