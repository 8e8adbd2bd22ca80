"""The form of a shift: ages and guardians, skills, refusals with what to do next, waiting, and what is foreseen."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from activities.models import Registration
from activities.refusals import Clash
from goodsociety.common.dates import local_day, show_moment
from goodsociety.common.models import Outbox
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.pages import alert, has_form, is_under_strict_rules, queries, text, typed, value_of
from tests.volunteers.visiting import DAY, HOUR, MAIL, born, form_of, minor, of_age, page_of
from volunteers import refusals
from volunteers.forms.ages import BirthDateField
from volunteers.models import Duty, GuardianConsent, Qualified, Rules, Shift, SignUp, Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_adds_up(db):
    """Recount everything after each test."""
    yield
    assert list(findings()) == []


@pytest.fixture
def shift(edition):
    """Return a shift for five."""
    return make.ShiftFactory()


def send(client, shift, answers):
    """Send the form of a shift."""
    return client.post(form_of(shift), answers)


def refused_at(response, field, sentence=""):
    """Check that a field is named, nothing was written, and what was typed still stands there."""
    page = response.content.decode()
    assert response.status_code == 200
    assert f'href="#id_{field}"' in page
    assert str(sentence) in alert(response)
    assert value_of(response, "name") == "ใจดี มีสุข"
    assert not SignUp.objects.exists()


# How old


def test_the_form_asks_for_a_tick_and_only_then_for_more(client, shift, language):
    page = client.get(form_of(shift)).content.decode()
    assert {"th": "2 ธันวาคม 2569", "en": "2 December 2026"}[language] in text(client.get(form_of(shift)))
    for field in ("is_of_age", "born_on", "guardian_name", "guardian_email"):
        assert f'name="{field}"' in page
    assert is_under_strict_rules(client.get(form_of(shift)))


def test_whoever_is_of_age_says_no_more_whatever_stands_in_the_other_fields(client, shift):
    answers = of_age(born_on="nonsense", guardian_name="x", guardian_email="no address")
    assert send(client, shift, answers).status_code == 302
    known = Volunteer.objects.get()
    assert known.born_on is None
    assert known.of_age_on is not None
    assert not GuardianConsent.objects.exists()


def test_whoever_says_nothing_of_their_age_is_asked(client, shift, language):
    said = {"th": "20", "en": "Tick that you will be 20 or older, or give your date of birth."}[language]
    refused_at(send(client, shift, typed()), "born_on", said)


WRITTEN = [
    "1/5/2553", "01/05/2010", "1-5-2553", "1.5.2553", "2553-05-01", "2010-05-01", "01052553", "๑/๕/๒๕๕๓",
    "1 พ.ค. 2553", "1 พฤษภาคม 2553", "1 May 2010", "1 may 2553", " 1 / 5 / 2010 ", "1พ.ค.2553", "1 5 2553",
]  # fmt: skip
NO_DAYS = ["30/2/2553", "29/2/2550", "31/4/2010", "5/2553", "1/5/53", "soon", "0/0/0000", "1/13/2553", "9" * 30]


def test_a_date_of_birth_is_read_as_people_write_it():
    field = BirthDateField(today=dt.date(2026, 11, 2))
    assert {field.clean(written) for written in WRITTEN} == {dt.date(2010, 5, 1)}
    assert field.clean("29/2/2551") == dt.date(2008, 2, 29)
    for written in [*NO_DAYS, "1/5/3000"]:
        with pytest.raises(ValidationError):
            field.clean(written)


def test_a_day_that_is_none_is_refused_with_a_sentence_and_kept(client, shift, language):
    response = send(client, shift, minor("30/2/2553"))
    refused_at(response, "born_on", {"th": "15/8/2550", "en": "Write day, month and year"}[language])
    assert value_of(response, "born_on") == "30/2/2553"


def test_nobody_is_born_in_the_future_nor_too_long_ago(client, shift, language):
    for written in ("1/5/2570", "1/1/2100", "3/11/2569"):
        refused_at(send(client, shift, minor(written)), "born_on", refusals.BornInTheFuture())
    refused_at(send(client, shift, minor("1/5/2440")), "born_on")


@pytest.mark.parametrize(("age", "status"), [(20, "confirmed"), (19, "guardian"), (15, "guardian")])
def test_the_day_of_the_shift_counts(client, shift, age, status):
    birthday = born(age, local_day(shift.starts_at))
    send(client, shift, minor(birthday.strftime("%d/%m/%Y")))
    assert SignUp.objects.get().status == status


def test_one_day_younger_is_one_year_younger(client, shift, language):
    birthday = born(15, local_day(shift.starts_at)) + DAY
    response = send(client, shift, minor(birthday.strftime("%d/%m/%Y")))
    assert response.status_code == 409
    assert str(refusals.BelowMinimumAge(minimum=15)) in alert(response)
    assert value_of(response, "guardian_email") == "mother@example.org"
    assert not SignUp.objects.exists()
    assert not GuardianConsent.objects.exists()


def test_what_a_duty_asks_is_refused_by_name(client, edition, language):
    shift = make.ShiftFactory(duty__minimum_age=18)
    response = send(client, shift, minor())
    assert response.status_code == 409
    assert str(refusals.TooYoung(minimum=18)) in alert(response)


def test_an_age_above_20_asks_for_the_date_of_birth_alone(client, edition, language):
    shift = make.ShiftFactory(duty__minimum_age=25)
    page = client.get(form_of(shift)).content.decode()
    assert 'name="is_of_age"' not in page
    assert 'name="guardian_email"' not in page
    refused_at(send(client, shift, of_age()), "born_on", refusals.BirthDateNeeded())
    response = send(client, shift, typed(born_on="1/1/2545"))
    assert str(refusals.TooYoung(minimum=25)) in alert(response)
    assert send(client, shift, typed(born_on="1/1/2540")).status_code == 302


def test_another_date_of_birth_is_not_taken(client, shift):
    send(client, shift, minor())
    other = make.ShiftFactory(starts_at=shift.starts_at + DAY)
    response = send(client, other, minor("1/5/2540"))
    assert str(refusals.BirthDateDiffers()) in alert(response)
    assert send(client, other, minor()).status_code == 302


# Guardians


def test_somebody_under_20_names_a_guardian_and_the_place_waits(client, shift, language):
    answer = send(client, shift, minor(guardian_phone="081 222 3333"))
    row, consent = SignUp.objects.get(), GuardianConsent.objects.get()
    assert answer.url == page_of(row)
    assert (row.status, consent.name, consent.email) == ("guardian", "แม่ของใจดี", "mother@example.org")
    assert consent.phone == "+66812223333"
    assert {mail.recipient for mail in Outbox.objects.all()} == {MAIL, "mother@example.org"}
    letter = Outbox.objects.get(recipient="mother@example.org")
    assert page_of(consent, "guardian") in letter.body
    assert "ใจดี มีสุข" in letter.body
    assert page_of(row) not in letter.body, "the guardian's mail opens nothing of the volunteer's"
    assert consent.code not in client.get(answer.url).content.decode(), "nor the volunteer's page the guardian's"


def test_a_guardian_is_needed_and_must_be_reached(client, shift, language):
    response = send(client, shift, typed(born_on="1/5/2553"))
    assert response.status_code == 409
    assert str(refusals.GuardianNeeded()) in alert(response)
    refused_at(send(client, shift, minor(guardian_email="")), "guardian_email")
    refused_at(send(client, shift, minor(guardian_name="")), "guardian_name")
    refused_at(send(client, shift, minor(guardian_email="mother")), "guardian_email")


@pytest.mark.parametrize("own", [MAIL, "JaiDee@Example.ORG", " \uff4aaidee@example.org "])
def test_nobody_is_their_own_guardian_however_the_address_is_spelt(client, shift, own):
    refused_at(send(client, shift, minor(guardian_email=own)), "guardian_email", refusals.GuardianIsVolunteer())


def test_a_name_brings_no_link_into_the_guardians_mail(client, shift):
    send(client, shift, minor(name="https://evil.example.com win", guardian_name="www.evil.com"))
    letter = Outbox.objects.get(recipient="mother@example.org")
    for said in (letter.subject, letter.body):
        assert "evil.example.com" not in said
        assert "www.evil.com" not in said


def test_nobody_waits_for_a_guardian_twice_in_an_expo(client, shift):
    send(client, shift, minor())
    GuardianConsent.objects.update(answer="given", answered_at=shift.starts_at - DAY)
    SignUp.objects.get()
    other = make.ShiftFactory(starts_at=shift.starts_at + DAY)
    send(client, other, typed(born_on="1/5/2553"))
    assert SignUp.objects.get(shift=other).status == "confirmed"


# What is needed


def test_skills_are_ticked_and_trainings_only_named(client, shift, language):
    skill = make.QualificationFactory(name_th="ภาษามือ", name_en="Sign language")
    training = make.QualificationFactory(kind="training", name_th="ปฐมพยาบาล", name_en="First aid")
    shift.duty.needs.add(skill, training)
    page = client.get(form_of(shift))
    assert f'value="{skill.pk}"' in page.content.decode()
    assert f'value="{training.pk}"' not in page.content.decode()
    assert {"th": "ปฐมพยาบาล", "en": "First aid"}[language] in text(page)
    response = send(client, shift, of_age(skills=[str(skill.pk)]))
    assert str(refusals.NeedsQualification(names=training.name)) in alert(response)
    assert not Qualified.objects.exists(), "what was refused leaves nothing"
    shift.duty.needs.remove(training)
    assert str(refusals.NeedsQualification(names=skill.name)) in alert(send(client, shift, of_age()))
    assert send(client, shift, of_age(skills=[str(skill.pk)])).status_code == 302


@pytest.mark.parametrize("forged", ["0", "999999", "x", "1;2", "-1"])
def test_no_other_skill_can_be_claimed(client, shift, forged):
    shift.duty.needs.add(make.QualificationFactory())
    assert send(client, shift, of_age(skills=[forged])).status_code == 200
    assert not Qualified.objects.exists()


def test_a_note_is_kept(client, shift):
    send(client, shift, of_age(note="แพ้ถั่ว"))
    assert SignUp.objects.get().note == "แพ้ถั่ว"
    response = send(client, shift, of_age(note="x" * 1001))
    assert 'href="#id_note"' in response.content.decode()


# Not yet, by asking, by waiting


def test_a_shift_that_opens_later_says_when_and_has_no_form(client, edition, language, now):
    shift = make.ShiftFactory(opens_at=now + 2 * DAY)
    page = client.get(form_of(shift))
    assert str(refusals.ShiftOpensLater(opens=show_moment(shift.opens_at))) in text(page)
    assert not has_form(page)
    response = send(client, shift, of_age())
    assert response.status_code == 409
    assert str(refusals.ShiftOpensLater(opens=show_moment(shift.opens_at))) in alert(response)


def test_a_wave_that_is_full_says_when_more_opens(client, edition, language, now):
    make.WaveFactory(opens_at=now - HOUR, percent=40)
    later = make.WaveFactory(opens_at=now + DAY, percent=100)
    shift = make.ShiftFactory(capacity=5)
    assert has_form(client.get(form_of(shift)))
    make.SignUpFactory.create_batch(2, shift=shift)
    page = client.get(form_of(shift))
    assert str(refusals.WaveFull(opens=show_moment(later.opens_at))) in text(page)
    assert not has_form(page)
    for answers in (of_age(), of_age(wait="1")):
        response = send(client, shift, answers)
        assert str(refusals.WaveFull(opens=show_moment(later.opens_at))) in alert(response)
    assert SignUp.objects.count() == 2


def test_a_shift_by_approval_says_so_and_notes_a_request(client, edition, language):
    shift = make.ShiftFactory(is_by_approval=True)
    said = {"th": "ขอ", "en": "The coordinators look at every request"}[language]
    assert said in text(client.get(form_of(shift)))
    answer = send(client, shift, of_age())
    assert SignUp.objects.get().status == "requested"
    assert said in text(client.get(answer.url))


def test_a_full_shift_lets_people_wait_from_the_same_form(client, edition, language):
    shift = make.ShiftFactory(capacity=1)
    make.SignUpFactory(shift=shift)
    page = client.get(form_of(shift))
    assert 'name="wait"' in page.content.decode()
    answer = send(client, shift, of_age(wait="1"))
    row = SignUp.objects.get(email=MAIL)
    assert (answer.url, row.status) == (page_of(row), "waiting")
    page = client.get(answer.url)
    assert {"th": "คิว", "en": "at the front of the queue"}[language] in text(page)


def test_whoever_comes_too_late_keeps_what_they_typed_and_may_wait(client, edition, language):
    shift = make.ShiftFactory(capacity=1)
    form = client.get(form_of(shift))
    assert 'name="wait"' not in form.content.decode()
    make.SignUpFactory(shift=shift)
    response = send(client, shift, of_age(note="เอารถมา"))
    assert response.status_code == 409
    assert 'name="wait"' in response.content.decode()
    assert "เอารถมา" in response.content.decode()


def test_without_a_waiting_list_nobody_waits(client, edition):
    shift = make.ShiftFactory(capacity=1, has_waiting_list=False)
    make.SignUpFactory(shift=shift)
    response = send(client, shift, of_age(wait="1"))
    assert str(refusals.NoWaitingList()) in alert(response)


# What is foreseen, for the person themselves alone


@pytest.fixture
def clash(person, shift):
    """A session of the person's at the time of the shift."""
    session = make.SessionFactory(
        activity__name_th="ห้องเรียนแรก",
        activity__name_en="The first room",
        starts_at=shift.starts_at + HOUR,
        ends_at=shift.starts_at + 2 * HOUR,
    )
    return make.RegistrationFactory(person=person, session=session)


def test_what_clashes_is_named_beforehand_and_can_be_given_up(theirs, shift, clash, language):
    page = theirs.get(form_of(shift))
    assert {"th": "ห้องเรียนแรก", "en": "The first room"}[language] in text(page)
    assert f'value="{clash.code}"' in page.content.decode()
    answer = send(theirs, shift, of_age(instead_of=clash.code))
    assert answer.status_code == 302, alert(answer)
    assert Registration.objects.get().status == "cancelled"
    assert SignUp.objects.get().is_live


def test_strangers_learn_nothing_of_what_clashes(theirs, shift, clash, language):
    stranger = Client()
    assert clash.session.activity.name not in text(stranger.get(form_of(shift)))
    response = send(stranger, shift, of_age(instead_of=clash.code))
    assert response.status_code == 409
    assert str(Clash()) in alert(response)
    assert clash.session.activity.name not in text(response)
    assert clash.code not in response.content.decode()
    assert Registration.objects.get().is_live
    somebody = send(theirs, shift, of_age(email="else@example.org"))
    assert somebody.status_code == 302, "for somebody else their own registration is in nobody's way"


def test_nothing_is_given_up_for_a_place_that_is_not_there(theirs, edition, shift, clash):
    Shift.objects.update(capacity=1, has_waiting_list=False)
    make.SignUpFactory(shift=shift)
    response = send(theirs, shift, of_age(instead_of=clash.code))
    assert response.status_code == 409
    assert Registration.objects.get().is_live


def test_nobody_gives_up_what_is_somebody_elses(theirs, shift, clash):
    other = make.RegistrationFactory()
    response = send(theirs, shift, of_age(instead_of=other.code))
    assert str(Clash()) in alert(response)
    other.refresh_from_db()
    assert other.is_live
    response = send(theirs, shift, of_age(email="else@example.org", instead_of=clash.code))
    assert response.status_code == 409
    assert Registration.objects.get(pk=clash.pk).is_live


def test_another_shift_is_named_and_not_given_up(theirs, person, shift, language):
    own = make.SignUpFactory(person=person, shift=make.ShiftFactory(starts_at=shift.starts_at))
    page = theirs.get(form_of(shift))
    assert own.shift.duty.name in text(page)
    assert page_of(own) in page.content.decode()
    assert 'name="instead_of"' not in page.content.decode()


def near(person, shift, after):
    """Sign a person up for another shift in the same zone, so long after the beginning of a shift."""
    make.SignUpFactory(person=person, shift=make.ShiftFactory(duty=shift.duty, starts_at=shift.starts_at + after))


def too_many_hours(person, shift):
    """Give a person a shift that makes the day too long."""
    make.RulesFactory(most_minutes_a_day=6 * 60)
    near(person, shift, 5 * HOUR)
    return refusals.TooManyHours(hours=6)


def too_little_rest(person, shift):
    """Give a person a shift early the next day."""
    make.RulesFactory(rest_minutes=20 * 60)
    near(person, shift, 20 * HOUR)
    return refusals.NotEnoughRest(hours=20)


def too_far(person, shift):
    """Give a person a shift in another zone right afterwards."""
    make.RulesFactory(walking_minutes=30)
    make.SignUpFactory(person=person, shift=make.ShiftFactory(starts_at=shift.ends_at))
    return refusals.TooFarToWalk(minutes=30)


def untrained(person, shift):
    """Let the duty need a training."""
    shift.duty.needs.add(make.QualificationFactory(kind="training", name_th="ปฐมพยาบาล", name_en="ปฐมพยาบาล"))
    return refusals.NeedsQualification(names="ปฐมพยาบาล")


def too_young(person, shift):
    """Let the duty be for older people."""
    Duty.objects.filter(pk=shift.duty_id).update(minimum_age=18)
    make.VolunteerFactory(person=person, born_on=dt.date(2010, 5, 1))
    return refusals.TooYoung(minimum=18)


@pytest.mark.parametrize("why", [too_many_hours, too_little_rest, too_far, untrained, too_young])
def test_every_other_reason_is_told_beforehand_by_name(theirs, person, shift, why):
    expected = why(person, shift)
    page = theirs.get(form_of(shift))
    assert str(expected) in text(page)
    assert str(expected) not in text(Client().get(form_of(shift)))
    for own in SignUp.objects.all():
        assert page_of(own) in page.content.decode()
    answers = minor() if why is too_young else of_age()
    assert str(expected) in alert(send(theirs, shift, answers))


def test_what_they_have_already_is_shown_instead_of_the_form(theirs, person, shift, language):
    own = make.SignUpFactory(person=person, shift=shift)
    page = theirs.get(form_of(shift))
    assert page_of(own) in page.content.decode()
    assert not has_form(page)
    assert page_of(own) not in Client().get(form_of(shift)).content.decode()


def test_what_is_known_stands_in_the_form(theirs, person, shift):
    make.VolunteerFactory(person=person, born_on=dt.date(2010, 5, 1))
    page = theirs.get(form_of(shift))
    assert (value_of(page, "email"), value_of(page, "born_on")) == (MAIL, "01/05/2010")
    assert value_of(Client().get(form_of(shift)), "born_on") == ""
    Volunteer.objects.update(born_on=None, of_age_on=dt.date(2026, 1, 1))
    assert "checked" in theirs.get(form_of(shift)).content.decode()


def test_the_form_costs_the_same_however_much_there_is(theirs, person, shift):
    def one_more(number):
        other = make.ShiftFactory(duty=shift.duty, starts_at=shift.starts_at + number * HOUR)
        make.SignUpFactory(shift=other, person=person)
        shift.duty.needs.add(make.QualificationFactory())

    make.RulesFactory(most_minutes_a_day=24 * 60)
    one_more(-5)
    once = queries(theirs, form_of(shift))
    one_more(5)
    one_more(10)
    assert queries(theirs, form_of(shift)) == once
    assert once <= 22


def test_the_rules_of_the_edition_are_followed(client, shift, language):
    Rules.objects.create(edition=shift.edition, minimum_age=18)
    assert "18" in text(client.get(form_of(shift)))
    assert str(refusals.BelowMinimumAge(minimum=18)) in alert(send(client, shift, minor()))
