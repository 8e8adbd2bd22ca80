"""What happens later."""

from celery import shared_task

from goodsociety.common.outbox import send_due


@shared_task
def send_outbox() -> int:
    """Send the mail that is due; return how many went."""
    return send_due()
