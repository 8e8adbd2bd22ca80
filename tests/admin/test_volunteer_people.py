"""What the workspace shows of volunteers, their guardians and what they have learnt; the rules of editions."""

import datetime as dt

import pytest
from django.test import Client

from goodsociety.common.models import AuditEntry
from tests import factories as make
from tests.admin.pages import errors, filled, messages_of, send
from tests.admin.rows import page
from tests.admin.test_session_acts import do, look, words
from volunteers.models import GuardianConsent, Qualification, Qualified, Rules, ShiftChange, Volunteer, Wave

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LEAP_DAY = dt.date(2004, 2, 29)


def read(row):
    """Return a row as it is now."""
    return type(row).objects.get(pk=row.pk)


# Ages


@pytest.fixture
def volunteer(edition):
    """Somebody who told their date of birth."""
    return make.VolunteerFactory(born_on=LEAP_DAY)


def test_the_date_of_birth_is_shown_to_those_alone_who_may_correct_it(volunteer, may):
    for browser, is_shown in ((may("view_volunteer"), False), (may("view_volunteer", "change_volunteer"), True)):
        shown = browser.get(page(Volunteer, "change", volunteer.pk)).content.decode()
        assert ("2004" in shown) is is_shown
        assert "ate of birth" in shown
        assert "2004" not in browser.get(page(Volunteer, "changelist")).content.decode()


@pytest.mark.parametrize("query", ["born_on=2004-02-29", "born_on__year=2004", "born_on__lt=2010-01-01"])
def test_nobody_finds_a_date_of_birth_by_asking_for_it(query, volunteer, organiser):
    answer = organiser.get(f"{page(Volunteer, 'changelist')}?{query}")
    assert answer.status_code == 400
    assert organiser.get(f"{page(Volunteer, 'changelist')}?born_on__isempty=0").status_code == 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"born_on": "29/2/2547"}, ""),
        ({"born_on": "2004-02-28"}, ""),
        ({"born_on": "1/1/1776"}, "neither a Buddhist Era year"),
        ({"born_on": "1/1/2600"}, "The date of birth lies in the future."),
        ({"of_age_on": "1/1/2569"}, "leave this empty"),
    ],
)
def test_a_date_of_birth_is_corrected_in_either_era(typed, sentence, volunteer, organiser):
    said = errors(send(organiser, page(Volunteer, "change", volunteer.pk), **typed))
    assert sentence in said
    assert bool(said) is bool(sentence)


# Guardians


def test_a_guardians_link_is_shown_to_nobody(edition, organiser):
    consent = make.GuardianConsentFactory()
    for address in (page(GuardianConsent, "changelist"), page(GuardianConsent, "change", consent.pk)):
        shown = organiser.get(address).content.decode()
        assert consent.name in shown
        assert consent.code not in shown
    assert organiser.get(f"{page(GuardianConsent, 'changelist')}?code={consent.code}").status_code == 400


# What people have learnt


@pytest.fixture
def training(edition):
    """A training."""
    return make.QualificationFactory(kind="training", name_en="First aid")


def note(browser, training, *lines, **typed):
    """Look at what noting would do."""
    return look(browser, training, "note", people="\n".join(lines), since_on="1/11/2569", **typed)


def test_a_training_is_noted_of_many_by_mail_phone_or_reference(training, organiser):
    by_mail = make.PersonFactory(email="malee@example.org")
    by_phone = make.PersonFactory(phone="+66812345678")
    row = make.SignUpFactory()
    lines = ("Malee@Example.org", "081 234 5678", row.reference.lower(), "nobody@example.org", "", "malee@example.org")
    shown = words(note(organiser, training, *lines))
    assert "“First aid” is noted of 3 people." in shown
    assert "Not known here, and left out: nobody@example.org" in shown
    typed = {"people": "\n".join(lines), "since_on": "1/11/2569", "until_on": "2027-11-01"}
    assert messages_of(organiser, do(organiser, training, "note", **typed)) == "Noted of 3 people."
    held = Qualified.objects.filter(since_on="2026-11-01", until_on="2027-11-01", noted_by__isnull=False)
    assert set(held.values_list("person", flat=True)) == {by_mail.pk, by_phone.pk, row.person_id}


@pytest.mark.parametrize(
    ("lines", "typed", "sentence"),
    [
        (["nobody@example.org", "x"], {}, "Nobody of this list is known here."),
        ([""], {}, "This field is required"),
        (["a"] + [str(n) for n in range(500)], {}, "Name at most 500 people at once."),
        (["a"], {"until_on": "1/10/2569"}, "It cannot end before it begins."),
    ],
)
def test_noting_that_makes_no_sense_is_refused_in_words(lines, typed, sentence, training, organiser):
    assert sentence in words(note(organiser, training, *lines, **typed))
    assert not Qualified.objects.exists()


def test_only_who_may_change_qualifications_notes_them(training, may):
    address = page(Qualification, "note", training.pk)
    assert Client().get(address).status_code == 302
    for browser in (may(), may("view_qualification")):
        assert browser.get(address).status_code == 403
        assert browser.post(address, {"people": "a", "confirmed": "1"}).status_code == 403
    assert may("change_qualification").get(address).status_code == 200


def test_who_noted_a_training_is_kept_with_it(training, edition, organiser):
    row = make.QualifiedFactory(qualification=training)
    assert errors(send(organiser, page(Qualified, "change", row.pk), until_on="1/1/2571")) == ""
    assert (read(row).until_on, read(row).noted_by is not None) == (dt.date(2028, 1, 1), True)
    assert "It cannot end before it begins." in errors(
        send(organiser, page(Qualified, "change", row.pk), until_on="1/1/2560")
    )


# Rules and waves


def test_the_rules_of_an_edition_are_written_once(edition, organiser):
    typed = {"edition": edition.pk, "minimum_age": "16"}
    assert errors(send(organiser, page(Rules, "add"), **typed)) == ""
    assert Rules.objects.get().minimum_age == 16
    assert filled(organiser, page(Rules, "add"))["most_minutes_a_day"] == "600"
    assert "already exists" in errors(send(organiser, page(Rules, "add"), **typed))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"most_minutes_a_day": "0"}, "Between 1 minute and 24 hours a day."),
        ({"guardian_hours": "0"}, "must stand for a while"),
        ({"contact_email": "no"}, "Enter a valid email address"),
        ({"kept_until": "1/1/1776"}, "neither a Buddhist Era year"),
    ],
)
def test_rules_that_make_no_sense_are_refused_in_words(typed, sentence, edition, organiser):
    rules = make.RulesFactory()
    assert sentence in errors(send(organiser, page(Rules, "change", rules.pk), **typed))


def test_a_wave_opens_a_share_once(edition, organiser):
    typed = {"edition": edition.pk, "opens_at_0": "1/11/2569", "opens_at_1": "10.00", "percent": "50"}
    assert errors(send(organiser, page(Wave, "add"), **typed)) == ""
    assert "already exists" in errors(send(organiser, page(Wave, "add"), **typed))
    wave = Wave.objects.get()
    assert "between 1 and 100 percent" in errors(send(organiser, page(Wave, "change", wave.pk), percent="101"))


# Changes


def test_a_change_says_how_many_were_told(edition, now, organiser):
    change = make.ShiftChangeFactory(told_at=now, people_told=7)
    shown = words(organiser.get(page(ShiftChange, "change", change.pk)))
    assert "Wednesday 2 December 2026 08:30–12:30" in shown
    assert "7" in shown
    assert not AuditEntry.objects.exists()
