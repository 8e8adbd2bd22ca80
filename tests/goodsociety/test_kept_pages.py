"""Every address that the site knows: what is kept for all holds nothing of anybody, and nobody's own page is kept."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.links import link_for
from activities.passes import CALENDAR, token_of
from goodsociety.common.caching import shelves
from goodsociety.common.caching.content import content
from goodsociety.common.caching.marking import mark_of
from tests import factories as make
from tests.public_pages import public_addresses, public_names, routes

pytestmark = pytest.mark.django_db

SECRET = "opened by a secret address"
FORM = "a form, with a token of the visitor's"
MINE = "belongs to whoever is signed in"
EXACT = "tells exact numbers, which come fresh"
ALIVE = "tells the state of the process that answers"
LEADS_ON = "leads to another page"
FILE = "a file that says itself how long browsers may keep it"
#: Every address that is made anew for each visitor, and why. Whatever is not named here has to be marked as public.
MADE_ANEW = {
    "acknowledgement_detail": SECRET,
    "acknowledgement_pdf": SECRET,
    "booth": FORM,
    "booth_day": MINE,
    "booth_taken": FORM,
    "booth_undo": FORM,
    "booth_waiting": MINE,
    "income": MINE,
    "income_file": MINE,
    "desk": MINE,
    "desk_at": MINE,
    "desk_sign_in": FORM,
    "desk_sign_out": FORM,
    "desk_scan": FORM,
    "desk_undo": FORM,
    "desk_count": FORM,
    "desk_people_page": FORM,
    "desk_walk_in_form": FORM,
    "desk_list": MINE,
    "desk_numbers": EXACT,
    "desk_people": MINE,
    "desk_scans": MINE,
    "desk_walk_in": MINE,
    "front": LEADS_ON,
    "healthz": ALIVE,
    "readyz": ALIVE,
    "mailbox": "the demo's mail",
    "register": FORM,
    "register_group": FORM,
    "group_party": SECRET,
    "group_list": SECRET,
    "keep_places": FORM,
    "release_places": FORM,
    "registration_detail": SECRET,
    "registration_accept": SECRET,
    "registration_decline": SECRET,
    "registration_party": SECRET,
    "registration_cancel": SECRET,
    "sign_up": FORM,
    "shift_board_staff": MINE,
    "sign_up_detail": SECRET,
    "sign_up_cancel": SECRET,
    "sign_up_group": FORM,
    "sign_up_accept": SECRET,
    "sign_up_decline": SECRET,
    "sign_up_ics": SECRET,
    "sign_up_group_party": SECRET,
    "sign_up_group_list": SECRET,
    "guardian": SECRET,
    "guardian_again": SECRET,
    "seek_stand_in": SECRET,
    "withdraw_stand_in": SECRET,
    "hand_over": SECRET,
    "sign_up_here": SECRET,
    "shift_here": FORM,
    "volunteer_day": MINE,
    "volunteer_day_note": FORM,
    "volunteer_day_times": FORM,
    "volunteer_day_scan": FORM,
    "volunteer_day_screen": MINE,
    "volunteer_day_roster": MINE,
    "volunteer_day_roster_pdf": MINE,
    "volunteer_hours": MINE,
    "volunteer_hours_csv": MINE,
    "volunteer_day_shift": MINE,
    "volunteer_day_walk_up": FORM,
    "shift_hours": FORM,
    "shift_hours_back": FORM,
    "my_certificate": SECRET,
    "my_certificate_pdf": SECRET,
    "verify": FORM,
    "verify_code": SECRET,
    "expertise_offer": FORM,
    "expertise_detail": SECRET,
    "expertise_change": SECRET,
    "expertise_withdraw": SECRET,
    "pledge": FORM,
    "give_in_kind": FORM,
    "in_kind_detail": SECRET,
    "in_kind_withdraw": SECRET,
    "pledge_change": SECRET,
    "pledge_detail": SECRET,
    "pledge_withdraw": SECRET,
    "pledge_code": SECRET,
    "slip_send": SECRET,
    "slip_take_back": SECRET,
    "slip_picture": SECRET,
    "charge": SECRET,
    "charge_open": SECRET,
    "gateway_events": "messages of the payment provider",
    "activity_seats": EXACT,
    "activity_picture": FILE,
    "edition_picture": FILE,
    "icon": FILE,
    "service_worker": FILE,
    "styleguide": "shown to staff alone",
    "favourites_ics": "as many questions as visitors have favourites",
    "sign_in": FORM,
    "sign_in_code": FORM,
    "sign_out": MINE,
    "sign_out_everywhere": MINE,
    "me": MINE,
    "my_name": MINE,
    "my_tickets": MINE,
    "renew_pass": MINE,
    "my_calendar": SECRET,
    "open_my_page": SECRET,
    "pass": SECRET,
    "ticket_pdf": SECRET,
    "remove_favourite": MINE,
    "merge_favourites": MINE,
}
OF_A_PLEDGE = (
    "pledge_detail", "pledge_change", "pledge_withdraw", "pledge_code", "slip_send", "slip_take_back", "slip_picture",
)  # fmt: skip
#: What stands in the rows of visitors, and on no page for all.
NAME, EMAIL, PHONE = "ผู้มาลงทะเบียนคนหนึ่ง", "private@example.org", "+66898765432"


@pytest.fixture
def kept(monkeypatch):
    """Return the addresses of everything that is kept from now on, with what is kept."""
    found = {}
    put = shelves.Memory.put

    def noted(self, key, page):
        found[key.path] = page
        put(self, key, page)

    monkeypatch.setattr(shelves.Memory, "put", noted)
    return found


@pytest.fixture
def addresses(edition, add_one_of_everything, settings):
    """Return every public address, with one of everything to show."""
    settings.KEEP_PAGES = True
    add_one_of_everything()
    return public_addresses(edition)


@pytest.fixture
def visitors(edition):
    """Return what stands in rows of visitors: the name and contact that each typed, and the rows' codes."""
    contact = {"name": NAME, "email": EMAIL, "phone": PHONE}
    make.PersonFactory(**contact)
    rows = [factory(**contact) for factory in (make.RegistrationFactory, make.SignUpFactory, make.PledgeFactory)]
    return [NAME, EMAIL, PHONE, *(word for row in rows for word in (row.code, row.reference))]


def test_every_address_is_public_or_named_here_with_a_reason():
    names = {route.name for route in routes()}
    assert {name for name in names if name not in MADE_ANEW} == set(public_names())
    assert not set(public_names()) & set(MADE_ANEW)
    assert len(public_names()) > 15


def test_public_pages_are_kept_and_hold_nothing_of_anybody(addresses, visitors, kept):
    for address in addresses:
        assert Client().get(address).status_code == 200, address

    assert set(kept) == {address.partition("?")[0] for address in addresses}
    bodies = {address: page.bodies[""].decode(errors="replace") for address, page in kept.items()}
    found = {(address, word) for address, body in bodies.items() for word in visitors if word in body}
    assert found == set()
    assert [address for address, body in bodies.items() if "csrf" in body.lower()] == []


def test_a_kept_page_asks_nothing_of_the_database(addresses, monkeypatch):
    monkeypatch.setattr(content, "version", lambda: "1")
    client, asking = Client(), set()
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).has_header("ETag"), address
        asking |= {address} if captured else set()

    assert asking <= {address for address in addresses if "q=" in address}, "only what somebody looks for is made anew"


def test_staff_with_every_cookie_see_what_everybody_sees(addresses, settings):
    """Else whoever asks first would decide what others see."""
    settings.KEEP_PAGES = False
    settings.ALLOWED_HOSTS = ["testserver", "other.example.org"]
    staff = Client(
        headers={
            "Accept-Language": "en-GB, zh;q=0.3",
            "User-Agent": "Mozilla/5.0 (iPhone)",
            "Referer": "https://other.example.org/elsewhere/",
            "X-Forwarded-For": "203.0.113.7",
            "Host": "other.example.org",
        }
    )
    staff.force_login(make.UserFactory(is_staff=True, is_superuser=True))
    staff.cookies.load({"django_language": "en", "csrftoken": "a" * 32, "theme": "dark", "seen": "1"})

    different = {address for address in addresses if staff.get(address).content != Client().get(address).content}
    assert different == set()


OF_A_SIGN_UP = (
    "sign_up_cancel", "sign_up_accept", "sign_up_decline", "sign_up_ics", "sign_up_group_party", "sign_up_group_list",
    "guardian_again", "seek_stand_in", "withdraw_stand_in", "sign_up_here",
)  # fmt: skip
OF_A_DAY = (
    "volunteer_day", "volunteer_day_note", "volunteer_day_times", "volunteer_day_scan", "volunteer_day_screen",
    "volunteer_day_roster", "volunteer_day_roster_pdf", "volunteer_hours", "volunteer_hours_csv",
)  # fmt: skip
OF_A_SHIFT = ("shift_here", "volunteer_day_shift", "volunteer_day_walk_up", "shift_hours", "shift_hours_back")


def personal_addresses(edition):
    """Yield every address that is made anew and can be opened here."""
    registration, sign_up, pledge = make.RegistrationFactory(), make.SignUpFactory(), make.PledgeFactory()
    year = edition.year
    held = make.PassFactory(person=registration.person, edition=edition)
    group = make.RegistrationFactory(session__entry="groups", organization=make.OrganizationFactory())
    rows = {
        "register_group": (year, group.session.code),
        "group_party": (group.code,),
        "group_list": (group.code,),
        "register": (year, registration.session.code),
        "keep_places": (year, registration.session.code),
        "release_places": (year, registration.session.code),
        "registration_detail": (registration.code,),
        "registration_accept": (registration.code,),
        "registration_decline": (registration.code,),
        "registration_party": (registration.code,),
        "registration_cancel": (registration.code,),
        "sign_up": (year, sign_up.shift.code),
        "shift_board_staff": (year,),
        "sign_up_detail": (sign_up.code,),
        "my_certificate": (sign_up.code,),
        "my_certificate_pdf": (sign_up.code,),
        "verify_code": (make.CertificateFactory(edition=edition).code,),
        **dict.fromkeys(OF_A_SIGN_UP, (sign_up.code,)),
        **dict.fromkeys(OF_A_DAY, (year,)),
        **dict.fromkeys(OF_A_SHIFT, (year, sign_up.shift.code)),
        "sign_up_group": (year, sign_up.shift.code),
        "guardian": (make.GuardianConsentFactory(person=sign_up.person).code,),
        "hand_over": (make.HandOverFactory(sign_up=sign_up).code,),
        "expertise_offer": (year,),
        **dict.fromkeys(
            ("expertise_detail", "expertise_change", "expertise_withdraw"), (make.ExpertiseFactory().code,)
        ),
        **dict.fromkeys(("pledge", "give_in_kind"), (year, pledge.campaign.slug)),
        **dict.fromkeys(("in_kind_detail", "in_kind_withdraw"), (make.InKindGiftFactory().code,)),
        **dict.fromkeys((*OF_A_PLEDGE, "charge", "charge_open"), (pledge.code,)),
        **dict.fromkeys(("acknowledgement_detail", "acknowledgement_pdf"), (make.AcknowledgementFactory().code,)),
        **dict.fromkeys(("income", "income_file"), (year, pledge.campaign.organization.slug)),
        **dict.fromkeys(("booth_taken", "booth_undo", "booth_waiting"), ("token",)),
        "activity_seats": (year, registration.session.activity.slug),
        "activity_picture": (year, registration.session.activity.slug),
        "edition_picture": (year,),
        "favourites_ics": (year,),
        "icon": ("icon-192",),
        "remove_favourite": (registration.session.code,),
        "ticket_pdf": (registration.code,),
        "my_tickets": (year,),
        "renew_pass": (year,),
        "pass": (token_of(held.code),),
        "my_calendar": (token_of(held.code, CALENDAR),),
        "open_my_page": (link_for(registration.person, email=registration.person.email, last_day=edition.ends_on),),
    }
    for route in routes():
        if not mark_of(route.callback) and route.name != "mailbox":
            yield route.name, reverse(route.name, args=rows.get(route.name, ()))


def workspace_addresses():
    """Yield the pages of the workspace: its front, every list, and the form for a row of each."""
    yield "admin", reverse("admin:index")
    yield "admin", reverse("admin:login")
    for model in admin.site._registry:  # noqa: SLF001 (Django has no public name for it)
        place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield place, reverse(f"{place}_changelist")
        row = model.objects.first()
        if row:
            yield place, reverse(f"{place}_change", args=[row.pk])


def api_addresses(edition):
    """Yield the lists of the API."""
    yield "api", "/api/v1/schema/"
    for name in ("editions", "zones", "organizations", "activities", "sessions", "shifts", "outcomes"):
        yield "api", f"/api/v1/{name}/?edition={edition.year}"


@pytest.mark.parametrize("is_staff", [False, True], ids=["visitor", "staff"])
def test_nothing_else_is_ever_kept(edition, add_one_of_everything, settings, kept, is_staff):
    settings.KEEP_PAGES = True
    add_one_of_everything()
    client = Client()
    if is_staff:
        client.force_login(make.UserFactory(is_staff=True, is_superuser=True))
    places = [*personal_addresses(edition), *workspace_addresses(), *api_addresses(edition)]
    assert len(places) > 60
    for name, path in places:
        response = client.get(path, headers={"Accept-Encoding": "br, gzip"})
        assert response.status_code < 500, path
        assert MADE_ANEW.get(name) == FILE or "public" not in response.get("Cache-Control", ""), path
        assert not response.has_header("Content-Encoding"), path

    assert kept == {}
