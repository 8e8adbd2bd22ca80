"""What the workspace does not show, what it does not delete, and what it makes of odd addresses."""

import re

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME as CHOSEN
from django.db.models import ProtectedError
from django.utils import translation

from accounts.models import User
from activities.models import Activity, CheckIn, Pass, Registration, Session
from donations.models import Campaign, Pledge
from goodsociety.common.models import IdempotencyKey, Outbox
from organizations.models import Organization
from tests import factories as make
from tests.admin.pages import messages_of
from tests.admin.rows import MAKERS, page
from volunteers.models import (
    Certificate,
    CertificateSheet,
    Duty,
    Expertise,
    GuardianConsent,
    HandOver,
    Match,
    Shift,
    SignUp,
    Volunteer,
)
from zones.models import Edition, Place, Zone

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("model", "action"),
    [
        (Registration, "cancel"),
        (SignUp, "approve"),
        (HandOver, "withdraw"),
        (GuardianConsent, ""),
        (Expertise, ""),
        (Pledge, "confirm"),
        (Pass, "revoke"),
    ],
)
def test_the_code_that_opens_a_visitors_page_is_shown_nowhere(model, action, edition, organiser):
    row = MAKERS[model]()
    pages = [
        page(model, "changelist"),
        page(model, "change", row.pk),
        page(model, "history", row.pk),
        page(model, "delete", row.pk),
    ]
    answers = [organiser.get(address) for address in pages]
    answers.append(organiser.post(pages[0], {"action": action, CHOSEN: [row.pk]}))
    assert len(row.code) == 22
    assert not [answer.request["PATH_INFO"] for answer in answers if row.code in answer.content.decode()]
    assert not organiser.get(pages[0], {"q": row.code}).context["cl"].queryset, "nor is it found by its code"


def test_the_text_of_a_mail_and_a_stored_answer_hold_codes_and_are_not_shown(edition, organiser):
    mail = make.OutboxFactory(body="https://example.org/registrations/AAAAAAAAAAAAAAAAAAAAAA/")
    answer = make.IdempotencyKeyFactory(key="BBBBBBBBBBBBBBBBBBBBBB", answer={"code": "CCCCCCCCCCCCCCCCCCCCCC"})
    for address in (
        page(Outbox, "changelist"),
        page(Outbox, "change", mail.pk),
        page(IdempotencyKey, "changelist"),
        page(IdempotencyKey, "change", answer.pk),
    ):
        assert not re.search(r"AAAAAA|BBBBBB|CCCCCC", organiser.get(address).content.decode())


@pytest.mark.parametrize(
    ("model", "lookup"),
    [
        (Registration, "code__startswith"),
        (SignUp, "code"),
        (SignUp, "hand_overs__code__startswith"),
        (HandOver, "code__startswith"),
        (HandOver, "sign_up__code__startswith"),
        (GuardianConsent, "code__startswith"),
        (Volunteer, "born_on__gt"),
        (Certificate, "code__startswith"),
        (CertificateSheet, "certificate__code__startswith"),
        (Expertise, "code__startswith"),
        (Match, "expertise__code__startswith"),
        (Pledge, "code__gt"),
        (Pass, "code__startswith"),
        (Outbox, "body__contains"),
        (IdempotencyKey, "answer__code__startswith"),
        (IdempotencyKey, "key"),
        (CheckIn, "registration__code__startswith"),
        (User, "password__startswith"),
    ],
)
def test_codes_are_not_guessed_by_filtering(model, lookup, edition, organiser):
    MAKERS[model]()
    assert organiser.get(page(model, "changelist"), {lookup: "A"}).status_code == 400


DEPENDENTS = [
    (Edition, make.ZoneFactory, "edition"),
    (Zone, make.ActivityFactory, "zone"),
    (Place, make.SessionFactory, "place"),
    (Organization, make.ParticipationFactory, "organization"),
    (Activity, make.SessionFactory, "activity"),
    (Session, make.RegistrationFactory, "session"),
    (Duty, make.ShiftFactory, "duty"),
    (Shift, make.SignUpFactory, "shift"),
    (Campaign, make.PledgeFactory, "campaign"),
]


@pytest.mark.parametrize(("model", "factory", "field"), DEPENDENTS)
def test_what_others_depend_on_is_not_deleted_and_the_page_says_why(model, factory, field, edition, organiser):
    row = getattr(factory(), field)
    address = page(model, "delete", row.pk)
    for answer in (organiser.get(address), organiser.post(address, {"post": "yes"})):
        assert answer.status_code == 200
        assert answer.context["protected"]
    chosen = {"action": "delete_selected", CHOSEN: [row.pk], "post": "yes"}
    assert organiser.post(page(model, "changelist"), chosen).context["protected"]
    assert model.objects.filter(pk=row.pk).exists()


def test_what_comes_to_be_depended_on_meanwhile_is_not_deleted(edition, organiser, monkeypatch):
    activity = make.SessionFactory().activity
    nothing_seen = ([], {}, set(), [])
    monkeypatch.setattr("activities.admin.ActivityAdmin.get_deleted_objects", lambda *_args: nothing_seen)
    with translation.override("en"):
        answer = organiser.post(page(Activity, "delete", activity.pk), {"post": "yes"})
        assert "other rows depend on it" in messages_of(organiser, answer)
    with pytest.raises(ProtectedError):
        activity.delete()


def test_what_nothing_depends_on_is_deleted(edition, organiser):
    place = make.PlaceFactory()
    assert organiser.post(page(Place, "delete", place.pk), {"post": "yes"}).status_code == 302
    assert not Place.objects.filter(pk=place.pk).exists()


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "x" * 5000,
        "q=%F0%9F%98%80%27%22%3C",
        "p=99999999999999999999",
        "p=x",
        "o=99.-3.x",
        "all=x",
        "e=1",
        "activity__edition__id__exact=x",
        "activity__edition__id__exact=99999999999999999999999",
        "activity__edition__id__exact=" + "9" * 5000,
        "activity__zone__id__exact=๑",
        "starts_at__year=x",
        "starts_at__year=99999999999999999999999",
        "starts_at__year=2019&starts_at__month=13",
        "starts_at__year=0",
        "is_sample__exact=maybe",
        "state__exact=exploded",
        "nothing=1",
        "_to_field=code&_popup=1",
        "place__edition__status=draft",
    ],
)
def test_an_odd_address_of_a_list_is_answered(query, edition, organiser):
    make.SessionFactory()
    answer = organiser.get(f"{page(Session, 'changelist')}?{query}")
    assert answer.status_code in {200, 302, 400}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("app_label=activities&model_name=session&field_name=place", 200),
        ("app_label=activities&model_name=session&field_name=place&page=9999", 404),
        ("app_label=activities&model_name=session&field_name=code", 403),
        ("app_label=nothing&model_name=session&field_name=place", 403),
        ("", 403),
    ],
)
def test_an_odd_question_for_choices_is_answered(query, status, edition, organiser):
    assert organiser.get(f"/admin/autocomplete/?{query}").status_code == status


def test_choices_say_their_year(edition, organiser):
    make.PlaceFactory(name_th="เวทีกลาง", zone=make.ZoneFactory(edition=make.EditionFactory(year=2019)))
    question = {"app_label": "activities", "model_name": "session", "field_name": "place"}
    answer = organiser.get("/admin/autocomplete/", {**question, "term": "เวที 2019"})
    assert [choice["text"] for choice in answer.json()["results"]] == ["เวทีกลาง (2562)"]


def test_a_choice_that_was_made_says_its_year_too(edition, organiser):
    session = make.SessionFactory()
    text = organiser.get(page(Session, "change", session.pk)).content.decode()
    assert f"{session.place.name_th} ({edition.year + 543})</option>" in text


def test_zones_to_filter_by_are_those_of_the_chosen_edition(edition, organiser):
    mine, other = make.ActivityFactory().zone, make.ZoneFactory(edition=make.EditionFactory(year=2019))
    make.ActivityFactory()
    everywhere = organiser.get(page(Activity, "changelist")).content.decode()
    here = organiser.get(page(Activity, "changelist"), {"edition__id__exact": edition.pk}).content.decode()
    assert f"{other.name_th} (2562)" in everywhere
    assert f"{mine.name_th} (" in here
    assert f"{other.name_th} (2562)" not in here


@pytest.mark.parametrize(("address", "era"), [("/admin", 2562), ("/en/admin", 2019)])
def test_lists_count_years_as_the_page_does(address, era, edition, organiser):
    make.MediaCoverageFactory()
    make.MediaCoverageFactory(published_on="2017-05-01")
    text = organiser.get(f"{address}/organizations/mediacoverage/").content.decode()
    assert re.search(rf'class="field-published">10 \S+ {era}<', text)
    assert f'?published_on__year=2019">{era}</a>' in text


def test_the_workspace_has_our_name_and_our_stylesheet_and_nothing_inline(edition, organiser):
    make.SessionFactory()
    for address in ("/en/admin/", "/en/admin/login/", page(Session, "changelist"), page(Session, "add")):
        answer = organiser.get(address, follow=True)
        text = answer.content.decode()
        assert "/static/css/admin.css" in text
        assert "/static/build/fonts.css" in text
        assert not re.search(r"<style|style=\"|<script(?![^>]*\bsrc=)(?![^>]*application/json)| on[a-z]+=\"", text)
    with translation.override("en"):
        assert "Good Society Expo – organisers&#x27; workspace" in organiser.get("/en/admin/").content.decode()
