"""Registrations and commitments in the organisers' workspace: what happens to them are actions."""

from typing import Any
from uuid import uuid4

from django.contrib import admin
from django.db import models
from django.db.models import Sum
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.admin import ContactSearch, LanguageForm
from activities import actions
from activities.models import Commitment, PartyMember, Registration
from goodsociety.common.admin import Kept, Order, ReadOnly, SiteInline, act_on_rows, figure, moment


@act_on_rows(_("Check in the whole party"), _("Everybody of each party who is still missing counts as come."))
def check_in(registration: Registration, order: Order) -> None:
    """Welcome whoever of a party is missing."""
    actions.check_in_party(registration=registration, client_key=uuid4(), by=order.by, at=order.at)


@act_on_rows(_("Cancel the registration"), _("The seats become free, and everybody who gave an e-mail gets one."))
def cancel(registration: Registration, order: Order) -> None:
    """Take a registration back."""
    actions.cancel_registration(registration=registration, by=order.by, at=order.at)


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
    inlines = (MemberInline,)
    actions = (check_in, cancel)
    starts = moment("session__starts_at", _("starts"))
    registered = moment("created_at", _("registered"))
    cancelled = moment("cancelled_at", pgettext_lazy("when", "cancelled"))
    along = ("session__activity", "session__place", "person", "organization")
    list_display = (
        "reference", "name", "session", "starts", "party_size", "came", "status", "organization", "registered",
        "is_sample",
    )  # fmt: skip
    list_filter = ("session__activity__edition", "status", "session__activity__kind", "language", "is_sample")
    search_fields = (
        "reference", "name", "email", "phone", "person__name", "person__email", "person__phone",
        "organization__name_th", "organization__name_en",
    )  # fmt: skip
    date_hierarchy = "created_at"
    autocomplete_fields = ("organization",)
    readonly_fields = (
        "reference", "session", "person", "party_size", "came", "status", "email", "phone", "registered", "cancelled",
        "is_sample",
    )  # fmt: skip
    fields = (
        "reference", "session", "person", "status", ("party_size", "came"), "organization", "name", "email", "phone",
        "language", "registered", "cancelled", "is_sample",
    )  # fmt: skip

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
