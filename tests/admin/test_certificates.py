"""Certificates in the workspace: those of an edition are started, watched, taken and thanked for; one is revoked."""

import datetime as dt

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME as CHOSEN
from django.utils import translation

from goodsociety.common.audit import SYSTEM
from goodsociety.common.models import Outbox
from tests import factories as make
from tests.admin.pages import messages_of, send
from tests.admin.rows import page
from volunteers import actions
from volunteers.actions import certifying_all
from volunteers.actions.certifying_all import go_on
from volunteers.models import Certificate, CertificateRun

DAY = dt.timedelta(days=1)
RIGHTS = ("view_certificaterun", "add_certificaterun", "change_certificaterun")


@pytest.fixture(autouse=True)
def english():
    """Read the English pages."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Draw nothing."""
    monkeypatch.setattr(certifying_all.Paper, "pdf", lambda _self: b"%PDF")


@pytest.fixture
def served(edition):
    """A shift that is over, and who served in it."""
    past = make.EditionFactory(year=2025, status="over", name_en="The Expo Before", starts_on=dt.date(2025, 11, 1))
    return make.SignUpFactory(shift__duty__edition=past, approved_minutes=240, name="สมใจ รักดี", language="en")


@pytest.fixture
def run(served, now):
    """The certificates of that edition, made."""
    started = actions.start_run(edition=served.shift.edition, by=SYSTEM, at=now)
    while go_on(started.pk, at=now):
        pass
    return started


def test_a_run_is_started_once_and_shows_how_far_it_is(may, served, now):
    browser, edition = may(*RIGHTS, "view_edition"), served.shift.edition
    answer = send(browser, page(CertificateRun, "add"), edition=edition.pk)
    run = CertificateRun.objects.get()
    assert answer["Location"] == page(CertificateRun, "change", run.pk)
    shown = browser.get(answer["Location"]).content.decode()
    assert "0 of 1" in shown
    assert "data-refresh" in shown
    assert send(browser, page(CertificateRun, "add"), edition=edition.pk)["Location"] == answer["Location"]
    assert CertificateRun.objects.count() == 1

    while go_on(run.pk, at=now):
        pass
    shown = browser.get(answer["Location"]).content.decode()
    assert "1 of 1" in shown
    assert "data-refresh" not in shown
    assert "Download 1 certificate" in shown


def test_without_hours_the_form_says_why_not(organiser, edition):
    answer = send(organiser, page(CertificateRun, "add"), edition=edition.pk)
    assert answer.status_code == 200
    assert "No hours are approved yet" in answer.content.decode()
    assert not CertificateRun.objects.exists()


def test_the_files_are_taken_by_staff_alone(client, may, run):
    path = page(CertificateRun, "files", run.pk)
    assert client.get(path).status_code == 302
    assert may("view_certificate").get(path).status_code == 403
    answer = may("view_certificaterun").get(path)
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="certificates-2025.zip"'
    assert "no-store" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert may("view_certificaterun").get(page(CertificateRun, "files", 10**6)).status_code == 404


def test_who_may_only_look_starts_and_thanks_nothing(may, run):
    browser = may("view_certificaterun")
    assert browser.get(page(CertificateRun, "add")).status_code == 403
    assert browser.get(page(CertificateRun, "thank", run.pk)).status_code == 403
    assert "Download" in browser.get(page(CertificateRun, "change", run.pk)).content.decode()


def test_thanks_are_seen_before_they_go(may, run, now):
    browser = may(*RIGHTS)
    path = page(CertificateRun, "thank", run.pk)
    shown = browser.get(path)
    words = shown.content.decode()
    assert "1 person gets a mail: what they did" in words
    assert "Thank you for volunteering: The Expo Before" in words
    assert not Outbox.objects.exists(), "looking sends nothing"

    answer = browser.post(path, {"confirmed": "1", "seen": shown.context["foreseen"].mark})
    assert "are being written" in messages_of(browser, answer)
    while go_on(run.pk, at=now):
        pass
    assert Outbox.objects.filter(key__startswith="thanks:").count() == 1
    assert "written to 1 person" in browser.get(page(CertificateRun, "change", run.pk)).content.decode()
    assert "Nobody is left to thank" in browser.get(path).content.decode()


def test_while_certificates_are_being_made_nobody_is_thanked(may, served, now):
    run = actions.start_run(edition=served.shift.edition, by=SYSTEM, at=now)
    assert "are being made" in may(*RIGHTS).get(page(CertificateRun, "thank", run.pk)).content.decode()


def test_who_got_none_is_listed_with_the_reason(organiser, served, now, monkeypatch):
    monkeypatch.setattr(certifying_all.Paper, "pdf", lambda _self: 1 / 0)
    run = actions.start_run(edition=served.shift.edition, by=SYSTEM, at=now)
    go_on(run.pk, at=now)
    shown = organiser.get(page(CertificateRun, "change", run.pk)).content.decode()
    assert "Without a certificate" in shown
    assert "ZeroDivisionError" in shown


def test_a_certificate_is_revoked_with_a_reason_after_a_question(organiser, run):
    certificate = Certificate.objects.get()
    path, chosen = page(Certificate, "changelist"), {"action": "revoke", CHOSEN: [certificate.pk]}
    assert "cannot be undone" in organiser.post(path, chosen).content.decode()
    organiser.post(path, {**chosen, "confirmed": "1", "reason": "whim"})
    assert Certificate.objects.live().exists()
    organiser.post(path, {**chosen, "confirmed": "1", "reason": "mistake"})
    certificate.refresh_from_db()
    assert certificate.revoked_reason == "mistake"


def test_the_paper_of_one_is_opened_by_staff_alone(client, may, run):
    certificate = Certificate.objects.get()
    path = page(Certificate, "paper", certificate.pk)
    assert client.get(path).status_code == 302
    assert may("view_certificaterun").get(path).status_code == 403
    answer = may("view_certificate").get(path)
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    shown = may("view_certificate").get(page(Certificate, "change", certificate.pk)).content.decode()
    assert path in shown
    assert certificate.code not in shown

    Certificate.objects.update(revoked_at=certificate.issued_at, revoked_reason="hours")
    assert may("view_certificate").get(path).status_code == 404
    Certificate.objects.update(revoked_at=None, revoked_reason="", name="")
    assert may("view_certificate").get(path).status_code == 404


def test_a_run_of_many_takes_as_many_queries(organiser, run, served, now, django_assert_max_num_queries):
    path = page(CertificateRun, "change", run.pk)
    organiser.get(path)
    with django_assert_max_num_queries(20):
        organiser.get(path)
