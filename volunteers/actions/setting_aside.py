"""Which rules stand against placing somebody in a shift: a coordinator can set them aside, with a reason."""

from collections.abc import Callable, Iterator

from accounts.models import Person
from activities.refusals import Clash
from goodsociety.common.refusals import Refusal
from volunteers import refusals
from volunteers.actions.ages import refuse_age
from volunteers.actions.applying import Applicant
from volunteers.actions.judging import (
    refuse_long_day,
    refuse_near,
    refuse_short_rest,
    refuse_unqualified,
    shifts_of,
)
from volunteers.models import Rules, Shift, Volunteer
from volunteers.models.rules import rules_of

#: What a coordinator can set aside.
SET_ASIDE = (
    Clash,
    refusals.TooFarToWalk,
    refusals.TooManyHours,
    refusals.NotEnoughRest,
    refusals.NeedsQualification,
    refusals.TooYoung,
)


def rules_against(applicant: Applicant, shift: Shift) -> list[Refusal]:
    """Return every rule that placing somebody in a shift would set aside; nothing is written."""
    person = Person.objects.reached_by(applicant.contact).first()
    # Nothing is known of somebody new: they have none of what the duty needs, and have promised nothing else.
    rules = rules_of(shift.edition)
    judges = judges_of(person or Person(pk=0), shift, rules)
    born_on = applicant.born_on or Volunteer.objects.filter(person=person).values_list("born_on", flat=True).first()
    if born_on:
        judges.append(lambda: refuse_age(Volunteer(born_on=born_on), shift, rules))
    return [refusal for judge in judges for refusal in said_by(judge)]


def judges_of(person: Person, shift: Shift, rules: Rules) -> list[Callable[[], None]]:
    """Return what judges a person beside their age."""
    others = list(shifts_of(person, shift))
    return [
        lambda: refuse_near(person, shift, rules),
        lambda: refuse_long_day(others, shift, rules),
        lambda: refuse_short_rest(others, shift, rules),
        lambda: refuse_unqualified(person, shift),
    ]


def said_by(judge: Callable[[], None]) -> Iterator[Refusal]:
    """Yield the refusal with which a rule says no, if it does and can be set aside."""
    try:
        judge()
    except Refusal as refusal:
        if isinstance(refusal, SET_ASIDE):
            yield refusal
