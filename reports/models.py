"""What sources published about an edition, and frozen reports."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goodsociety.common.dates import show_moment
from goodsociety.common.language import in_language
from goodsociety.common.laws import one_of
from zones.models import Edition


class PublishedFigure(models.Model):
    """A figure as a source printed it."""

    class Qualifier(models.TextChoices):
        EXACT = "exact", pgettext_lazy("figure", "exactly")
        OVER = "over", pgettext_lazy("figure", "over")
        ABOUT = "about", pgettext_lazy("figure", "about")

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="published_figures", verbose_name=_("edition"))
    metric = models.SlugField(_("metric"), max_length=40)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=2)
    qualifier = models.CharField(_("qualifier"), max_length=5, choices=Qualifier)
    source = models.CharField(_("source"), max_length=200)
    note_th = models.CharField(_("note (Thai)"), max_length=250, blank=True)
    note_en = models.CharField(_("note (English)"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        ordering = ("edition", "pk")
        constraints = [
            models.UniqueConstraint(fields=["edition", "metric"], name="published_figure_once"),
            one_of("published_figure_qualifier_known", "qualifier", "exact", "over", "about"),
            models.CheckConstraint(
                name="published_figure_not_negative",
                condition=Q(value__gte=0),
                violation_error_message=_("A figure cannot be less than nothing."),
            ),
        ]

    def __str__(self) -> str:
        """Name metric and value."""
        return f"{self.metric} {self.value}"

    @property
    def note(self) -> str:
        """The note in the page's language."""
        return in_language(self, "note")


class Snapshot(models.Model):
    """A frozen outcome report: values and definitions as they were, never changed."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="snapshots", verbose_name=_("edition"))
    taken_at = models.DateTimeField(_("taken"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    report = models.JSONField(_("report"))
    digest = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ("-taken_at", "-pk")
        constraints = [models.UniqueConstraint(fields=["edition", "taken_at"], name="snapshot_one_a_moment")]

    def __str__(self) -> str:
        """Name edition and moment."""
        return f"{self.edition} {show_moment(self.taken_at)}"
