"""Offers of expertise and their matches in the organisers' workspace: the queue, the acts, the file."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.admin import ContactSearch, LanguageForm
from activities.admin.exporting import AT_ONCE
from goodsociety.common import audit
from goodsociety.common.admin import Kept, Link, ReadOnly, SiteInline, WithActs, figure, moment
from volunteers.admin.expertise_acts import EXPERTISE_ACTS
from volunteers.admin.sheet_files import XLSX, iso, workbook
from volunteers.models import Expertise, Match
from zones.admin import ZoneFilter


class ToDoFilter(admin.SimpleListFilter):
    """What waits for a coordinator."""

    title = gettext_lazy("what to do")
    parameter_name = "to_do"

    def lookups(self, _request: HttpRequest, _page: Any) -> list[tuple[str, str]]:
        """Return what may have to be done."""
        return [
            ("read", _("to be answered or matched")),
            ("ask", _("to ask what came of it")),
            ("close", _("to be closed")),
        ]

    def queryset(self, _request: HttpRequest, rows: "QuerySet[Expertise]") -> "QuerySet[Expertise]":
        """Keep the offers with which that is to be done."""
        running = Exists(Match.objects.running().filter(expertise=OuterRef("pk")))
        match self.value():
            case "read":
                return rows.filter(state=Expertise.State.NEW, answer="")
            case "ask":
                return rows.filter(running, state=Expertise.State.MATCHED)
            case "close":
                return rows.filter(~running, state=Expertise.State.MATCHED)
            case _:
                return rows


class MatchInline(SiteInline):
    """With whom an offer was brought together, inside its page."""

    model = Match
    matched = moment("made_at", gettext_lazy("matched"))
    ended = moment("ended_at", gettext_lazy("ended"))
    fields = readonly_fields = ("organization", "outcome", "hours", "matched", "made_by", "ended")
    max_num = 0
    can_delete = False


@admin.register(Expertise)
class ExpertiseAdmin(ContactSearch, WithActs, Kept):
    """What people and companies offer to share. A giver's own link is not shown; staff use the reference."""

    secret = ("code",)
    form = LanguageForm
    acts = EXPERTISE_ACTS
    inlines = (MatchInline,)
    change_list_template = "admin/change_list_with_links.html"
    counted = {"match_count": Count("matches")}
    matches = figure("match_count", gettext_lazy("matches"))
    offered = moment("created_at", gettext_lazy("offered"))
    closed = moment("closed_at", pgettext_lazy("when", "closed"))
    along = ("edition", "zone", "organization", "person")
    list_display = (
        "reference", "name", "kind", "state", "matches", "zone", "organization", "offered", "company", "hours",
        "edition", "is_sample",
    )  # fmt: skip
    list_filter = (
        ToDoFilter, "edition", "state", "kind", ("zone", ZoneFilter),
        ("organization", admin.RelatedOnlyFieldListFilter), "language", "is_sample",
    )  # fmt: skip
    search_fields = (
        "reference", "name", "email", "phone", "company", "words", "person__name", "person__email", "person__phone",
    )  # fmt: skip
    date_hierarchy = "created_at"
    readonly_fields = (
        "reference", "edition", "zone", "organization", "person", "kind", "words", "hours", "state", "answer", "email",
        "phone", "is_contact_shared", "offered", "closed", "is_sample",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": (
            "reference", "state", "edition", "zone", "organization", "kind", "words", "hours", "answer",
        )}),
        (gettext_lazy("Who offers it"), {"fields": (
            "person", "name", "company", "email", "phone", "language", "is_contact_shared",
        )}),
        (gettext_lazy("How it came about"), {"fields": ("offered", "closed", "is_sample")}),
    )  # fmt: skip

    def get_urls(self) -> list[URLPattern]:
        """Add the file."""
        file = self.admin_site.admin_view(self.file)
        return [path("expertise.xlsx", file, name="volunteers_expertise_file"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Add the button that gives what the list shows as a file."""
        address = f"{reverse('admin:volunteers_expertise_file')}?{request.GET.urlencode()}"
        links = [Link(address, _("As a file (Excel)"))]
        return super().changelist_view(request, {**(extra_context or {}), "links": links})

    def file(self, request: HttpRequest) -> HttpResponse:
        """Give the offers that the list shows to those who may see them, and note who took them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            rows = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:volunteers_expertise_changelist"))
        audit.record("export_expertise", request.user, by=request.user, at=timezone.now(), rows=rows.count())  # type: ignore[arg-type]  # staff
        headers = {
            "Content-Disposition": 'attachment; filename="expertise.xlsx"',
            "Cache-Control": "no-store, private",
        }
        book = workbook({_("Offers of expertise"): (heads(), cells_of(rows))})
        return HttpResponse(book, content_type=XLSX, headers=headers)

    def label(self, thing: models.Model) -> str:
        """Name reference and giver."""
        return f"{thing} – {thing.name}"  # type: ignore[attr-defined]  # it is an offer


def heads() -> list[str]:
    """Return the headings of the file."""
    return [
        _("reference"), _("state"), _("what is offered"), _("in your words"), _("hours"), _("zone"), _("organization"),
        _("name"), _("company or organization of yours"), _("e-mail"), _("phone"), _("contact may be passed on"),
        _("matches"), _("hours given"), _("answer"), _("language"), _("offered"),
    ]  # fmt: skip


def cells_of(rows: Any) -> Iterator[list[Any]]:
    """Yield the cells of each offer; moments are ISO 8601 by the expo's clocks."""
    for row in rows.prefetch_related("matches__organization").iterator(chunk_size=AT_ONCE):
        matches = list(row.matches.all())
        came = ", ".join(f"{each} ({each.get_outcome_display()})" for each in matches)
        yield [
            row.reference, row.get_state_display(), row.get_kind_display(), row.words, row.hours or "",
            row.zone.name if row.zone else "", row.organization.name if row.organization else "", row.name, row.company,
            row.email, row.phone, _("yes") if row.is_contact_shared else _("no"), came,
            sum(each.hours or 0 for each in matches), row.answer, row.language, iso(row.created_at),
        ]  # fmt: skip


@admin.register(Match)
class MatchAdmin(ReadOnly):
    """Offers and the organizations that they were brought together with."""

    matched = moment("made_at", gettext_lazy("matched"))
    ended = moment("ended_at", gettext_lazy("ended"))
    along = ("expertise__edition", "organization", "made_by")
    list_display = ("expertise", "organization", "outcome", "hours", "matched", "made_by", "ended")
    list_filter = ("expertise__edition", "outcome", ("expertise__zone", ZoneFilter))
    search_fields = ("expertise__reference", "organization__name_th", "organization__name_en")
    date_hierarchy = "made_at"
    fields = list_display
