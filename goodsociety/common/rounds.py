"""What is due again and again: each minute the apps above are called to do what is theirs, row by row."""

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.dispatch import Signal

Key = TypeVar("Key")
logger = logging.getLogger(__name__)

#: A minute has passed: apps above do what is due by now (argument: at).
minute_passed = Signal()


def go_round(*, at: dt.datetime) -> int:
    """Call everybody who has something to do each minute; say how many of them failed.

    One that fails keeps nobody else from their work: Django logs the error, and the next round tries again.
    """
    answers = minute_passed.send_robust(sender=go_round, at=at)
    return sum(isinstance(answer, Exception) for _receiver, answer in answers)


def each_by_itself(keys: Sequence[Key], act: Callable[[Key], object], *, what: str) -> int:
    """Do something about each row, which ``act`` does in a transaction of its own; return how many there were.

    One that fails keeps no other from its turn. All errors are raised together afterwards, so that the job is seen to
    fail; the log names the rows alone, since what an error says may quote a person.
    """
    errors = []
    for key in keys:
        try:
            act(key)
        except Exception as error:  # noqa: BLE001 (whatever it is, the others have their turn)
            logger.error("%s failed for %s: %s", what, key, type(error).__name__)  # noqa: TRY400 (see above)
            errors.append(error)
    if errors:
        raise ExceptionGroup(f"{what} failed {len(errors)} times", errors)
    return len(keys)
