"""The pages that plan duties and shifts in bulk."""

from django.utils.translation import gettext_lazy as _

from volunteers.admin.plan_forms import CopyDayForm, CopyEditionForm, MakeForm
from volunteers.admin.planning_pages import PLANNERS, PlanAct
from volunteers.admin.sheet_form import SheetForm

DUTY_PLANS = (
    PlanAct(
        "make",
        _("Make shifts"),
        _("Shifts at regular times on several days. Where one begins at that time already, it stays as it is."),
        MakeForm,
    ),
    PlanAct(
        "copy-day",
        _("Copy a day"),
        _("The shifts of one day at the same times on others, as drafts. What is there already stays as it is."),
        CopyDayForm,
    ),
)
LIST_PLANS = (
    PlanAct(
        "sheets",
        _("Spreadsheets"),
        _("Take duties and shifts out as a file, change them, and bring them in again: all rows or none."),
        SheetForm,
        needs=(*PLANNERS, "volunteers.add_duty"),
    ),
    PlanAct(
        "copy-edition",
        _("Copy to another edition"),
        _(
            "Duties and their shifts, as drafts: the first day becomes the first day. Zones and places are found by "
            "their addresses."
        ),
        CopyEditionForm,
        needs=(*PLANNERS, "volunteers.add_duty"),
    ),
)
