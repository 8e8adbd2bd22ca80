"""A visitor's passes: for each expo that is coming one QR code, with what it lets them into and their calendar."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from accounts.models import Person
from activities.models import Pass
from activities.passes import CALENDAR, pass_address, token_of
from goodsociety.common.dates import local_day
from goodsociety.pages.timeline import Entry, Timeline
from zones.models import Edition


@dataclass(frozen=True)
class Card:
    """What a visitor shows at an edition, or could show once they have made their pass."""

    edition: Edition
    held: Pass | None
    #: Where they have places, in order.
    entries: list[Entry]

    @property
    def address(self) -> str:
        """What the QR code holds."""
        return pass_address(self.held.code) if self.held else ""

    @property
    def calendar(self) -> str:
        """The full address of the visitor's own calendar, in the page's language."""
        return f"{settings.SITE_URL}{self.calendar_path}"

    @property
    def calendar_to_follow(self) -> str:
        """The same for programs that follow a calendar (webcal)."""
        return f"webcal://{self.calendar.partition('://')[2]}"

    @property
    def calendar_path(self) -> str:
        """The path of the visitor's own calendar."""
        return reverse("my_calendar", args=[token_of(self.held.code, CALENDAR)]) if self.held else ""


def cards_of(person: Person, timeline: Timeline, *, at: dt.datetime) -> list[Card]:
    """Return a person's card of each open edition still to come where they hold a pass or have something planned."""
    passes = Pass.objects.live().filter(person=person, edition__status=Edition.Status.OPEN).select_related("edition")
    held = {row.edition_id: row for row in passes}
    editions = {entry.edition.pk: entry.edition for entry in timeline.coming if entry.edition.is_open}
    editions |= {row.edition_id: row.edition for row in passes}
    coming = [edition for edition in editions.values() if edition.ends_on and edition.ends_on >= local_day(at)]
    return [
        Card(edition, held.get(edition.pk), [e for e in timeline.coming if e.is_held and e.edition == edition])
        for edition in sorted(coming, key=lambda edition: edition.year)
    ]
