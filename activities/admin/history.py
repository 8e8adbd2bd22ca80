"""What the people of a session were told, and how many were reached."""

from django.utils.translation import gettext as _

from activities.admin.records import reach_in_words
from activities.admin.told import where_and_when
from activities.models import Session, State
from activities.reaching import reach_of_cancellation, reach_of_changes
from goodsociety.common.dates import show_moment


def history_of(session: Session) -> list[str]:
    """Return a line for each change of a session, the newest first, and one for its being called off."""
    changes = list(session.changes.select_related("place"))
    reach = reach_of_changes(changes)
    told = []
    if session.state == State.CANCELLED:
        told.append(_("Called off: %(reach)s.") % {"reach": reach_in_words(reach_of_cancellation(session))})
    for change in changes:
        before = {"before": f"{change.name} · {where_and_when(change)}"}
        if change.told_at is None:
            line = _("Changed, before: %(before)s. People are told at %(moment)s.")
            told.append(line % {**before, "moment": show_moment(change.due_at)})
        else:
            line = _("Changed, before: %(before)s. Told at %(moment)s: %(reach)s.")
            reached = reach_in_words(reach[change.pk])
            told.append(line % {**before, "moment": show_moment(change.told_at), "reach": reached})
    return told
