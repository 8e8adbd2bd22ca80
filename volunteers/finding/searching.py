"""Which shifts of an edition fit a choice, and how many would fit another one."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from activities.models import Language
from activities.timetable import Choice, Found
from activities.timetable.finding import Traits, day_and_parts, narrowed
from goodsociety.common.folding import key_of_names
from goodsociety.common.searching import Nearness, attempts
from volunteers.finding.chance import takes_people
from volunteers.finding.choice import NO_SKILL, SPEAKERS, YES, slug_of
from volunteers.finding.work import Work
from volunteers.models import Duty, Shift

#: The span of a shift as what it can be chosen by: most shifts begin and end at the same few hours.
clock_traits = lru_cache(maxsize=4096)(day_and_parts)


def find(work: Work, choice: Choice) -> Found:
    """Return what of an edition's shifts fits a choice."""
    duties, is_near = matching(work.duties.values(), choice.asked.get("q", ""))
    of_duty = {key: traits_of_duty(duty) for key, duty in work.duties.items() if key in duties}
    rows = {
        shift.pk: {**of_duty[shift.duty_id], **traits_of_shift(shift, work)}
        for shift in work.shifts
        if shift.duty_id in of_duty
    }
    return replace(narrowed(rows, choice.wanted), is_near=is_near)


def matching(duties: Iterable[Duty], text: str) -> tuple[set[int], bool]:
    """Return the numbers of the duties that a typed text finds, and whether they are only near to it; all for none."""
    keys = [(duty.pk, key_of_names(*texts_of(duty))) for duty in duties]
    for words in attempts(text):
        found = set.intersection(*(set(word.keys_of(keys)) for word in words))
        if found:
            return found, words[0].nearness != Nearness.NONE
    return set() if text.strip() else {key for key, _words in keys}, False


def texts_of(duty: Duty) -> tuple[str, ...]:
    """Return what a duty is found by."""
    named = [thing for thing in (duty, duty.zone, duty.host, *duty.needs.all()) if thing]
    names = [name for thing in named for name in (thing.name_th, thing.name_en)]
    return (*names, duty.description_th, duty.description_en)


def traits_of_duty(duty: Duty) -> Traits:
    """Return what one may choose all shifts of a duty by."""
    return {
        "zone": {slug_of(duty.zone)},
        "skill": {need.slug for need in duty.needs.all()} or {NO_SKILL},
        "language": {spoken.value for spoken in SPEAKERS[Language(duty.language)]},
    }


def traits_of_shift(shift: Shift, work: Work) -> Traits:
    """Return what one may choose a shift by, beside its duty."""
    is_free = takes_people(shift, work.opening, work.at)
    return {
        **clock_traits(shift.starts_at, shift.ends_at),
        "free": {YES} if is_free else set(),
        "short": {YES} if is_free and shift.is_short else set(),
        "groups": {YES} if shift.largest_party > 1 else set(),
    }
