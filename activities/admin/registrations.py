"""Registrations and commitments in the organisers' workspace: what happens to them are actions."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Sum
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.admin import ContactSearch, LanguageForm
from activities.admin.questions import AnswerInline
from activities.admin.registration_acts import approve, cancel, check_in, decline
from activities.admin.resizing import resize
from activities.models import Commitment, PartyMember, Registration
from goodsociety.common.admin import Kept, ReadOnly, SiteInline, figure, moment
from zones.admin import ZoneFilter

#: Those who stand in a queue, or did until places were offered to them.
QUEUED = (Registration.Status.WAITING, Registration.Status.OFFERED)


class MemberInline(SiteInline):
    """Named members inside a registration's page: no more than the party has people."""

    model = PartyMember
    show_change_link = False

    def get_max_num(self, request: HttpRequest, obj: Registration | None = None, **kwargs: Any) -> int | None:
        """Return the size of the party."""
        return obj.party_size if obj else super().get_max_num(request, obj, **kwargs)

    def get_formset(self, request: HttpRequest, obj: Registration | None = None, **kwargs: Any) -> Any:
        """Hold the number of members, however they were posted."""
        return super().get_formset(request, obj, **{**kwargs, "validate_max": True})


@admin.register(Registration)
class RegistrationAdmin(ContactSearch, Kept):
    """Who holds seats in which session. A person's own link is not shown; staff use the reference."""

    secret = ("code",)
    counted = {"came": Sum("check_ins__heads", default=0)}
    came = figure("came", _("came"))
    form = LanguageForm
    inlines = (MemberInline, AnswerInline)
    actions = (approve, decline, resize, check_in, cancel)
    starts = moment("session__starts_at", _("starts"))
    registered = moment("created_at", _("registered"))
    waits_since = moment("queued_at", _("waits since"))
    cancelled = moment("cancelled_at", pgettext_lazy("when", "cancelled"))
    along = ("session__activity", "session__place", "person", "organization")
    list_display = (
        "reference", "name", "party_size", "status", "waits_since", "session", "starts", "came", "organization",
        "registered", "is_sample",
    )  # fmt: skip
    list_filter = (
        "session__activity__edition", "status", "session__entry", ("session__activity__zone", ZoneFilter),
        "session__activity__kind", "is_walk_in", "language", "is_sample",
    )  # fmt: skip
    search_fields = (
        "reference", "name", "email", "phone", "person__name", "person__email", "person__phone",
        "organization__name_th", "organization__name_en", "session__code", "session__activity__name_th",
        "session__activity__name_en",
    )  # fmt: skip
    date_hierarchy = "created_at"
    autocomplete_fields = ("organization",)
    readonly_fields = (
        "reference", "session", "person", "party_size", "came", "status", "email", "phone", "registered", "waits_since",
        "cancelled", "is_walk_in", "is_sample",
    )  # fmt: skip
    fields = (
        "reference", "session", "person", "status", ("party_size", "came"), "organization", "note", "name", "email",
        "phone", "language", "registered", "waits_since", "cancelled", "is_walk_in", "is_sample",
    )  # fmt: skip

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Show a queue in its order: whoever has waited longest stands first."""
        is_queue = request.GET.get("status__exact") in QUEUED
        return ("session", "queued_at", "pk") if is_queue else ("-created_at", "-pk")

    def label(self, thing: models.Model) -> str:
        """Name reference, person and session."""
        return f"{thing} – {thing.name} – {thing.session}"  # type: ignore[attr-defined]  # it is a registration


@admin.register(Commitment)
class CommitmentAdmin(ReadOnly):
    """Where people have promised to be."""

    starts = moment("starts_at", _("starts"))
    ends = moment("ends_at", _("ends"))
    along = ("person",)
    list_display = ("person", "starts", "ends", "what", "what_key", "is_exclusive", "override_reason")
    list_filter = ("what", "is_exclusive")
    search_fields = ("person__name", "person__email", "person__phone")
    date_hierarchy = "starts_at"
    fields = ("person", "starts", "ends", "what", "what_key", "is_exclusive", "override_reason")
