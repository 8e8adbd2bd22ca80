"""The list of organizations with its filter, and an organization's page."""

import pytest
from django.utils import translation

from goodsociety.pages import organizations
from organizations.models import Organization, Part
from tests.factories import (
    ActivityFactory,
    CampaignFactory,
    DutyFactory,
    EditionFactory,
    MediaCoverageFactory,
    OrganizationFactory,
    ParticipationFactory,
    SessionFactory,
    ShiftFactory,
    ZoneFactory,
)
from tests.html import faults
from tests.pages import queries, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def names(client, edition):
    """Return what lists the names that are found, in the order they are shown."""

    def found(**asked):
        response = client.get(f"/en/{edition.year}/organizations/", asked)
        return [row.name_en for row in response.context["page"]]

    return found


@pytest.fixture
def several(edition, zone):
    """Make four organizations that differ in part, sector and zone."""
    for name, sector, part, where in (
        ("Alpha", "business", "partner", zone),
        ("Beta", "government", "zone_lead", zone),
        ("Gamma", "business", "media", None),
        ("Delta", "civil_society", "partner", ZoneFactory()),
    ):
        organization = OrganizationFactory(name_en=name, name_th=f"องค์กร {name}", sector=sector)
        ParticipationFactory(organization=organization, part=part, zone=where)
    OrganizationFactory(name_en="Elsewhere")
    ParticipationFactory(
        organization=OrganizationFactory(name_en="Earlier"), edition=EditionFactory(year=2019, status="over")
    )


def test_all_who_take_part_are_listed_in_the_order_of_the_page_s_language(names, several):
    assert names() == ["Alpha", "Beta", "Delta", "Gamma"]


def test_thai_names_stand_in_dictionary_order(client, edition):
    for name in ("แก้ว", "ข้าว", "กา"):
        ParticipationFactory(organization=OrganizationFactory(name_th=name))

    response = client.get(f"/{edition.year}/organizations/")

    assert [row.name_th for row in response.context["page"]] == ["กา", "แก้ว", "ข้าว"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"part": "partner"}, ["Alpha", "Delta"]),
        ({"sector": "business"}, ["Alpha", "Gamma"]),
        ({"zone": "forest"}, ["Alpha", "Beta"]),
        ({"zone": "forest", "part": "partner"}, ["Alpha"]),
        ({"q": "องค์กร b"}, ["Beta"]),
        ({"q": "  GAMMA "}, ["Gamma"]),
        ({"q": "nobody"}, []),
    ],
)
def test_what_is_chosen_narrows_the_list(names, several, asked, expected):
    assert names(**asked) == expected


def test_a_part_and_a_zone_are_meant_together(names, zone):
    organization = ParticipationFactory(part="partner", zone=None).organization
    ParticipationFactory(organization=organization, part="fundraiser", zone=zone)

    assert names(part="partner", zone="forest") == []
    assert names(part="fundraiser", zone="forest") == [organization.name_en]


def test_nothing_found_says_so_and_leads_back(client, edition, several):
    page = text(client.get(f"/en/{edition.year}/organizations/", {"q": "zzz"}))

    assert "Nothing fits" in page
    assert "0 organizations" in page


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"part": "king"}, "“king” (Part): There is no such choice."),
        ({"sector": "\x1f"}, "(Sector): There is no such choice."),
        ({"zone": "no-such-zone"}, "“no-such-zone” (Zone): There is no such choice."),
        ({"part": "<script>alert(1)</script>"}, "There is no such choice."),
        ({"part": "9" * 100_000}, "There is no such choice."),
    ],
)
def test_what_cannot_be_meant_is_left_out_and_told(client, edition, several, asked, sentence):
    response = client.get(f"/en/{edition.year}/organizations/", asked)

    html = response.content.decode()
    assert response.status_code == 200
    assert len(response.context["page"]) == 4
    assert sentence in text(response)
    assert faults(html) == []
    assert "<script>alert" not in html


def test_the_rest_of_a_choice_still_counts(names, several):
    assert names(part="king", sector="business") == ["Alpha", "Gamma"]


@pytest.mark.parametrize("typed", ["x" * 101, "9" * 10_000, "zq" * 5_000, "\u202egrozz"])
def test_a_text_nobody_would_type_is_cut_and_finds_nothing(client, edition, several, typed):
    response = client.get(f"/en/{edition.year}/organizations/", {"q": typed})

    assert response.status_code == 200
    assert list(response.context["page"]) == []
    assert ("Only the first 100 characters" in text(response)) == (len(typed) > 100)


def test_a_part_that_nobody_has_is_no_mistake(client, edition, several):
    response = client.get(f"/en/{edition.year}/organizations/", {"part": "venue_sponsor"})

    assert response.context["form"].left_out == []
    assert "Nothing fits" in text(response)


def test_what_can_be_chosen_says_how_many_there_are(client, edition, several):
    ParticipationFactory(organization=Organization.objects.get(name_en="Alpha"), part="fundraiser")

    page = text(client.get(f"/en/{edition.year}/organizations/"))

    for words in ("Partner (2)", "Zone lead (1)", "Fundraiser (1)", "Business (2)", "Government (1)", "Forest (2)"):
        assert words.lower() in page.lower()
    assert "Venue sponsor" not in page


def test_names_stand_under_their_letters(client, edition):
    for thai, english in (
        ("แก้ว", "apple"), ("กา", "Ant"), ("ข้าว", "Élan"), ("ใจ", ""), ("เจน", "42"), ("Zebra", "Zebra"),
    ):  # fmt: skip
        ParticipationFactory(organization=OrganizationFactory(name_th=thai, name_en=english))

    def letters(prefix):
        rows = client.get(f"{prefix}/{edition.year}/organizations/").context["letters"]
        return {row.letter: [str(organization.name_th) for organization in row.organizations] for row in rows}

    assert letters("") == {"Z": ["Zebra"], "ก": ["กา", "แก้ว"], "ข": ["ข้าว"], "จ": ["เจน", "ใจ"]}
    with translation.override("en"):
        assert letters("/en") == {
            "จ": ["ใจ"], "#": ["เจน"], "A": ["กา", "แก้ว"], "Z": ["Zebra"], "É": ["ข้าว"],
        }  # fmt: skip


def test_letters_lead_to_their_names(client, edition):
    for letter in "กขคงจฉช":
        ParticipationFactory(organization=OrganizationFactory(name_th=letter))

    html = client.get(f"/{edition.year}/organizations/").content.decode()

    assert faults(html) == []
    for number in range(1, 8):
        assert f'href="#letter-{number}"' in html
        assert f'<h3 id="letter-{number}">' in html


def test_giving_mechanisms_stand_out_until_something_is_chosen(client, edition):
    mechanism = OrganizationFactory(name_en="Round-Up")
    ParticipationFactory(organization=mechanism, part="giving_mechanism", description_en="Round up your bill.")
    path = f"/en/{edition.year}/organizations/"

    assert "Ways to help that go on after the expo" in text(client.get(path))
    assert "Round up your bill." in text(client.get(path))
    assert "Ways to help that go on" not in text(client.get(path, {"sector": "business"}))


def test_many_organizations_come_in_pages_that_keep_the_choice(client, edition, monkeypatch):
    monkeypatch.setattr(organizations, "ORGANIZATIONS_A_PAGE", 24)
    for _ in range(26):
        ParticipationFactory()
    path = f"/en/{edition.year}/organizations/"

    first = client.get(path, {"part": "partner"})
    second = client.get(path, {"part": "partner", "page": "2"})

    assert (len(first.context["page"]), len(second.context["page"])) == (24, 2)
    assert "Page 1 of 2" in text(first)
    assert 'href="?part=partner&amp;page=2"' in first.content.decode()
    assert 'href="?part=partner&amp;page=1"' in second.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "1e9", ""])
def test_an_absurd_page_is_a_page_that_exists(client, edition, several, page):
    response = client.get(f"/en/{edition.year}/organizations/", {"page": page})

    assert response.status_code == 200
    assert len(response.context["page"]) == 4


@pytest.fixture
def shown(client, edition, organization):
    """Return what shows the organization's page in English, once it takes part."""
    ParticipationFactory(organization=organization, part="fundraiser", description_en="Give what you like.")
    path = f"/en/{edition.year}/organizations/{organization.slug}/"
    return lambda: client.get(path)


def test_an_organization_shows_its_parts_and_what_it_hosts_here(shown, organization):
    SessionFactory(activity=ActivityFactory(name_en="Hosted Here", hosts=[organization]))
    SessionFactory(activity=ActivityFactory(name_en="Not Out", hosts=[organization]), state="draft")
    SessionFactory(activity=ActivityFactory(name_en="Of Others", hosts=[OrganizationFactory()]))
    CampaignFactory(organization=organization, name_en="Lunches")
    CampaignFactory(name_en="Of Others Too")

    page = text(shown())

    for words in ("Kindness", "Fundraiser", "Give what you like.", "Hosted Here", "Lunches"):
        assert words in page
    for words in ("Not Out", "Of Others"):
        assert words not in page


def test_an_organization_shows_what_is_next_and_whom_it_looks_for(shown, organization, edition):
    session = SessionFactory(activity=ActivityFactory(name_en="Hosted Here", hosts=[organization]))
    ShiftFactory(duty=DutyFactory(host=organization, name_en="Guide People"))
    ShiftFactory(duty=DutyFactory(name_en="For Others"))

    page = text(shown())

    assert "Wednesday 2 December · 13:00–14:00" in page
    assert "Guide People" in page
    assert "Places free" in page
    assert "For Others" not in page
    assert session.code


@pytest.mark.parametrize("status", ["open", "over", "cancelled"])
def test_a_giving_mechanism_says_how_to_take_part_also_after_the_expo(shown, organization, edition, status):
    edition.status, edition.cancelled_reason_th = status, "เหตุสุดวิสัย"
    edition.save()
    ParticipationFactory(
        organization=organization,
        part="giving_mechanism",
        description_en="Round up your bill.",
        link="https://give.example.org/",
    )

    response = shown()

    assert "Take part, also after the expo" in text(response)
    assert "Round up your bill." in text(response)
    assert 'class="button" href="https://give.example.org/" rel="noopener external"' in response.content.decode()


def test_a_giving_mechanism_of_another_edition_still_goes_on(shown, organization):
    for year, words in ((2018, "Older"), (2019, "Newer")):
        ParticipationFactory(
            organization=organization,
            edition=EditionFactory(year=year, status="over"),
            part="giving_mechanism",
            description_en=words,
        )

    page = text(shown())

    assert "Newer" in page
    assert "Older" not in page


def test_an_organization_shows_what_it_did_in_other_editions_year_by_year(shown, organization):
    for year in (2018, 2019):
        past = EditionFactory(year=year, status="over")
        ParticipationFactory(organization=organization, edition=past)
        activity = ActivityFactory(edition=past, slug=f"then-{year}", name_en=f"Then {year}", hosts=[organization])
        SessionFactory(activity=activity)
        CampaignFactory(edition=past, organization=organization, slug=f"lunch-{year}", name_en=f"Lunches {year}")
        MediaCoverageFactory(edition=past, outlet=organization, title_en=f"News {year}")
    draft = EditionFactory(year=2030, status="draft")
    MediaCoverageFactory(edition=draft, outlet=organization, title_en="Not Yet")
    CampaignFactory(edition=draft, organization=organization, name_en="Not Yet Either")

    response = shown()

    page, html = text(response), response.content.decode()
    assert [year.edition.year for year in response.context["others"]] == [2019, 2018]
    for words in ("Then 2019", "Lunches 2018", "News 2019"):
        assert words in page
    assert 'href="/en/2019/activities/then-2019/"' in html
    assert 'href="/en/2018/give/lunch-2018/"' in html
    assert "Not Yet" not in page
    assert faults(html) == []


def test_an_outlet_shows_what_it_reported(shown, organization):
    MediaCoverageFactory(outlet=organization, title_en="Good News", link="https://news.example.org/good")

    response = shown()

    assert "What it reported" in text(response)
    assert 'href="https://news.example.org/good" rel="noopener external"' in response.content.decode()


def test_an_organization_leads_to_the_other_editions_it_took_part_in(shown, organization):
    past = EditionFactory(year=2019, status="over")
    draft = EditionFactory(year=2030, status="draft")
    for part in ("partner", "fundraiser"):
        ParticipationFactory(organization=organization, edition=past, part=part)
        ParticipationFactory(organization=organization, edition=draft, part=part)

    html = shown().content.decode()

    assert html.count('href="/en/2019/organizations/kindness/"') == 1
    assert "/en/2030/" not in html


def test_an_organization_that_takes_no_part_in_the_edition_has_no_page_there(client, edition, organization):
    EditionFactory(year=2019, status="over")
    ParticipationFactory(organization=organization)

    assert client.get(f"/{edition.year}/organizations/kindness/").status_code == 200
    assert client.get("/2019/organizations/kindness/").status_code == 404
    assert client.get(f"/{edition.year}/organizations/nobody/").status_code == 404


def test_a_host_without_a_part_has_a_page_all_the_same(client, edition, organization):
    """Every host named on an activity's page leads to a page."""
    activity = ActivityFactory(hosts=[organization])
    path = f"/{edition.year}/organizations/kindness/"
    assert client.get(path).status_code == 404
    SessionFactory(activity=activity)
    assert client.get(path).status_code == 200


def test_an_organization_s_page_asks_as_often_for_three_of_everything_as_for_one(client, edition, organization):
    path = f"/{edition.year}/organizations/kindness/"

    def add(number):
        past = EditionFactory(year=2010 + number, status="over")
        for where in (edition, past):
            SessionFactory(activity=ActivityFactory(edition=where, hosts=[organization]))
            CampaignFactory(edition=where, organization=organization)
            MediaCoverageFactory(edition=where, outlet=organization)
            ParticipationFactory(edition=where, organization=organization, part=list(Part)[number])
        ShiftFactory(duty=DutyFactory(host=organization))

    add(0)
    client.get(path)
    once = queries(client, f"{path}?once")
    add(1)
    add(2)
    assert queries(client, f"{path}?thrice") == once <= 14


def test_an_english_page_marks_what_is_written_in_thai_alone(client, edition):
    organization = OrganizationFactory(slug="thai", name_en="", description_en="", description_th="ช่วยกัน")
    ParticipationFactory(organization=organization)

    html = client.get(f"/en/{edition.year}/organizations/thai/").content.decode()

    assert f'<h1><span lang="th">{organization.name_th}</span></h1>' in html
    assert '<span lang="th">ช่วยกัน</span>' in html
