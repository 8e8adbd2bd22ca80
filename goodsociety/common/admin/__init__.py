"""The organisers' workspace: what all its pages share, and the pages of mail and logs."""

from goodsociety.common.admin.act_pages import ActForm, Foreseen, Link, OneAct, WithActs
from goodsociety.common.admin.acts import Order, act_on_rows
from goodsociety.common.admin.columns import baht, clock, column, day, figure, moment, named, seats
from goodsociety.common.admin.forms import SiteForm
from goodsociety.common.admin.logs import AuditEntryAdmin, IdempotencyKeyAdmin, OutboxAdmin
from goodsociety.common.admin.site_admin import Kept, ReadOnly, SiteAdmin, SiteInline
from goodsociety.common.admin.widgets import are_keys

__all__ = [
    "ActForm",
    "AuditEntryAdmin",
    "Foreseen",
    "IdempotencyKeyAdmin",
    "Kept",
    "Link",
    "OneAct",
    "Order",
    "OutboxAdmin",
    "ReadOnly",
    "SiteAdmin",
    "SiteForm",
    "SiteInline",
    "WithActs",
    "act_on_rows",
    "are_keys",
    "baht",
    "clock",
    "column",
    "day",
    "figure",
    "moment",
    "named",
    "seats",
]
