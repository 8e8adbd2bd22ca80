"""How many of those who had to be told of something were reached by mail."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, Q, Value, When

from activities.models import Change, Registration, Session
from goodsociety.common.models import Outbox


@dataclass(frozen=True)
class Reach:
    """Mails that went, wait or were given up."""

    sent: int = 0
    queued: int = 0
    failed: int = 0

    @property
    def mails(self) -> int:
        """How many there are."""
        return self.sent + self.queued + self.failed


def reach_of_changes(changes: Iterable[Change]) -> dict[int, Reach]:
    """Return how many were reached of each change, by its number; in one query for all of them."""
    prefixes = {change.pk: f"change:{change.pk}:" for change in changes}
    if not prefixes:
        return {}
    which = Case(*(When(key__startswith=prefix, then=Value(key)) for key, prefix in prefixes.items()))
    is_one = Q(*(("key__startswith", prefix) for prefix in prefixes.values()), _connector=Q.OR)
    rows = Outbox.objects.filter(is_one).order_by().annotate(change=which)
    counted = rows.values_list("change", "state").annotate(mails=Count("pk"))
    states: dict[int, dict[str, int]] = {key: {} for key in prefixes}
    for key, state, mails in counted:
        states[key][state] = mails
    return {key: Reach(**found) for key, found in states.items()}


def reach_of_cancellation(session: Session) -> Reach:
    """Return how many were reached when a session was called off."""
    keys = [f"called-off:{key}" for key in Registration.objects.filter(session=session).values_list("pk", flat=True)]
    rows = Outbox.objects.filter(key__in=keys).order_by().values_list("state").annotate(mails=Count("pk"))
    return Reach(**dict(rows))
