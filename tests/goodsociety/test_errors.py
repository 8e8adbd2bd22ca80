"""Pages for what went wrong."""

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from django.urls import path
from django.utils import translation

from activities.refusals import SessionFull
from goodsociety import urls
from goodsociety.pages import errors
from tests.factories import EditionFactory
from tests.html import faults
from tests.pages import is_under_strict_rules, text


def refuse(_request):
    """Refuse as an action does."""
    raise SessionFull(asked=3, left=1)


def fail(_request):
    """Fail as code with a mistake in it does."""
    raise RuntimeError


def suspect(_request):
    """Find a request that no browser sends."""
    raise SuspiciousOperation


urlpatterns = [
    path("refuse/", refuse),
    path("fail/", fail),
    path("suspect/", suspect),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
broken = pytest.mark.urls(__name__)


@pytest.mark.django_db
def test_a_page_that_does_not_exist_says_so_in_the_language_of_its_address(client, english_client):
    response = english_client.get("/en/no/such/page/")

    assert response.status_code == 404
    assert "There is no such page" in text(response)
    assert '<html lang="en">' in response.content.decode()
    assert '<html lang="th">' in client.get("/no/such/page/").content.decode()
    assert faults(response.content.decode()) == []


@pytest.mark.django_db
def test_a_page_that_does_not_exist_leads_on_into_the_edition_of_its_address(client, edition):
    EditionFactory(year=2018, status="over")

    past, nowhere = client.get("/en/2018/zones/none/"), client.get("/en/no/such/page/")

    assert 'action="/en/2018/programme/"' in past.content.decode()
    assert f'action="/en/{edition.year}/programme/"' in nowhere.content.decode()
    assert "canonical" not in past.content.decode()


@pytest.mark.django_db
def test_a_draft_is_nowhere_on_the_page_for_what_does_not_exist(client):
    EditionFactory(year=2031, status="draft")

    response = client.get("/en/2031/zones/none/")

    assert response.status_code == 404
    assert "2031" not in text(response)
    assert 'role="search"' not in response.content.decode()


@broken
@pytest.mark.django_db
def test_a_mistake_of_ours_says_so_without_asking_the_database(client, django_assert_num_queries):
    client.raise_request_exception = False

    with translation.override("en"), django_assert_num_queries(0):
        response = client.get("/fail/")

    assert response.status_code == 500
    assert faults(response.content.decode()) == []
    assert is_under_strict_rules(response)


def test_the_page_for_our_mistakes_needs_nothing_of_the_request():
    with translation.override("en"):
        response = errors.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "Something went wrong on our side" in text(response)


@broken
def test_a_request_no_browser_sends_gets_a_page(client):
    response = client.get("/suspect/")

    assert response.status_code == 400
    assert faults(response.content.decode()) == []


def test_a_host_that_is_not_ours_gets_the_page_for_bad_requests(client):
    response = client.get("/en/privacy/", headers={"host": "evil.example.org"})

    assert response.status_code == 400
    assert faults(response.content.decode()) == []


@pytest.mark.parametrize("address", ["/2019/?q=%00", "/%00/", "/2019/programme/?q=a%00b"])
def test_a_nul_byte_in_the_address_is_a_bad_request(client, address):
    assert client.get(address).status_code == 400


@broken
@pytest.mark.django_db
def test_a_refusal_shows_its_sentence_and_a_way_back(client):
    with translation.override("en"):
        response = client.get("/refuse/", headers={"accept-language": "en"})

    assert response.status_code == 409
    assert 'href="/refuse/"' in response.content.decode()
    assert "3" in text(response)
    assert faults(response.content.decode()) == []


@pytest.mark.django_db
def test_a_page_that_is_not_for_the_visitor_says_so():
    request = RequestFactory().get("/")
    request.LANGUAGE_CODE = "en"
    with translation.override("en"):
        response = errors.forbidden(request, exception=PermissionError())

    assert response.status_code == 403
    assert "not open to you" in text(response)
    assert faults(response.content.decode()) == []


def test_a_static_file_that_is_not_there_is_no_error_of_ours(rf):
    handler = StaticFilesHandler(WSGIHandler())
    assert handler.get_response(rf.get("/static/nothing.css")).status_code == 404
