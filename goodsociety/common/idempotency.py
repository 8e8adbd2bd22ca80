"""The same request sent twice does its work once."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from goodsociety.common.inserting import insert_new
from goodsociety.common.models import IdempotencyKey
from goodsociety.common.refusals import KeyUsedForAnother

Answer = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What was asked: where, under which key of the client's, and with which body."""

    endpoint: str
    key: str
    body: object

    @property
    def digest(self) -> str:
        """SHA-256 of the body, so that the body itself is not kept."""
        return hashlib.sha256(json.dumps(self.body, sort_keys=True, default=str).encode()).hexdigest()


def answer_once(asked: Asked, act: Callable[[], Answer], *, at: dt.datetime) -> Answer:
    """Return the stored answer, or act and store the answer in the same transaction.

    Raises KeyUsedForAnother when the key came with another body, and whatever ``act`` refuses (nothing is kept then).
    A second request that arrives meanwhile waits at the unique key and then gets the first one's answer. Without a key
    the act is simply done.
    """
    with transaction.atomic():
        if not asked.key:
            return act()
        row = IdempotencyKey(endpoint=asked.endpoint, key=asked.key, digest=asked.digest, at=at)
        if not insert_new(row):
            row = IdempotencyKey.objects.get(endpoint=asked.endpoint, key=asked.key)
        if row.digest != asked.digest:
            raise KeyUsedForAnother
        # A row without an answer can only be this transaction's own: it is committed together with the answer.
        if row.answer is None:
            row.answer = act()
            row.save(update_fields=["answer"])
        # In one order, since PostgreSQL forgets the one it was stored in: a repeated answer is the same to the byte.
        return dict(sorted(row.answer.items()))
