"""Offers of expertise in the workspace: the queue, the acts with what they bring, the file."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from goodsociety.common.models import AuditEntry, Outbox
from tests import factories as make
from tests.admin.pages import messages_of
from tests.admin.rows import page
from tests.pages import plain, queries
from volunteers.models import Expertise, Match

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
ACTS = ("match", "answer", "result", "close")


@pytest.fixture
def partner(edition):
    """An organization that takes part, with somebody who speaks for it."""
    part = make.ParticipationFactory(edition=edition)
    speaker = make.UserFactory(email="speaker@example.org")
    make.OrganizationAppointmentFactory(organization=part.organization, edition=edition, user=speaker)
    return part.organization


def look(browser, row, act, **typed):
    """Send what was typed, and return the page that says what would happen."""
    return browser.post(page(Expertise, act, row.pk), typed)


def words(answer):
    """Return what a page says."""
    assert answer.status_code == 200
    return plain(answer.content.decode())


def do(browser, row, act, **typed):
    """Look, and confirm what was shown; return the answer."""
    seen = look(browser, row, act, **typed).context["foreseen"].mark
    return browser.post(page(Expertise, act, row.pk), {**typed, "seen": seen, "confirmed": "1"})


@pytest.mark.parametrize("act", ACTS)
def test_who_may_not_change_offers_does_nothing_to_them(act, edition, may):
    row = make.ExpertiseFactory()
    address = page(Expertise, act, row.pk)
    assert Client().get(address).status_code == 302
    assert may("view_expertise").get(address).status_code == 403
    assert may("view_expertise").post(address, {"confirmed": "1", "seen": ""}).status_code == 403
    assert may("change_expertise").get(address).status_code == 200
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("is_shared", "sentence"),
    [(True, "They get name, e-mail and phone"), (False, "They do not learn who the giver is")],
)
def test_a_match_says_first_who_is_told_and_whose_contact_is_passed_on(organiser, partner, is_shared, sentence):
    row = make.ExpertiseFactory(is_contact_shared=is_shared)
    seen = words(look(organiser, row, "match", organization=partner.pk))
    assert [word in seen for word in (sentence, "speaker@example.org", f"{row.name} gets a mail.")] == [True] * 3
    assert not Match.objects.exists()
    done = do(organiser, row, "match", organization=partner.pk)
    assert f"Matched with {partner}." in messages_of(organiser, done)
    assert (Match.objects.get().organization, Outbox.objects.count()) == (partner, 2)


def test_where_nobody_speaks_for_an_organization_the_coordinator_is_asked_to(organiser, edition):
    alone = make.ParticipationFactory(edition=edition).organization
    row = make.ExpertiseFactory(organization=alone)
    assert f'<option value="{alone.pk}" selected' in organiser.get(page(Expertise, "match", row.pk)).content.decode()
    assert "Please get in touch with it yourself" in words(look(organiser, row, "match", organization=alone.pk))


def test_organizations_of_other_editions_or_matched_before_cannot_be_chosen(organiser, edition, partner):
    row = make.MatchFactory(expertise__edition=edition, organization=partner).expertise
    elsewhere = make.ParticipationFactory(edition=make.EditionFactory(year=2019)).organization
    for organization in (partner, elsewhere):
        assert look(organiser, row, "match", organization=organization.pk).context["foreseen"] is None


def test_an_answer_is_shown_before_it_goes(organiser, edition):
    row = make.ExpertiseFactory()
    assert "We look for somebody." in words(look(organiser, row, "answer", words="We look for somebody."))
    do(organiser, row, "answer", words="We look for somebody.")
    row.refresh_from_db()
    assert (row.answer, Outbox.objects.count()) == ("We look for somebody.", 1)
    assert "Please fill this in" in words(look(organiser, row, "answer", words=" "))


def test_what_came_of_it_is_noted_and_then_it_is_closed(organiser, edition, partner):
    match = make.MatchFactory(expertise__edition=edition, organization=partner)
    row = match.expertise
    assert "note first what came of every match" in words(organiser.get(page(Expertise, "close", row.pk)))
    wrong = look(organiser, row, "result", match=match.pk, outcome="unused", hours="5")
    assert "no hours were given" in words(wrong)
    done = do(organiser, row, "result", match=match.pk, outcome="used", hours="12")
    assert "can be closed now" in messages_of(organiser, done)
    match.refresh_from_db()
    assert (match.outcome, match.hours) == ("used", 12)
    assert "It is known what came of every match" in words(organiser.get(page(Expertise, "result", row.pk)))
    do(organiser, row, "close", words="Thank you!")
    row.refresh_from_db()
    assert (row.state, row.answer) == ("closed", "Thank you!")
    for act in ("match", "answer", "close"):
        assert "closed or was taken back" in words(organiser.get(page(Expertise, act, row.pk)))


def test_a_match_of_another_offer_is_not_noted_here(organiser, edition):
    row = make.MatchFactory(expertise__edition=edition).expertise
    other = make.MatchFactory(expertise__edition=edition)
    assert look(organiser, row, "result", match=other.pk, outcome="used").context["foreseen"] is None


def listed(browser, **query):
    """Return the offers that the list shows."""
    answer = browser.get(reverse("admin:volunteers_expertise_changelist"), query)
    return set(answer.context["cl"].result_list)


def test_the_queue_shows_what_is_to_be_done(organiser, edition):
    new = make.ExpertiseFactory()
    make.ExpertiseFactory(answer="We look for somebody.")
    running = make.MatchFactory(expertise__edition=edition).expertise
    known = make.MatchFactory(expertise__edition=edition, outcome="used").expertise
    make.ExpertiseFactory(state="closed")
    assert [listed(organiser, to_do=name) for name in ("read", "ask", "close")] == [{new}, {running}, {known}]
    assert listed(organiser, state__exact="closed", kind__exact="skill") == set(
        Expertise.objects.filter(state="closed")
    )


def test_the_list_asks_as_often_for_many_as_for_few(organiser, edition):
    address = reverse("admin:volunteers_expertise_changelist")
    make.MatchFactory(expertise__edition=edition)
    few = queries(organiser, address)
    for _more in range(3):
        make.MatchFactory(expertise__edition=edition, expertise__zone=make.ZoneFactory(edition=edition))
    assert queries(organiser, address) == few


def test_the_file_holds_what_the_list_shows_and_is_noted(organiser, edition, may):
    row = make.MatchFactory(expertise__words="=1+1", outcome="used", hours=12, expertise__edition=edition).expertise
    make.ExpertiseFactory(kind="contact")
    address = reverse("admin:volunteers_expertise_file")
    assert may("view_pledge").get(address).status_code == 403
    answer = organiser.get(address, {"kind__exact": "skill"})
    assert "no-store, private" in answer["Cache-Control"]
    lines = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert (len(lines), lines[1][0], lines[1][3], lines[1][13]) == (2, row.reference, "=1+1", 12)
    assert AuditEntry.objects.get(verb="export_expertise").numbers == {"rows": 1}
    assert organiser.get(address, {"zone__id__exact": "x"}).status_code in {200, 302}


def test_the_secret_link_of_a_giver_is_not_shown(organiser, edition):
    row = make.ExpertiseFactory()
    assert row.code not in organiser.get(page(Expertise, "change", row.pk)).content.decode()
    assert organiser.get(reverse("admin:volunteers_expertise_changelist"), {"code__startswith": "a"}).status_code == 400
