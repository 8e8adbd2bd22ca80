"""What happens later: runs of certificates, batch by batch."""

from celery import shared_task
from django.utils import timezone

from volunteers.actions import certifying_all


@shared_task
def go_on_with_run(key: int) -> int:
    """Do the next batch of a run of certificates and ask for the one after it; return how many people it was."""
    done = certifying_all.go_on(key, at=timezone.now())
    if done:
        certifying_all.wake(key)
    return done
