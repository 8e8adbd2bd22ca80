"""Bank statements in the organisers' workspace: imported, their lines entered with one click where that is clear."""

import datetime as dt
from functools import partial
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from accounts.models import User
from donations.actions.reconciling import certain_in, settle_certain, settle_line, shares_of
from donations.admin.importing import import_page
from donations.admin.line_acts import ACTS, NothingAsked, told
from donations.admin.money_pages import OfMoney
from donations.models import Statement, StatementFormat, StatementLine
from donations.reconciled import in_words, suggestions_for
from goodsociety.common.admin import Foreseen, Link, OneAct, Order, SiteAdmin, baht, figure, moment
from goodsociety.common.admin.act_pages import row_to_act_on
from goodsociety.common.dates import show_moment
from goodsociety.common.money import show_baht
from goodsociety.common.refusals import Refusal

MOST_REASONS = 4


@admin.register(StatementFormat)
class StatementFormatAdmin(SiteAdmin):
    """How the files of each bank are read."""

    is_content = False
    list_display = ("name", "days", "encoding", "skipped_rows")
    search_fields = ("name",)


def foresee_certain(statement: Statement, _answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """List the lines of which reference and amount are exact."""
    certain = certain_in(statement)
    lines = [f"{show_baht(line.amount_satang or 0)} → {in_words(first)}" for line, first in certain]
    count = ngettext("%(count)s line is entered.", "%(count)s lines are entered.", len(lines)) % {"count": len(lines)}
    sentences = [count, _("Their references and amounts are exactly those of a pledge. Each donor gets an e-mail.")]
    return Foreseen(certain_mark(certain), sentences, lists={_("These lines"): lines} if lines else {})


def certain_mark(certain: Any) -> str:
    """Return what the page was judged by: the very lines and pledges."""
    return ",".join(f"{line.pk}:{'-'.join(map(str, sorted(first.keys)))}" for line, first in certain)


def enter_certain(statement: Statement, order: Order) -> str:
    """Enter the lines that were shown."""
    keys = {line.pk for line, _first in certain_in(statement)}
    count = settle_certain(statement=statement, keys=keys, by=order.by, at=order.at)
    return ngettext("%(count)s line was entered.", "%(count)s lines were entered.", count) % {"count": count}


def why_no_certain(statement: Statement, _at: dt.datetime) -> str:
    """Say why there is nothing to enter at once."""
    return "" if certain_in(statement) else _("No open line of this statement is certain. Look at them one by one.")


CERTAIN = OneAct(
    name="certain",
    label=gettext_lazy("Enter all certain lines"),
    form=NothingAsked,
    foresee=foresee_certain,
    act=enter_certain,
    why_not=why_no_certain,
)


@admin.register(Statement)
class StatementAdmin(OfMoney):
    """The files that were imported, with how far they are."""

    acts = (CERTAIN,)
    change_list_template = "admin/change_list_with_links.html"
    counted = {
        "every_line": Count("lines"),
        "open_lines": Count("lines", filter=Q(lines__state__in=StatementLine.OPEN)),
        "entered_lines": Count("lines", filter=Q(lines__state=StatementLine.State.MATCHED)),
        "refused_lines": Count("lines", filter=Q(lines__state=StatementLine.State.REFUSED)),
    }
    all_lines = figure("every_line", gettext_lazy("lines"))
    still_open = figure("open_lines", gettext_lazy("still open"))
    entered = figure("entered_lines", gettext_lazy("entered"))
    unreadable = figure("refused_lines", gettext_lazy("not readable"))
    read = moment("read_at", gettext_lazy("read"))
    along = ("edition", "organization", "format", "by")
    list_display = ("file_name", "organization", "edition", "all_lines", "still_open", "entered", "unreadable", "read")
    list_filter = ("edition",)
    search_fields = ("file_name", "organization__name_th", "organization__name_en")
    fields = ("file_name", "organization", "edition", "format", "all_lines", "still_open", "entered", "unreadable",
              "read", "by")  # fmt: skip
    readonly_fields = fields

    def get_urls(self) -> list[URLPattern]:
        """Add the page that imports."""
        view = self.admin_site.admin_view(partial(import_page, self))
        return [path("import/", view, name="donations_statement_import"), *super().get_urls()]

    def links(self, request: HttpRequest, thing: Any) -> list[Link]:
        """Lead to the lines, too."""
        address = f"{reverse('admin:donations_statementline_changelist')}?statement__id__exact={thing.pk}"
        return [Link(address, _("Its lines")), *super().links(request, thing)]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Add the button that imports."""
        links = [Link(reverse("admin:donations_statement_import"), _("Import a bank statement"))]
        return super().changelist_view(request, {**(extra_context or {}), "links": links})


class Lines(ChangeList):
    """A page of lines, each with what it may be for."""

    def get_results(self, request: HttpRequest) -> None:
        """Look for suggestions for the lines of this page alone."""
        super().get_results(request)
        rows: Any = list(self.result_list)
        found = suggestions_for(rows)
        for row in rows:
            row.suggestions = found.get(row.pk, [])
        self.result_list = rows


@admin.register(StatementLine)
class StatementLineAdmin(OfMoney):
    """The lines of statements: those that are clear are entered with one click, the others on a page of their own."""

    acts = ACTS
    edition_path = "statement__edition"
    change_list_template = "admin/donations/lines.html"
    list_per_page = 25
    amount = baht("amount_satang", gettext_lazy("amount (baht)"))
    happened = moment("happened_at", gettext_lazy("date and time"))
    along = ("statement__edition", "statement__organization")
    list_display = ("happened", "amount", "said", "state", "suggested")
    list_filter = ("state", "statement__edition", "statement")
    search_fields = ("words", "reference", "payments__pledge__reference")
    fields = (
        "statement",
        "row",
        "happened",
        "amount",
        "reference",
        "words",
        "state",
        "problem",
        "entries",
        "suggested",
    )
    readonly_fields = fields

    def label(self, thing: models.Model) -> str:
        """Name day, amount and what the bank wrote."""
        line = cast("StatementLine", thing)
        amount = "–" if line.amount_satang is None else _("%(amount)s baht") % {"amount": show_baht(line.amount_satang)}
        return " · ".join((show_moment(line.happened_at) if line.happened_at else str(line), amount, self.said(line)))

    def get_changelist(self, request: HttpRequest, **_kwargs: Any) -> type[ChangeList]:  # noqa: ARG002 (Django's signature)
        """Show suggestions with the lines."""
        return Lines

    def get_urls(self) -> list[URLPattern]:
        """Add the address that one click posts to."""
        view = self.admin_site.admin_view(require_POST(self.confirm))
        return [path("<int:object_id>/confirm/", view, name="donations_statementline_confirm"), *super().get_urls()]

    def confirm(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Enter the suggestion that stood on the button, if it still stands."""
        line = row_to_act_on(self, request, str(object_id))
        wanted = request.POST.get(f"suggestion_{object_id}", "")
        found = suggestions_for([line]).get(line.pk, [])
        chosen = next((each for each in found if key_of(each) == wanted), None)
        back = request.POST.get("back", "")
        try:
            if chosen is None:
                messages.warning(request, _("This suggestion no longer stands. Please look at the line again."))
            else:
                done = settle_line(
                    line=line, shares=shares_of(chosen), by=cast("User", request.user), at=timezone.now()
                )
                messages.success(request, told(done))
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        address = reverse("admin:donations_statementline_changelist")
        return HttpResponseRedirect(f"{address}?{back}" if back else address)

    @admin.display(description=gettext_lazy("description"))
    def said(self, line: StatementLine) -> str:
        """Show what the bank wrote, or why the line cannot be read."""
        return line.problem or " · ".join(filter(None, (line.reference, line.words))) or "–"

    @admin.display(description=gettext_lazy("entered for"))
    def entries(self, line: StatementLine) -> str:
        """List what was entered of it."""
        rows = line.payments.select_related("pledge", "campaign").order_by("number")
        parts = ((row.number, show_baht(row.amount_satang), row.pledge or row.campaign) for row in rows)
        return format_html_join("; ", "{}: {} → {}", parts) or "–"

    @admin.display(description=gettext_lazy("may be for"))
    def suggested(self, line: Any) -> str:
        """Show the first suggestion with its reasons and a button, and how many others there are."""
        found = line.suggestions if hasattr(line, "suggestions") else suggestions_for([line]).get(line.pk, [])
        if line.state not in StatementLine.OPEN:
            return "–"
        more = format_html('<a href="{}">{}</a>', self.address_of("settle", line), _("Something else …"))
        if not found:
            return format_html('<p class="line-none">{}</p>{}', _("Nothing fits."), more)
        return format_html("{}{}", format_html_join("", "{}", ((self.button(line, each),) for each in found[:2])), more)

    def button(self, line: StatementLine, suggestion: Any) -> str:
        """Return a suggestion with its reasons and what entering it means, and the button that does it."""
        reasons = [str(reason) for reason in suggestion.reasons[:MOST_REASONS]]
        return format_html(
            '<div class="line-suggestion"><button type="submit" class="button{}" formaction="{}" '
            'name="suggestion_{}" value="{}">{}</button>'
            '<p class="line-reasons">{}</p></div>',
            " default" if suggestion.is_certain else "", self.address_of("confirm", line), line.pk, key_of(suggestion),
            _("Enter: %(what)s") % {"what": in_words(suggestion)},
            " · ".join(reasons),
        )  # fmt: skip


def key_of(suggestion: Any) -> str:
    """Return what a button's suggestion is known again by."""
    return "-".join(f"{pledge.pk}:{satang}" for pledge, satang in suggestion.shares)
