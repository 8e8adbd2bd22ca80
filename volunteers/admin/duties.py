"""Duties in the organisers' workspace, with their shifts."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, Sum
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodsociety.common.admin import SiteInline, figure, named
from volunteers.admin.forms import ShiftForm
from volunteers.admin.planning_pages import WithPlanning
from volunteers.admin.plans import DUTY_PLANS, LIST_PLANS
from volunteers.admin.sheet_files import CSV, XLSX, plan_csv, plan_workbook
from volunteers.models import Duty, Shift
from volunteers.planning.columns import DUTY_COLUMNS, SHIFT_COLUMNS
from zones.admin import EditionOfZoneForm, OfEdition, ZoneFilter
from zones.models import Edition

VIEWERS = ("volunteers.view_duty", "volunteers.view_shift")
SHEETS = {"duties.csv": DUTY_COLUMNS, "shifts.csv": SHIFT_COLUMNS}


class ShiftInline(SiteInline):
    """Shifts inside a duty's page; what is long about them stands on their own pages."""

    model = Shift
    form = ShiftForm
    fields = ("starts_at", "ends_at", "place", "needed", "capacity", "state", "seats_taken")
    readonly_fields = ("state", "seats_taken")
    autocomplete_fields = ("place",)


@admin.register(Duty)
class DutyAdmin(WithPlanning, OfEdition):
    """What volunteers do."""

    plans = DUTY_PLANS
    list_plans = LIST_PLANS
    counted = {
        "shift_count": Count("shifts"),
        "wanted": Sum("shifts__capacity", filter=~Q(shifts__state="cancelled"), default=0),
        "taken": Sum("shifts__seats_taken", default=0),
    }
    name = named()
    shift_count = figure("shift_count", _("shifts"))
    wanted = figure("wanted", _("places for volunteers"))
    taken = figure("taken", _("volunteers signed up"))
    form = EditionOfZoneForm
    inlines = (ShiftInline,)
    along = ("edition", "zone", "host")
    list_display = ("name", "zone", "shift_count", "wanted", "taken", "minimum_age", "edition", "host", "is_sample")
    list_filter = ("edition", ("zone", ZoneFilter), "language", "needs", "is_lifting", "is_standing", "is_sample")
    search_fields = (
        "name_th", "name_en", "slug", "edition__year", "zone__name_th", "zone__name_en", "host__name_th",
        "host__name_en", "contact_name",
    )  # fmt: skip
    autocomplete_fields = ("edition", "zone", "host", "needs")
    prepopulated_fields = {"slug": ("name_en",)}
    readonly_fields = ("is_sample",)

    class Media:
        css = {"all": ("css/admin-plan.css",)}

    fieldsets = (
        (None, {"fields": ("edition", "zone", "host", ("name_th", "name_en"), "slug", "is_sample")}),
        (_("What it is about"), {"fields": ("description_th", "description_en")}),
        (_("What is needed"), {"fields": ("minimum_age", "language", "needs", ("is_lifting", "is_standing"))}),
        (_("Contact on the day"), {"fields": (("contact_name", "contact_phone"),)}),
    )  # fmt: skip

    def get_urls(self) -> list[URLPattern]:
        """Add the files of duties and shifts."""
        file, empty = self.admin_site.admin_view(self.file), self.admin_site.admin_view(self.empty_file)
        own = [
            path("sheets/<int:year>/<str:kind>", file, name="volunteers_duty_file"),
            path("sheets/empty.xlsx", empty, name="volunteers_duty_template"),
        ]
        return [*own, *super().get_urls()]

    def file(self, request: HttpRequest, year: int, kind: str) -> HttpResponse | StreamingHttpResponse:
        """Give an edition's duties and shifts to those who may see both."""
        edition = Edition.objects.filter(year=year).first()
        if not request.user.has_perms(VIEWERS):
            raise PermissionDenied
        if edition is None or kind not in {"all.xlsx", *SHEETS}:
            raise Http404
        headers = {"Content-Disposition": f'attachment; filename="{year}-{kind}"', "Cache-Control": "no-store, private"}
        if kind in SHEETS:
            return StreamingHttpResponse(plan_csv(edition, SHEETS[kind]), content_type=CSV, headers=headers)
        return HttpResponse(plan_workbook(edition), content_type=XLSX, headers=headers)

    def empty_file(self, request: HttpRequest) -> HttpResponse:
        """Give a file to fill in."""
        if not request.user.has_perms(VIEWERS):
            raise PermissionDenied
        headers = {"Content-Disposition": 'attachment; filename="duties-and-shifts.xlsx"'}
        return HttpResponse(plan_workbook(None), content_type=XLSX, headers=headers)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001 (Django's signature)
        """Let the shifts inside take so many as was typed, by the act that hands places on."""
        for row in formset.forms:
            if isinstance(row, ShiftForm) and row not in formset.deleted_forms:
                row.resize(by=request.user, at=timezone.now())  # type: ignore[arg-type]  # nobody else gets here
        super().save_formset(request, form, formset, change)
