"""What comes of a walk-in that a device sends."""

from dataclasses import replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.contact import Contact, normal_name, normal_phone
from activities import actions
from activities.desk.reading import Unreadable, heads_of, item_of, line_of
from activities.desk.uploading import Desk, Outcome, name_of, of_row
from activities.models import CheckIn, Entry, HeadCount, Session
from goodsociety.common.refusals import Refusal

LONGEST_NAME, LONGEST_REASON = 200, 200
#: More than anybody brings along without having asked.
LARGEST = 50


def walked_in(desk: Desk, sent: dict[str, Any]) -> Outcome:
    """Register or count a walk-in and return what came of it."""
    try:
        # A walk-in says when and where as a count does.
        item = item_of({**sent, "kind": "count", "heads": sent.get("size", 1), "letIn": True}, desk.device)
        session = desk.session_of(item)
        guest = actions.Guest(contact_of(sent), size_of(sent), reason_of(sent), noted=desk.noted(item))
        row = actions.walk_in(session=session, guest=guest, by=desk.user, at=desk.at)
        what = of_row(item, row, session)
        is_conflict = what.is_conflict or is_squeezed_in(session, guest, row)
        return replace(what, kind="walk-in", sentence=why_counted(row, guest), is_conflict=is_conflict)
    except Unreadable as error:
        return Outcome(name_of(sent), "walk-in", sentence=str(error))
    except Refusal as refusal:
        return Outcome(name_of(sent), "walk-in", session, sentence=str(refusal), refusal=refusal)


def is_squeezed_in(session: Session, guest: actions.Guest, row: CheckIn | HeadCount) -> bool:
    """Say whether a guest is in who could not be registered: a device without network had let them in."""
    return isinstance(row, HeadCount) and guest.is_named and session.entry != Entry.OPEN_DOOR


def why_counted(row: CheckIn | HeadCount, guest: actions.Guest) -> str:
    """Return why a guest was counted and not registered; nothing of one who was registered."""
    if not isinstance(row, HeadCount):
        return ""
    if not guest.is_named:
        return _("Counted without a name: nobody can be registered without a phone number.")
    return _("Counted without a name.")


def contact_of(sent: dict[str, Any]) -> Contact:
    """Return how a guest is called and reached. Raises Unreadable for what is no phone, and for too long a name."""
    name = normal_name(line_of(sent.get("name")))
    if len(name) > LONGEST_NAME:
        raise Unreadable(_("This name is too long."))
    try:
        typed = line_of(sent.get("phone")).strip()
        return Contact(name, phone=normal_phone(typed) if typed else "", language=get_language() or "th")
    except ValueError as error:
        raise Unreadable(str(error)) from error


def size_of(sent: dict[str, Any]) -> int:
    """Return how many they are. Raises Unreadable for nobody and for a crowd."""
    size = heads_of(sent.get("size", 1)) or 1
    if not 1 <= size <= LARGEST:
        raise Unreadable(_("Between 1 and %(largest)s people can walk in together.") % {"largest": LARGEST})
    return size


def reason_of(sent: dict[str, Any]) -> str:
    """Return why a guest is let in all the same; nothing where no reason was given."""
    return " ".join(line_of(sent.get("override")).split())[:LONGEST_REASON]
