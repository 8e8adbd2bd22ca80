"""Why somebody could not do a shift, told before they send anything: to themselves alone, once they are signed in."""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.models import Person
from activities.models import Registration
from activities.promises import Promise, promises_between
from activities.refusals import Clash
from goodsociety.common.dates import local_day
from goodsociety.common.refusals import Refusal
from volunteers import refusals
from volunteers.actions.ages import refuse_age
from volunteers.actions.judging import missing_needs, refuse_times
from volunteers.actions.places import refuse_wave, wave_of
from volunteers.actions.signing_up import refuse_closed
from volunteers.models import Qualification, Rules, Shift, Volunteer
from volunteers.models.rules import rules_of

DAY = dt.timedelta(days=1)
#: What giving up one registration can mend.
OF_TIMES = (Clash, refusals.TooFarToWalk)
#: What only the person themselves is told the cause of.
ABOUT_OTHERS = (*OF_TIMES, refusals.NotEnoughRest, refusals.TooManyHours, refusals.AlreadySignedUp)


@dataclass(frozen=True)
class Hurdle:
    """The rule that says no, and what somebody has promised that it says no for."""

    refusal: Refusal
    in_the_way: list[Promise] = field(default_factory=list)

    @property
    def is_clash(self) -> bool:
        """Whether something of theirs overlaps."""
        return isinstance(self.refusal, Clash)

    @property
    def is_unqualified(self) -> bool:
        """Whether a skill or training is missing."""
        return isinstance(self.refusal, refusals.NeedsQualification)

    @property
    def is_of_others(self) -> bool:
        """Whether it is about something else that the person promised."""
        return isinstance(self.refusal, ABOUT_OTHERS)

    @property
    def given_up(self) -> Registration | None:
        """The registration without which the shift would be possible; a shift is never given up for another."""
        if not isinstance(self.refusal, OF_TIMES) or len(self.in_the_way) != 1:
            return None
        return self.in_the_way[0].registration


def hurdle_before(person: Person, shift: Shift) -> Hurdle | None:
    """Return why a person could not do a shift as far as it is known, or nothing."""
    try:
        refuse_foreseen(person, shift)
    except Refusal as refusal:
        return hurdle_of(person, shift, refusal)
    return None


def refuse_foreseen(person: Person, shift: Shift) -> None:
    """Refuse as signing up would: too young, a training that is missing, hours, rest, way, something at that time."""
    rules = rules_of(shift.edition)
    known = Volunteer.objects.filter(person=person).first()
    if known is not None and known.born_on is not None:
        refuse_age(known, shift, rules)
    trainings = [need.name for need in missing_needs(person, shift) if need.kind == Qualification.Kind.TRAINING]
    if trainings:
        raise refusals.NeedsQualification(names=", ".join(trainings))
    refuse_times(person, shift, rules)


def hurdle_of(person: Person, shift: Shift, refusal: Refusal) -> Hurdle:
    """Return a refusal with what of the person's own it is about."""
    span = span_of(refusal, shift, rules_of(shift.edition))
    near = promises_between(person, *span) if span else []
    # Hours and rest are counted between shifts alone.
    return Hurdle(refusal, [each for each in near if isinstance(refusal, OF_TIMES) or each.registration is None])


def span_of(refusal: Refusal, shift: Shift, rules: Rules) -> tuple[dt.datetime, dt.datetime] | None:
    """Return the span within which something made a rule say no; none where the rule is about something else."""
    around = {
        Clash: dt.timedelta(),
        refusals.TooFarToWalk: rules.way,
        refusals.NotEnoughRest: rules.rest,
    }.get(type(refusal))
    if around is not None:
        return shift.starts_at - around, shift.ends_at + around
    if isinstance(refusal, refusals.TooManyHours):
        begins_at = timezone.make_aware(dt.datetime.combine(local_day(shift.starts_at), dt.time()))
        return begins_at, begins_at + DAY
    return None


def not_yet(shift: Shift, *, at: dt.datetime) -> Refusal | None:
    """Return why a shift takes nobody yet, though it will: before its time, or between two waves."""
    with suppress(refusals.ShiftClosed):
        try:
            refuse_closed(shift, at=at)
            wave = wave_of(shift, at=at)
            if not shift.is_full:
                refuse_wave(shift, 1, wave)
        except (refusals.ShiftOpensLater, refusals.WaveFull) as refusal:
            return refusal
    return None
