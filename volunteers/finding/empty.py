"""What the list of shifts says where it has nothing to show, and where it leads on."""

from django.urls import reverse
from django.utils.translation import gettext as _

from activities.timetable import Choice, Found
from activities.timetable.empty import Nothing, Way, nothing_fits
from activities.timetable.offers import Chip
from zones.models import Edition


def nothing(edition: Edition, choice: Choice, chips: list[Chip], found: Found) -> Nothing | None:
    """Return what to say where nothing was found, and which choice to let go of; None where something was."""
    if found.keys:
        return None
    has_shifts = found.all or choice.asked.get("q")
    return nothing_fits(choice, chips, found) if has_shifts else no_shifts(edition)


def no_shifts(edition: Edition) -> Nothing:
    """Say why an edition has no shifts at all."""
    others = Way(_("All editions"), reverse("edition_list"))
    if edition.status == edition.Status.CANCELLED:
        return Nothing(_("This expo was cancelled"), edition.cancelled_reason, [others])
    if edition.is_open:
        home = Way(_("What this expo is about"), reverse("edition_home", args=[edition.year]))
        return Nothing(_("No shifts yet"), _("They are being planned. Come back in some days."), [home])
    outcomes = Way(_("See what came of it"), reverse("impact", args=[edition.year]))
    sentence = _("The shifts of this expo were not kept, or nobody has written them down here yet.")
    return Nothing(_("No shifts are known"), sentence, [outcomes, others])
