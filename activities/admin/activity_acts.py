"""An act on one activity: it gets another name, of which its people are told."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from activities import actions
from activities.admin.act_forms import RenameForm
from activities.admin.session_acts import told_at, with_way_back
from activities.admin.told import who_is_told, whom_to_call
from activities.consequences import Audience, coming_sessions
from activities.models import Activity, Change, State
from goodsociety.common.admin import Foreseen, OneAct, Order


def waiting_change(activity: Activity) -> Change | None:
    """Return the change of one of its sessions that is told first, of those that nobody was told of."""
    return Change.objects.untold().filter(session__activity=activity).order_by("due_at").first()


def foresee_rename(activity: Activity, answers: dict[str, Any], at: dt.datetime) -> Foreseen:
    """Say in which sessions people would be told."""
    sessions = [row for row in coming_sessions(activity, at=at) if row.state == State.RELEASED]
    audience = Audience.of(*sessions)
    there = ngettext(
        "%(count)s coming session gets the new name.", "%(count)s coming sessions get the new name.", len(sessions)
    )
    sentences = [
        _("Until now: %(name)s") % {"name": both(activity.name_th, activity.name_en)},
        _("From then on: %(name)s") % {"name": both(answers["name_th"], answers["name_en"])},
        there % {"count": len(sessions)},
        *who_is_told(audience, told_at(waiting_change(activity), at)),
    ]
    return Foreseen(f"{activity.name_th}|{activity.name_en}", sentences, lists=whom_to_call(audience))


def both(name_th: str, name_en: str) -> str:
    """Return a name in both languages, as far as it is there."""
    return " / ".join(filter(None, (name_th, name_en)))


def rename(activity: Activity, order: Order) -> str:
    """Give it another name."""
    actions.rename_activity(activity=activity, **order.answers, by=order.by, at=order.at)
    sentence = _("Renamed to %(name)s.") % {"name": both(activity.name_th, activity.name_en)}
    page = reverse("admin:activities_activity_rename", args=[activity.pk])
    return with_way_back(sentence, waiting_change(activity), page)


ACTIVITY_ACTS = (OneAct("rename", gettext_lazy("Rename"), RenameForm, foresee_rename, rename),)
