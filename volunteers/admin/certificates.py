"""Certificates in the organisers' workspace, one by one."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin import ContactSearch
from goodsociety.common.admin import Link, Order, ReadOnly, SiteAdmin, WithActs, act_on_rows, column, moment
from volunteers import actions
from volunteers.admin.sign_ups import shown_hours
from volunteers.certificates import Paper
from volunteers.models import Certificate, CertificateSheet

OF_PEOPLE = ("person__name", "person__email", "person__phone")


class ReasonForm(forms.Form):
    """Why a certificate is to hold no more."""

    reason = forms.ChoiceField(label=gettext_lazy("why it was revoked"), choices=Certificate.Reason.choices)


@act_on_rows(
    gettext_lazy("Revoke the certificate"),
    gettext_lazy(
        "Whoever looks it up is told that it holds no more, and why. This cannot be undone. While the hours stay "
        "approved, the volunteer can make a new one: where the hours are wrong, take them back first."
    ),
    ReasonForm,
)
def revoke(certificate: Certificate, order: Order) -> None:
    """Let a certificate hold no more."""
    reason = Certificate.Reason(order.answers["reason"])
    actions.revoke_certificate(certificate=certificate, reason=reason, by=order.by, at=order.at)


def row_to_see(page: SiteAdmin, request: HttpRequest, object_id: str) -> Any:
    """Return the row of an address, for somebody who may see it."""
    thing = page.get_object(request, unquote(object_id))
    if not page.has_view_permission(request, thing):
        raise PermissionDenied
    if thing is None:
        raise Http404
    return thing


@admin.register(Certificate)
class CertificateAdmin(WithActs, ContactSearch, ReadOnly):
    """What was certified. The code by which it can be looked up stands on the paper, not here."""

    secret = ("code",)
    actions = (revoke,)
    hours = column("minutes", gettext_lazy("hours"), shown_hours)
    issued = moment("issued_at", gettext_lazy("issued"))
    revoked = moment("revoked_at", gettext_lazy("revoked"))
    along = ("person", "edition", "issued_by")
    list_display = ("reference", "name", "edition", "hours", "issued", "revoked", "revoked_reason")
    list_filter = ("edition", ("revoked_at", admin.EmptyFieldListFilter), "revoked_reason")
    search_fields = ("reference", "name", *OF_PEOPLE)
    date_hierarchy = "issued_at"
    fields = (
        "reference", "person", "name", "edition", "hours", "what", "issued", "issued_by", "revoked", "revoked_reason",
    )  # fmt: skip

    @admin.display(description=gettext_lazy("duties"))
    def what(self, certificate: Certificate) -> str:
        """List what was done, in Thai as the paper has it."""
        return ", ".join(f"{name_th} {shown_hours(minutes)}" for name_th, _name_en, minutes in certificate.duties)

    def get_urls(self) -> list[URLPattern]:
        """Add the address of the paper."""
        view = self.admin_site.admin_view(self.paper)
        return [
            path("<path:object_id>/certificate.pdf", view, name="volunteers_certificate_paper"),
            *super().get_urls(),
        ]

    def links(self, request: HttpRequest, thing: Certificate) -> list[Link]:
        """Return the button that opens the paper of a certificate that holds and still has its name."""
        may_open = thing.is_live and thing.name and self.has_view_permission(request, thing)
        return [Link(self.address_of("paper", thing), _("Certificate (PDF)"))] if may_open else []

    def paper(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show a certificate as it is printed, in the page's language."""
        certificate = row_to_see(self, request, object_id)
        if not (certificate.is_live and certificate.name):
            raise Http404
        name = f'inline; filename="certificate-{certificate.reference}.pdf"'
        body = Paper.of(certificate).pdf()
        return HttpResponse(body, content_type="application/pdf", headers={"Content-Disposition": name})


@admin.register(CertificateSheet)
class CertificateSheetAdmin(ContactSearch, ReadOnly):
    """Each person's line in a run over a whole edition, and why there is no certificate where there is none."""

    secret = ("pdf",)
    drawn = moment("drawn_at", gettext_lazy("drawn"))
    thanked = moment("thanked_at", gettext_lazy("thanked"))
    along = ("run__edition", "person", "certificate")
    list_display = ("person", "run", "state", "problem", "certificate", "drawn", "thanked")
    list_filter = ("run__edition", "state")
    search_fields = (*OF_PEOPLE, "certificate__reference")
    fields = list_display

    def get_queryset(self, request: HttpRequest) -> "QuerySet[CertificateSheet]":
        """Leave the files where they are."""
        return super().get_queryset(request).defer("pdf")
