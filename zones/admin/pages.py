"""Editions, zones, places and staff in the organisers' workspace."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from goodsociety.common.admin import SiteAdmin, SiteInline, are_keys, day, figure, named
from goodsociety.common.dates import shown_year
from zones.admin.forms import EditionForm, EditionOfParent, EditionOfZoneForm, PlaceForm, ZoneForm
from zones.admin.outlines import warnings_about
from zones.models import Appointment, Edition, Place, Zone

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class WithYear(SiteAdmin):
    """Rows whose year is shown wherever they are chosen: two editions may have a stage of the same name."""

    def label(self, thing: models.Model) -> str:
        """Name the row and its year."""
        return f"{thing} ({shown_year(thing.edition.year)})"  # type: ignore[attr-defined]  # every such row has one


class OfEdition(WithYear):
    """Rows that belong to an edition for good."""

    along: tuple[str, ...] = ("edition",)
    fixed = ("edition",)


class WithOutline(OfEdition):
    """Rows with an outline on the floor plan: what is odd about it is told, and kept."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 (Django's signature)
        """Write the row, and warn of an outline that lies over others."""
        super().save_model(request, obj, form, change)
        for sentence in warnings_about(obj) if "outline" in form.changed_data else []:
            self.message_user(request, sentence, messages.WARNING)


class ZoneFilter(admin.RelatedFieldListFilter):
    """Zones with their year; of one edition only where the list shows one only."""

    def field_choices(
        self,
        field: "models.Field[Any, Any]",  # noqa: ARG002 (Django's signature)
        request: HttpRequest,
        model_admin: admin.ModelAdmin,  # noqa: ARG002 (Django's signature)
    ) -> "list[tuple[str, StrOrPromise]]":
        """Return number and name."""
        path = self.field_path.removesuffix("zone")
        edition = request.GET.get(f"{path}edition__id__exact", "")
        zones = Zone.objects.select_related("edition")
        here = zones.filter(edition=int(edition)) if are_keys(Edition, [edition]) else zones
        return [(str(zone.pk), f"{zone} ({shown_year(zone.edition.year)})") for zone in here]


class ZoneInline(SiteInline):
    """Zones inside an edition's page."""

    model = Zone
    fields = ("name_th", "name_en", "slug", "colour", "area_sqm", "order")
    prepopulated_fields = {"slug": ("name_en",)}


class AppointmentInline(SiteInline):
    """Staff inside an edition's page."""

    model = Appointment
    form = EditionOfZoneForm
    fields = ("user", "role", "zone")
    autocomplete_fields = ("user", "zone")


class PlaceInline(SiteInline):
    """Places inside a zone's page."""

    model = Place
    formset = EditionOfParent
    fields = ("name_th", "name_en", "slug", "kind", "capacity", "is_shared")
    prepopulated_fields = {"slug": ("name_en",)}


@admin.register(Edition)
class EditionAdmin(SiteAdmin):
    """One year's expo each."""

    counted = {"zone_count": Count("zones", distinct=True)}
    name = named()
    zone_count = figure("zone_count", gettext_lazy("zones"))
    form = EditionForm
    inlines = (ZoneInline, AppointmentInline)
    begins = day("starts_on", gettext_lazy("first day"))
    ends = day("ends_on", gettext_lazy("last day"))
    list_display = ("name", "shown", "status", "begins", "ends", "zone_count", "is_sample", "has_sample_rows")
    list_filter = ("status", "is_sample")
    search_fields = ("name_th", "name_en", "theme_th", "theme_en", "year")
    readonly_fields = ("is_sample", "has_sample_rows")
    fieldsets = (
        (None, {"fields": ("year", "status", ("name_th", "name_en"), ("theme_th", "theme_en"))}),
        (gettext_lazy("Where and when"), {
            "fields": (
                ("venue_th", "venue_en"), ("starts_on", "ends_on"), ("opens_at", "closes_at"), "directions_th",
                "directions_en", "map_link", "contact_email",
            ),
        }),
        (gettext_lazy("Texts"), {
            "fields": ("story_th", "story_en", ("cancelled_reason_th", "cancelled_reason_en"), "source"),
        }),
        (gettext_lazy("Sample"), {"fields": ("is_sample", "has_sample_rows")}),
    )  # fmt: skip

    @admin.display(description=gettext_lazy("year"), ordering="year")
    def shown(self, edition: Edition) -> str:
        """Show the year in the page's era."""
        return str(shown_year(edition.year))


@admin.register(Zone)
class ZoneAdmin(WithOutline):
    """Zones."""

    counted = {"place_count": Count("places", distinct=True)}
    name = named()
    place_count = figure("place_count", gettext_lazy("places"))
    form = ZoneForm
    inlines = (PlaceInline,)
    list_display = ("name", "edition", "slug", "colour", "area_sqm", "order", "place_count", "is_sample")
    list_filter = ("edition", "is_sample", "is_area_sample")
    search_fields = ("name_th", "name_en", "slug", "edition__year")
    autocomplete_fields = ("edition",)
    prepopulated_fields = {"slug": ("name_en",)}
    readonly_fields = ("is_sample", "is_area_sample")
    fields = (
        "edition", ("name_th", "name_en"), "slug", "colour", "description_th", "description_en", "story_th",
        "story_en", "area_sqm", "order", "outline", ("is_sample", "is_area_sample"),
    )  # fmt: skip


@admin.register(Place)
class PlaceAdmin(WithOutline):
    """Stages, booths, rooms and meeting points."""

    name = named()
    form = PlaceForm
    along = ("edition", "zone")
    list_display = ("name", "edition", "zone", "kind", "capacity", "is_shared", "is_sample")
    list_filter = ("edition", ("zone", ZoneFilter), "kind", "is_shared", "is_sample")
    search_fields = ("name_th", "name_en", "slug", "edition__year")
    autocomplete_fields = ("edition", "zone")
    prepopulated_fields = {"slug": ("name_en",)}
    readonly_fields = ("is_sample",)
    fields = (
        "edition", "zone", ("name_th", "name_en"), "slug", "kind", "capacity", "is_shared", "outline", "is_sample",
    )  # fmt: skip


@admin.register(Appointment)
class AppointmentAdmin(SiteAdmin):
    """Who holds which role where."""

    is_content = False
    form = EditionOfZoneForm
    along = ("user", "edition", "zone")
    list_display = ("user", "role", "edition", "zone")
    list_filter = ("edition", "role", ("zone", ZoneFilter))
    search_fields = ("user__email", "user__person__name", "zone__name_th", "zone__name_en")
    autocomplete_fields = ("user", "edition", "zone")
    fields = ("user", "role", "edition", "zone")
