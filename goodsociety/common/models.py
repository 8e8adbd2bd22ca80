"""Rows that any application needs: mail waiting to go, what was done by whom, and answers already given."""

import datetime as dt
from typing import Self
from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goodsociety.common.laws import one_of


class OutboxQuerySet(models.QuerySet["Outbox"]):
    """Questions about mail that waits or went."""

    def due_at(self, moment: dt.datetime) -> Self:
        """Keep what should be sent by now and nobody else is sending."""
        return self.filter(state=Outbox.State.QUEUED, due_at__lte=moment).order_by("due_at", "pk")

    def claim(self, pk: int, *, at: dt.datetime, until: dt.datetime) -> UUID | None:
        """Take one due row by a conditional update; return the lease, or None when somebody was faster."""
        lease = uuid4()
        claimed = self.due_at(at).filter(pk=pk).order_by().update(due_at=until, lease=lease, attempts=F("attempts") + 1)
        return lease if claimed else None

    def settled_before(self, moment: dt.datetime) -> Self:
        """Keep what went out or was given up earlier than a moment and still has its text."""
        given_up = Q(state=Outbox.State.FAILED, due_at__lt=moment)
        return self.filter(given_up | Q(state=Outbox.State.SENT, sent_at__lt=moment)).exclude(body="")


class Outbox(models.Model):
    """One mail, written in the transaction of the thing it tells about and sent after the commit, at least once."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("given up")

    key = models.CharField(_("key"), max_length=120, unique=True, help_text=_("One mail for each event: kind:row."))
    message_id = models.UUIDField(_("message number"), default=uuid4, unique=True, editable=False)
    recipient = models.EmailField(_("recipient"), max_length=254)
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"), blank=True)
    calendar = models.TextField(_("calendar entry"), blank=True, help_text=_("iCalendar, sent along with the text."))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    due_at = models.DateTimeField(_("due"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease = models.UUIDField(null=True, blank=True, editable=False)
    last_error = models.CharField(_("last error"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("written"))
    sent_at = models.DateTimeField(pgettext_lazy("when", "sent"), null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("outbox")
        ordering = ("-created_at", "-pk")
        constraints = [
            one_of("outbox_state_known", "state", "queued", "sent", "failed"),
            models.CheckConstraint(
                name="outbox_sent_has_moment",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="queued"), name="outbox_due")]

    def __str__(self) -> str:
        """Name the mail without the person."""
        return self.key


class AuditEntry(models.Model):
    """Who did what to what when: append-only, made of keys, enums, numbers and times, never of a person's words."""

    class Actor(models.TextChoices):
        USER = "user", _("signed-in user")
        VISITOR = "visitor", _("visitor")
        SYSTEM = "system", _("the system")

    at = models.DateTimeField(_("when"), db_index=True)
    actor = models.CharField(_("by"), max_length=10, choices=Actor)
    actor_key = models.BigIntegerField(_("user number"), null=True, blank=True)
    verb = models.CharField(_("what was done"), max_length=60)
    subject = models.CharField(_("kind of thing"), max_length=60)
    subject_key = models.BigIntegerField(_("number of the thing"))
    numbers = models.JSONField(_("figures"), default=dict, blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["subject", "subject_key"], name="audit_subject")]
        constraints = [
            one_of("audit_actor_known", "actor", "user", "visitor", "system"),
            models.CheckConstraint(
                name="audit_user_has_key",
                condition=Q(actor="user", actor_key__isnull=False) | (~Q(actor="user") & Q(actor_key=None)),
            ),
        ]

    def __str__(self) -> str:
        """Name verb and thing."""
        return f"{self.verb} {self.subject} {self.subject_key}"


class IdempotencyKey(models.Model):
    """The answer already given to a request, so that the same request sent again gets the same answer.

    A success is stored with the thing it made, in one transaction; a refusal is not stored and is judged anew.
    """

    endpoint = models.CharField(_("request"), max_length=100)
    key = models.CharField(max_length=100)
    digest = models.CharField(_("digest"), max_length=64)
    answer = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("answer already given")
        verbose_name_plural = _("answers already given")
        constraints = [models.UniqueConstraint(fields=["endpoint", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        """Name the endpoint."""
        return self.endpoint
