"""The list of organizations with its filter, and an organization's page."""

import pytest

from tests.factories import (
    ActivityFactory,
    CampaignFactory,
    EditionFactory,
    OrganizationFactory,
    ParticipationFactory,
    SessionFactory,
    ZoneFactory,
)
from tests.html import faults
from tests.pages import text

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
    "asked",
    [{"part": "king"}, {"sector": "\x1f"}, {"zone": "no-such-zone"}, {"q": "x" * 101}, {"q": "9" * 100_000}],
)
def test_what_cannot_be_meant_is_told_beside_what_was_typed(client, edition, several, asked):
    response = client.get(f"/en/{edition.year}/organizations/", asked)

    assert response.status_code == 200
    assert response.context["form"].errors.keys() == asked.keys()
    assert list(response.context["page"]) == []
    assert "invalid-feedback" in response.content.decode()
    assert faults(response.content.decode()) == []
    if "q" in asked:
        assert f'value="{asked["q"]}"' in response.content.decode()


def test_many_organizations_come_in_pages_that_keep_the_choice(client, edition):
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
