"""What an activity has several of: ways to take part that it opens, and what makes it accessible."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.models.choices import Access, Way
from goodsociety.common.laws import one_of


class ActivityWay(models.Model):
    """One way to take part that an activity opens."""

    activity = models.ForeignKey("activities.Activity", models.CASCADE, related_name="ways", verbose_name=_("activity"))
    way = models.CharField(_("way to take part"), max_length=10, choices=Way)

    class Meta:
        verbose_name = _("way to take part")
        verbose_name_plural = _("ways to take part")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["activity", "way"], name="activity_way_once"),
            one_of("activity_way_known", "way", *Way.values),
        ]

    def __str__(self) -> str:
        """Name the way."""
        return str(self.get_way_display())


class ActivityAccess(models.Model):
    """One thing that makes an activity open to people with a disability."""

    activity = models.ForeignKey(
        "activities.Activity", models.CASCADE, related_name="access", verbose_name=_("activity")
    )
    feature = models.CharField(_("accessibility"), max_length=15, choices=Access)

    class Meta:
        verbose_name = _("accessibility")
        verbose_name_plural = _("accessibility")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["activity", "feature"], name="activity_access_once"),
            one_of("activity_access_known", "feature", *Access.values),
        ]

    def __str__(self) -> str:
        """Name the feature."""
        return str(self.get_feature_display())
