"""Published figures and frozen reports in the organisers' workspace."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from goodsociety.common.admin import ReadOnly, SiteAdmin, moment
from reports.models import PublishedFigure, Snapshot


@admin.register(PublishedFigure)
class PublishedFigureAdmin(SiteAdmin):
    """What sources printed about an edition."""

    along = ("edition",)
    list_display = ("edition", "metric", "qualifier", "value", "source")
    list_filter = ("edition", "metric", "qualifier")
    search_fields = ("metric", "source", "note_th", "note_en")
    autocomplete_fields = ("edition",)
    fields = ("edition", "metric", "qualifier", "value", "source", "note_th", "note_en")


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnly):
    """Reports as they were."""

    taken = moment("taken_at", _("taken"))
    along = ("edition", "by")
    list_display = ("edition", "taken", "by", "digest")
    list_filter = ("edition",)
    search_fields = ("digest", "edition__name_th", "edition__name_en", "edition__year")
    date_hierarchy = "taken_at"
    fields = ("edition", "taken", "by", "digest", "report")
