"""Acknowledgements in the organisers' workspace: found, issued by hand, voided for a reason, taken as files."""

import csv
import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters, ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.admin.exporting import AT_ONCE, BOM, Echo, harmless
from donations.acknowledged import shown_number
from donations.actions.acknowledging import Reason, issue_acknowledgement, void_acknowledgement
from donations.actions.pledging import Paper
from donations.models import Acknowledgement
from donations.reach import may_manage_money
from donations.taking import taken
from donations.workbooks import XLSX, Cell, workbook
from goodsociety.common import audit
from goodsociety.common.admin import ActForm, Foreseen, Kept, Link, OneAct, Order, SiteForm, WithActs, baht, moment
from goodsociety.common.dates import local_day
from goodsociety.common.money import baht as in_baht
from goodsociety.common.money import show_baht
from goodsociety.common.tax_numbers import TaxNumberField

#: The first reason is the ledger's: finance takes the payment back, and the paper is void by that.
BY_HAND = [(reason.value, reason.label) for reason in Reason if reason != Reason.TAKEN_BACK]


class VoidForm(ActForm):
    """Why a paper is to hold no more."""

    reason = forms.ChoiceField(label=gettext_lazy("why it was voided"), choices=BY_HAND)


def foresee_void(paper: Acknowledgement, _answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say what voiding does."""
    facts = {"number": shown_number(paper), "amount": show_baht(paper.amount_satang)}
    sentences = [
        _("The acknowledgement %(number)s of %(amount)s baht holds no more. Its number is not used again.") % facts,
        _("Whoever opens its link sees that it is void, and why. The payment itself stays as it is."),
        _("Afterwards issue a new one for the same payment, with the right name."),
    ]
    return Foreseen(shown_number(paper), sentences)


def void(paper: Acknowledgement, order: Order) -> str:
    """Let a paper hold no more."""
    void_acknowledgement(acknowledgement=paper, reason=Reason(order.answers["reason"]), by=order.by, at=order.at)
    return _("The acknowledgement is void.")


def why_not_void(paper: Acknowledgement, _at: dt.datetime) -> str:
    """Say of a paper that is void that it is."""
    return _("This acknowledgement is void.") if paper.voided_at else ""


VOID = OneAct(
    "void", gettext_lazy("Void the acknowledgement"), VoidForm, foresee_void, void, why_not_void, is_danger=True
)


class IssueForm(SiteForm):
    """Of which payment, and in whose name; without one, in the name that the donor asked for."""

    tax_number = TaxNumberField(label=gettext_lazy("National or tax number"), required=False)

    def validate_constraints(self) -> None:
        """Leave it to the act, which says more."""

    def _post_clean(self) -> None:
        """Leave out what the act fills in."""
        super(SiteForm, self)._post_clean()  # type: ignore[misc]  # the stubs do not know it


@admin.register(Acknowledgement)
class AcknowledgementAdmin(WithActs, Kept):
    """Every paper with its number; what was voided stays."""

    form = IssueForm
    acts = (VOID,)
    secret = ("code", "address", "tax_number")
    change_list_template = "admin/change_list_with_links.html"
    amount = baht("amount_satang", gettext_lazy("amount (baht)"))
    issued = moment("issued_at", gettext_lazy("issued"))
    voided = moment("voided_at", gettext_lazy("voided"))
    along = ("organization", "payment__campaign__edition", "voided_by")
    list_display = ("shown", "organization", "name", "amount", "issued", "voided", "voided_reason", "copies")
    list_filter = ("year", "payment__campaign__edition", ("voided_at", admin.EmptyFieldListFilter), "voided_reason")
    search_fields = ("number", "name", "organization__name_th", "organization__name_en", "payment__pledge__reference")
    date_hierarchy = "issued_at"
    autocomplete_fields = ("payment",)

    @admin.display(description=gettext_lazy("number"), ordering="number")
    def shown(self, paper: Acknowledgement) -> str:
        """Show year and number."""
        return shown_number(paper)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (Django's signature)
        """Let those issue one who may."""
        return ModelAdmin.has_add_permission(self, request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let those void who look after the edition's money."""
        return super().has_change_permission(request, obj) and (obj is None or manages(request, obj))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:  # noqa: ARG002 (Django's signature)
        """Ask of which payment, and in whose name."""
        if obj is None:
            return ("payment", "name", "address", "tax_number", "language")
        return (
            "shown", "organization", "payment", "amount", "name", "address", "tax_number", "language", "issued",
            "copies", "voided", "voided_reason", "voided_by",
        )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Change nothing by hand."""
        return () if obj is None else self.get_fields(request, obj)

    def save_model(self, request: HttpRequest, obj: Acknowledgement, form: Any, change: bool) -> None:  # noqa: ARG002, FBT001 (Django's signature)
        """Issue a paper under the next number; what a rule says no with is shown above the form."""
        if change:
            return
        if not manages(request, obj):
            raise PermissionDenied
        recipient = Paper(obj.name, obj.address, obj.tax_number) if obj.name else None
        paper = issue_acknowledgement(
            payment=obj.payment, recipient=recipient, language=obj.language, by=request.user, at=timezone.now()  # type: ignore[arg-type]  # staff
        )  # fmt: skip
        obj.__dict__.update(paper.__dict__)

    def get_urls(self) -> list[URLPattern]:
        """Add the addresses of the paper and of the list as a file."""
        view, name = self.admin_site.admin_view, "donations_acknowledgement"
        urls = [
            path("<int:object_id>/paper.pdf", view(self.paper), name=f"{name}_paper"),
            path("papers.<str:kind>", view(self.file), name=f"{name}_file"),
        ]
        return [*urls, *super().get_urls()]

    def links(self, request: HttpRequest, thing: Acknowledgement) -> list[Link]:
        """Add the paper, and what its organization received."""
        if not manages(request, thing):
            return []
        address = reverse("income", args=[thing.payment.campaign.edition.year, thing.organization.slug])
        papers = [Link(self.address_of("paper", thing), _("Acknowledgement (PDF)")), Link(address, _("Gifts received"))]
        return [*papers, *super().links(request, thing)]

    def paper(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show the paper to those who look after the edition's money; it counts as taken."""
        row = Acknowledgement.objects.for_page().filter(pk=object_id).first()
        if row is None or not (self.has_view_permission(request) and manages(request, row)):
            raise Http404
        pdf, headers = taken(row, by=audit.acting(request.user), at=timezone.now())
        return HttpResponse(pdf, headers=headers)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Add the buttons that give what the list shows as a file."""
        query = request.GET.urlencode()
        names = {"xlsx": _("As a file (Excel)"), "csv": _("As a file (CSV)")}
        file = "admin:donations_acknowledgement_file"
        links = [Link(f"{reverse(file, args=[kind])}?{query}", label) for kind, label in names.items()]
        return super().changelist_view(request, {**(extra_context or {}), "links": links})

    def file(self, request: HttpRequest, kind: str) -> HttpResponse | StreamingHttpResponse:
        """Give the papers that the list shows to those who may see them, and note who took them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if kind not in {"csv", "xlsx"}:
            raise Http404
        try:
            rows = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:donations_acknowledgement_changelist"))
        audit.record("export_acknowledgements", request.user, by=request.user, at=timezone.now(), rows=rows.count())  # type: ignore[arg-type]  # staff
        headers = {
            "Content-Disposition": f'attachment; filename="acknowledgements.{kind}"',
            "Cache-Control": "no-store",
        }
        if kind == "csv":
            return StreamingHttpResponse(lines(rows), content_type="text/csv; charset=utf-8", headers=headers)
        book = workbook({_("Acknowledgements"): (heads(), cells(rows))})
        return HttpResponse(book, content_type=XLSX, headers=headers)


def manages(request: HttpRequest, paper: Acknowledgement) -> bool:
    """Say whether a user looks after the money of the edition that a paper is about."""
    return may_manage_money(request.user, paper.payment.campaign.edition)  # type: ignore[arg-type]  # staff


def heads() -> list[str]:
    """Return the headings of the list as a file."""
    return [
        _("Number"), _("Organization"), _("Name"), _("Postal address"), _("Tax number"), _("Amount (baht)"),
        _("Issued on"), _("Voided on"), _("Reason"), _("Entry in the ledger"),
    ]  # fmt: skip


def cells(rows: Any) -> Iterator[list[Cell]]:
    """Yield the line of each paper."""
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield [
            shown_number(row), row.organization.name, row.name, row.address, row.tax_number, in_baht(row.amount_satang),
            local_day(row.issued_at), local_day(row.voided_at) if row.voided_at else "",
            row.get_voided_reason_display(), row.payment.number,
        ]  # fmt: skip


def lines(rows: Any) -> Iterator[str]:
    """Yield the list as a file line by line; no spreadsheet takes a cell of it for a formula."""
    writer = csv.writer(Echo())
    yield BOM
    yield writer.writerow(heads())
    for row in cells(rows):
        yield writer.writerow(harmless(row))
