"""Whether somebody can do a shift beside everything else they do: skills, hours, rest, and the way between zones.

The caller has locked the person, so that nothing of theirs changes meanwhile.
"""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from accounts.models import Person
from activities.models import Commitment, Registration
from activities.refusals import Clash
from goodsociety.common.dates import local_day
from goodsociety.common.inserting import insert_new
from volunteers import refusals
from volunteers.actions.applying import Applicant
from volunteers.models import Qualification, Qualified, Rules, Shift, SignUp


def note_skills(person: Person, applicant: Applicant, shift: Shift, *, at: dt.datetime) -> None:
    """Note the skills a duty needs which a locked person says they have; trainings only staff can note."""
    said = shift.duty.needs.filter(pk__in=applicant.skills, kind=Qualification.Kind.SKILL) if applicant.skills else ()
    for skill in said:
        insert_new(Qualified(person=person, qualification=skill, since_on=local_day(at)))


def missing_needs(person: Person, shift: Shift) -> list[Qualification]:
    """Return the skills and trainings that a duty needs and a person does not have on the day of a shift."""
    needed = list(shift.duty.needs.all())
    if not needed:
        return []
    held = Qualified.objects.valid_on(local_day(shift.starts_at)).filter(person=person, qualification__in=needed)
    counted = held.filter(Q(qualification__kind=Qualification.Kind.SKILL) | Q(noted_by__isnull=False))
    keys = set(counted.values_list("qualification", flat=True))
    return [each for each in needed if each.pk not in keys]


def refuse_unqualified(person: Person, shift: Shift) -> None:
    """Refuse somebody without a skill or training that the duty needs on the day of a shift, naming them."""
    missing = missing_needs(person, shift)
    if missing:
        raise refusals.NeedsQualification(names=", ".join(each.name for each in missing))


def refuse_times(person: Person, shift: Shift, rules: Rules) -> None:
    """Refuse a shift that clashes with what a locked person has promised, or leaves them too little time or rest."""
    refuse_near(person, shift, rules)
    others = list(shifts_of(person, shift))
    refuse_long_day(others, shift, rules)
    refuse_short_rest(others, shift, rules)


def refuse_near(person: Person, shift: Shift, rules: Rules) -> None:
    """Refuse what overlaps (Clash), and what is too near in another zone (TooFarToWalk)."""
    near = list(Commitment.objects.clashing(person, shift.starts_at - rules.way, shift.ends_at + rules.way))
    if any(other.starts_at < shift.ends_at and other.ends_at > shift.starts_at for other in near):
        raise Clash
    zone = zone_of(shift)
    if near and zone and any(there not in {None, zone} for there in zones_of(near)):
        raise refusals.TooFarToWalk(minutes=rules.walking_minutes)


def zone_of(shift: Shift) -> int | None:
    """Return the number of the zone in which a shift is; none where it is anywhere."""
    return shift.place.zone_id if shift.place else shift.zone_id


def zones_of(commitments: Iterable[Commitment]) -> list[int | None]:
    """Return the numbers of the zones in which commitments are."""
    keys = {what: [each.what_key for each in commitments if each.what == what] for what in Commitment.What}
    shifts = SignUp.objects.filter(pk__in=keys[Commitment.What.SIGN_UP]).for_page()
    registrations = Registration.objects.filter(pk__in=keys[Commitment.What.REGISTRATION])
    return [zone_of(row.shift) for row in shifts] + [
        row.session.place.zone_id for row in registrations.select_related("session__place")
    ]


def shifts_of(person: Person, shift: Shift) -> Iterable[Shift]:
    """Return the other shifts of the same edition to which a person is to come."""
    rows = SignUp.objects.committed().filter(person=person, shift__duty__edition=shift.edition)
    return (row.shift for row in rows.exclude(shift=shift).select_related("shift"))


def refuse_long_day(others: Iterable[Shift], shift: Shift, rules: Rules) -> None:
    """Refuse more minutes than a day may have; a shift counts for the day on which it begins."""
    day = local_day(shift.starts_at)
    minutes = sum(other.planned_minutes for other in others if local_day(other.starts_at) == day)
    if minutes + shift.planned_minutes > rules.most_minutes_a_day:
        raise refusals.TooManyHours(hours=shown_hours(rules.most_minutes_a_day))


def refuse_short_rest(others: Iterable[Shift], shift: Shift, rules: Rules) -> None:
    """Refuse a shift too soon after one of the day before, or too late before one of the day after."""
    for other in others:
        gap = max(shift.starts_at - other.ends_at, other.starts_at - shift.ends_at)
        if local_day(other.starts_at) != local_day(shift.starts_at) and gap < rules.rest:
            raise refusals.NotEnoughRest(hours=shown_hours(rules.rest_minutes))


def shown_hours(minutes: int) -> str:
    """Return minutes as hours, with a decimal only where it is needed."""
    return f"{minutes / 60:g}"
