"""What the pages about money share: who looks after an edition's money acts here."""

from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from donations.models import Campaign
from donations.reach import may_manage_money, money_editions
from goodsociety.common.admin import ReadOnly, WithActs


class ActsWithMoney(WithActs):
    """Campaigns, and what belongs to one: who sees them acts on those whose edition's money they look after."""

    def may_act(self, request: HttpRequest, thing: Any) -> bool:
        """Let those act who look after the money of the row's edition."""
        if thing is None or not self.has_view_permission(request, thing):
            return False
        campaign = thing if isinstance(thing, Campaign) else thing.campaign
        return may_manage_money(cast("User", request.user), campaign.edition)


class OfMoney(WithActs, ReadOnly):
    """Rows of the editions whose money the user looks after; all of them for a superuser."""

    #: Where a row's edition stands.
    edition_path = "edition"

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        """Keep what the user looks after."""
        rows = super().get_queryset(request)
        return rows.filter(**{f"{self.edition_path}__in": money_editions(cast("User", request.user))})

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the list to those who look after some edition's money."""
        return manages_any(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (rows are narrowed above)
        """Let those look who look after some edition's money."""
        return manages_any(request)

    def may_act(self, request: HttpRequest, thing: Any) -> bool:  # noqa: ARG002 (rows are narrowed above)
        """Let those act who look after some edition's money."""
        return manages_any(request)


def manages_any(request: HttpRequest) -> bool:
    """Say whether the user looks after any edition's money; asked once per request."""
    known: bool | None = getattr(request, "manages_money", None)
    if known is None:
        user: Any = request.user
        known = not isinstance(user, AnonymousUser) and user.is_staff and money_editions(user).exists()
        request.manages_money = known  # type: ignore[attr-defined]  # kept for this request
    return known
