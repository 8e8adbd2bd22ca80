"""The organisers' workspace: each of its pages in its own language and in no other, with years of that language."""

import json
import re
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME as CHOSEN
from django.contrib.admin.models import CHANGE, LogEntry
from django.test import Client
from django.urls import reverse

from accounts.models import User
from activities.models import Session
from donations.models import Payment, Pledge
from goodsociety.common.models import AuditEntry, IdempotencyKey, Outbox
from reports.models import PublishedFigure
from tests import factories as make
from tests.admin.conftest import signed_in
from tests.admin.pages import send
from tests.admin.rows import MAKERS, NOT_ADDED, NOT_DELETED, READ_ONLY, page
from tests.language.words import Page, english_words, thai_words
from volunteers.models import SignUp
from zones.models import Edition, Zone

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)  # noqa: SLF001 (there is no other way to ask)
pytestmark = [pytest.mark.looks, pytest.mark.django_db]

#: What Django says of its pictures, codes of languages, a way to keep passwords and ways to sign in without.
DJANGO = {"True", "False", "None", "Search", "th", "en", "md", "Single", "Sign-On", "LDAP"}
#: What logs and reports keep as codes, and content that has one language only.
CODES = {
    AuditEntry: {"register", "activities", "registration", "heads"},
    IdempotencyKey: {"register"},
    Outbox: {"Test", "test", "Your", "place", "is", "kept"},
    PublishedFigure: {"page"},
}
#: The names of the people in the tests, and what they have written or done.
PEOPLE = {"ใจดี", "มีสุข", "เพื่อน", "แม่ของมาลี", "ทำบัญชีให้องค์กรเล็ก", "ๆ", "ต้อนรับ", "กล่อง", "สมหญิง", "หนังสือ"}


@pytest.fixture
def organiser(edition):
    """Return the browser of somebody who may do everything."""
    return signed_in(make.UserFactory(is_staff=True, is_superuser=True))


@pytest.fixture
def wrong_words(language):
    """Return a function that finds the words of a page that are not in its language."""

    def find(response, about=None):
        assert response.status_code == 200
        shown = Page(response.content.decode())
        assert shown.language == language
        if language == "en":
            return thai_words(shown.said, PEOPLE)
        return english_words(shown.said, DJANGO | CODES.get(about, set()))

    return find


def label(value):
    """Name a test after what it is about."""
    return value._meta.label if hasattr(value, "_meta") else getattr(value, "__name__", "made")


each_model = pytest.mark.parametrize("model", MODELS, ids=label)
ADDED = [model for model in MODELS if model not in NOT_ADDED]
DELETED = [model for model in MODELS if model not in (*NOT_DELETED, User)]


@each_model
def test_the_list_and_the_page_of_a_row(model, organiser, wrong_words):
    row = MAKERS[model]()
    assert wrong_words(organiser.get(page(model, "changelist")), model) == {}
    assert wrong_words(organiser.get(page(model, "change", row.pk)), model) == {}


@each_model
def test_what_was_noted_about_a_row(model, organiser, wrong_words):
    row = MAKERS[model]()
    changed = [{"changed": {"fields": ["name"]}}]
    LogEntry.objects.log_actions(make.UserFactory().pk, [row], CHANGE, change_message=changed)
    assert wrong_words(organiser.get(page(model, "history", row.pk)), model) == {}


@pytest.mark.parametrize("model", ADDED, ids=label)
def test_adding(model, organiser, wrong_words):
    address = page(model, "add")
    assert wrong_words(organiser.get(address)) == {}
    assert wrong_words(send(organiser, address)) == {}


@pytest.mark.parametrize("model", DELETED, ids=label)
def test_deleting(model, organiser, wrong_words):
    address = page(model, "delete", MAKERS[model]().pk)
    assert wrong_words(organiser.get(address), model) == {}
    assert wrong_words(organiser.post(address, {"post": "yes"}, follow=True), model) == {}


ACTED_ON: dict[Any, Any] = {
    **{model: MAKERS[model] for model in MODELS if model not in READ_ONLY},
    Payment: make.PaymentFactory,
    Outbox: lambda: make.OutboxFactory(state="failed"),
}
ACTS = [(model, act) for model in ACTED_ON for act in admin.site.get_model_admin(model).actions or ()]


def test_all_kinds_of_acts_are_looked_at():
    assert {Pledge, Payment, SignUp, Outbox} < {model for model, _act in ACTS}


@pytest.mark.parametrize(("model", "act"), ACTS, ids=label)
def test_an_act_is_asked_about_done_and_refused(model, act, organiser, wrong_words):
    chosen = {"action": act.__name__, CHOSEN: [ACTED_ON[model]().pk]}
    assert wrong_words(organiser.post(page(model, "changelist"), chosen), model) == {}
    confirmed = {**chosen, "confirmed": "1", "method": "cash"}
    for _time in ("done", "refused, since it is done"):
        assert wrong_words(organiser.post(page(model, "changelist"), confirmed, follow=True), model) == {}


def test_choosing_nothing(organiser, wrong_words):
    make.PledgeFactory()
    for chosen in ({"action": "confirm"}, {"action": "", CHOSEN: ["1"]}, {"action": "confirm", CHOSEN: ["x"]}):
        assert wrong_words(organiser.post(page(Pledge, "changelist"), chosen, follow=True)) == {}


def test_the_way_in(edition, wrong_words):
    address = reverse("admin:login")
    assert wrong_words(Client().get(address)) == {}
    assert wrong_words(Client().post(address, {"username": "a@example.org", "password": "x"})) == {}
    assert wrong_words(signed_in(make.UserFactory()).get(address)) == {}
    assert wrong_words(signed_in(make.UserFactory(is_staff=True)).get(reverse("admin:index"))) == {}


def test_inside_and_the_way_out(organiser, wrong_words):
    assert wrong_words(organiser.get(reverse("admin:index"))) == {}
    assert wrong_words(organiser.get(reverse("admin:app_list", args=["zones"]))) == {}
    assert wrong_words(organiser.get(page(Edition, "change", 999), follow=True)) == {}
    assert wrong_words(organiser.post(reverse("admin:logout"))) == {}


def test_passwords(organiser, wrong_words):
    own = reverse("admin:password_change")
    assert wrong_words(organiser.get(own)) == {}
    typed = {"old_password": "x", "new_password1": "12345", "new_password2": "54321"}
    assert wrong_words(organiser.post(own, typed)) == {}
    user = make.UserFactory()
    address = reverse("admin:auth_user_password_change", args=[user.pk])
    assert wrong_words(organiser.get(address)) == {}
    for first, second in (("12345", "12345"), ("password", "password"), ("a", "b"), (user.email, user.email)):
        typed = {"usable_password": "true", "password1": first, "password2": second}
        assert wrong_words(organiser.post(address, typed)) == {}


def test_what_scripts_say(organiser, language):
    script = organiser.get(reverse("admin:jsi18n")).content.decode()
    found = re.search(r"const newcatalog = ({.*?});", script, re.DOTALL)
    if language == "en":
        assert found is None
        return
    said = json.loads(found[1])
    assert said["Choose all %s"] == "เลือก%sทั้งหมด"
    texts = [text for forms in said.values() for text in ([forms] if isinstance(forms, str) else forms)]
    assert english_words((re.sub(r"%(\(\w+\))?s", " ", text) for text in texts), {"OK"}) == {}


def test_years_are_of_the_language(organiser, language):
    session = make.SessionFactory()
    zone = session.activity.zone
    LogEntry.objects.log_actions(make.UserFactory().pk, [zone], CHANGE)
    shown = {
        page(Edition, "changelist"): {"th": "2 ธันวาคม 2569", "en": "2 December 2026"},
        page(Session, "changelist"): {"th": "2 ธันวาคม 2569 13.00 น.", "en": "2 December 2026 13:00"},
        page(Zone, "history", zone.pk): {"th": "2 พฤศจิกายน 2569 12.00 น.", "en": "2 November 2026 12:00"},
    }
    for address, day in shown.items():
        said = " ".join(Page(organiser.get(address).content.decode()).said)
        assert day[language] in said
        assert {"th": "2026", "en": "2569"}[language] not in said
