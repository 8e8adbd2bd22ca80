"""Who takes part in which edition and in which part, who speaks for them, and what the media reported."""

import re
from functools import reduce
from operator import and_
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from goodsociety.common.dates import is_thai
from goodsociety.common.folding import as_typed
from goodsociety.common.language import Named, in_language
from goodsociety.common.laws import one_of
from goodsociety.common.searching import Nearness, Word, first_found
from goodsociety.common.thai import SearchKeyField, SortKeyField
from zones.models import Edition, Zone


class Sector(models.TextChoices):
    """Which part of society an organization belongs to."""

    BUSINESS = "business", _("business")
    CIVIL_SOCIETY = "civil_society", _("civil society")
    GOVERNMENT = "government", _("government")
    INTERGOVERNMENTAL = "intergovernmental", _("intergovernmental")


class Kind(models.TextChoices):
    """What sort of body an organization is."""

    COMPANY = "company", _("company")
    SOCIAL_ENTERPRISE = "social_enterprise", _("social enterprise")
    FOUNDATION = "foundation", _("foundation")
    ASSOCIATION = "association", _("association")
    NETWORK = "network", _("network")
    PROJECT = "project", _("project")
    COMMUNITY = "community", _("community")
    SCHOOL = "school", _("school")
    UNIVERSITY = "university", _("university")
    YOUTH_ORGANIZATION = "youth_organization", _("youth organization")
    PUBLIC_BODY = "public_body", _("public body")
    INTERGOVERNMENTAL_BODY = "intergovernmental_body", _("intergovernmental body")
    MEDIA = "media", _("media")


class Part(models.TextChoices):
    """An organization's part in an edition."""

    ORGANISER = "organiser", _("organiser")
    CO_ORGANISER = "co_organiser", _("co-organiser")
    ZONE_LEAD = "zone_lead", _("zone lead")
    GIVING_MECHANISM = "giving_mechanism", _("giving mechanism")
    VENUE_SPONSOR = "venue_sponsor", _("venue sponsor")
    PARTNER = "partner", _("partner")
    FUNDRAISER = "fundraiser", _("fundraiser")
    FIELD_TOUR_VISITOR = "field_tour_visitor", _("field-tour visitor")
    MEDIA = "media", _("media")


#: The parts that make a co-organiser in the outcome report.
CO_ORGANISING_PARTS = (
    Part.ORGANISER, Part.CO_ORGANISER, Part.ZONE_LEAD, Part.GIVING_MECHANISM, Part.VENUE_SPONSOR,
)  # fmt: skip


#: What stands around the name of a company and says no more than that.
COMPANY = re.compile(
    r"บริษัท|จำกัด|\(?มหาชน\)?|ห้างหุ้นส่วน|บจก\.?|บมจ\.?|หจก\.?|\b(?:co|ltd|company|limited|inc|plc|public)\b[.,]*",
    re.IGNORECASE,
)


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Questions about organizations."""

    def with_part_in(self, edition: Edition, *parts: str) -> Self:
        """Keep organizations with one of the parts in an edition, or with any part when none is named."""
        return self.filter(Exists(Participation.objects.filter(organization=OuterRef("pk")).in_parts(edition, *parts)))

    def playing(self, participations: "ParticipationQuerySet") -> Self:
        """Keep organizations that any of the participations belongs to."""
        return self.filter(Exists(participations.filter(organization=OuterRef("pk"))))

    def partners_of(self, edition: Edition) -> Self:
        """Keep organizations with any part except media and field-tour visitor."""
        return self.with_part_in(edition, *(part for part in Part if part not in {Part.MEDIA, Part.FIELD_TOUR_VISITOR}))

    def covering(self, edition: Edition) -> Self:
        """Keep media outlets with at least one piece of coverage of an edition."""
        return self.filter(Exists(MediaCoverage.objects.filter(outlet=OuterRef("pk"), edition=edition)))

    def with_parts(self, edition: Edition) -> Self:
        """Fetch along the parts in one edition, as ``parts_here``."""
        parts = Participation.objects.filter(edition=edition).select_related("zone").order_by("pk")
        return self.prefetch_related(Prefetch("participations", parts, to_attr="parts_here"))

    def with_public_parts(self) -> Self:
        """Fetch along the parts in every edition visitors may see, as ``public_parts``, newest edition first."""
        parts = Participation.objects.public().select_related("edition", "zone").order_by("-edition__year", "pk")
        return self.prefetch_related(Prefetch("participations", parts, to_attr="public_parts"))

    def known(self) -> Self:
        """Keep organizations with a part in an edition that visitors may see: they alone are suggested to anybody."""
        return self.playing(Participation.objects.public())

    def called(self, name: str) -> Self:
        """Keep organizations with just this name in one of the languages, whatever its marks, case and blanks."""
        key = as_typed(name)
        rows = self.filter(search_key__contains=key).values_list("pk", "name_th", "name_en") if key else []
        return self.filter(pk__in=[pk for pk, *names in rows if key in map(as_typed, names)])

    def like(self, name: str) -> Self:
        """Keep organizations that somebody may mean by a name, without what says only that it is a company."""
        return self.matching(" ".join(COMPANY.sub(" ", name).split()) or name)

    def matching(self, text: str) -> Self:
        """Keep organizations whose name holds all words of a text, however it is spelt; a blank text keeps all."""
        return first_found(self, text, self.named)

    def named(self, words: list[Word]) -> Q:
        """Ask for those of these organizations whose name holds all of the words."""
        if words[0].nearness == Nearness.NONE:
            return reduce(and_, (word.in_column("search_key") for word in words))
        keys = list(self.order_by().values_list("pk", "search_key"))
        return reduce(and_, (Q(pk__in=word.keys_of(keys)) for word in words))

    def in_sector(self, sector: str) -> Self:
        """Keep organizations of a sector, or all when none is named."""
        return self.filter(sector=sector) if sector else self

    def in_reading_order(self) -> Self:
        """Order by name as readers of the page's language do."""
        return self.order_by("sort_key", "pk") if is_thai() else self.order_by(Lower("name_en"), "sort_key", "pk")


class Organization(Named):
    """A company, foundation, school, public body …, in whatever editions it takes part."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    sort_key = SortKeyField()
    search_key = SearchKeyField("name_th", "name_en")
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    kind = models.CharField(_("kind"), max_length=25, choices=Kind)
    website = models.URLField(_("website"), blank=True)
    description_th = models.TextField(_("description (Thai)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    tax_number = models.CharField(
        _("tax number"), max_length=13, blank=True, help_text=_("13 digits, as acknowledgements print it.")
    )
    edonation_url = models.URLField(
        _("e-Donation"), max_length=300, blank=True,
        help_text=_("Where donors use the organization's own e-Donation, which alone counts for their taxes."),
    )  # fmt: skip
    is_sample = models.BooleanField(_("sample"), default=False)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ("sort_key", "pk")
        constraints = [
            one_of("organization_sector_known", "sector", *Sector.values),
            one_of("organization_kind_known", "kind", *Kind.values),
        ]

    @property
    def description(self) -> str:
        """The description in the page's language."""
        return in_language(self, "description")


class ParticipationQuerySet(models.QuerySet["Participation"]):
    """Questions about parts in an edition."""

    def public(self) -> Self:
        """Keep parts in editions visitors may see."""
        return self.exclude(edition__status=Edition.Status.DRAFT)

    def in_parts(self, edition: Edition, *parts: str) -> Self:
        """Keep an edition's participations, of the named parts only where some are named."""
        here = self.filter(edition=edition)
        return here.filter(part__in=parts) if parts else here

    def in_zone(self, slug: str) -> Self:
        """Keep parts played in a zone, or all when none is named."""
        return self.filter(zone__slug=slug) if slug else self

    def editions_of(self, organization: "Organization") -> models.QuerySet[Edition]:
        """Return the public editions in which an organization has a part."""
        return Edition.objects.public().filter(pk__in=self.filter(organization=organization).values("edition"))

    def with_organizations(self) -> Self:
        """Fetch along the organizations, in the order of their names."""
        return self.select_related("organization").order_by("organization__sort_key", "pk")


class Participation(models.Model):
    """An organization's part in an edition, in one of its zones or in the whole of it."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="participations", verbose_name=_("organization")
    )
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("edition"))
    part = models.CharField(_("part"), max_length=20, choices=Part)
    zone = models.ForeignKey(Zone, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("zone"))
    description_th = models.TextField(_("description (Thai)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    link = models.URLField(_("link"), blank=True)
    is_sample = models.BooleanField(_("sample"), default=False)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ("edition", "organization", "pk")
        constraints = [
            models.UniqueConstraint(fields=["organization", "edition", "part", "zone"], name="participation_once"),
            models.UniqueConstraint(
                fields=["organization", "edition", "part"],
                condition=Q(zone=None),
                name="participation_once_zoneless",
                violation_error_message=_("The organization already has this part in the whole edition."),
            ),
            one_of("participation_part_known", "part", *Part.values),
        ]

    def __str__(self) -> str:
        """Name organization and part."""
        return f"{self.organization} – {self.get_part_display()}"

    @property
    def description(self) -> str:
        """How this part is played, in the page's language."""
        return in_language(self, "description")


class MediaCoverage(models.Model):
    """A piece in the media about an edition."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("edition"))
    outlet = models.ForeignKey(Organization, models.PROTECT, related_name="coverage", verbose_name=_("outlet"))
    title_th = models.CharField(_("title (Thai)"), max_length=250)
    title_en = models.CharField(_("title (English)"), max_length=250, blank=True)
    link = models.URLField(_("link"), max_length=300)
    published_on = models.DateField(_("published on"))
    is_sample = models.BooleanField(_("sample"), default=False)

    class Meta:
        verbose_name = _("media coverage")
        verbose_name_plural = _("media coverage")
        ordering = ("-published_on", "pk")
        constraints = [models.UniqueConstraint(fields=["edition", "link"], name="coverage_once")]

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def title(self) -> str:
        """The title in the page's language."""
        return in_language(self, "title")


class Appointment(models.Model):
    """A role somebody holds for an organization in an edition."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=30, choices=[(Role.PARTNER_EDITOR.value, Role.PARTNER_EDITOR.label)])
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+", verbose_name=_("edition"))
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="appointments", verbose_name=_("organization")
    )

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ("edition", "organization", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "edition", "organization"], name="organization_appointment_once"
            ),
            one_of("organization_appointment_role_known", "role", Role.PARTNER_EDITOR),
        ]

    def __str__(self) -> str:
        """Name the role and for whom."""
        return f"{self.get_role_display()} – {self.organization}"
