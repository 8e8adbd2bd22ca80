"""Calendar entries as iCalendar text (RFC 5545), written line by line, quick enough while a form waits."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from enum import StrEnum

from django.conf import settings

#: Octets in a line, without its end (RFC 5545, 3.1).
LONGEST_LINE = 75
LINE_END = "\r\n"
GOES_ON = 0x80
#: How often calendars that follow an address should look again.
LOOK_AGAIN = "PT1H"
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class Method(StrEnum):
    """What a calendar makes of a text (RFC 5546): an entry to look at, one that is kept up to date, one that goes."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Status(StrEnum):
    """How sure something is."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Entry:
    """Something in a calendar, under an id that stays the same; of two the one with the higher sequence counts."""

    uid: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    title: str
    where: str = ""
    words: str = ""
    address: str = ""
    kind: str = ""
    sequence: int = 0
    status: Status = Status.CONFIRMED

    def lines(self, *, at: dt.datetime) -> Iterator[str]:
        """Yield its lines, as written at a moment; what is not sure leaves people's time free."""
        yield f"UID:{self.uid}"
        yield f"DTSTAMP:{utc(at)}"
        yield f"DTSTART:{utc(self.starts_at)}"
        yield f"DTEND:{utc(self.ends_at)}"
        yield f"SUMMARY:{escaped(self.title)}"
        texts = {"DESCRIPTION": self.words, "LOCATION": self.where, "CATEGORIES": self.kind}
        yield from (f"{name}:{escaped(text)}" for name, text in texts.items() if text)
        if self.address:
            yield f"URL:{self.address}"
        yield f"SEQUENCE:{self.sequence}"
        yield f"STATUS:{self.status}"
        yield f"TRANSP:{'OPAQUE' if self.status == Status.CONFIRMED else 'TRANSPARENT'}"


def feed(entries: Iterable[Entry], *, name: str, at: dt.datetime) -> str:
    """Return a calendar of entries, to look at or to follow."""
    about = [
        f"X-WR-CALNAME:{escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{LOOK_AGAIN}",
        f"X-PUBLISHED-TTL:{LOOK_AGAIN}",
    ]
    return calendar(Method.PUBLISH, about, (entry.lines(at=at) for entry in entries))


def letter(entry: Entry, *, method: Method, guest: str, at: dt.datetime) -> str:
    """Return what goes with a mail to a guest, so that their calendar follows by itself.

    Calendars of Google and Microsoft update and remove by mail only what names who invites (as the mail does) and who
    is invited, with the method REQUEST or CANCEL. Nobody is asked for an answer: who gets this has promised already.
    """
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    known_as = name.replace('"', "")
    people = [
        f'ORGANIZER;CN="{known_as}":mailto:{address}',
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE;X-NUM-GUESTS=0:mailto:{guest}",
    ]
    return calendar(method, [], [[*entry.lines(at=at), *people]])


def calendar(method: Method, about: Iterable[str], events: Iterable[Iterable[str]]) -> str:
    """Return the text of a calendar from the lines of its events."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Good Society Expo//Programme//TH", "CALSCALE:GREGORIAN"]
    lines += [f"METHOD:{method}", *about]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}{LINE_END}" for line in lines)


def utc(moment: dt.datetime) -> str:
    """Return a moment in UTC, which every reader knows."""
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Return a text as a value (3.3.11), without what cannot be printed."""
    return UNPRINTABLE.sub("", text.replace(LINE_END, "\n")).translate(ESCAPED)


def folded(line: str) -> str:
    """Return a line in pieces that are short enough, cut between characters."""
    octets = UNPRINTABLE.sub("", line).replace("\n", "").encode()
    if len(octets) <= LONGEST_LINE:
        return octets.decode()
    pieces, begin, room = [], 0, LONGEST_LINE
    while begin < len(octets):
        end = min(begin + room, len(octets))
        # Octets that go on with a character begin with the bits 10 (UTF-8).
        while end < len(octets) and octets[end] & 0xC0 == GOES_ON:
            end -= 1
        pieces.append(octets[begin:end].decode())
        # The blank that begins a piece takes a place of its own.
        begin, room = end, LONGEST_LINE - 1
    return f"{LINE_END} ".join(pieces)
