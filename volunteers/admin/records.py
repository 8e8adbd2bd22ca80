"""Changes of shifts in the organisers' workspace: what rules made, read-only."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from goodsociety.common.admin import ReadOnly, moment
from volunteers.admin.told import when_and_where
from volunteers.models import ShiftChange
from zones.admin import ZoneFilter


@admin.register(ShiftChange)
class ShiftChangeAdmin(ReadOnly):
    """Shifts that moved: what they were before, and how many were told."""

    made = moment("made_at", _("made"))
    due = moment("due_at", _("due"))
    told = moment("told_at", _("told"))
    along = ("shift__duty", "place")
    list_display = ("shift", "before", "made", "due", "told", "people_told")
    list_filter = (("told_at", admin.EmptyFieldListFilter), "shift__duty__edition", ("shift__duty__zone", ZoneFilter))
    search_fields = ("shift__duty__name_th", "shift__duty__name_en", "shift__code")
    date_hierarchy = "made_at"
    fields = ("shift", "before", "made", "due", "told", "people_told")

    @admin.display(description=_("before"))
    def before(self, change: ShiftChange) -> str:
        """Say what it was."""
        return when_and_where(change)
