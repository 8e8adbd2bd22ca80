"""Campaigns and the rules of giving in the organisers' workspace."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from donations.admin.entering import ENTER_GIFT
from donations.admin.money_pages import ActsWithMoney
from donations.models import Campaign, GivingRules
from donations.models.campaign import PAYEE_FIELDS
from goodsociety.common.admin import SiteForm, baht, moment, named
from goodsociety.common.forms import BahtField
from zones.admin import OfEdition


class CampaignForm(SiteForm):
    """A campaign, whose goal is typed in baht, or in things or hours."""

    goal_satang = BahtField(label=capfirst(_("goal (baht)")), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the goal in what it is counted in, and for a zone of the same edition."""
        typed = super().clean()
        name = "goal_satang" if self.value_of("goal") == Campaign.Goal.MONEY else "goal_quantity"
        if name not in self.errors and self.value_of(name) is None:
            self.add_error(name, _("Please fill this in."))
        zone = typed.get("zone")
        if zone and zone.edition_id != self.value_of("edition").pk:
            self.add_error("zone", _("This zone belongs to another edition."))
        return typed


@admin.register(Campaign)
class CampaignAdmin(ActsWithMoney, OfEdition):
    """What is given to, with what the ledger holds. Payees change by two people of finance alone."""

    acts = (ENTER_GIFT,)
    name = named()
    form = CampaignForm
    goal_in_baht = baht("goal_satang", _("goal (baht)"))
    received = baht("received_satang", _("received (baht)"))
    changed = moment("payee_changed_at", _("payee changed"))
    along = ("edition", "organization", "zone")
    list_display = ("name", "edition", "organization", "goal_in_baht", "received", "promptpay_id", "is_sample")
    list_filter = ("edition", "goal", "is_sample")
    search_fields = ("name_th", "name_en", "slug", "organization__name_th", "organization__name_en", "edition__year")
    autocomplete_fields = ("edition", "organization", "zone")
    prepopulated_fields = {"slug": ("name_en",)}
    readonly_fields = (*PAYEE_FIELDS, "another_payee", "changed", "is_sample")
    fields = (
        "edition", "organization", "zone", ("name_th", "name_en"), "slug", "summary_th", "summary_en", "story_th",
        "story_en", "goal", "goal_satang", "goal_quantity", ("unit_th", "unit_en"), "licence_number", "opens_on",
        "closes_on", *PAYEE_FIELDS, "another_payee", "changed", "is_sample",
    )  # fmt: skip

    @admin.display(description=_("another payee"))
    def another_payee(self, campaign: Any) -> str:
        """Lead to the page on which finance proposes one, that a second person approves."""
        if campaign.pk is None:
            return "–"
        address = f"{reverse('admin:donations_payeechange_add')}?campaign={campaign.pk}"
        return format_html('<a href="{}">{}</a>', address, gettext("Propose another payee"))

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        """Add up the ledger."""
        campaigns: Any = super().get_queryset(request)
        return cast("QuerySet[Any]", campaigns.with_totals())


class RulesForm(SiteForm):
    """The rules, whose amount is typed in baht."""

    two_people_from_satang = BahtField(
        label=capfirst(_("two people from (baht)")),
        help_text=_("From this amount a second person must agree."),
        initial=GivingRules._meta.get_field("two_people_from_satang").get_default,
    )


@admin.register(GivingRules)
class GivingRulesAdmin(OfEdition):
    """The rules of giving of an edition; without a row the usual ones hold."""

    form = RulesForm
    two_people = baht("two_people_from_satang", _("two people from (baht)"))
    list_display = ("edition", "two_people", "pledge_days", "most_reminders")
    search_fields = ("edition__year",)
    autocomplete_fields = ("edition",)
    fields = (
        "edition", "two_people_from_satang", "pledge_days", "first_reminder_days", "next_reminder_days",
        "most_reminders", "slips_kept_days",
    )  # fmt: skip
