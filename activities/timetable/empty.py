"""What a page of the programme says where it has nothing to show, and where it leads on."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from activities.timetable.choice import ALL_DAYS, Choice
from activities.timetable.finding import Found
from activities.timetable.offers import Chip
from zones.models import Edition


@dataclass(frozen=True)
class Way:
    """Where one could go on, in words."""

    text: str
    url: str


@dataclass(frozen=True)
class Nothing:
    """Why there is nothing, and ways on; whether there is a programme at all to choose from."""

    title: str
    text: str
    ways: list[Way]
    has_programme: bool = False


def nothing(edition: Edition, choice: Choice, chips: list[Chip], found: Found) -> Nothing | None:
    """Return what to say where nothing was found; None where something was."""
    if found.keys:
        return None
    has_programme = found.all or choice.asked.get("q")
    return nothing_fits(choice, chips, found) if has_programme else no_programme(edition)


def no_programme(edition: Edition) -> Nothing:
    """Say why an edition has no programme at all."""
    others = Way(_("All editions"), reverse("edition_list"))
    if edition.status == Edition.Status.CANCELLED:
        return Nothing(_("This expo was cancelled"), edition.cancelled_reason, [others])
    if edition.is_open:
        home = Way(_("What this expo is about"), reverse("edition_home", args=[edition.year]))
        return Nothing(_("The programme is not out yet"), _("It is being made. Come back in some days."), [home])
    outcomes = Way(_("See what came of it"), reverse("impact", args=[edition.year]))
    sentence = _("The programme of this expo was not kept, or nobody has written it down here yet.")
    return Nothing(_("No programme is known"), sentence, [outcomes, others])


def nothing_fits(choice: Choice, chips: list[Chip], found: Found) -> Nothing:
    """Say that nothing fits, and what would if one let go of something."""
    everything = Way(_("Show everything"), choice.everything())
    sentence = _("Try another day, fewer words or another zone.")
    return Nothing(_("Nothing fits"), sentence, [*ways_on(choice, chips, found), everything], has_programme=True)


def ways_on(choice: Choice, chips: list[Chip], found: Found) -> Iterator[Way]:
    """Yield what leads to something: the same on all days, or without one of the things that were chosen."""
    if found.without["day"]:
        yield Way(_("On all days (%(number)s)") % {"number": found.without["day"]}, choice.address(day=ALL_DAYS))
    for chip in chips:
        if chip.without:
            yield Way(_("Without “%(what)s” (%(number)s)") % {"what": chip.label, "number": chip.without}, chip.url)
