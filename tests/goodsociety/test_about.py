"""What the expo is for, who is behind it, and what is kept about people."""

import pytest
from django.urls import reverse

from accounts.forms import ContactForm
from tests.factories import EditionFactory, ParticipationFactory
from tests.html import faults
from tests.pages import text

pytestmark = pytest.mark.django_db


def test_about_tells_idea_aims_organiser_ways_to_join_and_proof(client, edition):
    EditionFactory(year=2019, status="over")
    EditionFactory(year=2017, status="draft")

    page = text(client.get("/en/about/"))

    for words in ("The idea", "What it wants to bring about", "Khon Thai Foundation", "Khon Thai Kho Mue Noi",
                  "Join as an organization", "How the figures are proved", "Good Society Expo 2019"):  # fmt: skip
        assert words in page
    assert "2017" not in page


def test_whom_to_write_to_stands_where_the_coming_expo_names_it(client, edition):
    html = client.get("/en/about/").content.decode()
    assert 'href="mailto:hello@example.org"' in html
    edition.contact_email = ""
    edition.save()
    assert "mailto:" not in client.get("/en/about/").content.decode()


def test_about_before_any_expo(client, db):
    response = client.get("/en/about/")
    assert response.status_code == 200
    assert faults(response.content.decode()) == []
    assert "All editions" not in text(response)[text(response).index("The idea") : text(response).index("Join as")]


def test_every_page_leads_there(client, edition):
    assert f'href="{reverse("about")}"' in client.get(f"/{edition.year}/").content.decode()
    assert f'href="{reverse("about")}"' in client.get("/editions/").content.decode()


def test_the_home_leads_organizations_to_how_they_join(client, edition):
    ParticipationFactory()
    assert 'href="/about/#join"' in client.get(f"/{edition.year}/").content.decode()
    assert 'id="join"' in client.get("/about/").content.decode()


def test_privacy_shows_the_sentence_of_the_forms(client, language):
    response = client.get(reverse("privacy"))

    assert str(ContactForm.base_fields["consent"].label) in text(response)
    assert "14" in text(response)
