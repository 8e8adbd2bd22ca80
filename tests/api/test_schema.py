"""The OpenAPI document: complete, served in both formats, and true."""

import hypothesis
import pytest
import schemathesis
import yaml
from django.core import signals
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import translation
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from activities import refusals
from goodsociety.common.refusals import KeyUsedForAnother
from tests import factories
from tests.api.asking import ENGLISH

DOCUMENT = "/api/v1/schema/?format=json"
REGISTER = "/api/v1/sessions/{code}/registrations/"
SIGN_UP = "/api/v1/shifts/{code}/sign-ups/"
TAKE_BACK = "/api/v1/sign-ups/{code}/cancellation/"
PLEDGE = "/api/v1/campaigns/{key}/pledges/"
GIFT = "/api/v1/campaigns/{key}/gifts/"
OWN_PLEDGE = "/api/v1/pledges/{code}/"
WITHDRAW_PLEDGE = "/api/v1/pledges/{code}/withdrawal/"
WITHDRAW_GIFT = "/api/v1/gifts/{code}/withdrawal/"
#: What is answered by those that change something; others answer that something is there, or is not.
OF_CHANGES = {
    PLEDGE: {"201", "400", "404", "409", "413", "415", "422"},
    GIFT: {"201", "400", "404", "409", "413", "415", "422"},
    OWN_PLEDGE: {"200", "400", "404", "409", "413", "415"},
    WITHDRAW_PLEDGE: {"200", "400", "404", "409"},
    WITHDRAW_GIFT: {"200", "400", "404", "409"},
    REGISTER: {"201", "400", "404", "409", "413", "415", "422"},
    SIGN_UP: {"201", "400", "404", "409", "413", "415", "422"},
    TAKE_BACK: {"200", "400", "404", "409"},
}
PATHS = [
    "/api/v1/activities/",
    "/api/v1/activities/{key}/",
    "/api/v1/campaigns/",
    "/api/v1/campaigns/{key}/",
    "/api/v1/campaigns/{key}/donors/",
    GIFT,
    PLEDGE,
    "/api/v1/editions/",
    "/api/v1/editions/{year}/",
    "/api/v1/gifts/{code}/",
    WITHDRAW_GIFT,
    "/api/v1/organizations/",
    "/api/v1/organizations/{slug}/",
    "/api/v1/outcomes/",
    "/api/v1/outcomes/{year}/",
    OWN_PLEDGE,
    WITHDRAW_PLEDGE,
    "/api/v1/sessions/",
    "/api/v1/sessions/{code}/",
    REGISTER,
    "/api/v1/shifts/",
    "/api/v1/shifts/{code}/",
    SIGN_UP,
    "/api/v1/sign-ups/{code}/",
    TAKE_BACK,
    "/api/v1/zones/",
    "/api/v1/zones/{key}/",
]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def document(client):
    """The document in English."""
    return client.get(DOCUMENT, headers=ENGLISH).json()


@pytest.mark.parametrize("language", ["th", "en"])
def test_nothing_to_warn_about(tmp_path, language):
    with translation.override(language):
        call_command("spectacular", "--validate", "--fail-on-warn", file=str(tmp_path / "schema.yaml"))
    assert yaml.safe_load((tmp_path / "schema.yaml").read_text())["openapi"].startswith("3.")


def test_every_endpoint_is_there(document):
    assert sorted(document["paths"]) == PATHS
    assert document["info"]["version"]
    assert "servers" not in document


def test_every_operation_tells_what_it_answers(document):
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            expected = {"200", "400", "404"} if method == "get" else OF_CHANGES[path]
            assert set(operation["responses"]) == expected, path
            assert operation["summary"]
            assert operation["description"]


def test_registering_is_documented_with_its_key_and_refusals(document):
    operation = document["paths"][REGISTER]["post"]
    (key,) = [row for row in operation["parameters"] if row["in"] == "header"]
    assert key["name"] == "Idempotency-Key"
    assert not key.get("required")
    assert set(operation["requestBody"]["content"]) == {"application/json"}
    body = document["components"]["schemas"]["RegistrationRequest"]
    assert sorted(body["required"]) == ["consent", "name"]
    assert sorted(body["properties"]) == [
        "answers", "consent", "email", "name", "oldest", "party_size", "phone", "waiting_list", "youngest",
    ]  # fmt: skip


def test_the_examples_are_what_the_rules_really_say(document):
    responses = document["paths"][REGISTER]["post"]["responses"]
    said = {
        name: example["value"]
        for status in ("409", "422")
        for name, example in responses[status]["content"]["application/json"]["examples"].items()
    }
    with translation.override("en"):
        real = [
            refusals.SessionFull(asked=2, left=1),
            refusals.RegistrationClosed(),
            refusals.NoRegistrationNeeded(),
            refusals.GroupsOnly(),
            refusals.PartyTooLarge(largest=10),
            refusals.PartyTooSmall(smallest=2),
            refusals.AgeNeeded(),
            refusals.TooYoung(minimum=7),
            refusals.TooOld(maximum=12),
            refusals.AnswerNeeded(),
            refusals.EmailNeeded(),
            refusals.NoWaitingList(),
            refusals.NeverFits(capacity=20),
            refusals.AlreadyRegistered(),
            refusals.Clash(),
            KeyUsedForAnother(),
        ]
        assert said == {refusal.name: {"refusal": refusal.name, "detail": str(refusal)} for refusal in real}


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        ("", "*/*", "application/vnd.oai.openapi"),
        ("", "application/json", "application/json"),
        ("", "application/yaml", "application/yaml"),
        ("?format=json", "*/*", "application/vnd.oai.openapi+json"),
        ("?format=yaml", "*/*", "application/vnd.oai.openapi"),
    ],
)
def test_the_document_comes_as_yaml_or_json(client, query, accept, kind):
    response = client.get(f"/api/v1/schema/{query}", headers={"Accept": accept, **ENGLISH})
    assert response.status_code == 200
    assert response["Content-Type"].partition(";")[0] == kind
    assert yaml.safe_load(response.content)["info"]["title"] == "Good Society Expo"


@pytest.mark.parametrize(
    "query", ["version=%0d%0aX:1", "version=9", "lang=%0d%0a", "lang=../../etc", "lang=xx", "lang=" + "x" * 5000]
)
def test_strange_parameters_of_the_document(client, query):
    response = client.get(f"/api/v1/schema/?{query}")
    assert response.status_code == 200
    assert "\n" not in response["Content-Disposition"]


def test_the_document_comes_in_no_other_format(client):
    assert client.get("/api/v1/schema/?format=xml").status_code == 404
    assert client.get("/api/v1/schema/", headers={"Accept": "text/html"}).status_code == 406


def test_the_document_is_read_without_asking_the_database(client):
    assert client.get(DOCUMENT).status_code == 200  # no database is allowed in this test


@pytest.fixture
def kept_connection():
    """Keep the test's own connection open from request to request, as Django's test client does."""
    both = signals.request_started, signals.request_finished
    for signal in both:
        signal.disconnect(close_old_connections)
    yield
    for signal in both:
        signal.connect(close_old_connections)


@pytest.fixture
def api(db, kept_connection):
    """The document as a source of requests, over rows that some of them find."""
    factories.EditionFactory(year=2019, status="over")
    session = factories.SessionFactory(
        code="SESS2N4K",
        activity__slug="both",
        activity__zone__slug="both",
        activity__hosts=[factories.OrganizationFactory(slug="host")],
    )
    factories.SessionFactory(open_door=True)
    factories.ParticipationFactory(organization=session.activity.hosts.get(), zone=session.activity.zone)
    factories.PublishedFigureFactory(edition=session.edition)
    shift = factories.ShiftFactory(code="SESS2N4K", duty__host=session.activity.hosts.get())
    factories.SignUpFactory(code="SESS2N4K", shift=shift)
    campaign = factories.CampaignFactory(slug="both")
    factories.PledgeFactory(code="SESS2N4K", campaign=campaign)
    factories.InKindGiftFactory(code="SESS2N4K")
    return schemathesis.openapi.from_wsgi(DOCUMENT, get_wsgi_application())


def send_many(operations, mode, known):
    """Send generated requests, the same each time, and hold every answer against the document."""
    for operation in operations.values():
        send_many_of(operation, mode, known)


def send_many_of(operation, mode, known):
    """Send generated requests of one operation."""

    @hypothesis.settings(
        max_examples=20,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def send(case):
        if known:
            case.path_parameters = {name: known[name] for name in case.path_parameters}
        case.call_and_validate(checks=CHECKS)

    send()


@pytest.mark.parametrize("path", PATHS)
def test_whatever_is_asked_is_answered_as_documented(api, path):
    send_many(api[path], GenerationMode.POSITIVE, known={})


@pytest.mark.parametrize("path", [path for path in PATHS if "{" in path])
def test_rows_that_exist_are_answered_as_documented(api, path):
    send_many(api[path], GenerationMode.POSITIVE, known=rows_that_exist())


@pytest.mark.parametrize("path", [path for path in PATHS if "{" not in path] + [REGISTER, SIGN_UP, PLEDGE, GIFT])
def test_what_the_document_forbids_is_answered_as_documented(api, path):
    send_many(api[path], GenerationMode.NEGATIVE, known=rows_that_exist())


def rows_that_exist():
    """Return the parts of addresses that find something."""
    edition = factories.usual_edition()
    return {"year": edition.year, "code": "SESS2N4K", "slug": "host", "key": f"{edition.year}-both"}
