"""Sharing expertise: offered, changed, taken back, matched, answered, closed; everybody told what concerns them."""

import re

import pytest

from accounts.contact import Contact
from accounts.models import Consent, Person
from goodsociety.common.audit import VISITOR
from goodsociety.common.models import AuditEntry, Outbox
from goodsociety.common.refusals import WrongStep
from tests import factories as make
from tests.language.words import english_words, thai_words
from tests.tables import refused, row_counts, written
from volunteers import actions
from volunteers import expertise_refusals as refusals
from volunteers.models import Expertise, Match
from zones.models import Edition

MALEE = Contact("มาลี รักดี", "malee@example.org", "+66812345678", "en")
SKILL = actions.Offered(kind=Expertise.Kind.SKILL, words="I keep the accounts of small companies.")


@pytest.fixture
def staff(db):
    """A coordinator."""
    return make.UserFactory(is_staff=True)


@pytest.fixture
def partner(edition):
    """An organization that takes part, with somebody who speaks for it."""
    part = make.ParticipationFactory(edition=edition)
    speaker = make.UserFactory(email="speaker@example.org")
    make.OrganizationAppointmentFactory(organization=part.organization, edition=edition, user=speaker)
    return part.organization


def offer(edition, at, offered=SKILL):
    """Offer something."""
    return actions.offer_expertise(edition=edition, offered=offered, contact=MALEE, by=VISITOR, at=at)


def match(row, organization, staff, at):
    """Bring an offer together with an organization."""
    return actions.match_expertise(expertise=row, organization=organization, by=staff, at=at)


def mail(template, row):
    """Return the one mail of a template about a row."""
    return Outbox.objects.get(key__startswith=f"{template}:{row.pk}")


# Offering


def test_an_offer_writes_one_row_of_everything_that_belongs_to_it(edition, now):
    before = row_counts()
    row = offer(edition, now)
    assert written(before, row_counts()) == {
        "accounts.Person": 1,
        "accounts.Consent": 1,
        "volunteers.Expertise": 1,
        "common.Outbox": 2,
        "common.AuditEntry": 1,
    }
    assert (row.state, row.words, row.email, row.person.email) == ("new", SKILL.words, MALEE.email, MALEE.email)
    assert Consent.objects.get().purpose == Consent.Purpose.EXPERTISE
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.numbers) == ("offer_expertise", {"kind": "skill"})


def test_known_people_are_found_again_however_they_write_their_address(edition, now):
    make.PersonFactory(email=MALEE.email)
    assert [offer(edition, now).person, offer(edition, now).person] == [Person.objects.get()] * 2


@pytest.mark.parametrize("status", ["over", "draft", "cancelled"])
def test_only_an_edition_that_is_open_takes_offers(edition, now, status):
    Edition.objects.update(status=status, cancelled_reason_th="น้ำท่วม")
    with refused(refusals.ExpertiseClosed):
        offer(Edition.objects.get(), now)


def test_the_giver_is_told_with_the_link_and_the_coordinators_without_the_name(edition, now):
    Edition.objects.update(contact_email="coordinators@example.org")
    row = offer(Edition.objects.get(), now)
    to_giver, to_staff = mail("expertise_offered", row), mail("expertise_new", row)
    assert (to_giver.recipient, to_staff.recipient) == (MALEE.email, "coordinators@example.org")
    assert f"/en/expertise/{row.code}/" in to_giver.body
    assert [word in to_staff.body for word in (row.code, MALEE.name, MALEE.email, row.words)] == [
        False, False, False, True,
    ]  # fmt: skip


# Changing and taking back


def test_an_offer_can_be_changed_while_something_can_come_of_it(edition, now, staff):
    zone = make.ZoneFactory(edition=edition)
    row = offer(edition, now)
    hours = actions.Offered(kind=Expertise.Kind.HOURS, words="Ten evenings.", hours=20, zone=zone, company="Ltd.")
    actions.change_expertise(expertise=row, offered=hours, by=VISITOR, at=now)
    row.refresh_from_db()
    assert (row.kind, row.words, row.hours, row.zone, row.company, row.state) == (
        "hours", "Ten evenings.", 20, zone, "Ltd.", "new",
    )  # fmt: skip
    actions.close_expertise(expertise=row, words="", by=staff, at=now)
    with refused(WrongStep):
        actions.change_expertise(expertise=row, offered=SKILL, by=VISITOR, at=now)


def test_taking_an_offer_back_ends_its_matches_and_tells_the_organization(edition, now, staff, partner):
    row = offer(edition, now)
    made = match(row, partner, staff, now)
    actions.withdraw_expertise(expertise=row, by=VISITOR, at=now)
    row.refresh_from_db()
    made.refresh_from_db()
    assert (row.state, row.closed_at, made.outcome, made.ended_at) == ("withdrawn", now, "unused", now)
    told = mail("expertise_withdrawn", made)
    assert (told.recipient, MALEE.email in told.body, row.reference in told.body) == (
        "speaker@example.org",
        False,
        True,
    )
    with refused(WrongStep):
        actions.withdraw_expertise(expertise=row, by=VISITOR, at=now)


# Matching


@pytest.mark.parametrize("is_shared", [True, False])
def test_an_organization_gets_the_contact_only_where_the_giver_agreed(edition, now, staff, partner, is_shared):
    offered = actions.Offered(
        kind=SKILL.kind, words=SKILL.words, company="Malee Accounting", is_contact_shared=is_shared
    )
    row = offer(edition, now, offered)
    made = match(row, partner, staff, now)
    told = mail("expertise_for_you", made)
    assert told.recipient == "speaker@example.org"
    private = (MALEE.name, MALEE.email, MALEE.phone, "Malee Accounting")
    assert [word in told.body for word in private] == [is_shared] * 4
    assert (row.words in told.body, row.code in told.body) == (True, False)
    to_giver = mail("expertise_matched", made)
    assert (to_giver.recipient, "speaker@example.org" in to_giver.body) == (MALEE.email, False)
    assert [partner.name_en in to_giver.subject, f"/en/expertise/{row.code}/" in to_giver.body] == [True, True]
    row.refresh_from_db()
    assert (row.state, made.made_by, made.outcome) == ("matched", staff, "open")


def test_where_nobody_speaks_for_an_organization_the_giver_is_told_so(edition, now, staff):
    part = make.ParticipationFactory(edition=edition)
    gone = make.UserFactory(is_active=False)
    make.OrganizationAppointmentFactory(organization=part.organization, edition=edition, user=gone)
    other_year = make.EditionFactory(year=2019)
    make.OrganizationAppointmentFactory(organization=part.organization, edition=other_year)
    made = match(offer(edition, now), part.organization, staff, now)
    assert not Outbox.objects.filter(key__startswith="expertise_for_you").exists()
    assert "The coordinators will tell you" in mail("expertise_matched", made).body


def test_an_offer_can_be_matched_with_several_but_with_each_once(edition, now, staff, partner):
    row = offer(edition, now)
    match(row, partner, staff, now)
    match(row, make.ParticipationFactory(edition=edition).organization, staff, now)
    with refused(refusals.MatchedAlready):
        match(row, partner, staff, now)
    assert Match.objects.count() == 2


def test_organizations_without_a_part_are_not_matched(edition, now, staff):
    elsewhere = make.ParticipationFactory(edition=make.EditionFactory(year=2019)).organization
    row = offer(edition, now)
    with refused(refusals.NoPartInEdition):
        match(row, elsewhere, staff, now)


# Answering and closing


def test_an_answer_reaches_the_giver_each_time(edition, now, staff):
    row = offer(edition, now)
    for words in ("  We look for somebody. ", "We have found somebody."):
        actions.answer_expertise(expertise=row, words=words, by=staff, at=now)
    bodies = Outbox.objects.filter(key__startswith="expertise_answered:").order_by("pk").values_list("body", flat=True)
    assert ["We have found somebody." in body for body in bodies] == [False, True]
    row.refresh_from_db()
    assert (row.answer, row.state) == ("We have found somebody.", "new")
    with refused(refusals.AnswerNeeded):
        actions.answer_expertise(expertise=row, words=" \n", by=staff, at=now)


@pytest.mark.parametrize("noted", [("used", 12, 12), ("used", None, None), ("unused", 12, None)])
def test_what_came_of_a_match_is_noted_once(edition, now, staff, partner, noted):
    outcome, hours, kept = noted
    made = match(offer(edition, now), partner, staff, now)
    actions.close_match(match=made, outcome=Match.Outcome(outcome), hours=hours, by=staff, at=now)
    made.refresh_from_db()
    assert (made.outcome, made.hours, made.ended_at) == (outcome, kept, now)
    with refused(WrongStep):
        actions.close_match(match=made, outcome=Match.Outcome.USED, hours=None, by=staff, at=now)


@pytest.mark.parametrize("hours", [0, -1, 2001])
def test_nobody_gives_so_many_hours(edition, now, staff, partner, hours):
    made = match(offer(edition, now), partner, staff, now)
    with refused(refusals.HoursOutOfRange):
        actions.close_match(match=made, outcome=Match.Outcome.USED, hours=hours, by=staff, at=now)


def test_an_offer_is_closed_when_it_is_known_what_came_of_it(edition, now, staff, partner):
    row = offer(edition, now)
    made = match(row, partner, staff, now)
    with refused(refusals.MatchesOpen):
        actions.close_expertise(expertise=row, words="", by=staff, at=now)
    actions.close_match(match=made, outcome=Match.Outcome.USED, hours=12, by=staff, at=now)
    actions.close_expertise(expertise=row, words="Thank you!", by=staff, at=now)
    body = mail("expertise_closed", row).body
    assert [word in body for word in (partner.name_en, "12 hours", "Thank you!")] == [True, True, True]
    row.refresh_from_db()
    assert (row.state, row.closed_at, row.answer) == ("closed", now, "Thank you!")
    for act, given in (
        (actions.close_expertise, {"words": ""}),
        (actions.answer_expertise, {"words": "Too late"}),
        (actions.match_expertise, {"organization": partner}),
    ):
        with refused(WrongStep):
            act(expertise=row, by=staff, at=now, **given)


def test_a_withdrawn_offer_and_a_match_of_which_nothing_came_count_no_more(edition, now):
    kept = make.MatchFactory(expertise__edition=edition)
    make.MatchFactory(expertise__edition=edition, outcome="unused")
    make.MatchFactory(expertise__edition=edition, expertise__state="withdrawn", expertise__closed_at=now)
    make.MatchFactory(expertise__edition=make.EditionFactory(year=2019))
    assert Expertise.objects.of(edition).counted().count() == 2
    assert Match.objects.of(edition).counted().get() == kept


def test_each_mail_is_of_one_language_and_well_set(edition, now, staff, partner, language):
    name, words = {"th": ("มาลี รักดี", "ทำบัญชี"), "en": ("Malee Rakdee", "I keep accounts")}[language]
    speaker = make.PersonFactory(language=language)
    type(staff).objects.filter(email="speaker@example.org").update(person=speaker)
    for is_shared in (True, False):
        contact = Contact(name, f"{is_shared}@example.org".lower(), "", language)
        offered = actions.Offered(kind=Expertise.Kind.HOURS, words=words, hours=8, is_contact_shared=is_shared)
        row = actions.offer_expertise(edition=edition, offered=offered, contact=contact, by=VISITOR, at=now)
        made = match(row, partner, staff, now)
        match(row, make.ParticipationFactory(edition=edition).organization, staff, now)
        actions.answer_expertise(expertise=row, words=words, by=staff, at=now)
        if is_shared:
            for each in row.matches.all():
                actions.close_match(match=each, outcome=Match.Outcome.USED, hours=2, by=staff, at=now)
            actions.close_expertise(expertise=row, words="", by=staff, at=now)
        else:
            actions.withdraw_expertise(expertise=row, by=VISITOR, at=now)
        assert mail("expertise_for_you", made).recipient == "speaker@example.org"
    sent = Outbox.objects.exclude(key__startswith="expertise_new:")
    lines = [line for each in sent for line in (each.subject, *each.body.splitlines())]
    assert (english_words(lines) if language == "th" else thai_words(lines)) == {}
    assert not any(re.search(r"[{}]|&#|<[a-z]|\n\n\n|None", each.body) for each in sent)
    assert {each.key.partition(":")[0] for each in sent} == {
        "expertise_offered", "expertise_for_you", "expertise_matched", "expertise_answered", "expertise_closed",
        "expertise_withdrawn",
    }  # fmt: skip
