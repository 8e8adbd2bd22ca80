"""Pages of organizations: who takes part in an edition, and how."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from activities.models import Activity
from donations.models import Campaign
from goodsociety.pages.forms import OrganizationFilter
from organizations.models import Organization, OrganizationQuerySet, Participation
from zones.models import Edition

ORGANIZATIONS_A_PAGE = 24


def organization_list(request: HttpRequest, year: int) -> HttpResponse:
    """Show the organizations of an edition with their parts in it."""
    edition = get_object_or_404(Edition.objects.public(), year=year)
    form = OrganizationFilter(request.GET, edition=edition)
    page = Paginator(chosen(edition, form), ORGANIZATIONS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "pages/organization_list.html", {"edition": edition, "form": form, "page": page})


def chosen(edition: Edition, form: OrganizationFilter) -> OrganizationQuerySet:
    """Return the organizations that fit what was chosen; none where that could not be understood."""
    if not form.is_valid():
        return Organization.objects.none()
    typed = form.cleaned_data
    parts = Participation.objects.in_parts(edition, *filter(None, [typed["part"]])).in_zone(typed["zone"])
    organizations = Organization.objects.playing(parts).in_sector(typed["sector"]).matching(typed["q"])
    return organizations.with_parts(edition).in_reading_order()


def organization_detail(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show what an organization is, and does in an edition."""
    edition = get_object_or_404(Edition.objects.public(), year=year)
    here = Organization.objects.with_part_in(edition).with_parts(edition)
    organization = get_object_or_404(here, slug=slug)
    context = {
        "edition": edition,
        "organization": organization,
        "activities": Activity.objects.public().of(edition).hosted_by(organization).for_programme(),
        "campaigns": Campaign.objects.of(edition).filter(organization=organization).with_totals(),
        "other_editions": Participation.objects.editions_of(organization).exclude(pk=edition.pk),
    }
    return render(request, "pages/organization_detail.html", context)
