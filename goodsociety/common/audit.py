"""Write down who did what to what when."""

import datetime as dt
from typing import TypeAlias

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from goodsociety.common.inserting import insert_new
from goodsociety.common.models import AuditEntry

#: Who acts: a signed-in user, the visitor whose own thing it is, or the system.
By: TypeAlias = AbstractBaseUser | AuditEntry.Actor
VISITOR = AuditEntry.Actor.VISITOR
SYSTEM = AuditEntry.Actor.SYSTEM


def record(verb: str, thing: models.Model, *, by: By, at: dt.datetime, **numbers: int | str | None) -> AuditEntry:
    """Append an audit entry about a thing that was just changed; ``numbers`` are keys, enums and figures only."""
    user = by if isinstance(by, AbstractBaseUser) else None
    entry = AuditEntry(
        at=at,
        actor=AuditEntry.Actor.USER if user else str(by),
        actor_key=user.pk if user else None,
        verb=verb,
        subject=thing._meta.label_lower,
        subject_key=thing.pk,
        numbers=numbers,
    )
    insert_new(entry)
    return entry


def acting(user: AbstractBaseUser | object) -> By:
    """Return who acts in a request: its user when signed in, else the visitor."""
    return user if isinstance(user, AbstractBaseUser) else VISITOR
