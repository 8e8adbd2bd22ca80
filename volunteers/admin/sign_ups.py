"""Sign-ups in the organisers' workspace: what happens to them are actions."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.admin import ContactSearch, LanguageForm
from goodsociety.common import audit
from goodsociety.common.admin import Kept, Link, SiteInline, column, figure, moment
from goodsociety.common.admin.columns import NOTHING
from goodsociety.common.models import AuditEntry
from volunteers.admin import sign_up_acts
from volunteers.admin.filters import DutyFilter, HoursFilter, PresenceFilter, SignUpDayFilter
from volunteers.admin.sheet_files import CSV, XLSX, csv_of, sign_up_heads, sign_up_rows, workbook
from volunteers.models import HandOver, SignUp, SignUpMember
from zones.admin import ZoneFilter

#: Those who stand in a queue, or did until places were offered to them.
QUEUED = (SignUp.Status.WAITING, SignUp.Status.OFFERED)
#: What was set aside by placing somebody by hand, by the names of the refusals.
RULES = {
    "Clash": gettext_lazy("another promise at that time"),
    "TooFarToWalk": gettext_lazy("the way between zones"),
    "TooManyHours": gettext_lazy("hours a day"),
    "NotEnoughRest": gettext_lazy("rest between days"),
    "NeedsQualification": gettext_lazy("skills and trainings needed"),
    "TooYoung": gettext_lazy("the minimum age of the duty"),
}


def shown_hours(minutes: int) -> str:
    """Return minutes as hours and minutes: 3:30."""
    return f"{minutes // 60}:{minutes % 60:02}"


class MemberInline(SiteInline):
    """Named members inside a sign-up's page: no more than the group has people."""

    model = SignUpMember
    show_change_link = False

    def get_max_num(self, request: HttpRequest, obj: SignUp | None = None, **kwargs: Any) -> int | None:
        """Return the size of the group."""
        return obj.party_size if obj else super().get_max_num(request, obj, **kwargs)

    def get_formset(self, request: HttpRequest, obj: SignUp | None = None, **kwargs: Any) -> Any:
        """Hold the number of members, however they were posted."""
        return super().get_formset(request, obj, **{**kwargs, "validate_max": True})


class HandOverInline(SiteInline):
    """Searches for a stand-in inside a sign-up's page."""

    model = HandOver
    fk_name = "sign_up"
    fields = readonly_fields = ("state", "asked", "ended", "taken_by")
    asked = moment("asked_at", gettext_lazy("asked"))
    ended = moment("ended_at", gettext_lazy("ended"))
    max_num = 0
    can_delete = False


@admin.register(SignUp)
class SignUpAdmin(ContactSearch, Kept):
    """Who does which shift. A volunteer's own link is not shown; staff use the reference."""

    secret = ("code",)
    form = LanguageForm
    inlines = (MemberInline, HandOverInline)
    change_list_template = "admin/change_list_with_links.html"
    actions = (
        sign_up_acts.approve_request, sign_up_acts.decline_request, sign_up_acts.cancel, sign_up_acts.no_show,
        sign_up_acts.approve, sign_up_acts.approve_worked, sign_up_acts.note_training,
    )  # fmt: skip
    starts = moment("shift__starts_at", gettext_lazy("starts"))
    signed_up = moment("created_at", gettext_lazy("signed up"))
    waits_since = moment("queued_at", gettext_lazy("waits since"))
    kept_until = moment("expires_at", gettext_lazy("place kept until"))
    cancelled = moment("cancelled_at", pgettext_lazy("when", "cancelled"))
    arrived = moment("arrived_at", gettext_lazy("arrived"))
    left = moment("left_at", pgettext_lazy("when", "left"))
    approved = moment("approved_at", gettext_lazy("approved"))
    size = figure("party_size", gettext_lazy("party size"))
    duty = column("shift__duty", gettext_lazy("duty"), str)
    hours = column("approved_minutes", gettext_lazy("approved hours"), shown_hours)
    along = ("shift__duty__edition", "shift__place", "person", "organization")
    list_display = (
        "reference", "name", "size", "status", "duty", "starts", "arrived", "hours", "organization",
        "signed_up", "is_sample",
    )  # fmt: skip
    list_filter = (
        "shift__duty__edition", "status", ("shift__duty__zone", ZoneFilter), SignUpDayFilter,
        ("shift__duty", DutyFilter), PresenceFilter, HoursFilter,
        ("organization", admin.RelatedOnlyFieldListFilter), "is_walk_up", "language", "is_sample",
    )  # fmt: skip
    search_fields = (
        "reference", "name", "email", "phone", "person__name", "person__email", "person__phone",
        "organization__name_th", "organization__name_en", "shift__code", "shift__duty__name_th",
        "shift__duty__name_en",
    )  # fmt: skip
    date_hierarchy = "created_at"
    autocomplete_fields = ("organization",)
    readonly_fields = (
        "reference", "shift", "person", "status", "party_size", "heads", "email", "phone", "arrived", "left", "hours",
        "approved", "signed_up", "waits_since", "kept_until", "cancelled", "is_walk_up", "override_reason",
        "set_aside", "is_sample",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": (
            "reference", "shift", "person", "status", ("party_size", "heads"), "organization", "note", "name", "email",
            "phone", "language",
        )}),
        (gettext_lazy("On the day"), {"fields": (("arrived", "left"), "is_walk_up", ("hours", "approved"))}),
        (gettext_lazy("How it came about"), {"fields": (
            "signed_up", "waits_since", "kept_until", "cancelled", "override_reason", "set_aside", "is_sample",
        )}),
    )  # fmt: skip

    def get_urls(self) -> list[URLPattern]:
        """Add the files."""
        file = self.admin_site.admin_view(self.file)
        return [path("sign-ups.<str:kind>", file, name="volunteers_signup_file"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Add the buttons that give what the list shows as a file."""
        query = request.GET.urlencode()
        names = {"xlsx": _("As a file (Excel)"), "csv": _("As a file (CSV)")}
        links = [Link(f"{self.file_url(kind)}?{query}", label) for kind, label in names.items()]
        return super().changelist_view(request, {**(extra_context or {}), "links": links})

    def file_url(self, kind: str) -> str:
        """Return the address of a file."""
        return reverse("admin:volunteers_signup_file", args=[kind])

    def file(self, request: HttpRequest, kind: str) -> HttpResponse | StreamingHttpResponse:
        """Give the sign-ups that the list shows to those who may see them, and note who took them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if kind not in {"csv", "xlsx"}:
            raise Http404
        try:
            rows = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:volunteers_signup_changelist"))
        audit.record("export_sign_ups", request.user, by=request.user, at=timezone.now(), rows=rows.count())  # type: ignore[arg-type]  # staff
        headers = {
            "Content-Disposition": f'attachment; filename="sign-ups.{kind}"',
            "Cache-Control": "no-store, private",
        }
        if kind == "csv":
            lines = csv_of(sign_up_heads(), sign_up_rows(rows))
            return StreamingHttpResponse(lines, content_type=CSV, headers=headers)
        book = workbook({_("Sign-ups"): (sign_up_heads(), sign_up_rows(rows))})
        return HttpResponse(book, content_type=XLSX, headers=headers)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Show a queue in its order: whoever has waited longest stands first."""
        is_queue = request.GET.get("status__exact") in QUEUED
        return ("shift", "queued_at", "pk") if is_queue else ("-created_at", "-pk")

    def label(self, thing: models.Model) -> str:
        """Name reference, volunteer and shift."""
        return f"{thing} – {thing.name} – {thing.shift}"  # type: ignore[attr-defined]  # it is a sign-up

    @admin.display(description=gettext_lazy("rules set aside"))
    def set_aside(self, sign_up: SignUp) -> str:
        """Name the rules that a coordinator set aside by placing somebody."""
        placed = AuditEntry.objects.filter(
            verb="place_volunteer", subject=sign_up._meta.label_lower, subject_key=sign_up.pk
        ).first()
        names = str(placed.numbers.get("rules", "")).split(",") if placed else []
        return ", ".join(str(RULES[name]) for name in names if name in RULES) or NOTHING
