"""What an organization received: for its own editors and for finance, with a file for spreadsheets."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from donations.income import Income, income_workbook
from donations.reach import may_see_income
from donations.workbooks import XLSX
from goodsociety.common import audit
from goodsociety.common.middleware import secret_page
from organizations.models import Organization
from zones.models import Edition

View = Callable[..., HttpResponse]


def for_receivers(view: View) -> View:
    """Hand a page the income of an organization, to its editors and to finance; to anybody else there is none."""

    @wraps(view)
    def for_staff(request: HttpRequest, year: int, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if not isinstance(request.user, User):
            return redirect(f"{reverse('desk_sign_in')}?{urlencode({'next': request.get_full_path()})}")
        edition = get_object_or_404(Edition.objects.public(), year=year)
        organization = get_object_or_404(Organization, slug=slug)
        if not may_see_income(request.user, edition, organization):
            raise Http404
        return view(request, Income(organization, edition), *args, **kwargs)

    return secret_page(for_staff)


@require_safe
@for_receivers
def income(request: HttpRequest, income: Income) -> HttpResponse:
    """Show what an organization received, by campaign, day and method."""
    gifts, satang = income.others()
    context = {
        "income": income,
        "edition": income.edition,
        "organization": income.organization,
        "days": income.days(),
        "together": income.totals(),
        "named": income.shared.count(),
        "others": gifts,
        "others_satang": satang,
    }
    return render(request, "donations/income.html", context)


@require_safe
@for_receivers
def income_file(request: HttpRequest, income: Income) -> HttpResponse:
    """Give donors who consented and the income statement as a workbook, and note who took it."""
    organization, edition = income.organization, income.edition
    rows = income.shared.count()
    audit.record("export_gifts", organization, by=request.user, at=timezone.now(), year=edition.year, rows=rows)  # type: ignore[arg-type]  # staff
    name = f"gifts-{edition.year}-{organization.slug}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(income_workbook(income), content_type=XLSX, headers=headers)
