"""What is given to, and whom it is paid to: a payee that two people of finance have looked at."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from donations.progress import Progress
from donations.promptpay import BILLER, PAYEE, validate_biller, validate_payee
from goodsociety.common.language import Named, in_language
from goodsociety.common.laws import both_or_neither, one_of
from organizations.models import Organization, Participation
from zones.models import Edition, Zone

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

#: So long visitors are told that the payee is new.
PAYEE_IS_NEWS = dt.timedelta(hours=24)


class Payee(models.Model):
    """Ways to be paid: by PromptPay number, by a biller's number with references, or into a bank account."""

    promptpay_id = models.CharField(
        _("PromptPay number"), max_length=15, blank=True, validators=[validate_payee],
        help_text=_("Mobile number (10 digits), national or tax number (13) or e-wallet (15) of the organization."),
    )  # fmt: skip
    biller_id = models.CharField(
        _("PromptPay biller number"), max_length=15, blank=True, validators=[validate_biller],
        help_text=_("Tax number and two digits (15), from the bank: transfers then carry the pledge's reference."),
    )  # fmt: skip
    bank = models.CharField(_("bank"), max_length=100, blank=True)
    account_number = models.CharField(_("account number"), max_length=20, blank=True)
    account_name = models.CharField(
        _("account name"), max_length=200, blank=True, help_text=_("As the bank shows it to whoever pays.")
    )

    class Meta:
        abstract = True


PAYEE_FIELDS = ("promptpay_id", "biller_id", "bank", "account_number", "account_name")


def in_review_slip() -> FilteredRelation:
    """Return a pledge's slip that is in review, as its sums join it; each query needs its own, which it writes into."""
    return FilteredRelation("slips", condition=Q(slips__state="submitted"))


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Questions about campaigns."""

    def public(self) -> Self:
        """Keep campaigns of editions visitors may see."""
        return self.exclude(edition__status=Edition.Status.DRAFT)

    def of(self, edition: Edition) -> Self:
        """Keep an edition's campaigns."""
        return self.filter(edition=edition)

    def open_on(self, day: dt.date) -> Self:
        """Keep those that take gifts on a day, of open editions: the same as ``Campaign.is_open_on``."""
        begun = Q(opens_on=None) | Q(opens_on__lte=day)
        return self.filter(begun, Q(closes_on=None) | Q(closes_on__gte=day), edition__status=Edition.Status.OPEN)

    def in_zone(self, zone: Zone) -> Self:
        """Keep campaigns of a zone; those that name none belong to every zone their organization takes part in."""
        here = Participation.objects.in_parts(zone.edition).in_zone(zone.slug)
        theirs = Q(Exists(here.filter(organization=OuterRef("organization"))), zone=None)
        return self.filter(Q(zone=zone) | theirs)

    def with_totals(self) -> Self:
        """Annotate what progress shows, each sum by itself: two kinds of rows in one join would multiply."""
        to_come = F("amount_satang") - F("received_satang")
        # No pledge has two open slips; what a slip says counts up to what is still to come.
        in_review = Least(Coalesce(F("slip__amount_satang"), 0), to_come)
        payable = Q(status__in=("promised", "partly", "expired"))
        is_open = Q(status__in=("promised", "partly"))
        of_goal = Q(kind=OuterRef("goal"))
        return self.select_related("organization", "edition", "zone").annotate(
            received_satang=self.summed("payments", F("amount_satang")),
            review_satang=self.summed("pledges", in_review, payable, slip=in_review_slip()),
            pledged_satang=self.summed("pledges", to_come - in_review, is_open, slip=in_review_slip()),
            received_quantity=self.summed("in_kind_gifts", F("received_quantity"), of_goal & Q(status="received")),
            pledged_quantity=self.summed("in_kind_gifts", F("quantity"), of_goal & Q(status="promised")),
        )

    def summed(self, path: str, amount: "Combinable", only: Q | None = None, **along: FilteredRelation) -> "Combinable":
        """Return the sum over a campaign's rows of one kind as an expression."""
        rows = self.model._meta.get_field(path).related_model._default_manager.filter(campaign=OuterRef("pk"))  # type: ignore[union-attr]
        rows = rows.annotate(**along).filter(only or Q()).order_by().values("campaign")
        return Coalesce(Subquery(rows.annotate(total=Sum(amount)).values("total")), 0)


class Campaign(Named, Payee):  # noqa: DJ008 (Named has it)
    """An organization's fundraising in an edition: for money, or for things or hours, which never add up with money."""

    class Goal(models.TextChoices):
        MONEY = "money", _("money")
        GOODS = "goods", _("things")
        HOURS = "hours", _("hours of help")

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("edition"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="campaigns", verbose_name=_("organization")
    )
    zone = models.ForeignKey(
        Zone, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("zone"),
        help_text=_("Without one it is shown in every zone that the organization takes part in."),
    )  # fmt: skip
    slug = models.SlugField(_("address"), max_length=60)
    summary_th = models.TextField(_("summary (Thai)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    story_th = models.TextField(_("story (Thai)"), blank=True, help_text=_("Paragraphs, with an empty line between."))
    story_en = models.TextField(_("story (English)"), blank=True)
    goal = models.CharField(_("goal in"), max_length=10, choices=Goal, default=Goal.MONEY)
    goal_satang = models.BigIntegerField(_("goal (satang)"), null=True, blank=True)
    goal_quantity = models.PositiveIntegerField(_("how many"), null=True, blank=True)
    unit_th = models.CharField(_("unit (Thai)"), max_length=50, blank=True, help_text=_("Boxes, litres, books …"))
    unit_en = models.CharField(_("unit (English)"), max_length=50, blank=True)
    licence_number = models.CharField(
        _("collection licence"), max_length=100, blank=True,
        help_text=_("Number of the licence for public collection, as visitors see it."),
    )  # fmt: skip
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(_("last day"), null=True, blank=True)
    payee_changed_at = models.DateTimeField(_("payee changed"), null=True, blank=True, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ("edition", "pk")
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="campaign_slug_once"),
            one_of("campaign_goal_known", "goal", "money", "goods", "hours"),
            models.CheckConstraint(
                name="campaign_goal_positive",
                condition=Q(goal="money", goal_satang__isnull=False, goal_satang__gt=0, goal_quantity=None)
                | (~Q(goal="money") & Q(goal_quantity__isnull=False, goal_quantity__gt=0, goal_satang=None)),
                violation_error_message=_("The goal must be more than nothing, in baht or in things or hours."),
            ),
            models.CheckConstraint(
                name="campaign_payee_can_be_paid", condition=Q(promptpay_id="") | Q(promptpay_id__regex=f"^({PAYEE})$")
            ),
            models.CheckConstraint(
                name="campaign_biller_can_be_paid", condition=Q(biller_id="") | Q(biller_id__regex=f"^({BILLER})$")
            ),
            models.CheckConstraint(
                name="campaign_closes_after_opening",
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                violation_error_message=_("The last day must not lie before the first."),
            ),
        ]

    @property
    def summary(self) -> str:
        """The summary in the page's language."""
        return in_language(self, "summary")

    @property
    def story(self) -> str:
        """The story in the page's language."""
        return in_language(self, "story")

    @property
    def unit(self) -> str:
        """What a goal in things is counted in, in the page's language."""
        return in_language(self, "unit")

    @property
    def is_for_money(self) -> bool:
        """Whether money is asked for; things and hours are promised apart."""
        return self.goal == self.Goal.MONEY

    @property
    def can_be_paid(self) -> bool:
        """Whether there is any way to pay."""
        return bool(self.promptpay_id or self.biller_id or self.account_number)

    @property
    def progress(self) -> Progress:
        """How far it has come, in the unit of its goal; for campaigns that were fetched with their totals."""
        sums = vars(self)
        if self.is_for_money:
            return Progress(
                self.goal_satang or 0, sums["received_satang"], sums["pledged_satang"], sums["review_satang"]
            )
        unit = self.unit or self.get_goal_display()
        return Progress(self.goal_quantity or 0, sums["received_quantity"], sums["pledged_quantity"], unit=unit)

    def is_open_on(self, day: dt.date) -> bool:
        """Say whether gifts are taken on a day: the edition is open, and the campaign has begun and not ended."""
        begun = self.opens_on is None or self.opens_on <= day
        return self.edition.is_open and begun and (self.closes_on is None or day <= self.closes_on)

    def has_new_payee(self, at: dt.datetime) -> bool:
        """Say whether the payee changed within the last day, so that regular givers look twice."""
        return self.payee_changed_at is not None and at - self.payee_changed_at < PAYEE_IS_NEWS


class PayeeChange(Payee):
    """A new payee that one person of finance proposed, until a second one has decided."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", pgettext_lazy("decision", "refused")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="payee_changes", verbose_name=_("campaign"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("change of payee")
        verbose_name_plural = _("changes of payees")
        ordering = ("-proposed_at", "-pk")
        constraints = [
            one_of("payee_change_state_known", "state", "proposed", "approved", "refused"),
            models.UniqueConstraint(fields=["campaign"], condition=Q(state="proposed"), name="payee_change_one_open"),
            models.CheckConstraint(
                name="payee_change_decided_by_another",
                condition=Q(decided_by=None) | Q(state="refused") | ~Q(decided_by=F("proposed_by")),
                violation_error_message=_("A second person must approve this."),
            ),
            both_or_neither("payee_change_decided_when", "decided_by", "decided_at"),
            models.CheckConstraint(
                name="payee_change_open_is_undecided",
                condition=Q(state="proposed", decided_at=None) | (~Q(state="proposed") & Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        """Name campaign and state."""
        return f"{self.campaign} – {self.get_state_display()}"
