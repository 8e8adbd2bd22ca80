"""How a page of the workspace says who will be told of an act, and who has to be called."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.consequences import Audience, Double
from activities.models import Change, Commitment, Registration, Session
from goodsociety.common.dates import local_day as day_of
from goodsociety.common.dates import show_day, show_times
from zones.models import Place

#: So many rows are named; a page of thousands helps nobody.
NAMED = 100


def who_is_told(audience: Audience, when: str) -> list[str]:
    """Say how many are concerned, at which step they are, and how many get a mail and when."""
    if not audience.rows:
        return [_("Nobody holds places here or waits for some: nobody has to be told.")]
    parties = ngettext("%(count)s party is concerned", "%(count)s parties are concerned", len(audience.rows))
    people = ngettext("%(count)s person", "%(count)s people", audience.people)
    steps = ", ".join(f"{label} {count}" for label, count in audience.by_status())
    counted = f"{parties % {'count': len(audience.rows)}} ({people % {'count': audience.people}}): {steps}"
    mails = ngettext("%(count)s gets a mail, %(when)s.", "%(count)s get a mail, %(when)s.", audience.by_mail)
    return [counted, mails % {"count": audience.by_mail, "when": when}]


def whom_to_call(audience: Audience) -> dict[str, list[str]]:
    """Return those whom no mail reaches, under a heading that asks to call them."""
    rows = audience.without_mail
    heading = ngettext(
        "%(count)s party gave a phone number only. Please call:",
        "%(count)s parties gave a phone number only. Please call:",
        len(rows),
    )
    return under(heading % {"count": len(rows)}, [line_of(row) for row in rows])


def two_promises(rows: Sequence[Double]) -> dict[str, list[str]]:
    """Return those who would then have promised to be at two places at once, with the other promise of each."""
    heading = ngettext(
        "%(count)s party will have two promises at once. It keeps both until it gives one back:",
        "%(count)s parties will have two promises at once. They keep both until they give one back:",
        len(rows),
    )
    return under(heading % {"count": len(rows)}, [line_of(row.registration, promise(row.other)) for row in rows])


def promise(other: Commitment) -> str:
    """Name a promise: what it is for and when."""
    return (
        f"{other.get_what_display()} {show_day(day_of(other.starts_at))} {show_times(other.starts_at, other.ends_at)}"
    )


def under(heading: str, lines: Iterable[str]) -> dict[str, list[str]]:
    """Return lines under their heading, so many that one can read them; nothing where there are none."""
    every = list(lines)
    more = [_("and %(count)s more") % {"count": len(every) - NAMED}] if len(every) > NAMED else []
    return {heading: [*every[:NAMED], *more]} if every else {}


def line_of(registration: Registration, more: str = "") -> str:
    """Return a registration as a line that leads to its page: the reference and how many they are, no name."""
    page = reverse("admin:activities_registration_change", args=[registration.pk])
    people = ngettext("%(count)s person", "%(count)s people", registration.party_size)
    tail = f" – {more}" if more else ""
    return format_html(
        '<a href="{}">{}</a> ({}){}', page, registration.reference, people % {"count": registration.party_size}, tail
    )


def where_and_when(thing: Session | Change) -> str:
    """Return when and where a session is, or was before a change."""
    return described(thing.place, thing)


def described(place: Place, span: object) -> str:
    """Return a place with a day and times."""
    starts_at, ends_at = span.starts_at, span.ends_at  # type: ignore[attr-defined]  # whatever has both
    return f"{show_day(day_of(starts_at), weekday=True)} {show_times(starts_at, ends_at)} · {place}"
