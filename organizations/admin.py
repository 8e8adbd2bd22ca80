"""Organizations, their parts, their editors and their media coverage in the organisers' workspace."""

from django.contrib import admin
from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from goodsociety.common.admin import SiteAdmin, SiteForm, SiteInline, day, figure, named
from goodsociety.common.tax_numbers import TaxNumberField
from organizations.models import Appointment, MediaCoverage, Organization, Participation
from zones.admin import EditionOfZoneForm, ZoneFilter


class ParticipationInline(SiteInline):
    """Parts inside an organization's page; each one's own page has its texts."""

    model = Participation
    form = EditionOfZoneForm
    fields = ("edition", "part", "zone", "link")
    autocomplete_fields = ("edition", "zone")


class AppointmentInline(SiteInline):
    """Editors inside an organization's page."""

    model = Appointment
    fields = ("edition", "user", "role")
    autocomplete_fields = ("edition", "user")


class OrganizationForm(SiteForm):
    """An organization, whose tax number is checked by its last digit."""

    tax_number = TaxNumberField(
        label=capfirst(_("tax number")), required=False, help_text=_("13 digits, as acknowledgements print it.")
    )


@admin.register(Organization)
class OrganizationAdmin(SiteAdmin):
    """Companies, foundations, schools, public bodies …"""

    form = OrganizationForm
    counted = {"part_count": Count("participations", distinct=True)}
    name = named("sort_key")
    part_count = figure("part_count", _("parts"))
    inlines = (ParticipationInline, AppointmentInline)
    list_display = ("name", "sector", "kind", "website", "part_count", "is_sample")
    list_filter = ("participations__edition", "participations__part", "sector", "kind", "is_sample")
    search_fields = ("name_th", "name_en", "slug", "website")
    prepopulated_fields = {"slug": ("name_en",)}
    readonly_fields = ("is_sample",)
    fields = (
        ("name_th", "name_en"), "slug", ("sector", "kind"), "website", "description_th", "description_en",
        ("tax_number", "edonation_url"), "is_sample",
    )  # fmt: skip


@admin.register(Participation)
class ParticipationAdmin(SiteAdmin):
    """Who plays which part in which edition."""

    form = EditionOfZoneForm
    along = ("organization", "edition", "zone")
    list_display = ("organization", "edition", "part", "zone", "is_sample")
    list_filter = ("edition", "part", ("zone", ZoneFilter), "is_sample")
    search_fields = ("organization__name_th", "organization__name_en", "description_th", "description_en")
    autocomplete_fields = ("organization", "edition", "zone")
    readonly_fields = ("is_sample",)
    fields = ("organization", "edition", "part", "zone", "description_th", "description_en", "link", "is_sample")


@admin.register(MediaCoverage)
class MediaCoverageAdmin(SiteAdmin):
    """What the media reported."""

    published = day("published_on", _("published on"))
    along = ("outlet", "edition")
    list_display = ("title", "outlet", "edition", "published", "is_sample")
    list_filter = ("edition", "is_sample")
    search_fields = ("title_th", "title_en", "link", "outlet__name_th", "outlet__name_en")
    date_hierarchy = "published_on"
    autocomplete_fields = ("edition", "outlet")
    readonly_fields = ("is_sample",)
    fields = ("edition", "outlet", ("title_th", "title_en"), "link", "published_on", "is_sample")

    @admin.display(description=_("title"), ordering="title_th")
    def title(self, coverage: MediaCoverage) -> str:
        """Show the title in the page's language."""
        return coverage.title


@admin.register(Appointment)
class AppointmentAdmin(SiteAdmin):
    """Who edits for which organization."""

    is_content = False
    along = ("user", "edition", "organization")
    list_display = ("user", "role", "edition", "organization")
    list_filter = ("edition", "role")
    search_fields = ("user__email", "user__person__name", "organization__name_th", "organization__name_en")
    autocomplete_fields = ("user", "edition", "organization")
    fields = ("user", "role", "edition", "organization")
