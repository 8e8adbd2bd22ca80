"""What stands against a sign-up: ages, skills, hours, rest, ways, waves, groups; and what coordinators set aside."""

import datetime as dt

import pytest

from accounts.contact import Contact
from activities.models import Commitment, Pass
from activities.refusals import Clash
from goodsociety.common.audit import VISITOR
from goodsociety.common.models import AuditEntry, Outbox
from goodsociety.common.refusals import WrongStep
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.tables import refused
from volunteers import actions, refusals
from volunteers.actions import Applicant, Guardian
from volunteers.models import GuardianConsent, Qualified, Shift, SignUp, Volunteer

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
MALEE = Contact("มาลี รักดี", "malee@example.org", "+66812345678", "th")
MOTHER = Guardian("แม่ของมาลี", "mother@example.org")


@pytest.fixture(autouse=True)
def everything_adds_up(db):
    """Recount everything after each test."""
    yield
    assert list(findings()) == []


@pytest.fixture
def shift(edition):
    """A shift for five."""
    return made()


@pytest.fixture
def coordinator(edition):
    """Who decides."""
    return make.UserFactory(is_staff=True)


def made(**columns):
    """Return a shift as pages read it."""
    return read(make.ShiftFactory(**columns))


def read(shift):
    """Return a shift as it is now."""
    return Shift.objects.for_page().get(pk=shift.pk)


def ask(shift, *, at, contact=MALEE, **said):
    """Sign up; of age unless something else is said."""
    said = said or {"is_of_age": True}
    return actions.sign_up_volunteer(shift=shift, applicant=Applicant(contact, **said), by=VISITOR, at=at)


def born(shift, years, days=0):
    """Return the birth date of somebody who is so many years old on the day of a shift, and so many days more."""
    day = shift.starts_at.date()
    return day.replace(year=day.year - years) - dt.timedelta(days=days)


# Ages


def test_who_says_to_be_of_age_tells_no_date_of_birth(shift, now):
    ask(shift, at=now)
    assert Volunteer.objects.values_list("born_on", "of_age_on").get() == (None, now.date())


def test_who_says_nothing_is_asked_for_the_date_of_birth(shift, now):
    with refused(refusals.BirthDateNeeded):
        ask(shift, at=now, is_of_age=False)


def test_the_age_counts_on_the_day_of_the_shift(now):
    make.RulesFactory(minimum_age=18)
    shift = made()
    with refused(refusals.BelowMinimumAge):
        ask(shift, at=now, born_on=born(shift, 18, -1), guardian=MOTHER)
    assert ask(shift, at=now, born_on=born(shift, 18), guardian=MOTHER).status == "guardian"


def test_a_duty_may_ask_for_more_than_the_edition(now):
    shift = made(duty__minimum_age=25)
    with refused(refusals.TooYoung) as caught:
        ask(shift, at=now, born_on=born(shift, 24, 364))
    assert "25" in str(caught.value)
    with refused(refusals.BirthDateNeeded):
        ask(shift, at=now)
    assert ask(shift, at=now, born_on=born(shift, 25)).is_live


def test_nobody_is_born_in_the_future(shift, now):
    with refused(refusals.BornInTheFuture):
        ask(shift, at=now, born_on=now.date() + DAY)


def test_a_date_of_birth_once_given_stands(shift, now):
    ask(shift, at=now, born_on=dt.date(1990, 5, 1))
    other = made(starts_at=shift.starts_at + 6 * HOUR, duty=shift.duty)
    with refused(refusals.BirthDateDiffers):
        ask(other, at=now, born_on=dt.date(1991, 5, 1))
    ask(other, at=now)
    assert Volunteer.objects.values_list("born_on", "of_age_on").get() == (dt.date(1990, 5, 1), None)


def test_a_minor_does_not_become_of_age_by_a_tick(now):
    shift = made()
    ask(shift, at=now, born_on=born(shift, 17), guardian=MOTHER)
    later = made(starts_at=shift.starts_at + 6 * HOUR, duty=shift.duty)
    assert ask(later, at=now, is_of_age=True).status == "guardian"


# Guardians


@pytest.fixture
def minor(shift, now):
    """The sign-up of somebody of 17, whose guardian was asked."""
    return ask(shift, at=now, born_on=born(shift, 17), guardian=MOTHER)


def consent_of():
    """Return what the guardian was asked."""
    return GuardianConsent.objects.get()


def test_a_place_is_kept_until_the_guardian_answers(shift, minor, now):
    shift.refresh_from_db()
    assert (minor.status, minor.expires_at) == ("guardian", now + 72 * HOUR)
    assert (shift.seats_taken, shift.seats_held) == (0, 1)
    assert Commitment.objects.count() == 1
    assert not Pass.objects.exists()
    assert Outbox.objects.get(key__startswith="guardian_asked").recipient == MOTHER.email


def test_the_guardian_confirms_every_place_that_was_kept(shift, minor, now):
    other = made(starts_at=shift.starts_at + 5 * HOUR, duty=shift.duty)
    ask(other, at=now, born_on=born(shift, 17))
    rows = actions.give_guardian_consent(consent=consent_of(), by=VISITOR, at=now + HOUR)
    assert [row.status for row in rows] == ["confirmed", "confirmed"]
    assert Shift.objects.filter(seats_taken=1, seats_held=0).count() == 2
    assert Pass.objects.count() == 1
    third = made(starts_at=shift.starts_at + DAY, duty=shift.duty)
    assert ask(third, at=now + HOUR, born_on=born(shift, 17)).status == "confirmed"


def test_a_guardian_answers_once(minor, now):
    actions.give_guardian_consent(consent=consent_of(), by=VISITOR, at=now)
    for answer in (actions.give_guardian_consent, actions.refuse_guardian_consent):
        with refused(refusals.LinkUsed):
            answer(consent=consent_of(), by=VISITOR, at=now)


def test_a_guardians_link_ends_with_the_shift_it_is_about(shift, minor):
    with refused(refusals.LinkOver):
        actions.give_guardian_consent(consent=consent_of(), by=VISITOR, at=shift.starts_at)


def test_no_consent_of_ones_own(minor, shift, now):
    with refused(refusals.GuardianIsVolunteer):
        actions.give_guardian_consent(consent=consent_of(), by=VISITOR, at=now, reader=minor.person)
    other = Contact("มานะ", "mana@example.org", "+66899999999")
    for guardian in (Guardian("มานะ", "mana@example.org"), Guardian("มานะ", "g@example.org", "+66899999999")):
        with refused(refusals.GuardianIsVolunteer):
            ask(shift, at=now, contact=other, born_on=born(shift, 17), guardian=guardian)


def test_a_minor_names_a_guardian(shift, now):
    with refused(refusals.GuardianNeeded):
        ask(shift, at=now, born_on=born(shift, 19, 364))
    assert ask(shift, at=now, born_on=born(shift, 20)).is_live


def test_a_guardian_who_refuses_ends_it(shift, minor, now):
    actions.refuse_guardian_consent(consent=consent_of(), by=VISITOR, at=now)
    minor.refresh_from_db()
    shift.refresh_from_db()
    assert (minor.status, shift.seats_held) == ("cancelled", 0)
    assert not Commitment.objects.exists()
    with refused(refusals.GuardianNeeded):
        ask(shift, at=now, born_on=born(shift, 17))


def test_another_guardian_gets_another_link(shift, minor, now):
    before = consent_of()
    later = made(starts_at=shift.starts_at + 6 * HOUR, duty=shift.duty)
    ask(later, at=now + MINUTE, born_on=born(shift, 17), guardian=Guardian("พ่อ", "father@example.org"))
    assert consent_of().code != before.code
    with refused(refusals.LinkUsed):
        actions.give_guardian_consent(consent=before, by=VISITOR, at=now + HOUR)


def test_a_place_that_no_guardian_answers_for_goes_on(shift, minor, now):
    Shift.objects.filter(pk=shift.pk).update(capacity=1)
    late = minor.expires_at
    row = actions.sign_up(shift=read(shift), contact=Contact("มานี", "manee@example.org"), by=VISITOR, at=late)
    minor.refresh_from_db()
    assert (minor.status, row.status) == ("lapsed", "confirmed")


# Skills and trainings


def test_a_skill_is_what_volunteers_say_they_have(shift, now):
    skill = make.QualificationFactory(name_th="ภาษามือ", name_en="Sign language")
    shift.duty.needs.add(skill)
    with refused(refusals.NeedsQualification) as caught:
        ask(shift, at=now)
    assert "ภาษามือ" in str(caught.value)
    assert ask(shift, at=now, is_of_age=True, skills=frozenset({skill.pk})).is_live
    assert Qualified.objects.get().noted_by is None


def test_a_training_is_noted_by_staff(shift, coordinator, now):
    training = make.QualificationFactory(kind="training")
    shift.duty.needs.add(training)
    with refused(refusals.NeedsQualification):
        ask(shift, at=now, is_of_age=True, skills=frozenset({training.pk}))
    person = make.PersonFactory(email=MALEE.email)
    noted = make.QualifiedFactory(person=person, qualification=training, noted_by=coordinator)
    noted.until_on = shift.starts_at.date() - DAY
    noted.save()
    with refused(refusals.NeedsQualification):
        ask(shift, at=now)
    noted.until_on = shift.starts_at.date()
    noted.save()
    assert ask(shift, at=now).is_live


# Hours, rest, and the way from zone to zone


def test_no_more_hours_a_day_than_the_rules_allow(edition, now):
    make.RulesFactory(edition=edition, most_minutes_a_day=8 * 60)
    first = made()
    ask(first, at=now)
    second = made(duty=first.duty, starts_at=first.ends_at, ends_at=first.ends_at + 4 * HOUR)
    assert ask(second, at=now).is_live
    third = made(duty=first.duty, starts_at=second.ends_at, ends_at=second.ends_at + MINUTE)
    with refused(refusals.TooManyHours) as caught:
        ask(third, at=now)
    assert "8" in str(caught.value)


@pytest.mark.parametrize("is_later", [True, False])
def test_rest_between_two_days(edition, now, is_later):
    make.RulesFactory(edition=edition, rest_minutes=11 * 60)
    evening = edition.moment(1, dt.time(19))
    late = made(starts_at=evening, ends_at=evening + 3 * HOUR)
    early = made(duty=late.duty, starts_at=late.ends_at + 11 * HOUR - MINUTE, ends_at=late.ends_at + 14 * HOUR)
    first, second = (late, early) if is_later else (early, late)
    ask(first, at=now)
    with refused(refusals.NotEnoughRest):
        ask(second, at=now)
    Shift.objects.filter(pk=second.pk).update(**rested(first, second))
    assert ask(read(second), at=now).is_live


def rested(first, second):
    """Return times of the second shift that leave a minute more."""
    if second.starts_at > first.starts_at:
        return {"starts_at": second.starts_at + MINUTE}
    return {"starts_at": second.starts_at - MINUTE, "ends_at": second.ends_at - MINUTE}


def test_shifts_that_touch_do_not_overlap_in_one_zone(shift, now):
    ask(shift, at=now)
    assert ask(made(duty=shift.duty, starts_at=shift.ends_at), at=now).is_live


@pytest.mark.parametrize("minutes", [0, 9])
def test_the_way_to_another_zone_is_kept_free(shift, now, minutes):
    ask(shift, at=now)
    other = made(starts_at=shift.ends_at + minutes * MINUTE)
    with refused(refusals.TooFarToWalk) as caught:
        ask(other, at=now)
    assert "10" in str(caught.value)
    enough = made(duty=other.duty, starts_at=shift.ends_at + 10 * MINUTE)
    assert ask(enough, at=now).is_live


def test_the_way_from_a_session_counts_too(shift, now):
    zone = make.ZoneFactory(edition=shift.edition)
    place = make.PlaceFactory(edition=shift.edition, zone=zone)
    session = make.SessionFactory(place=place, starts_at=shift.starts_at - HOUR, ends_at=shift.starts_at)
    make.RegistrationFactory(session=session, person=make.PersonFactory(email=MALEE.email))
    with refused(refusals.TooFarToWalk):
        ask(shift, at=now)


def test_work_all_over_the_expo_is_near_everything(shift, now):
    ask(shift, at=now)
    assert ask(made(duty__zone=None, starts_at=shift.ends_at), at=now).is_live


# Windows, waves, groups


def test_sign_up_opens_and_closes(shift, now):
    Shift.objects.update(opens_at=now, closes_at=now + HOUR)
    with refused(refusals.ShiftOpensLater):
        ask(read(shift), at=now - MINUTE)
    with refused(refusals.ShiftClosed):
        ask(read(shift), at=now + HOUR)
    assert ask(read(shift), at=now).is_live


def test_waves_open_a_share_of_the_places(shift, now):
    make.WaveFactory(opens_at=now, percent=40)
    make.WaveFactory(opens_at=now + DAY, percent=100)
    with refused(refusals.ShiftOpensLater):
        ask(shift, at=now - MINUTE)
    people = [Contact(f"P{n}", f"p{n}@example.org") for n in range(6)]
    for person in people[:2]:
        ask(read(shift), at=now, contact=person)
    with refused(refusals.WaveFull):
        ask(read(shift), at=now, contact=people[2])
    # Whoever read the page before is refused as well.
    with refused(refusals.WaveFull):
        ask(shift, at=now, contact=people[2])
    for person in people[2:5]:
        ask(read(shift), at=now + DAY, contact=person)
    with refused(refusals.ShiftFull):
        ask(read(shift), at=now + DAY, contact=people[5])


def test_a_group_takes_as_many_places_as_it_has_people(now):
    shift = made(capacity=5, largest_party=4)
    organization = make.OrganizationFactory()
    row = ask(shift, at=now, is_of_age=True, party_size=4, organization=organization, names=("ก", "ข"))
    shift = read(shift)
    assert (shift.seats_taken, row.members.count(), row.organization) == (4, 2, organization)
    with refused(refusals.ShiftFull):
        ask(shift, at=now, contact=Contact("P", "p@example.org"), is_of_age=True, party_size=2)
    actions.change_party(sign_up=row, party_size=2, by=VISITOR, at=now)
    assert read(shift).seats_taken == 2
    with refused(refusals.MoreNamesThanPeople):
        actions.change_party(sign_up=row, party_size=1, by=VISITOR, at=now)
    with refused(refusals.GroupTooLarge):
        actions.change_party(sign_up=row, party_size=5, by=VISITOR, at=now)
    actions.name_members(sign_up=row, names=["ค"], by=VISITOR, at=now)
    assert [member.name for member in row.members.all()] == ["ค"]


@pytest.mark.parametrize("size", [0, 2])
def test_no_group_where_none_is_taken(shift, now, size):
    with refused(refusals.GroupTooLarge):
        ask(shift, at=now, is_of_age=True, party_size=size)


# By approval, and by hand


def test_who_asks_gets_the_place_when_a_coordinator_says_so(coordinator, now):
    shift = made(is_by_approval=True)
    row = ask(shift, at=now)
    assert (row.status, read(shift).seats_taken, Commitment.objects.count()) == ("requested", 0, 0)
    row = actions.approve_sign_up(sign_up=row, by=coordinator, at=now)
    assert (row.status, read(shift).seats_taken, Commitment.objects.count()) == ("confirmed", 1, 1)
    with refused(WrongStep):
        actions.approve_sign_up(sign_up=row, by=coordinator, at=now)


def test_no_approval_without_the_guardian(coordinator, now):
    shift = made(is_by_approval=True)
    row = ask(shift, at=now, born_on=born(shift, 16), guardian=MOTHER)
    assert row.status == "requested"
    with refused(refusals.GuardianFirst):
        actions.approve_sign_up(sign_up=row, by=coordinator, at=now)
    actions.give_guardian_consent(consent=consent_of(), by=VISITOR, at=now)
    assert actions.approve_sign_up(sign_up=row, by=coordinator, at=now).is_live


def test_no_approval_of_a_place_that_is_not_there(coordinator, now):
    shift = made(is_by_approval=True, capacity=1)
    row = ask(shift, at=now)
    other = ask(shift, at=now, contact=Contact("P", "p@example.org"), is_of_age=True)
    actions.approve_sign_up(sign_up=other, by=coordinator, at=now)
    with refused(refusals.ShiftFull):
        actions.approve_sign_up(sign_up=row, by=coordinator, at=now)
    actions.decline_sign_up(sign_up=row, by=coordinator, at=now)
    row.refresh_from_db()
    assert row.status == "declined"


def place(shift, coordinator, at, reason="หาคนแทนไม่ได้", **said):
    """Place somebody by hand."""
    applicant = Applicant(MALEE, **(said or {"is_of_age": True}))
    return actions.place_volunteer(shift=shift, applicant=applicant, reason=reason, by=coordinator, at=at)


def test_a_coordinator_sets_the_rules_aside_with_a_reason(shift, coordinator, now):
    make.RulesFactory(most_minutes_a_day=4 * 60)
    ask(shift, at=now)
    other = made(starts_at=shift.starts_at + HOUR, duty__minimum_age=30)
    with refused(refusals.ReasonNeeded):
        place(other, coordinator, now, reason="  ")
    third = made(starts_at=shift.starts_at + 2 * HOUR)
    with refused(Clash):
        ask(third, at=now)
    row = place(other, coordinator, now)
    commitment = Commitment.objects.get(what_key=row.pk)
    assert (row.status, row.override_reason) == ("confirmed", "หาคนแทนไม่ได้")
    assert (commitment.is_exclusive, commitment.override_reason) == (False, "หาคนแทนไม่ได้")
    assert AuditEntry.objects.filter(verb="place_volunteer", actor_key=coordinator.pk).count() == 1


def test_not_even_a_coordinator_overfills_a_shift_or_sends_children(coordinator, now):
    shift = made(capacity=1)
    with refused(refusals.BelowMinimumAge):
        place(shift, coordinator, now, born_on=born(shift, 12))
    ask(shift, at=now, contact=Contact("P", "p@example.org"), is_of_age=True)
    with refused(refusals.ShiftFull):
        place(shift, coordinator, now)


def test_capacity_never_drops_anybody(coordinator, now):
    shift = made(capacity=3)
    rows = [ask(shift, at=now, contact=Contact(f"P{n}", f"p{n}@example.org"), is_of_age=True) for n in range(3)]
    with refused(refusals.CapacityTooSmall) as caught:
        actions.set_shift_capacity(shift=shift, capacity=2, by=coordinator, at=now)
    assert rows[-1].reference in str(caught.value)
    actions.set_shift_capacity(shift=shift, capacity=4, by=coordinator, at=now)
    assert read(shift).capacity == 4


def test_a_shift_that_is_called_off_frees_everybody(shift, minor, coordinator, now):
    ask(shift, at=now, contact=Contact("P", "p@example.org"), is_of_age=True)
    actions.cancel_shift(shift=shift, by=coordinator, at=now)
    assert set(SignUp.objects.values_list("status", flat=True)) == {"cancelled"}
    assert Outbox.objects.filter(key__startswith="shift_cancelled").count() == 2
    assert not Commitment.objects.exists()
    with refused(WrongStep):
        actions.cancel_shift(shift=shift, by=coordinator, at=now)
