"""What is due again and again: each minute the apps above are called to do what is theirs."""

import datetime as dt

from django.dispatch import Signal

#: A minute has passed: apps above do what is due by now (argument: at).
minute_passed = Signal()


def go_round(*, at: dt.datetime) -> int:
    """Call everybody who has something to do each minute; say how many of them failed.

    One that fails keeps nobody else from their work: Django logs the error, and the next round tries again.
    """
    answers = minute_passed.send_robust(sender=go_round, at=at)
    return sum(isinstance(answer, Exception) for _receiver, answer in answers)
