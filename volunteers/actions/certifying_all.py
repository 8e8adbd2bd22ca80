"""Certificates for everybody of an edition: a run that goes on in batches, wherever it was left.

A batch takes the run for a while, so that two workers never draw the same; whoever dies in the middle loses it then.
"""

import datetime as dt
import logging

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from kombu.exceptions import OperationalError

from accounts.models import User
from goodsociety.common import audit
from goodsociety.common.inserting import insert_new
from goodsociety.common.refusals import Refusal
from volunteers import certificate_refusals as refusals
from volunteers.actions.certifying import issue_certificate
from volunteers.actions.thanking import thank
from volunteers.certificates import Frame, Paper
from volunteers.models import CertificateRun, CertificateSheet, SignUp
from volunteers.served import service_of
from zones.models import Edition

logger = logging.getLogger(__name__)
State = CertificateSheet.State
#: People in a batch: a second of work or two.
BATCH = 25
#: What a round of each minute does where no worker does more.
BATCHES_A_ROUND = 8
#: So long a batch has a run for itself.
LEASE = dt.timedelta(minutes=2)


def start_run(*, edition: Edition, by: audit.By, at: dt.datetime) -> CertificateRun:
    """Begin with the certificates of everybody who has approved hours in an edition, or go on with the run there is.

    Refuses NoHoursApproved.
    """
    with transaction.atomic():
        run = CertificateRun(edition=edition, started_at=at, started_by=by if isinstance(by, User) else None)
        if not insert_new(run):
            run = CertificateRun.objects.unfinished().get(edition=edition)
        people = SignUp.objects.people_with_hours(edition).order_by("name", "pk").values_list("pk", flat=True)
        sheets = [CertificateSheet(run=run, person_id=key) for key in people]
        if not sheets:
            raise refusals.NoHoursApproved
        CertificateSheet.objects.bulk_create(sheets, batch_size=500, ignore_conflicts=True)
        audit.record("start_certificate_run", run, by=by, at=at, people=len(sheets))
        transaction.on_commit(lambda: wake(run.pk))
    return run


def ask_thanks(*, run: CertificateRun, by: audit.By, at: dt.datetime) -> None:
    """Let a run write its thanks, once to each person and edition. Refuses NobodyToThank and RunGoesOn."""
    with transaction.atomic():
        others = CertificateRun.objects.unfinished().filter(edition=run.edition).exclude(pk=run.pk)
        if others.exists():
            raise refusals.RunGoesOn
        if not run.sheets.to_thank().exists():
            raise refusals.NobodyToThank
        CertificateRun.objects.filter(pk=run.pk).update(thanks_asked_at=at, finished_at=None)
        audit.record("ask_thanks", run, by=by, at=at)
        transaction.on_commit(lambda: wake(run.pk))


def wake(key: int) -> None:
    """Tell a worker to go on with a run. Where none can be told, the next minute's round does."""
    if not settings.REDIS_URL:
        return
    from volunteers.tasks import go_on_with_run  # noqa: PLC0415 (tasks import this module)

    try:
        go_on_with_run.apply_async([key], retry=False)
    except OperationalError:
        logger.warning("No broker to wake a worker with; the next round goes on with the certificates.")


def go_on(key: int, *, at: dt.datetime) -> int:
    """Draw, or thank for, the next people of a run; say how many. None are left, or another is at it, where it is 0."""
    free = Q(busy_until=None) | Q(busy_until__lte=at)
    if not CertificateRun.objects.unfinished().filter(free, pk=key).update(busy_until=at + LEASE):
        return 0
    run = CertificateRun.objects.select_related("edition", "started_by").get(pk=key)
    done = draw_some(run, at=at) or thank_some(run, at=at)
    is_over = {} if done else {"finished_at": at}
    CertificateRun.objects.filter(pk=key).update(busy_until=None, **is_over)
    return done


def go_on_with_all(*, at: dt.datetime) -> int:
    """Go on with every run there is, some batches of each; say how many people it was."""
    keys = list(CertificateRun.objects.unfinished().order_by("pk").values_list("pk", flat=True))
    return sum(go_on(key, at=at) for key in keys for _batch in range(BATCHES_A_ROUND))


def draw_some(run: CertificateRun, *, at: dt.datetime) -> int:
    """Draw the next sheets of a run; say how many were handled."""
    frame = Frame.of(run.edition)
    sheets = list(run.sheets.waiting().select_related("person")[:BATCH])
    for sheet in sheets:
        changes = drawn(sheet, frame, by=run.started_by or audit.SYSTEM, at=at)
        CertificateSheet.objects.filter(pk=sheet.pk, state=State.WAITING).update(**changes)
    return len(sheets)


def drawn(sheet: CertificateSheet, frame: Frame, *, by: audit.By, at: dt.datetime) -> dict[str, object]:
    """Return what becomes of a sheet: drawn in the language of its person, or why not."""
    try:
        certificate = issue_certificate(person=sheet.person, edition=frame.edition, by=by, at=at)
        with translation.override(service_of(sheet.person, frame.edition).last.language):
            pdf = Paper(certificate, frame).pdf()
    except Refusal as refusal:
        return {"state": State.REFUSED, "problem": refusal.name}
    except Exception as error:  # it keeps no other from its turn
        logger.exception("the certificate of person %s could not be made", sheet.person_id)
        return {"state": State.FAILED, "problem": type(error).__name__[:60]}
    return {"state": State.DRAWN, "certificate": certificate, "pdf": pdf, "drawn_at": at}


def thank_some(run: CertificateRun, *, at: dt.datetime) -> int:
    """Write the next thanks of a run, where somebody asked for them; say how many."""
    if run.thanks_asked_at is None:
        return 0
    sheets = list(run.sheets.to_thank().select_related("person")[:BATCH])
    for sheet in sheets:
        thank(person=sheet.person, edition=run.edition, by=audit.SYSTEM, at=at)
        CertificateSheet.objects.filter(pk=sheet.pk).update(thanked_at=at)
    return len(sheets)
