"""Gifts of things and hours in the organisers' workspace."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin import ContactSearch, LanguageForm
from donations.admin.in_kind_acts import ACTS
from donations.models import InKindGift
from goodsociety.common.admin import Kept, WithActs, baht, moment


@admin.register(InKindGift)
class InKindGiftAdmin(WithActs, ContactSearch, Kept):
    """Things and hours that were promised. A giver's own link is not shown; staff use the reference."""

    acts = ACTS
    secret = ("code",)
    form = LanguageForm
    value = baht("value_satang", _("value as stated (baht)"))
    promised = moment("created_at", _("promised"))
    decided = moment("decided_at", _("decided"))
    along = ("campaign__edition", "person")
    list_display = ("reference", "name", "campaign", "quantity", "unit", "received_quantity", "status", "promised")
    list_filter = ("campaign__edition", "status", "kind", "is_sample")
    search_fields = (
        "reference", "name", "email", "phone", "person__name", "person__email", "person__phone", "campaign__name_th",
        "campaign__name_en",
    )  # fmt: skip
    date_hierarchy = "created_at"
    readonly_fields = (
        "reference", "campaign", "person", "kind", "what", "quantity", "unit", "received_quantity", "value", "status",
        "email", "phone", "promised", "decided", "is_sample",
    )  # fmt: skip
    fields = ("name", "language", *readonly_fields)
