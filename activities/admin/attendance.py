"""Passes, check-ins and head counts in the organisers' workspace: read-only, but passes can be revoked."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from activities import actions
from activities.models import CheckIn, HeadCount, Pass
from goodsociety.common.admin import Order, ReadOnly, act_on_rows, moment


@act_on_rows(
    _("Revoke the pass"),
    _("The QR code no longer lets anybody in. The person keeps what they registered for and can make a new pass."),
)
def revoke(held: Pass, order: Order) -> None:
    """Take a pass away."""
    actions.revoke_pass(held=held, by=order.by, at=order.at)


@admin.register(Pass)
class PassAdmin(ReadOnly):
    """Who holds a pass; its code is shown to nobody else."""

    secret = ("code",)
    issued = moment("issued_at", _("issued"))
    revoked = moment("revoked_at", _("revoked"))
    along = ("person", "edition")
    list_display = ("person", "edition", "issued", "revoked")
    list_filter = ("edition", ("revoked_at", admin.EmptyFieldListFilter))
    search_fields = ("person__name", "person__email", "person__phone")
    date_hierarchy = "issued_at"
    actions = (revoke,)
    fields = ("person", "edition", "issued", "revoked")


@admin.register(CheckIn)
class CheckInAdmin(ReadOnly):
    """Every scan at a desk."""

    when = moment("at", _("when"))
    along = ("session__activity", "person", "registration", "by", "undoes")
    list_display = ("when", "session", "person", "registration", "result", "heads", "by", "is_offline", "is_sample")
    list_filter = ("session__activity__edition", "result", "session__activity__kind", "is_offline", "is_sample")
    search_fields = (
        "registration__reference", "person__name", "person__email", "session__activity__name_th",
        "session__activity__name_en", "session__code",
    )  # fmt: skip
    date_hierarchy = "at"
    fields = (
        "when", "session", "person", "registration", "result", "heads", "by", "client_key", "is_offline", "undoes",
        "is_sample",
    )  # fmt: skip


@admin.register(HeadCount)
class HeadCountAdmin(ReadOnly):
    """People counted at a door."""

    when = moment("at", _("when"))
    along = ("session__activity", "by")
    list_display = ("when", "session", "heads", "by", "is_sample")
    list_filter = ("session__activity__edition", "session__activity__kind", "is_sample")
    search_fields = ("session__activity__name_th", "session__activity__name_en", "session__code")
    date_hierarchy = "at"
    fields = ("when", "session", "heads", "by", "is_sample")
