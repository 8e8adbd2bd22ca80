"""The rules of each edition for volunteers, and in which waves sign-up opens."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from goodsociety.common.admin import column, day, moment
from volunteers.admin.sign_ups import shown_hours
from volunteers.models import Rules, Wave
from zones.admin import OfEdition


@admin.register(Rules)
class RulesAdmin(OfEdition):
    """One edition's rules; where none are written the proposed ones hold."""

    hours_a_day = column("most_minutes_a_day", _("most hours a day"), shown_hours)
    rest = column("rest_minutes", _("rest between days (hours)"), shown_hours)
    kept = day("kept_until", _("volunteers' details kept until"))
    list_display = ("edition", "minimum_age", "hours_a_day", "rest", "walking_minutes", "late_hours", "kept")
    list_filter = ("edition",)
    search_fields = ("edition__year", "edition__name_th", "edition__name_en", "contact_email")
    autocomplete_fields = ("edition",)
    fieldsets = (
        (None, {"fields": ("edition",)}),
        (_("Whom and how long"), {"fields": ("minimum_age", "most_minutes_a_day", "rest_minutes", "walking_minutes")}),
        (_("Before the day"), {"fields": ("offer_minutes", "guardian_hours", "late_hours", "contact_email")}),
        (_("On the day and after"), {"fields": ("early_minutes", "kept_until")}),
    )  # fmt: skip


@admin.register(Wave)
class WaveAdmin(OfEdition):
    """From when on which share of each shift's places can be taken."""

    opens = moment("opens_at", _("opens"))
    list_display = ("edition", "opens", "percent")
    list_filter = ("edition",)
    search_fields = ("edition__year", "edition__name_th", "edition__name_en")
    date_hierarchy = "opens_at"
    autocomplete_fields = ("edition",)
    fields = ("edition", "opens_at", "percent")
