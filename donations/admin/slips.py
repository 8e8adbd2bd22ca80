"""Slips in the organisers' workspace: looked at beside the bank account, then entered or not accepted."""

from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from donations.admin.slip_acts import ACTS
from donations.models import Slip
from donations.reach import may_manage_money
from donations.slips import BANKS, PICTURE_HEADERS
from goodsociety.common.admin import Kept, WithActs, baht, moment


@admin.register(Slip)
class SlipAdmin(WithActs, Kept):
    """What donors sent in; those in review first. Only who looks after the money sees pictures and decides."""

    acts = ACTS
    secret = ("picture",)
    amount = baht("amount_satang", gettext_lazy("amount said (baht)"))
    sent = moment("sent_at", gettext_lazy("sent in"))
    decided = moment("decided_at", gettext_lazy("decided"))
    along = ("pledge__campaign__edition", "pledge__campaign__organization", "decided_by")
    list_display = ("pledge", "campaign", "amount", "of_bank", "bank_reference", "state", "sent", "decided")
    list_filter = ("state", "pledge__campaign__edition", "bank", "reason")
    search_fields = ("bank_reference", "pledge__reference", "pledge__campaign__name_th", "pledge__campaign__name_en")
    date_hierarchy = "sent_at"
    fields = (
        "pledge", "campaign", "remaining", "amount", "of_bank", "bank_reference", "seen", "state", "reason", "sent",
        "decided", "decided_by",
    )  # fmt: skip
    readonly_fields = fields
    remaining = baht("pledge__remaining_satang", gettext_lazy("still to come of the pledge (baht)"))

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Slip]":
        """Leave the pictures where they are."""
        return cast("QuerySet[Slip]", super().get_queryset(request)).defer("picture")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:  # noqa: ARG002 (Django's signature)
        """Put those in review first, the oldest of them at the top: their state is the last in the alphabet."""
        return ("-state", "sent_at")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let those decide who look after the edition's money."""
        return super().has_change_permission(request, obj) and (obj is None or manages(request, obj))

    def get_urls(self) -> list[URLPattern]:
        """Add the address of the picture."""
        view = self.admin_site.admin_view(self.picture)
        return [path("<int:object_id>/picture/", view, name="donations_slip_picture"), *super().get_urls()]

    def picture(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show the picture of a slip to those who look after the edition's money."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        slip = Slip.objects.select_related("pledge__campaign__edition").filter(pk=object_id).first()
        if slip is None or slip.picture is None or not manages(request, slip):
            raise Http404
        return HttpResponse(bytes(slip.picture), headers=PICTURE_HEADERS)

    @admin.display(description=gettext_lazy("picture"))
    def seen(self, slip: Slip) -> str:
        """Show the picture, smaller; it opens in full."""
        if not Slip.objects.filter(pk=slip.pk).exclude(picture=None).exists():
            return _("none")
        words = _("Picture of the slip")
        return format_html(
            '<a href="{0}"><img class="slip-picture" src="{0}" alt="{1}" width="240"></a>',
            self.address_of("picture", slip),
            words,
        )

    @admin.display(description=gettext_lazy("campaign"), ordering="pledge__campaign__name_th")
    def campaign(self, slip: Slip) -> str:
        """Name what it is for."""
        return str(slip.pledge.campaign)

    @admin.display(description=gettext_lazy("sending bank"), ordering="bank")
    def of_bank(self, slip: Slip) -> str:
        """Name the bank, where the slip does."""
        return str(BANKS.get(slip.bank, slip.bank)) or "–"


def manages(request: HttpRequest, slip: Slip) -> bool:
    """Say whether the user looks after the money that a slip tells of."""
    return may_manage_money(cast("User", request.user), slip.pledge.campaign.edition)
