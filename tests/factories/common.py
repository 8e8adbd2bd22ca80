"""Mail and the audit log."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from goodsociety.common.models import AuditEntry, IdempotencyKey, Outbox


class OutboxFactory(DjangoModelFactory):
    """A mail that waits to go."""

    class Meta:
        model = Outbox

    key = factory.Sequence(lambda n: f"test:{n}")
    recipient = "somebody@example.org"
    subject = "Your place is kept"
    body = "Hello\n"
    state = Outbox.State.QUEUED
    created_at = factory.LazyFunction(timezone.now)
    due_at = factory.SelfAttribute("created_at")
    sent_at = factory.LazyAttribute(lambda row: row.created_at if row.state == "sent" else None)


class AuditEntryFactory(DjangoModelFactory):
    """Something a visitor did."""

    class Meta:
        model = AuditEntry

    at = factory.LazyFunction(timezone.now)
    actor = AuditEntry.Actor.VISITOR
    verb = "register"
    subject = "activities.registration"
    subject_key = 1


class IdempotencyKeyFactory(DjangoModelFactory):
    """An answer given to a request."""

    class Meta:
        model = IdempotencyKey

    endpoint = "register"
    key = factory.Sequence(lambda n: f"key-{n}")
    digest = "0" * 64
    answer = factory.LazyFunction(dict)
    at = factory.LazyFunction(timezone.now)
