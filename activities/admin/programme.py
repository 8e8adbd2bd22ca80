"""Activities and sessions in the organisers' workspace."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from activities.admin.activity_acts import ACTIVITY_ACTS
from activities.admin.activity_form import ActivityForm
from activities.admin.exporting import registrations_csv
from activities.admin.forms import LoneSessionForm, SessionForm, SessionsOfActivity
from activities.admin.history import history_of
from activities.admin.questions import QuestionInline
from activities.admin.session_acts import SESSION_ACTS
from activities.models import Activity, Entry, Session
from goodsociety.common import audit
from goodsociety.common.admin import Link, SiteInline, WithActs, clock, figure, moment, named, seats
from goodsociety.common.admin.columns import NOTHING
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
class ActivityAdmin(WithActs, OfEdition):
    """What there is to see and do."""

    acts = ACTIVITY_ACTS
    counted = {"session_count": Count("sessions", distinct=True)}
    name = named("sort_key")
    session_count = figure("session_count", _("sessions"))
    form = ActivityForm
    inlines = (SessionInline, QuestionInline)
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

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001 (Django's signature)
        """Let the sessions inside hold so many as was typed, by the act that hands places on."""
        for row in formset.forms:
            if isinstance(row, SessionForm) and row not in formset.deleted_forms:
                row.resize(by=request.user, at=timezone.now())  # type: ignore[arg-type]  # nobody else gets here
        super().save_formset(request, form, formset, change)


@admin.register(Session)
class SessionAdmin(WithActs, WithYear):
    """When, where, for how many."""

    acts = SESSION_ACTS
    fixed = ("activity",)
    form = LoneSessionForm
    starts = moment("starts_at", _("starts"))
    ends = clock("ends_at", _("ends"))
    along = ("activity__edition", "place")
    seats = seats()
    list_display = ("activity", "place", "starts", "ends", "state", "entry", "seats", "parties_waiting", "is_sample")
    list_filter = (
        "activity__edition", ("activity__zone", ZoneFilter), "state", "entry", "activity__kind", "is_sample",
    )  # fmt: skip
    search_fields = ("activity__name_th", "activity__name_en", "place__name_th", "place__name_en", "code")
    date_hierarchy = "starts_at"
    autocomplete_fields = ("activity", "place")
    readonly_fields = ("code", "seats_taken", "seats_held", "parties_waiting", "history", "is_sample")
    fieldsets = (
        (None, {"fields": ("activity", "place", "starts_at", "ends_at", "state", "code")}),
        (_("How one gets in"), {
            "fields": (
                "entry", "capacity", ("seats_taken", "seats_held", "parties_waiting"),
                ("smallest_party", "largest_party"),
            ),
        }),
        (_("Registration"), {
            "fields": ("registration_opens_at", "registration_closes_at", "cancellable_until", "hold_minutes"),
        }),
        (_("When it is full"), {"fields": ("has_waiting_list", "waits_for_front", "offer_minutes")}),
        (_("What people were told"), {"fields": ("history", "is_sample")}),
    )  # fmt: skip

    def get_urls(self) -> list[URLPattern]:
        """Add the file of a session's registrations."""
        name = "activities_session_registrations"
        own = [
            path("<path:object_id>/registrations.csv", self.admin_site.admin_view(self.registrations_file), name=name)
        ]
        return own + super().get_urls()

    def registrations_file(self, request: HttpRequest, object_id: str) -> StreamingHttpResponse:
        """Give the registrations of a session to those who may see them, and note who took them."""
        if not request.user.has_perm("activities.view_registration"):
            raise PermissionDenied
        session = self.get_object(request, object_id)
        if session is None:
            raise Http404
        audit.record("export_registrations", session, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        headers = {
            "Content-Disposition": f'attachment; filename="registrations-{session.code}.csv"',
            "Cache-Control": "no-store, private",
        }
        return StreamingHttpResponse(
            registrations_csv(session), content_type="text/csv; charset=utf-8", headers=headers
        )

    def links(self, request: HttpRequest, thing: Session) -> list[Link]:
        """Add what leads to its registrations and its draw."""
        links = super().links(request, thing)
        if request.user.has_perm("activities.view_registration"):
            rows = reverse("admin:activities_registration_changelist")
            links.append(Link(f"{rows}?session__id__exact={thing.pk}", _("Registrations")))
            links.append(Link(self.address_of("registrations", thing), _("Registrations as a file (CSV)")))
        if thing.entry == Entry.DRAW:
            links.append(Link(reverse("session_draw", args=[thing.edition.year, thing.code]), _("Page of the draw")))
        return links

    def save_model(self, request: HttpRequest, obj: Session, form: Any, change: bool) -> None:  # noqa: FBT001 (Django's signature)
        """Let it hold so many as was typed by the act that hands places on, then write the rest."""
        form.resize(by=request.user, at=timezone.now())
        super().save_model(request, obj, form, change)

    @admin.display(description=_("changes"))
    def history(self, session: Session) -> str:
        """Say what people were told of, and how many were reached."""
        told = history_of(session) if session.pk else []
        return format_html_join("", "<p>{}</p>", ((line,) for line in told)) or NOTHING
