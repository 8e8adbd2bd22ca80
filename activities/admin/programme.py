"""Activities and sessions in the organisers' workspace."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from activities.admin.activity_form import ActivityForm
from activities.admin.forms import LoneSessionForm, SessionForm, SessionsOfActivity
from activities.models import Activity, Session
from goodsociety.common.admin import SiteInline, clock, figure, moment, named, seats
from zones.admin import OfEdition, WithYear, ZoneFilter


class SessionInline(SiteInline):
    """Sessions inside an activity's page."""

    model = Session
    form = SessionForm
    formset = SessionsOfActivity
    fields = ("place", "starts_at", "ends_at", "state", "entry", "capacity", "largest_party", "seats_taken")
    readonly_fields = ("seats_taken",)
    autocomplete_fields = ("place",)


@admin.register(Activity)
class ActivityAdmin(OfEdition):
    """What there is to see and do."""

    counted = {"session_count": Count("sessions", distinct=True)}
    name = named("sort_key")
    session_count = figure("session_count", _("sessions"))
    form = ActivityForm
    inlines = (SessionInline,)
    along = ("edition", "zone")
    list_display = ("name", "edition", "zone", "kind", "language", "session_count", "is_sample")
    list_filter = ("edition", ("zone", ZoneFilter), "kind", "language", "access__feature", "is_sample")
    search_fields = ("name_th", "name_en", "slug", "edition__year")
    autocomplete_fields = ("edition", "zone", "hosts")
    prepopulated_fields = {"slug": ("name_en",)}
    readonly_fields = ("is_sample",)
    fieldsets = (
        (None, {"fields": ("edition", "zone", ("name_th", "name_en"), "slug", "kind", "hosts", "is_sample")}),
        (_("What it is about"), {"fields": ("summary_th", "summary_en", "ways")}),
        (
            _("For whom"),
            {"fields": (("for_whom_th", "for_whom_en"), "language", ("minimum_age", "maximum_age"), "access")},
        ),
    )


@admin.register(Session)
class SessionAdmin(WithYear):
    """When, where, for how many."""

    fixed = ("activity",)
    form = LoneSessionForm
    starts = moment("starts_at", _("starts"))
    ends = clock("ends_at", _("ends"))
    along = ("activity__edition", "place")
    seats = seats()
    list_display = ("activity", "place", "starts", "ends", "state", "entry", "seats", "is_sample")
    list_filter = (
        "activity__edition", ("activity__zone", ZoneFilter), "state", "entry", "activity__kind", "is_sample",
    )  # fmt: skip
    search_fields = ("activity__name_th", "activity__name_en", "place__name_th", "place__name_en", "code")
    date_hierarchy = "starts_at"
    autocomplete_fields = ("activity", "place")
    readonly_fields = ("code", "seats_taken", "seats_held", "is_sample")
    fieldsets = (
        (None, {"fields": ("activity", "place", "starts_at", "ends_at", "state", "code")}),
        (_("Seats"), {"fields": ("entry", "capacity", "largest_party", ("seats_taken", "seats_held"))}),
        (_("Registration"), {"fields": ("registration_opens_at", "registration_closes_at", "is_sample")}),
    )
