"""Shifts in the organisers' workspace."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodsociety.common.admin import Link, WithActs, clock, figure, moment, seats
from goodsociety.common.admin.columns import NOTHING
from goodsociety.common.dates import show_moment
from volunteers.admin.filters import DayFilter, DutyFilter, PeopleFilter
from volunteers.admin.forms import ShiftForm
from volunteers.admin.shift_acts import SHIFT_ACTS
from volunteers.admin.shift_bulk import call_off, release, settle
from volunteers.admin.told import when_and_where
from volunteers.models import Shift
from zones.admin import WithYear, ZoneFilter


@admin.register(Shift)
class ShiftAdmin(WithActs, WithYear):
    """When a duty is done, and by how many. A new one is a draft; its state changes by acts."""

    acts = SHIFT_ACTS
    actions = (release, settle, call_off)
    fixed = ("duty",)
    form = ShiftForm
    starts = moment("starts_at", gettext_lazy("starts"))
    ends = clock("ends_at", gettext_lazy("ends"))
    needed_at_least = figure("needed", gettext_lazy("at least needed"))
    waiting = figure("parties_waiting", gettext_lazy("waiting"))
    along = ("duty__edition", "duty__zone", "place")
    seats = seats()
    list_display = ("duty", "starts", "ends", "seats", "needed_at_least", "waiting", "state", "place", "is_sample")
    ordering = ("duty__edition", "starts_at", "pk")
    list_filter = (
        "duty__edition", ("duty__zone", ZoneFilter), DayFilter, "state", PeopleFilter, ("duty", DutyFilter),
        "is_by_approval", "is_sample",
    )  # fmt: skip
    search_fields = (
        "duty__name_th", "duty__name_en", "duty__slug", "place__name_th", "place__name_en", "code",
    )  # fmt: skip
    date_hierarchy = "starts_at"
    autocomplete_fields = ("duty", "place")
    readonly_fields = ("code", "state", "seats_taken", "seats_held", "parties_waiting", "history", "is_sample")
    fieldsets = (
        (None, {"fields": ("duty", "place", "starts_at", "ends_at", "state", "code")}),
        (gettext_lazy("How many"), {
            "fields": (("needed", "capacity"), ("seats_taken", "seats_held", "parties_waiting"), "largest_party"),
        }),
        (gettext_lazy("Sign-up"), {"fields": (("opens_at", "closes_at"), "is_by_approval", "has_waiting_list")}),
        (gettext_lazy("Briefing"), {"fields": ("briefing_th", "briefing_en")}),
        (gettext_lazy("What people were told"), {"fields": ("history", "is_sample")}),
    )  # fmt: skip

    def links(self, request: HttpRequest, thing: Shift) -> list[Link]:
        """Add what leads to its sign-ups."""
        links = super().links(request, thing)
        if request.user.has_perm("volunteers.view_signup"):
            rows = reverse("admin:volunteers_signup_changelist")
            links.append(Link(f"{rows}?shift__id__exact={thing.pk}", _("Sign-ups")))
        return links

    def save_model(self, request: HttpRequest, obj: Shift, form: Any, change: bool) -> None:  # noqa: FBT001 (Django's signature)
        """Let it take so many as was typed by the act that hands places on, then write the rest."""
        form.resize(by=request.user, at=timezone.now())
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("changes"))
    def history(self, shift: Shift) -> str:
        """Say what people were told of, and how many."""
        told = [line_of_change(change) for change in shift.changes.select_related("place")] if shift.pk else []
        return format_html_join("", "<p>{}</p>", ((line,) for line in told)) or NOTHING


def line_of_change(change: Any) -> str:
    """Say what a shift was before a change, and who was told of it."""
    before = {"before": when_and_where(change)}
    if change.told_at is None:
        due = {"moment": show_moment(change.due_at)}
        return _("Changed, before: %(before)s. People are told at %(moment)s.") % {**before, **due}
    told = {"moment": show_moment(change.told_at), "count": change.people_told}
    return _("Changed, before: %(before)s. Told at %(moment)s: %(count)s people.") % {**before, **told}
