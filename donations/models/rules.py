"""What an edition asks of money: when two people must agree, how long promises stand, how often one is reminded."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zones.models import Edition


class GivingRules(models.Model):
    """The rules of one edition; where none are written the defaults hold. Amounts in satang, times in days."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="+", verbose_name=_("edition"))
    two_people_from_satang = models.BigIntegerField(
        _("two people from (satang)"), default=5_000_000, help_text=_("From this amount a second person must agree.")
    )
    pledge_days = models.PositiveSmallIntegerField(
        _("a pledge stands (days)"), default=14, help_text=_("After the day on which its last part is due.")
    )
    first_reminder_days = models.PositiveSmallIntegerField(_("first reminder after (days)"), default=3)
    next_reminder_days = models.PositiveSmallIntegerField(_("next reminder after (days)"), default=5)
    most_reminders = models.PositiveSmallIntegerField(_("most reminders of one pledge"), default=2)
    slips_kept_days = models.PositiveSmallIntegerField(
        _("pictures of slips kept (days)"), default=90, help_text=_("After they were decided on.")
    )

    class Meta:
        verbose_name = _("rules for giving")
        verbose_name_plural = _("rules for giving")
        constraints = [
            models.CheckConstraint(
                name="giving_rules_sensible",
                condition=Q(
                    two_people_from_satang__gt=0, pledge_days__gte=1, first_reminder_days__gte=1,
                    next_reminder_days__gte=1, slips_kept_days__gte=1,
                ),
                violation_error_message=_("Amounts and days must be more than nothing."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        """Name the edition."""
        return str(self.edition)

    def needs_two(self, satang: int) -> bool:
        """Say whether an amount is so large that a second person must agree."""
        return satang >= self.two_people_from_satang


def giving_rules(edition: Edition) -> GivingRules:
    """Return an edition's rules, or the defaults where none are written."""
    return GivingRules.objects.filter(edition=edition).first() or GivingRules(edition=edition)
