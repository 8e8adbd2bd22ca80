"""Certificates of a whole edition: made in batches, wherever that was left, once, and taken as one archive."""

import datetime as dt
import io
from zipfile import ZipFile

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils.translation import get_language

from goodsociety.common.audit import SYSTEM
from goodsociety.common.models import AuditEntry
from goodsociety.common.rounds import go_round
from goodsociety.common.tidying import tidy
from tests import factories as make
from tests.tables import refused
from volunteers import actions, tasks
from volunteers.actions import certifying_all
from volunteers.actions.certificate_files import KEEP_FILES, take_files
from volunteers.actions.certifying_all import BATCH, LEASE, go_on
from volunteers.certificate_refusals import NoHoursApproved
from volunteers.models import Certificate, CertificateRun, CertificateSheet, Shift
from volunteers.run_progress import progress_of

DAY = dt.timedelta(days=1)


@pytest.fixture
def after(edition):
    """The day after the expo."""
    return edition.moment(4, dt.time(12)) + DAY


@pytest.fixture
def shift(edition):
    """A shift with room for a crowd."""
    return make.ShiftFactory(duty__edition=edition, capacity=100)


@pytest.fixture
def crowd(shift):
    """Return what lets so many people serve."""

    def do(number, **more):
        return [make.SignUpFactory(shift=shift, approved_minutes=240, **more) for _ in range(number)]

    return do


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Draw nothing: what is on paper is tested beside."""
    monkeypatch.setattr(certifying_all.Paper, "pdf", lambda self: f"%PDF {self.certificate.name}".encode())


def start(edition, at):
    """Start a run."""
    return actions.start_run(edition=edition, by=SYSTEM, at=at)


def finish(run, at):
    """Go on with a run until it is over."""
    while go_on(run.pk, at=at):
        pass


def test_everybody_with_hours_gets_one_in_batches(crowd, edition, after, shift):
    crowd(BATCH + 2)
    make.SignUpFactory(shift=shift)
    run = start(edition, after)
    assert progress_of(run).people == BATCH + 2
    assert go_on(run.pk, at=after) == BATCH
    assert (progress_of(run).drawn, CertificateRun.objects.unfinished().exists()) == (BATCH, True)
    assert go_on(run.pk, at=after) == 2
    assert go_on(run.pk, at=after) == 0
    run.refresh_from_db()
    assert (run.finished_at, run.busy_until) == (after, None)
    assert Certificate.objects.live().count() == CertificateSheet.objects.filter(state="drawn").count() == BATCH + 2
    assert go_on(run.pk, at=after) == 0, "what is finished stays so"


def test_started_twice_it_is_one_and_takes_newcomers_along(crowd, edition, after):
    crowd(1)
    run = start(edition, after)
    crowd(1)
    assert start(edition, after) == run
    assert progress_of(run).people == 2
    go_on(run.pk, at=after)
    assert Certificate.objects.count() == 2


def test_a_second_run_keeps_the_certificates_there_are(crowd, edition, after):
    crowd(2)
    for _time in range(2):
        finish(start(edition, after), after)
    assert CertificateRun.objects.count() == 2
    assert Certificate.objects.count() == 2


def test_two_workers_are_never_at_the_same(crowd, edition, after, monkeypatch):
    crowd(1)
    run = start(edition, after)
    inside = []

    def drawn(self):
        inside.append(go_on(run.pk, at=after))
        return b"%PDF"

    monkeypatch.setattr(certifying_all.Paper, "pdf", drawn)
    go_on(run.pk, at=after)
    assert inside == [0]


def test_a_worker_that_died_loses_the_run(crowd, edition, after):
    crowd(1)
    run = start(edition, after)
    CertificateRun.objects.update(busy_until=after + LEASE)
    assert go_on(run.pk, at=after) == 0
    assert go_on(run.pk, at=after + LEASE) == 1


def test_one_that_fails_keeps_nobody_else_from_theirs(crowd, edition, after, monkeypatch):
    bad, good = crowd(2)

    def drawn(self):
        if self.certificate.person_id == bad.person_id:
            raise RuntimeError("no such letter")
        return b"%PDF"

    monkeypatch.setattr(certifying_all.Paper, "pdf", drawn)
    run = start(edition, after)
    go_on(run.pk, at=after)
    progress = progress_of(run)
    assert (progress.drawn, progress.failed, progress.handled) == (1, 1, 2)
    [(who, why)] = progress.problems
    assert who == str(bad.person)
    assert "RuntimeError" in why
    assert CertificateSheet.objects.get(person=good.person).state == "drawn"


def test_who_has_a_shift_to_come_is_named_with_the_reason(crowd, edition, shift):
    rows = crowd(2)
    late = make.ShiftFactory(duty=shift.duty, starts_at=edition.moment(3, dt.time(9)))
    make.SignUpFactory(shift=late, person=rows[0].person)
    run = start(edition, shift.ends_at)
    go_on(run.pk, at=shift.ends_at)
    [(who, why)] = progress_of(run).problems
    assert who == str(rows[0].person)
    assert "shifts to come" in why or "กะ" in why
    assert progress_of(run).refused == 1


def test_each_is_drawn_in_the_language_of_the_last_sign_up(crowd, edition, after, monkeypatch):
    spoken = []
    monkeypatch.setattr(certifying_all.Paper, "pdf", lambda _self: spoken.append(get_language()) or b"%PDF")
    crowd(1, language="th")
    crowd(1, language="en")
    run = start(edition, after)
    go_on(run.pk, at=after)
    assert sorted(spoken) == ["en", "th"]


def test_where_nobody_served_nothing_is_started(edition, after):
    with refused(NoHoursApproved):
        start(edition, after)


def test_hours_of_those_who_came_are_missed(crowd, edition, after, shift):
    crowd(1)
    came = make.SignUpFactory(shift=shift)
    type(came).objects.filter(pk=came.pk).update(arrived_at=shift.starts_at)
    assert progress_of(start(edition, after)).unapproved == 1


# Who goes on with it


def test_the_round_of_each_minute_goes_on(crowd, edition, after):
    crowd(2)
    run = start(edition, after)
    assert go_round(at=after) == 0
    run.refresh_from_db()
    assert run.finished_at == after


def test_a_task_does_a_batch_and_asks_for_the_next(crowd, edition, after, monkeypatch, travelling):
    crowd(BATCH + 1)
    run = start(edition, after)
    asked = []
    monkeypatch.setattr(certifying_all, "wake", asked.append)
    assert tasks.go_on_with_run(run.pk) == BATCH
    assert asked == [run.pk]
    tasks.go_on_with_run(run.pk)
    assert tasks.go_on_with_run(run.pk) == 0
    assert asked == [run.pk] * 2


@pytest.fixture
def travelling(now, after):
    """Let the expo be over."""
    with time_machine.travel(after, tick=False):
        yield


def test_the_command_makes_them_all_and_goes_on_where_it_was_stopped(crowd, edition, after, capsys, travelling):
    crowd(BATCH + 1)
    run = start(edition, after)
    go_on(run.pk, at=after)
    call_command("issue_certificates", "--year", str(edition.year + 543))
    assert f"{BATCH + 1} of {BATCH + 1} made, 0 not possible" in capsys.readouterr().out
    assert CertificateRun.objects.get().finished_at
    for year in (1999, 9):
        with pytest.raises(CommandError, match="no edition"):
            call_command("issue_certificates", "--year", str(year))


def test_the_command_says_why_it_cannot(edition):
    with pytest.raises(CommandError, match=str(NoHoursApproved.sentence)):
        call_command("issue_certificates", "--year", str(edition.year))


# Files


def archive(run, at):
    """Return what stands in the archive of a run, by name."""
    packed = ZipFile(io.BytesIO(b"".join(take_files(run=run, by=SYSTEM, at=at))))
    assert packed.testzip() is None
    return {name: packed.read(name).decode() for name in packed.namelist()}


def test_the_archive_holds_what_holds_in_the_order_of_names(crowd, edition, after):
    crowd(1, name="สมใจ")
    crowd(1, name="กล้า / ../ดี:")
    revoked = crowd(1, name="พลาด")[0]
    run = start(edition, after)
    go_on(run.pk, at=after)
    certificate = Certificate.objects.get(person=revoked.person)
    actions.revoke_certificate(certificate=certificate, reason=Certificate.Reason.MISTAKE, by=SYSTEM, at=after)
    files = archive(run, after)
    references = {each.name: each.reference for each in Certificate.objects.live()}
    assert files == {
        f"0001 กล้า .. ดี {references['กล้า / ../ดี:']}.pdf": "%PDF กล้า / ../ดี:",
        f"0002 สมใจ {references['สมใจ']}.pdf": "%PDF สมใจ",
    }
    assert AuditEntry.objects.get(verb="take_certificates").numbers == {"files": 2}


def test_files_go_after_a_month_and_can_be_made_again(crowd, edition, after):
    crowd(1)
    run = start(edition, after)
    finish(run, after)
    tidy(at=after + KEEP_FILES)
    assert progress_of(run).files == 1
    tidy(at=after + KEEP_FILES + DAY)
    assert (progress_of(run).files, progress_of(run).drawn) == (0, 1)
    assert archive(run, after) == {}
    again = start(edition, after + 40 * DAY)
    finish(again, after + 40 * DAY)
    assert again != run
    assert len(archive(again, after)) == 1


def test_a_batch_takes_as_many_queries_a_person_for_any_number(crowd, edition, after, django_assert_max_num_queries):
    crowd(3)
    run = start(edition, after)
    with django_assert_max_num_queries(14 * 3 + 12):
        go_on(run.pk, at=after)
    assert Shift.objects.count() == 1
