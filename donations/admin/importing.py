"""The page that takes a bank's file: chosen, its columns named, looked at line by line, and only then kept."""

from collections import Counter
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from donations.actions.importing import Account, Judged, import_statement, look_at
from donations.admin.money_pages import manages_any
from donations.forms.statements import ColumnsForm, StatementForm
from donations.models import StatementFormat, StatementLine
from donations.reach import money_editions
from donations.reconciled import in_words
from goodsociety.common.admin import SiteAdmin
from goodsociety.common.refusals import Refusal

#: So many lines are shown before they are kept; all of them are counted.
MOST_SHOWN = 300
PREVIEWED = 8


def import_page(page: SiteAdmin, request: HttpRequest) -> HttpResponse:
    """Ask for the file, then for its columns, show what would happen, and keep it once that was confirmed."""
    if not manages_any(request):
        raise PermissionDenied
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = StatementForm(money_editions(cast("User", request.user)), *sent)
    columns = asked_columns(form, request) if sent and form.is_valid() else None
    format_ = format_to_use(form, columns)
    judged = judged_lines(form, format_) if format_ else None
    if judged and format_ and "confirmed" in request.POST and (kept := keep(request, form, format_)):
        return HttpResponseRedirect(kept)
    return TemplateResponse(request, "admin/donations/import.html", about(page, request, form, columns, judged))


def asked_columns(form: StatementForm, request: HttpRequest) -> ColumnsForm | None:
    """Return the form of the columns, where the file is of no known format or somebody wants to choose again."""
    if "days" in request.POST:
        return ColumnsForm(form.bank_file.rows, form.known, None if "columns" in request.POST else request.POST)
    if form.known is None or "columns" in request.POST:
        return ColumnsForm(form.bank_file.rows, form.known)
    return None


def format_to_use(form: StatementForm, columns: ColumnsForm | None) -> StatementFormat | None:
    """Return the format that is known or was just chosen; nothing while it has to be asked for."""
    if columns is not None:
        return columns.chosen() if columns.is_bound and columns.is_valid() else None
    return form.known if form.is_bound and form.is_valid() else None


def judged_lines(form: StatementForm, format_: StatementFormat) -> list[Judged] | None:
    """Return what would become of each line; a refusal becomes an error of the form."""
    try:
        return look_at(account=account_of(form), file=form.bank_file, format_=format_)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


def account_of(form: StatementForm) -> Account:
    """Return whose account the file is of."""
    return Account(form.cleaned_data["edition"], form.cleaned_data["organization"])


def keep(request: HttpRequest, form: StatementForm, format_: StatementFormat) -> str:
    """Keep the format and the file, and return the address of its lines; a refusal becomes an error of the form."""
    by = cast("User", request.user)
    try:
        format_.save()
        kept = import_statement(
            account=account_of(form), file=form.bank_file, format_=format_, by=by, at=timezone.now()
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return ""
    messages.success(request, _("The statement is imported. These are its lines."))
    return f"{reverse('admin:donations_statementline_changelist')}?statement__id__exact={kept.pk}"


def about(
    page: SiteAdmin, request: HttpRequest, form: StatementForm, columns: ColumnsForm | None, judged: list[Judged] | None
) -> dict[str, Any]:
    """Return what the page shows."""
    counts = Counter(line.state for line in judged or ())
    rows = form.bank_file.rows[:PREVIEWED] if columns is not None else ()
    return {
        **page.admin_site.each_context(request), "form": form, "columns": columns, "opts": page.opts,
        "title": _("Import a bank statement"), "media": page.media, "preview": rows,
        "back": reverse("admin:donations_statement_changelist"),
        "counts": [(state.label, counts[state]) for state in StatementLine.State if counts[state]],
        "certain": sum(bool(line.suggestions) and line.suggestions[0].is_certain for line in judged or ()),
        "lines": None if judged is None else [shown(line) for line in judged[:MOST_SHOWN]],
        "more": max(len(judged or ()) - MOST_SHOWN, 0),
    }  # fmt: skip


def shown(line: Judged) -> dict[str, Any]:
    """Return a line as the page shows it."""
    first = line.suggestions[0] if line.suggestions else None
    return {"read": line.read, "state": line.state, "first": in_words(first) if first else "", "suggestion": first}
