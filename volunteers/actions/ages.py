"""How old volunteers must be, and whether a guardian must consent."""

import datetime as dt

from accounts.models import Person
from goodsociety.common.dates import local_day
from goodsociety.common.inserting import insert_new
from volunteers import refusals
from volunteers.actions.applying import Applicant
from volunteers.models import Rules, Shift, Volunteer
from volunteers.models.rules import OF_AGE
from volunteers.models.volunteer import age_on


def note_age(person: Person, applicant: Applicant, *, at: dt.datetime) -> Volunteer:
    """Return what is known of a locked person's age, with what they say now where nothing was said before.

    A date of birth stands once it was given: a tick does not undo it, and another date is refused (BirthDateDiffers).
    """
    today = local_day(at)
    if applicant.born_on is not None and applicant.born_on > today:
        raise refusals.BornInTheFuture
    known = Volunteer.objects.filter(person=person).first()
    if known is None:
        known = Volunteer(person=person, born_on=applicant.born_on, of_age_on=of_age_on(applicant, today))
        insert_new(known)
    elif known.born_on is None:
        known.born_on = applicant.born_on
        known.of_age_on = None if applicant.born_on else known.of_age_on or of_age_on(applicant, today)
        known.save(update_fields=["born_on", "of_age_on"])
    elif applicant.born_on not in {None, known.born_on}:
        raise refusals.BirthDateDiffers
    return known


def of_age_on(applicant: Applicant, today: dt.date) -> dt.date | None:
    """Return the day on which somebody says that they are of age, where they say so and give no date of birth."""
    return today if applicant.is_of_age and applicant.born_on is None else None


def refuse_age(volunteer: Volunteer, shift: Shift, rules: Rules, *, is_overridden: bool = False) -> None:
    """Refuse somebody too young for the edition or for the duty on the day of a shift, or who does not say.

    What the edition asks holds for everybody; what the duty asks a coordinator can set aside.
    """
    wanted = 0 if is_overridden else shift.duty.minimum_age or 0
    if volunteer.born_on is None:
        if volunteer.of_age_on is None or max(wanted, rules.minimum_age) > OF_AGE:
            raise refusals.BirthDateNeeded
        return
    age = age_on(volunteer.born_on, local_day(shift.starts_at))
    if age < rules.minimum_age:
        raise refusals.BelowMinimumAge(minimum=rules.minimum_age)
    if age < wanted:
        raise refusals.TooYoung(minimum=wanted)


def needs_guardian(volunteer: Volunteer, shift: Shift) -> bool:
    """Say whether somebody is under age on the day of a shift."""
    return volunteer.born_on is not None and age_on(volunteer.born_on, local_day(shift.starts_at)) < OF_AGE
