"""How a page about shifts says who will be told of an act, and names sign-ups."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.admin.told import under
from goodsociety.common.dates import local_day, show_day, show_times
from volunteers.models import Shift, SignUp

__all__ = ["concerned", "left_out", "line_of", "mails_to", "under", "when_and_where", "who_is_told"]


def concerned(*shifts: Shift) -> list[SignUp]:
    """Return everybody who holds a place in some shifts or may come to."""
    return list(SignUp.objects.active().filter(shift__in=shifts).order_by("reference"))


def who_is_told(rows: list[SignUp], when: str) -> list[str]:
    """Say how many are concerned, at which step they are, and how many get a mail and when."""
    if not rows:
        return [_("Nobody holds places here or waits for some: nobody has to be told.")]
    people = sum(row.party_size for row in rows)
    parties = ngettext("%(count)s sign-up is concerned", "%(count)s sign-ups are concerned", len(rows))
    counted = ngettext("%(count)s person", "%(count)s people", people) % {"count": people}
    mails = ngettext("%(count)s gets a mail, %(when)s.", "%(count)s get a mail, %(when)s.", by_mail(rows))
    return [
        f"{parties % {'count': len(rows)}} ({counted}): {steps(rows)}",
        mails % {"count": by_mail(rows), "when": when},
    ]


def by_mail(rows: Iterable[SignUp]) -> int:
    """Return how many of some sign-ups get a mail."""
    return sum(bool(row.email) for row in rows)


def steps(rows: Iterable[SignUp]) -> str:
    """Say how many sign-ups stand at which step, in the order of the steps."""
    counts = Counter(row.status for row in rows)
    return ", ".join(f"{status.label} {counts[status]}" for status in SignUp.Status if counts[status])


def mails_to(rows: list[SignUp]) -> str:
    """Say how many mails go out."""
    words = ngettext("%(count)s mail goes out.", "%(count)s mails go out.", by_mail(rows))
    return words % {"count": by_mail(rows)}


def left_out(rows: Sequence[object], fitting: Sequence[object]) -> list[str]:
    """Say how many of the chosen ones are not at a step at which this can happen to them."""
    count = len(rows) - len(fitting)
    words = ngettext(
        "%(count)s of the chosen ones is at another step and stays as it is.",
        "%(count)s of the chosen ones are at another step and stay as they are.",
        count,
    )
    return [words % {"count": count}] if count else []


def line_of(sign_up: SignUp, more: str = "") -> str:
    """Return a sign-up as a line that leads to its page: the reference and how many they are, no name."""
    page = reverse("admin:volunteers_signup_change", args=[sign_up.pk])
    people = ngettext("%(count)s person", "%(count)s people", sign_up.party_size) % {"count": sign_up.party_size}
    tail = f" – {more}" if more else ""
    return format_html('<a href="{}">{}</a> ({}){}', page, sign_up.reference, people, tail)


def when_and_where(thing: Any) -> str:
    """Return when and where a shift is, or was before a change."""
    times = f"{show_day(local_day(thing.starts_at), weekday=True)} {show_times(thing.starts_at, thing.ends_at)}"
    return f"{times} · {thing.place}" if thing.place else times
