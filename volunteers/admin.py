"""Duties, shifts and sign-ups in the organisers' workspace."""

from django.contrib import admin
from django.db import models
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.admin import ContactSearch, LanguageForm
from activities.admin.forms import SeatsForm
from goodsociety.common.admin import Kept, Order, SiteInline, act_on_rows, clock, figure, moment, named, seats
from volunteers import actions
from volunteers.models import Duty, Shift, SignUp
from zones.admin import EditionOfZoneForm, OfEdition, WithYear, ZoneFilter


class ShiftForm(SeatsForm):
    """A shift."""

    parent = "duty"


class ShiftInline(SiteInline):
    """Shifts inside a duty's page."""

    model = Shift
    form = ShiftForm
    fields = ("starts_at", "ends_at", "capacity", "place", "state", "seats_taken")
    readonly_fields = ("seats_taken",)
    autocomplete_fields = ("place",)


@admin.register(Duty)
class DutyAdmin(OfEdition):
    """What volunteers do."""

    counted = {"shift_count": Count("shifts", distinct=True)}
    name = named()
    shift_count = figure("shift_count", _("shifts"))
    form = EditionOfZoneForm
    inlines = (ShiftInline,)
    along = ("edition", "zone", "host")
    list_display = ("name", "edition", "zone", "host", "shift_count", "is_sample")
    list_filter = ("edition", ("zone", ZoneFilter), "is_sample")
    search_fields = ("name_th", "name_en", "slug", "edition__year")
    autocomplete_fields = ("edition", "zone", "host")
    prepopulated_fields = {"slug": ("name_en",)}
    readonly_fields = ("is_sample",)
    fields = (
        "edition", "zone", "host", ("name_th", "name_en"), "slug", "description_th", "description_en", "is_sample",
    )  # fmt: skip


@admin.register(Shift)
class ShiftAdmin(WithYear):
    """When a duty is done, and by how many."""

    fixed = ("duty",)
    form = ShiftForm
    starts = moment("starts_at", _("starts"))
    ends = clock("ends_at", _("ends"))
    along = ("duty__edition", "place")
    seats = seats()
    list_display = ("duty", "starts", "ends", "place", "state", "seats", "is_sample")
    list_filter = ("duty__edition", ("duty__zone", ZoneFilter), "state", "is_sample")
    search_fields = ("duty__name_th", "duty__name_en", "code")
    date_hierarchy = "starts_at"
    autocomplete_fields = ("duty", "place")
    readonly_fields = ("code", "seats_taken", "seats_held", "is_sample")
    fields = (
        "duty", "place", "starts_at", "ends_at", "state", "capacity", ("seats_taken", "seats_held"), "code",
        "is_sample",
    )  # fmt: skip


@act_on_rows(_("Approve the planned hours"), _("Each volunteer is noted with the whole length of the shift."))
def approve(sign_up: SignUp, order: Order) -> None:
    """Approve as many minutes as the shift has."""
    actions.approve_hours(sign_up=sign_up, minutes=sign_up.shift.planned_minutes, by=order.by, at=order.at)


@act_on_rows(_("Cancel the sign-up"), _("The places become free, and every volunteer gets an e-mail."))
def cancel(sign_up: SignUp, order: Order) -> None:
    """Take a sign-up back."""
    actions.cancel_sign_up(sign_up=sign_up, by=order.by, at=order.at)


@admin.register(SignUp)
class SignUpAdmin(ContactSearch, Kept):
    """Who does which shift. A volunteer's own link is not shown; staff use the reference."""

    secret = ("code",)
    form = LanguageForm
    actions = (approve, cancel)
    starts = moment("shift__starts_at", _("starts"))
    signed_up = moment("created_at", _("signed up"))
    cancelled = moment("cancelled_at", pgettext_lazy("when", "cancelled"))
    approved = moment("approved_at", _("approved"))
    along = ("shift__duty__edition", "shift__place", "person")
    list_display = ("reference", "name", "shift", "starts", "status", "approved_minutes", "signed_up", "is_sample")
    list_filter = (
        "shift__duty__edition", "status", ("approved_at", admin.EmptyFieldListFilter), "language", "is_sample",
    )  # fmt: skip
    search_fields = ("reference", "name", "email", "phone", "person__name", "person__email", "person__phone")
    date_hierarchy = "created_at"
    readonly_fields = (
        "reference", "shift", "person", "status", "email", "phone", "approved_minutes", "approved", "signed_up",
        "cancelled", "is_sample",
    )  # fmt: skip
    fields = (
        "reference", "shift", "person", "status", "name", "email", "phone", "language", "approved_minutes", "approved",
        "signed_up", "cancelled", "is_sample",
    )  # fmt: skip

    def label(self, thing: models.Model) -> str:
        """Name reference, volunteer and shift."""
        return f"{thing} – {thing.name} – {thing.shift}"  # type: ignore[attr-defined]  # it is a sign-up
