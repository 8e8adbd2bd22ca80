"""What happens later."""

from celery import shared_task
from django.utils import timezone

from goodsociety.common.outbox import send_due
from goodsociety.common.tidying import tidy as let_go


@shared_task
def send_outbox() -> int:
    """Send the mail that is due; return how many went."""
    return send_due()


@shared_task
def tidy() -> None:
    """Let go of what was kept long enough."""
    let_go(at=timezone.now())
