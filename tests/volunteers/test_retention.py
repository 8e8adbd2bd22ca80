"""Retention: once the day has passed nothing names or describes volunteers any more, and every count is what it was."""

import datetime as dt

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db.models import Sum

from accounts.contact import Contact
from accounts.models import Person
from activities.models import Commitment
from goodsociety.common.audit import SYSTEM
from goodsociety.common.models import AuditEntry, Outbox
from goodsociety.common.tidying import NOBODY, tidy
from goodsociety.operations.invariants import findings
from goodsociety.operations.retention import forget_edition, to_forget
from reports.metrics import METRICS
from tests import factories as make
from tests.tables import everything, refused
from volunteers import actions
from volunteers.actions import forgetting
from volunteers.certificate_refusals import NamesGone, StillKept
from volunteers.models import Certificate, Qualified, Rules, SignUp, Volunteer

DAY = dt.timedelta(days=1)
#: What stands in the rows of volunteers and must stand nowhere afterwards.
SECRETS = ("สมใจ-ลับ", "secret@", "+66811111", "โน้ต-ลับ", "เหตุผล-ลับ", "สมาชิก-ลับ", "ผู้ปกครอง-ลับ", "คำพูด-ลับ")


@pytest.fixture
def past(now, db):
    """An expo of last year, whose volunteers' details were kept until yesterday."""
    edition = make.EditionFactory(
        year=2025, status="over", starts_on=dt.date(2025, 11, 1), ends_on=dt.date(2025, 11, 4)
    )
    make.RulesFactory(edition=edition, kept_until=now.date() - DAY)
    return edition


@pytest.fixture
def serve(past):
    """Return what lets somebody, known by secret details, serve in the past expo."""

    def do(number=1, edition=past, **more):
        person = more.pop("person", None) or make.PersonFactory(
            name=f"สมใจ-ลับ {number}", email=f"secret@{number}.example.org", phone=f"+66811111{number:03}"
        )
        about = {"approved_minutes": 240, "note": "โน้ต-ลับ", "override_reason": "เหตุผล-ลับ"}
        return make.SignUpFactory(**{"shift__duty__edition": edition, "person": person, **about, **more})

    return do


@pytest.fixture
def everything_there(serve, past, now):
    """One of everything that tells of volunteers."""
    row = serve(party_size=2, shift__largest_party=2)
    person = row.person
    make.SignUpMemberFactory(sign_up=row, name="สมาชิก-ลับ")
    contact = {"name": "ผู้ปกครอง-ลับ", "email": "secret@guardian.example.org", "phone": "+66811111999"}
    consent = make.GuardianConsentFactory(person=person, edition=past, **contact)
    make.VolunteerFactory(person=person, born_on=dt.date(2008, 5, 1), of_age_on=None)
    make.QualifiedFactory(person=person)
    make.ExpertiseFactory(person=person, edition=past, words="คำพูด-ลับ", company="สมใจ-ลับ", answer="คำพูด-ลับ")
    certificate = make.CertificateFactory(person=person, edition=past, members=[["สมาชิก-ลับ", 60]])
    run = make.CertificateRunFactory(edition=past)
    make.CertificateSheetFactory(
        run=run, person=person, state="drawn", certificate=certificate, drawn_at=now, pdf="สมใจ-ลับ".encode()
    )
    Commitment.objects.filter(what_key=row.pk).update(is_exclusive=False, override_reason="เหตุผล-ลับ")
    for n, mail in enumerate((person.email, contact["email"])):
        make.OutboxFactory(key=f"x:{n}", recipient=mail, body="สมใจ-ลับ", state="sent", subject="Your shift")
    make.OutboxFactory(key=f"guardian_asked:{consent.pk}:x", recipient=NOBODY, subject="สมใจ-ลับ", state="sent")
    kind = ContentType.objects.get_for_model(Person)
    LogEntry.objects.create(
        user=make.UserFactory(), content_type=kind, object_id=person.pk, object_repr=str(person), action_flag=CHANGE
    )
    return row


def said_anywhere():
    """Return which secrets stand in any row."""
    rows = [*everything().values(), list(LogEntry.objects.values_list())]
    text = " ".join(
        str(bytes(cell).decode() if isinstance(cell, bytes | memoryview) else cell)
        for table in rows
        for row in table
        for cell in row
    )
    return [secret for secret in SECRETS if secret in text]


def forget(edition, now):
    """Forget an edition's volunteers."""
    return forget_edition(edition=edition, by=SYSTEM, at=now)


def figures(now):
    """Return every metric of every edition, and the hours served."""
    editions = list(Certificate._meta.get_field("edition").related_model.objects.order_by("pk"))
    found = {(each.year, key): metric.total(each, at=now) for each in editions for key, metric in METRICS.items()}
    hours = SignUp.objects.values("status", "shift__duty", "party_size").annotate(total=Sum("approved_minutes"))
    return found, list(hours.order_by("status", "shift__duty")), Certificate.objects.aggregate(Sum("minutes"))


def test_nothing_tells_of_them_any_more(everything_there, past, now):
    assert said_anywhere() == list(SECRETS)
    forget(past, now)
    assert said_anywhere() == []
    person = Person.objects.get(pk=everything_there.person_id)
    assert (person.email, person.phone, person.erased_at) == (None, None, now)
    row = SignUp.objects.get(pk=everything_there.pk)
    assert (row.name, row.email, row.phone, row.note, row.approved_minutes) == ("", "", "", "", 240)
    assert not Qualified.objects.exists()


def test_every_count_is_what_it_was(everything_there, serve, past, edition, now):
    for n in range(2, 5):
        serve(n, approved_minutes=60 * n)
    serve(9, status="cancelled", approved_minutes=None)
    elsewhere = {"session__activity__edition": past, "session__starts_at": past.moment(2, dt.time(15))}
    registration = make.RegistrationFactory(person=serve(10).person, **elsewhere)
    make.PledgeFactory(campaign__edition=past, person=registration.person)
    serve(11, edition=edition)
    before = figures(now)
    assert before[0][2025, "volunteers"].amount == 6, "two in the first party"
    assert list(findings()) == []
    forget(past, now)
    assert figures(now) == before
    assert list(findings()) == []


def test_done_again_it_does_nothing(everything_there, past, now):
    done = forget(past, now)
    assert all(done.values()), "one of each at least"
    before = everything()
    assert not any(forget(past, now + DAY).values())
    assert everything() == before


def test_before_its_day_nothing_goes(everything_there, past, now):
    for kept_until in (None, now.date(), now.date() + DAY):
        Rules.objects.update(kept_until=kept_until)
        with refused(StillKept):
            forget(past, now)
    Rules.objects.all().delete()
    with refused(StillKept):
        forget(past, now)


def test_a_person_whom_something_else_needs_stays(serve, past, edition, now):
    rows = {why: serve(n) for n, why in enumerate(NEEDS, start=1)}
    for why, row in rows.items():
        NEEDS[why](row.person, edition)
    alone = serve(50)
    done = forget(past, now)
    assert done["people"] == 1
    assert set(Person.objects.exclude(erased_at=None)) == {alone.person}
    for why, row in rows.items():
        row.refresh_from_db()
        assert row.name == row.email == "", why
        assert row.person.email, why


NEEDS = {
    "signs in": lambda person, _edition: make.UserFactory(person=person),
    "registered": lambda person, edition: make.RegistrationFactory(person=person, session__activity__edition=edition),
    "pledged": lambda person, edition: make.PledgeFactory(person=person, campaign__edition=edition),
    "volunteers": lambda person, edition: make.SignUpFactory(person=person, shift__duty__edition=edition),
    "offers": lambda person, edition: make.ExpertiseFactory(person=person, edition=edition),
    "has a pass": lambda person, edition: make.PassFactory(person=person, edition=edition),
}


def test_what_was_done_at_the_same_expo_needs_nobody(serve, past, now):
    row = serve()
    when = {"session__starts_at": past.moment(2, dt.time(15))}
    make.RegistrationFactory(person=row.person, session__activity__edition=past, **when)
    assert forget(past, now)["people"] == 1


def test_who_volunteers_again_keeps_age_and_skills(serve, past, edition, now):
    row = serve()
    make.VolunteerFactory(person=row.person, born_on=dt.date(2008, 5, 1), of_age_on=None)
    make.QualifiedFactory(person=row.person)
    serve(edition=edition, person=row.person)
    forget(past, now)
    assert Volunteer.objects.get().born_on
    assert Qualified.objects.exists()


def test_once_nothing_needs_them_they_go_too(serve, past, edition, now):
    row = serve()
    serve(edition=edition, person=row.person)
    assert forget(past, now)["people"] == 0
    make.RulesFactory(edition=edition, kept_until=now.date() - DAY)
    assert forget(past, now)["people"] == 1


def test_other_editions_and_people_are_left_alone(serve, past, edition, now):
    serve()
    other = serve(2, edition=edition)
    forget(past, now)
    other.refresh_from_db()
    assert (other.name, other.note) == ("สมใจ-ลับ 2", "โน้ต-ลับ")
    assert other.person.erased_at is None


def test_mail_that_still_waits_is_sent(serve, past, now):
    row = serve()
    make.UserFactory(person=row.person)
    make.OutboxFactory(recipient=row.email, body="Hello")
    forget(past, now)
    assert Outbox.objects.get(state="queued").body == "Hello"


def test_who_comes_again_later_is_a_new_person(serve, past, edition, now):
    row = serve()
    contact = Contact("สมใจ", row.email, language="th")
    forget(past, now)
    shift = make.ShiftFactory(duty__edition=edition)
    new = actions.sign_up(shift=shift, contact=contact, by=SYSTEM, at=now)
    assert new.person_id != row.person_id


def test_many_go_in_small_steps(serve, past, now, monkeypatch):
    monkeypatch.setattr(forgetting, "BATCH", 2)
    for n in range(5):
        serve(n)
    assert forget(past, now)["sign_ups"] == 5
    steps = AuditEntry.objects.filter(verb="forget_volunteers", subject_key=past.pk, numbers__kind="sign_ups")
    assert sorted(step.numbers["rows"] for step in steps) == [1, 2, 2]
    assert AuditEntry.objects.filter(verb="erase_person").count() == 5


def test_afterwards_no_name_comes_back(serve, past, now):
    """Not even from the person, who may still sign in."""
    row = serve()
    make.UserFactory(person=row.person)
    forget(past, now)
    with refused(NamesGone):
        actions.issue_certificate(person=row.person, edition=past, by=SYSTEM, at=now)


def test_each_hour_looks_whose_day_has_passed(serve, past, now):
    row = serve()
    Rules.objects.update(kept_until=now.date())
    tidy(at=now)
    row.refresh_from_db()
    assert row.name
    tidy(at=now + DAY)
    row.refresh_from_db()
    assert row.name == ""


def test_an_hour_with_nothing_to_forget_takes_few_queries(serve, past, now, django_assert_max_num_queries):
    serve()
    forget(past, now)
    with django_assert_max_num_queries(40):
        assert not any(forget(past, now).values())


# The command


def test_the_command_counts_first_and_changes_nothing_when_only_asked(everything_there, past, now, capsys):
    before = everything()
    call_command("forget_volunteers", "--year", "2025", "--dry-run")
    told = capsys.readouterr().out
    assert everything() == before
    assert "To be erased" in told
    assert "sign ups               1" in told
    assert "people                 1" in told
    assert to_forget(past, at=now)["birth_dates"] == 1


def test_the_command_forgets(everything_there, past, capsys):
    call_command("forget_volunteers", "--year", "2568")
    told = capsys.readouterr().out
    assert told.index("To be erased") < told.index("Erased:")
    assert said_anywhere() == []


def test_the_command_keeps_what_is_still_kept(everything_there, past, now):
    Rules.objects.update(kept_until=None)
    with pytest.raises(CommandError, match=str(StillKept.sentence)):
        call_command("forget_volunteers", "--year", "2025")
    with pytest.raises(CommandError, match="no edition"):
        call_command("forget_volunteers", "--year", "1999")
    assert said_anywhere() == list(SECRETS)
