"""Pages of organizations: who takes part in an edition, and how; and all that one of them did in every edition."""

from collections.abc import Mapping

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from activities.models import Activity
from goodsociety.common.caching import public_page
from goodsociety.pages.directory import by_letter, counted
from goodsociety.pages.forms import OrganizationFilter
from goodsociety.pages.taking_part import going_on, years_of
from organizations.models import Organization, OrganizationQuerySet, Part, Participation
from volunteers.models import Duty
from zones.models import Edition

#: More than an edition ever had, so that the letters lead to all of them.
ORGANIZATIONS_A_PAGE = 300


@public_page(seconds=60, parameters=("part", "sector", "zone", "page"))
def organization_list(request: HttpRequest, year: int) -> HttpResponse:
    """Show the organizations of an edition by letter, with their parts in it."""
    edition = get_object_or_404(Edition.objects.public(), year=year)
    form = OrganizationFilter(request.GET, edition=edition, counts=counted(edition))
    page = Paginator(chosen(edition, form.understood), ORGANIZATIONS_A_PAGE).get_page(request.GET.get("page"))
    mechanisms = Participation.objects.in_parts(edition, Part.GIVING_MECHANISM).with_organizations()
    context = {
        "edition": edition,
        "form": form,
        "page": page,
        "letters": by_letter(page),
        "mechanisms": mechanisms.none() if form.is_narrowed else mechanisms,
    }
    return render(request, "pages/organization_list.html", context)


def chosen(edition: Edition, asked: Mapping[str, str]) -> OrganizationQuerySet:
    """Return the organizations that fit what was understood."""
    parts = Participation.objects.in_parts(edition, *filter(None, [asked["part"]])).in_zone(asked["zone"])
    organizations = Organization.objects.playing(parts).in_sector(asked["sector"]).matching(asked["q"])
    return organizations.with_parts(edition).in_reading_order()


@public_page(seconds=10)
def organization_detail(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show what an organization is, and what it does in an edition and did in others."""
    at = timezone.now()
    edition = get_object_or_404(Edition.objects.public(), year=year)
    organization = get_object_or_404(taking_part_in(edition).with_public_parts(), slug=slug)
    here, *others = years_of(organization, edition)
    duties = Duty.objects.of(edition).filter(host=organization)
    context = {
        "edition": edition,
        "organization": organization,
        "mechanisms": going_on(organization, edition),
        "here": here,
        "others": others,
        "duties": duties.with_places_free(at=at),
        "at": at,
    }
    return render(request, "pages/organization_detail.html", context)


def taking_part_in(edition: Edition) -> OrganizationQuerySet:
    """Return the organizations with a part in an edition, or hosting something in it."""
    parts = Participation.objects.in_parts(edition).filter(organization=OuterRef("pk"))
    hosted = Activity.objects.public().of(edition).filter(hosts=OuterRef("pk"))
    duties = Duty.objects.of(edition).filter(host=OuterRef("pk"))
    return Organization.objects.filter(Exists(parts) | Exists(hosted) | Exists(duties))
