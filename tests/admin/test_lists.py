"""Every list and page of the workspace opens, with as many queries for three rows as for one."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.admin.rows import MAKERS, NOT_ADDED, READ_ONLY, page
from tests.tables import our_models

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)  # noqa: SLF001 (there is no other way to ask)
pytestmark = pytest.mark.django_db


def named(model):
    """Name a test after its model."""
    return model._meta.label


def queries_of(client, address):
    """Return how many queries a page takes."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return len(queries)


@pytest.mark.parametrize("model", MODELS, ids=named)
def test_a_list_takes_the_same_queries_for_three_rows_as_for_one(model, organiser):
    MAKERS[model]()
    address = page(model, "changelist")
    organiser.get(address)
    for_one = queries_of(organiser, address)
    MAKERS[model]()
    MAKERS[model]()
    assert queries_of(organiser, address) == for_one


@pytest.mark.parametrize("model", MODELS, ids=named)
def test_a_list_is_searched_filtered_and_sorted(model, organiser):
    MAKERS[model]()
    page_of = admin.site.get_model_admin(model)
    assert page_of.search_fields
    for query in ("q=น้ำใจ 2019", *(f"o={n}.-{n + 1}" for n in range(1, len(page_of.list_display)))):
        assert organiser.get(f"{page(model, 'changelist')}?{query}").status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=named)
def test_a_row_has_a_page(model, organiser):
    row = MAKERS[model]()
    assert organiser.get(page(model, "change", row.pk)).status_code == 200
    assert organiser.get(page(model, "history", row.pk)).status_code == 200


@pytest.mark.parametrize("model", [model for model in MODELS if model not in NOT_ADDED], ids=named)
def test_a_new_row_has_a_page(model, organiser):
    assert organiser.get(page(model, "add")).status_code == 200
    assert organiser.post(page(model, "add"), {}).status_code == 200


@pytest.mark.parametrize("model", NOT_ADDED, ids=named)
def test_what_people_do_is_not_added_or_deleted_by_hand(model, organiser):
    row = MAKERS[model]()
    assert organiser.post(page(model, "add"), {}).status_code == 403
    assert organiser.post(page(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", READ_ONLY, ids=named)
def test_ledgers_and_logs_refuse_every_change(model, organiser):
    row = MAKERS[model]()
    before = model.objects.filter(pk=row.pk).values().get()
    assert organiser.post(page(model, "change", row.pk), {"amount_satang": "1", "heads": "1"}).status_code == 403
    assert model.objects.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize("model", MODELS, ids=named)
def test_strangers_are_sent_to_the_sign_in(model, edition):
    row = MAKERS[model]()
    for address in (page(model, "changelist"), page(model, "change", row.pk)):
        response = Client().get(address)
        assert response.status_code == 302
        assert response.url.startswith("/admin/login/")


@pytest.mark.parametrize("model", MODELS, ids=named)
def test_staff_without_a_permission_see_nothing(model, may):
    row = MAKERS[model]()
    browser = may()
    assert browser.get(page(model, "changelist")).status_code == 403
    assert browser.get(page(model, "change", row.pk)).status_code == 403
    assert browser.post(page(model, "change", row.pk), {}).status_code == 403


def test_every_model_of_ours_is_found_in_the_workspace():
    inside = {"activities.ActivityAccess", "activities.ActivityWay", "activities.PartyMember"}
    inside |= {"volunteers.SignUpMember", "donations.Instalment", "donations.Recipient"}
    # Where numbers have got to.
    inside |= {"donations.Series"}
    # What somebody has marked, and by which code they sign in, is nobody else's business.
    inside |= {"accounts.SignInCode", "activities.Favourite"}
    ours = {model._meta.label for model in MAKERS}
    assert {model._meta.label for model in MODELS} == ours
    assert {model._meta.label for model in our_models()} - ours == inside
