"""The outbox, the audit log and the answers already given: read-only."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goodsociety.common.admin.acts import Order, act_on_rows
from goodsociety.common.admin.columns import moment
from goodsociety.common.admin.site_admin import ReadOnly
from goodsociety.common.models import AuditEntry, IdempotencyKey, Outbox
from goodsociety.common.outbox import again
from goodsociety.common.refusals import WrongStep


@act_on_rows(_("Queue again what was given up"), _("Each of these mails is tried again from the beginning."))
def queue_again(row: Outbox, order: Order) -> None:
    """Try a mail again; refuses one that still waits, has gone or has no text any more."""
    if not again(row.pk, at=order.at):
        raise WrongStep


@admin.register(Outbox)
class OutboxAdmin(ReadOnly):
    """Mail that waits, went or was given up; its text is not shown, since it holds the recipient's own links."""

    secret = ("body", "calendar")
    written = moment("created_at", _("written"))
    due = moment("due_at", _("due"))
    sent = moment("sent_at", pgettext_lazy("when", "sent"))
    list_display = ("subject", "recipient", "state", "attempts", "written", "due", "sent", "last_error")
    list_filter = ("state",)
    search_fields = ("recipient", "subject", "key")
    date_hierarchy = "created_at"
    actions = (queue_again,)
    fields = ("key", "message_id", "recipient", "subject", "state", "attempts", "written", "due", "sent", "last_error")


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly):
    """Who did what to what, and when."""

    counted = {"user_email": Subquery(get_user_model().objects.filter(pk=OuterRef("actor_key")).values("email"))}
    when = moment("at", _("when"))
    list_display = ("when", "verb", "thing", "who", "figures")
    list_filter = ("verb", "subject", "actor")
    search_fields = ("verb", "subject", "=subject_key", "=actor_key")
    date_hierarchy = "at"
    fields = ("when", "verb", "thing", "who", "figures")

    @admin.display(description=_("thing"), ordering="subject_key")
    def thing(self, entry: AuditEntry) -> str:
        """Name the row that it happened to."""
        return f"{entry.subject} {entry.subject_key}"

    @admin.display(description=_("by"), ordering="actor")
    def who(self, entry: Any) -> str:
        """Name the user, or what else acted."""
        return str(entry.user_email or entry.get_actor_display())

    @admin.display(description=_("figures"))
    def figures(self, entry: AuditEntry) -> str:
        """List the figures."""
        return ", ".join(f"{name} {value}" for name, value in entry.numbers.items())


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(ReadOnly):
    """That a request was answered, and when; not the key and the answer, which hold codes."""

    secret = ("key", "answer")
    when = moment("at", _("when"))
    list_display = ("endpoint", "when", "digest")
    list_filter = ("endpoint",)
    search_fields = ("endpoint", "digest")
    date_hierarchy = "at"
    fields = ("endpoint", "when", "digest")
