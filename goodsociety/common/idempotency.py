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
from goodsociety.common.refusals import KeyUsedForAnother, Refusal

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

    def stored(self) -> IdempotencyKey | None:
        """Return the row of the answer that was given, None where none was."""
        return IdempotencyKey.objects.filter(endpoint=self.endpoint, key=self.key).first() if self.key else None

    def keep(self, answer: Answer, *, at: dt.datetime) -> None:
        """Store the answer under the key, where there is one; AnsweredBefore where another is stored."""
        row = IdempotencyKey(endpoint=self.endpoint, key=self.key, digest=self.digest, answer=answer, at=at)
        if self.key and not insert_new(row):
            raise AnsweredBefore


class AnsweredBefore(Exception):
    """The key has an answer already: what was just done is undone."""


def answer_once(asked: Asked, act: Callable[[], Answer], *, at: dt.datetime) -> Answer:
    """Act and store the answer in the same transaction; where there is one already, undo that and return it.

    Raises KeyUsedForAnother when the key came with another body, and whatever ``act`` refuses (nothing is kept then).
    A second request that arrives meanwhile waits for the first, at what both want or at the unique key, and gets its
    answer. Without a key the act is simply done.
    """
    try:
        with transaction.atomic():
            answer = act()
            asked.keep(answer, at=at)
    except (Refusal, AnsweredBefore):
        # What the first request did may be just what a rule says no to now.
        stored = asked.stored()
        if stored is None:
            raise
        if stored.digest != asked.digest:
            raise KeyUsedForAnother from None
        answer = stored.answer or {}
    # In one order, since PostgreSQL forgets the one it was stored in: a repeated answer is the same to the byte.
    return dict(sorted(answer.items()))
