"""The third way to take part: a visitor finds what is sought, offers something, sees what came of it, takes it back."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.links import link_for
from accounts.models import Consent
from goodsociety.common.models import Outbox
from tests import factories as make
from tests.pages import HOSTILE, alert, has_form, is_under_strict_rules, queries, text, typed, value_of
from volunteers import expertise_refusals as refusals
from volunteers.models import Expertise
from zones.models import Edition

pytestmark = pytest.mark.django_db


def about(edition):
    """Return the address of what is sought, in the active language."""
    return reverse("expertise", args=[edition.year])


def form_of(edition):
    """Return the address of the form, in the active language."""
    return reverse("expertise_offer", args=[edition.year])


def page_of(row, name="expertise_detail"):
    """Return an address of an offer, in the active language."""
    return reverse(name, args=[row.code])


def offered(**answers):
    """Return the form as a visitor fills it in."""
    return typed(**{"kind": "skill", "words": "ทำบัญชีให้กิจการเล็ก ๆ", "whom": "", "hours": "", "company": "", **answers})


def offer(client, edition, **answers):
    """Send the form."""
    return client.post(form_of(edition), offered(**answers))


# What is sought


def test_the_page_tells_what_is_sought_and_leads_to_the_form(client, edition, language):
    zone = make.ZoneFactory(edition=edition)
    page = client.get(about(edition))
    assert is_under_strict_rules(page)
    assert zone.name in text(page)
    for query in ("", "?kind=skill", "?kind=hours", "?kind=contact", f"?whom=zone:{zone.slug}"):
        assert f'href="{form_of(edition)}{query}"' in page.content.decode()


def test_what_came_of_it_is_told_in_numbers(client, edition):
    assert "so-far" not in client.get(about(edition)).content.decode()
    make.MatchFactory.create_batch(2, expertise__edition=edition)
    make.ExpertiseFactory.create_batch(3)
    page = client.get(f"{about(edition)}?fresh").content.decode()
    assert ["<strong>5</strong>" in page, "<strong>2</strong>" in page] == [True, True]


@pytest.mark.parametrize("status", ["over", "cancelled"])
def test_an_edition_that_is_over_takes_nothing_and_says_so(client, edition, status):
    make.ZoneFactory(edition=edition)
    Edition.objects.update(status=status, cancelled_reason_th="น้ำท่วม")
    page = client.get(about(edition))
    assert form_of(edition) not in page.content.decode()
    assert str(refusals.ExpertiseClosed.sentence) in text(page)
    assert not has_form(client.get(form_of(edition)))
    answer = offer(client, edition)
    assert (answer.status_code, str(refusals.ExpertiseClosed.sentence) in alert(answer)) == (409, True)
    assert not Expertise.objects.exists()


def test_drafts_are_nowhere(client, edition):
    Edition.objects.update(status="draft")
    assert [client.get(path).status_code for path in (about(edition), form_of(edition))] == [404, 404]


def test_the_other_pages_lead_here(client, edition):
    zone = make.ZoneFactory(edition=edition)
    part = make.ParticipationFactory(edition=edition, zone=zone)
    home = client.get(reverse("edition_home", args=[edition.year])).content.decode()
    assert f'href="{about(edition)}"' in home
    for name, thing in (("zone", zone), ("organization", part.organization)):
        page = client.get(reverse(f"{name}_detail", args=[edition.year, thing.slug])).content.decode()
        assert f'href="{form_of(edition)}?whom={name}:{thing.slug}"' in page


# Offering


def test_a_visitor_offers_something_and_lands_on_its_page(client, edition, language):
    assert is_under_strict_rules(client.get(form_of(edition)))
    answer = offer(client, edition, company="บริษัท ดี จำกัด", is_contact_shared="on")
    row = Expertise.objects.get()
    assert (answer.status_code, answer.url) == (302, page_of(row))
    assert (row.company, row.is_contact_shared, row.language) == ("บริษัท ดี จำกัด", True, language)
    page = client.get(page_of(row))
    assert is_under_strict_rules(page)
    assert "no-store" in page["Cache-Control"]
    for word in (row.reference, row.words, row.company, row.get_kind_display().capitalize()):
        assert word in text(page)
    assert Outbox.objects.filter(recipient=row.email).count() == 1
    assert Consent.objects.get().purpose == "expertise"


def test_it_is_offered_to_a_zone_an_organization_or_all(client, edition):
    zone = make.ZoneFactory(edition=edition)
    organization = make.ParticipationFactory(edition=edition).organization
    for whom in ("", f"zone:{zone.slug}", f"organization:{organization.slug}"):
        offer(client, edition, whom=whom)
    rows = Expertise.objects.order_by("pk")
    assert [(row.zone, row.organization) for row in rows] == [(None, None), (zone, None), (None, organization)]


def test_what_the_address_asks_for_stands_in_the_form(client, edition):
    zone = make.ZoneFactory(edition=edition)
    page = client.get(f"{form_of(edition)}?kind=contact&whom=zone:{zone.slug}").content.decode()
    assert f'<option value="zone:{zone.slug}" selected>' in page
    assert 'value="contact"' in page.split("checked")[0].rpartition("<input")[2]
    assert client.get(f"{form_of(edition)}?kind=<b>&whom=zone:nowhere").status_code == 200


def test_sent_twice_it_is_one_offer(client, edition):
    once = offered(key=str(uuid4()))
    answers = [client.post(form_of(edition), once) for _again in range(2)]
    assert answers[0].url == answers[1].url
    assert (Expertise.objects.count(), Outbox.objects.filter(key__startswith="expertise_offered").count()) == (1, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": ""}, {"kind": "money"}, {"words": "  "}, {"words": "x" * 2001}, {"hours": "0"}, {"hours": "2001"},
        {"hours": "many"}, {"kind": "hours"}, {"whom": "zone:nowhere"}, {"company": "x" * 201}, {"email": ""},
        {"email": "nobody"}, {"consent": ""}, {"name": ""}, {"phone": "12"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_lost(client, edition, language, wrong):
    answer = offer(client, edition, **wrong)
    assert answer.status_code == 200
    field = "hours" if wrong == {"kind": "hours"} else next(iter(wrong))
    assert answer.context["form"].errors[field]
    if "name" not in wrong:
        assert value_of(answer, "name") == "ใจดี มีสุข"
    assert not Expertise.objects.exists()


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("field", ["kind", "words", "hours", "whom", "company"])
def test_no_field_stumbles_over_what_is_typed(client, edition, field, hostile):
    assert offer(client, edition, **{field: hostile}).status_code in {200, 302, 409}
    for row in Expertise.objects.all():
        assert "<script>alert" not in client.get(page_of(row)).content.decode()


def test_the_form_asks_as_often_with_many_zones_and_organizations(client, edition):
    make.ParticipationFactory(edition=edition, zone=make.ZoneFactory(edition=edition))
    few = queries(client, form_of(edition))
    for _more in range(3):
        make.ParticipationFactory(edition=edition, zone=make.ZoneFactory(edition=edition))
    assert queries(client, form_of(edition)) == few


# The page of an offer


def test_the_page_tells_what_came_of_it(client, edition, language):
    match = make.MatchFactory(
        expertise__edition=edition, expertise__answer="ขอบคุณมาก", outcome="used", hours=12,
        organization=make.ParticipationFactory(edition=edition).organization,
    )  # fmt: skip
    page = text(client.get(page_of(match.expertise)))
    for word in (match.organization.name, "ขอบคุณมาก", "12", match.get_outcome_display().capitalize()):
        assert word in page


def test_each_state_is_told_and_only_what_is_open_can_be_changed(client, edition, language):
    titles = set()
    for state in Expertise.State:
        row = make.ExpertiseFactory(state=state)
        page = client.get(page_of(row))
        titles.add(page.content.decode().split("<h1>")[1].split("</h1>")[0].strip())
        assert (page_of(row, "expertise_withdraw") in page.content.decode()) == row.is_open
        assert (client.get(page_of(row, "expertise_change")).status_code == 200) == row.is_open
        assert (client.get(page_of(row, "expertise_withdraw")).status_code == 200) == row.is_open
    assert len(titles) == 4


def test_nobody_finds_an_offer_without_its_code(client, edition):
    row = make.ExpertiseFactory()
    for name in ("expertise_detail", "expertise_change", "expertise_withdraw"):
        assert client.get(reverse(name, args=[row.reference])).status_code == 404
        assert client.get(reverse(name, args=["x" * 22])).status_code == 404


def test_an_offer_is_changed_on_its_page(client, edition, language):
    row = make.ExpertiseFactory(zone=make.ZoneFactory(edition=edition), is_contact_shared=True)
    page = client.get(page_of(row, "expertise_change"))
    assert is_under_strict_rules(page)
    assert f'<option value="zone:{row.zone.slug}" selected>' in page.content.decode()
    key = value_of(page, "key")
    answer = client.post(
        page_of(row, "expertise_change"), {"key": key, "kind": "hours", "hours": "8", "words": "ว่างวันเสาร์"}
    )
    assert answer.url == page_of(row)
    row.refresh_from_db()
    assert (row.kind, row.hours, row.words, row.zone, row.is_contact_shared) == ("hours", 8, "ว่างวันเสาร์", None, False)


def test_an_offer_is_taken_back_once_asked(client, edition, language):
    row = make.ExpertiseFactory()
    address = page_of(row, "expertise_withdraw")
    assert row.words in text(client.get(address))
    row.refresh_from_db()
    assert row.state == "new"
    assert [client.post(address).url for _again in range(2)] == [page_of(row)] * 2
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_it_stands_on_ones_own_page(client, edition):
    with translation.override("th"):
        row = make.ExpertiseFactory(person=make.PersonFactory())
        others = make.ExpertiseFactory()
        token = link_for(row.person, email=row.person.email, last_day=edition.ends_on)
        client.post(reverse("open_my_page", args=[token]))
        page = client.get(reverse("me")).content.decode()
    assert (page_of(row) in page, page_of(others) in page) == (True, False)
