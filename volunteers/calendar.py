"""Shifts as calendar entries: with mails and in people's own calendars."""

import datetime as dt
from dataclasses import replace

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.feeds.calendar import uid
from activities.models import State
from goodsociety.common.calendar_text import Entry, Method, Status, letter
from volunteers.models import Shift, SignUp
from zones.models import Edition


def entry(sign_up: SignUp) -> Entry:
    """Return the shift of a sign-up as a calendar entry, with the reference, which opens nothing by itself."""
    shift = sign_up.shift
    return Entry(
        uid=uid("shift", shift.code),
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        title=_("Volunteering: %(duty)s") % {"duty": shift.duty.name},
        where=where(shift),
        words=words_of(sign_up),
        address=f"{settings.SITE_URL}{reverse('duty_detail', args=[shift.edition.year, shift.duty.slug])}",
        sequence=shift.sequence,
        status=status_of(shift),
    )


def words_of(sign_up: SignUp) -> str:
    """Return what is good to have at hand on the day: the reference, whom to ask, and the briefing."""
    duty = sign_up.shift.duty
    contact = ", ".join(filter(None, (duty.contact_name, duty.contact_phone)))
    asked = contact and ": ".join((_("Whom to ask"), contact))
    lines = [": ".join((_("Reference"), sign_up.reference)), asked]
    return "\n".join(filter(None, (*lines, sign_up.shift.briefing.strip())))


def where(shift: Shift) -> str:
    """Return place or zone, and the venue, in one line."""
    place = shift.place or shift.duty.zone
    return ", ".join(filter(None, (place.name if place else _("the whole expo"), shift.edition.venue)))


def status_of(shift: Shift) -> Status:
    """Say whether a shift takes place; of an expo that was called off none does."""
    is_off = shift.state == State.CANCELLED or shift.edition.status == Edition.Status.CANCELLED
    return Status.CANCELLED if is_off else Status.CONFIRMED


def entry_text(sign_up: SignUp, method: Method, at: dt.datetime) -> str:
    """Return the calendar entry of a sign-up as a mail carries it."""
    shown = entry(sign_up)
    if method == Method.CANCEL:
        shown = replace(shown, status=Status.CANCELLED)
    return letter(shown, method=method, guest=sign_up.email, at=at)
