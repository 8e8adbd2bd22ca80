"""Mails of thanks: once to each person and expo, in their language, with the link to the certificate."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import translation

from goodsociety.common.audit import SYSTEM
from goodsociety.common.models import AuditEntry, Outbox
from tests import factories as make
from tests.tables import refused
from volunteers import actions
from volunteers import certificate_refusals as refusals
from volunteers.actions import certifying_all
from volunteers.actions.certifying_all import BATCH, go_on
from volunteers.actions.thanking import HIDDEN, preview, thank
from volunteers.models import Certificate, CertificateRun
from volunteers.served import service_of

DAY = dt.timedelta(days=1)


@pytest.fixture
def after(edition):
    """The day after the expo."""
    return edition.moment(4, dt.time(12)) + DAY


@pytest.fixture
def shift(edition):
    """A shift with room for a crowd."""
    return make.ShiftFactory(duty__edition=edition, duty__name_en="Welcome", capacity=100)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Draw nothing."""
    monkeypatch.setattr(certifying_all.Paper, "pdf", lambda _self: b"%PDF")


@pytest.fixture
def run(shift, edition, after):
    """Return what makes the certificates of so many people and returns the finished run."""

    def do(number=1, **more):
        for _ in range(number):
            make.SignUpFactory(**{"shift": shift, "approved_minutes": 90, **more})
        return finished(actions.start_run(edition=edition, by=SYSTEM, at=after), after)

    return do


def finished(run, at):
    """Go on with a run until it is over, and return it as it is then."""
    while go_on(run.pk, at=at):
        pass
    return CertificateRun.objects.select_related("edition").get(pk=run.pk)


def ask(run, at):
    """Ask for thanks, and let all be written."""
    actions.ask_thanks(run=run, by=SYSTEM, at=at)
    return finished(run, at)


def letters():
    """Return the mails of thanks."""
    return Outbox.objects.filter(key__startswith="thanks:")


def test_it_says_what_was_done_and_leads_to_the_certificate(run, edition, after, client):
    started = run(name="สมใจ", language="en")
    ask(started, after)
    letter = letters().get()
    certificate = Certificate.objects.get()
    assert letter.recipient == certificate.person.email
    assert letter.subject == f"Thank you for volunteering: {edition.name_en}"
    assert "Hello สมใจ" in letter.body
    assert "1 hour 30 minutes" in letter.body
    assert "– Welcome, 1 hour 30 minutes" in letter.body
    path = re.search(r"(/en/sign-ups/\S+/certificate/)", letter.body)[1]
    assert certificate.reference in client.get(path).content.decode()
    own_page = re.search(r"(/en/open/\S+|/en/me/\S+)", letter.body)
    assert own_page is None or client.get(own_page[1]).status_code in {200, 302}


def test_each_is_written_in_the_language_of_the_last_sign_up(run, after, edition):
    run(language="th")
    ask(run(language="en"), after)
    names = (edition.name_th, edition.name_en)
    assert {name for letter in letters() for name in names if name in letter.subject} == set(names)


def test_nobody_is_thanked_twice(run, after, edition):
    started = ask(run(2), after)
    assert letters().count() == AuditEntry.objects.filter(verb="thank").count() == 2
    with refused(refusals.NobodyToThank):
        actions.ask_thanks(run=started, by=SYSTEM, at=after)
    again = finished(actions.start_run(edition=edition, by=SYSTEM, at=after + DAY), after + DAY)
    ask(again, after + DAY)
    assert letters().count() == AuditEntry.objects.filter(verb="thank").count() == 2


def test_it_goes_in_batches(run, after):
    started = run(BATCH + 1)
    actions.ask_thanks(run=started, by=SYSTEM, at=after)
    assert go_on(started.pk, at=after) == BATCH
    assert letters().count() == BATCH
    assert finished(started, after).finished_at == after
    assert letters().count() == BATCH + 1


def test_making_certificates_thanks_nobody(run):
    run(2)
    assert not letters().exists()


def test_who_gave_no_e_mail_is_left_out(run, after):
    started = run(person__email=None, person__phone="+66812345678", email="")
    with refused(refusals.NobodyToThank):
        actions.ask_thanks(run=started, by=SYSTEM, at=after)


def test_whose_certificate_was_revoked_is_not_thanked_for_it(run, after):
    started = run()
    certificate = Certificate.objects.get()
    actions.revoke_certificate(certificate=certificate, reason=Certificate.Reason.MISTAKE, by=SYSTEM, at=after)
    with refused(refusals.NobodyToThank):
        actions.ask_thanks(run=started, by=SYSTEM, at=after)


def test_two_runs_do_not_thank_at_once(run, after, edition):
    started = run()
    actions.start_run(edition=edition, by=SYSTEM, at=after)
    with refused(refusals.RunGoesOn):
        actions.ask_thanks(run=started, by=SYSTEM, at=after)


def test_without_hours_nothing_is_written(edition, after):
    thank(person=make.SignUpFactory(shift__duty__edition=edition).person, edition=edition, by=SYSTEM, at=after)
    assert not letters().exists()


def test_the_preview_is_the_mail_without_its_secrets(run, after, edition):
    started = run(language="en")
    service = service_of(started.sheets.get().person, edition)
    lines = preview(service, at=after)
    ask(started, after)
    letter = letters().get()
    assert lines[0] == letter.subject
    written = [line.replace(service.last.code, HIDDEN) for line in letter.body.splitlines() if line]
    with translation.override("en"):
        assert any(reverse("my_certificate", args=[HIDDEN]) in line for line in lines)
    own = [line for line in written if line not in lines]
    assert len(own) == 3, "the link to the reader's own page, and what is said about it"
    assert service.last.code not in " ".join(lines)
    assert "/open/" not in " ".join(lines)
