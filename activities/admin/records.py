"""Offers, places held for forms, draws and changes in the organisers' workspace: what rules made, read-only."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.admin.told import where_and_when
from activities.draws import result_word
from activities.models import Change, Draw, Hold, Offer
from activities.reaching import Reach, reach_of_changes
from goodsociety.common.admin import ReadOnly, moment
from goodsociety.common.admin.columns import NOTHING
from zones.admin import ZoneFilter

OF_SESSIONS = ("session__activity__name_th", "session__activity__name_en", "session__code")


@admin.register(Offer)
class OfferAdmin(ReadOnly):
    """Places offered to parties that waited."""

    made = moment("made_at", gettext_lazy("made"))
    expires = moment("expires_at", gettext_lazy("expires"))
    answered = moment("answered_at", gettext_lazy("answered"))
    along = ("registration__session__activity",)
    list_display = ("registration", "session", "seats", "made", "expires", "answer", "answered")
    list_filter = ("answer", "registration__session__activity__edition")
    search_fields = ("registration__reference", *(f"registration__{path}" for path in OF_SESSIONS))
    date_hierarchy = "made_at"
    fields = ("registration", "session", "seats", "made", "expires", "answer", "answered")

    @admin.display(description=gettext_lazy("session"), ordering="registration__session__starts_at")
    def session(self, offer: Offer) -> str:
        """Name the session."""
        return str(offer.registration.session)


@admin.register(Hold)
class HoldAdmin(ReadOnly):
    """Places kept while somebody fills in a form; its code, which uses them, is shown to nobody."""

    secret = ("code",)
    expires = moment("expires_at", gettext_lazy("expires"))
    along = ("session__activity",)
    list_display = ("session", "seats", "expires")
    list_filter = ("session__activity__edition",)
    search_fields = OF_SESSIONS
    fields = ("session", "seats", "expires")


@admin.register(Draw)
class DrawAdmin(ReadOnly):
    """Draws that were held."""

    when = moment("at", gettext_lazy("when"))
    along = ("session__activity__edition", "by")
    list_display = ("session", "when", "seed", "parties", "by")
    list_filter = ("session__activity__edition", ("session__activity__zone", ZoneFilter))
    search_fields = (*OF_SESSIONS, "seed")
    date_hierarchy = "at"
    fields = ("session", "when", "by", "seed", "parties", "order", "public_page")

    @admin.display(description=gettext_lazy("entries"))
    def parties(self, draw: Draw) -> str:
        """Say how many took part."""
        return str(len(draw.entries))

    @admin.display(description=gettext_lazy("order drawn"))
    def order(self, draw: Draw) -> str:
        """List references and results in the order drawn."""
        rows = ((reference, result_word(result)) for reference, result in draw.outcome)
        return format_html('<ol class="drawn">{}</ol>', format_html_join("", "<li>{} – {}</li>", rows))

    @admin.display(description=gettext_lazy("public page"))
    def public_page(self, draw: Draw) -> str:
        """Lead to what everybody can read."""
        page = reverse("session_draw", args=[draw.session.edition.year, draw.session.code])
        return format_html('<a href="{}">{}</a>', page, _("See the draw"))


@admin.register(Change)
class ChangeAdmin(ReadOnly):
    """Sessions that moved or were renamed: what they were before, who was told, and who was reached."""

    made = moment("made_at", gettext_lazy("made"))
    due = moment("due_at", gettext_lazy("due"))
    told = moment("told_at", gettext_lazy("told"))
    along = ("session__activity", "session__place", "place")
    list_display = ("session", "before", "made", "due", "told", "people_told", "reached")
    list_filter = (("told_at", admin.EmptyFieldListFilter), "session__activity__edition")
    search_fields = (*OF_SESSIONS, "name_th", "name_en")
    date_hierarchy = "made_at"
    fields = ("session", "before", "made", "due", "told", "people_told", "reached")

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Count once for all rows of the list who was reached."""
        changes = super().get_changelist_instance(request)
        changes.result_list = [with_reach(row, found) for row, found in counted(changes.result_list)]
        return changes

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Count who was reached."""
        change = super().get_object(request, object_id, from_field)
        return change and next(with_reach(row, found) for row, found in counted([change]))

    @admin.display(description=gettext_lazy("before"))
    def before(self, change: Change) -> str:
        """Say what it was."""
        return f"{change.name} · {where_and_when(change)}"

    @admin.display(description=gettext_lazy("reached"))
    def reached(self, change: Any) -> str:
        """Say how many were reached by mail, and how many never will be."""
        return NOTHING if change.told_at is None else reach_in_words(change.reach)


def counted(changes: Any) -> list[tuple[Change, Reach]]:
    """Return changes with how many were reached."""
    rows = list(changes)
    reach = reach_of_changes(rows)
    return [(row, reach[row.pk]) for row in rows]


def with_reach(change: Change, reach: Reach) -> Change:
    """Return a change that knows how many were reached."""
    change.reach = reach  # type: ignore[attr-defined]  # for the column
    return change


def reach_in_words(reach: Reach) -> str:
    """Say how many mails went, still wait or were given up."""
    words = [_("%(sent)s of %(mails)s by mail") % {"sent": reach.sent, "mails": reach.mails}]
    if reach.queued:
        words.append(_("%(count)s on their way") % {"count": reach.queued})
    if reach.failed:
        words.append(_("%(count)s given up") % {"count": reach.failed})
    return ", ".join(words)
