"""What was chosen among the shifts of an edition, as addresses hold it."""

from typing import ClassVar

from activities.models import Language
from activities.timetable import Choice
from activities.timetable.finding import FREE
from zones.models import Zone

#: What stands in an address for duties of no zone, and for duties that need no skill.
WHOLE_EXPO, NO_SKILL = "whole-expo", "no-skill"
#: What stands in it for a thing that is so.
YES = FREE
FACETS = ("zone", "time", "skill", "language", "free", "short", "groups")
#: Which duties somebody can do who speaks a language, or both.
SPEAKERS = {
    Language.NONE: {Language.THAI, Language.ENGLISH, Language.BOTH},
    Language.THAI: {Language.THAI, Language.BOTH},
    Language.ENGLISH: {Language.ENGLISH, Language.BOTH},
    Language.BOTH: {Language.BOTH},
}


class ShiftChoice(Choice):
    """What an address asks of the shifts."""

    facets: ClassVar[tuple[str, ...]] = FACETS


def slug_of(zone: Zone | None) -> str:
    """Return what stands in an address for a zone, or for the whole expo."""
    return zone.slug if zone else WHOLE_EXPO
