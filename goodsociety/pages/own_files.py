"""A visitor's own expo as files: a calendar to follow, and tickets to print."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.middleware import own_page
from accounts.models import Person
from activities.feeds import calendar as sessions_calendar
from activities.models import Pass, Registration
from activities.passes import CALENDAR, code_of
from activities.tickets import Row, Ticket
from goodsociety.common.calendar_text import Entry as CalendarEntry
from goodsociety.common.calendar_text import Status, feed
from goodsociety.common.middleware import secret_page
from goodsociety.pages.timeline import Entry, entries_of
from volunteers import calendar as shifts_calendar
from volunteers.models import SignUp


@secret_page
@require_safe
def my_calendar(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Give whoever has its secret address the calendar of a pass: what is promised, waited for and marked."""
    at = timezone.now()
    passes = Pass.objects.live().filter(person__erased_at=None).select_related("person", "edition")
    held = get_object_or_404(passes, code=code_of(token, CALENDAR) or None)
    entries = [entry for entry in entries_of(held.person, at=at) if entry.edition == held.edition]
    name = _("My days – %(edition)s") % {"edition": held.edition.name}
    body = feed(calendar_entries(entries), name=name, at=at)
    headers = {"Content-Disposition": f'inline; filename="my-days-{held.edition.year}.ics"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


def calendar_entries(entries: list[Entry]) -> list[CalendarEntry]:
    """Return entries as a calendar shows them, in order of time; of two under one id the one that counts for more."""
    weighed = sorted(entries, key=lambda entry: (entry.is_active, entry.called_off_at is not None))
    found = {shown.uid: shown for shown in map(calendar_entry, weighed)}
    return sorted(found.values(), key=lambda shown: (shown.starts_at, shown.uid))


def calendar_entry(entry: Entry) -> CalendarEntry:
    """Return an entry as a calendar shows it: sure, not sure yet (with a word why), or cancelled."""
    row = entry.row
    if isinstance(row, SignUp):
        shown = shifts_calendar.entry(row)
    else:
        shown = sessions_calendar.entry(row.session)
        if isinstance(row, Registration):
            shown = replace(shown, words=sessions_calendar.words_of(row))
    if entry.is_over:
        return replace(shown, status=Status.CANCELLED)
    if shown.status == Status.CANCELLED or entry.is_held:
        return shown
    return replace(shown, status=Status.TENTATIVE, title=f"{shown.title} ({entry.standing})")


@own_page
@require_safe
def my_tickets(request: HttpRequest, person: Person, year: int) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Give a visitor everything they hold at an edition as a file to print."""
    at = timezone.now()
    held = get_object_or_404(Pass.objects.live().select_related("edition"), person=person, edition__year=year)
    entries = [entry for entry in entries_of(person, at=at) if entry.edition == held.edition and entry.is_held]
    if not entries:
        raise Http404
    rows = [row_of(entry) for entry in sorted(entries, key=lambda entry: entry.order)]
    body = Ticket.of_pass(held, person.name, rows).pdf()
    headers = {"Content-Disposition": f'inline; filename="my-tickets-{year}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def row_of(entry: Entry) -> Row:
    """Return an entry as a line of a ticket."""
    row, slot = entry.row, entry.slot
    assert isinstance(row, Registration | SignUp)  # noqa: S101 (what is held)
    return Row(slot.starts_at, slot.ends_at, entry.what, entry.where, row.party_size, row.reference)
