"""What happens later."""

from celery import shared_task
from django.utils import timezone

from goodsociety.common.outbox import send_due
from goodsociety.common.rounds import go_round as call_everybody
from goodsociety.common.tidying import tidy as let_go


@shared_task
def send_outbox() -> int:
    """Send the mail that is due; return how many went."""
    return send_due()


@shared_task
def go_round() -> int:
    """Do what is due each minute: places that nobody took go on, changes are told; return how many jobs failed."""
    return call_everybody(at=timezone.now())


@shared_task
def tidy() -> None:
    """Let go of what was kept long enough."""
    let_go(at=timezone.now())
