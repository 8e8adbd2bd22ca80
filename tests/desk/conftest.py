"""A desk in a zone: somebody appointed to it, sessions there and elsewhere, and devices that speak JSON."""

import json
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from activities.passes import token_of
from goodsociety.operations.invariants import findings
from tests import factories as make


@pytest.fixture(autouse=True)
def counters_are_true(db):
    """Recount everything afterwards."""
    yield
    assert list(findings()) == []


@pytest.fixture
def zone(edition):
    """The zone in which the desk is."""
    return make.ZoneFactory(slug="forest", name_th="โซนป่าไม้", name_en="Forest")


@pytest.fixture
def other_zone(edition):
    """A zone with a desk of its own."""
    return make.ZoneFactory(slug="sea", name_th="โซนทะเล", name_en="Sea")


@pytest.fixture
def session(zone):
    """A session in the desk's zone."""
    return make.SessionFactory(activity__zone=zone, activity__name_th="ซ่อมของเก่า", activity__name_en="Mending")


@pytest.fixture
def helper(zone):
    """Somebody appointed to the desk of the zone, without the organisers' workspace."""
    return make.AppointmentFactory(user=make.UserFactory(is_staff=False), role="desk", zone=zone).user


@pytest.fixture
def desk(helper):
    """The helper's device."""
    return Device(helper)


@pytest.fixture
def party(session):
    """A party of three whose person holds a pass."""
    party = make.RegistrationFactory(session=session, party_size=3, name="สมหญิง ใจดี")
    make.PassFactory(person=party.person, edition=session.edition)
    return party


class Device:
    """What stands at a desk and speaks JSON, in English."""

    def __init__(self, user=None):
        """Sign the user in."""
        self.user, self.client = user, Client()
        if user:
            self.client.force_login(user)

    def get(self, name, **query):
        """Ask an address."""
        return self.client.get(address(name), query)

    def post(self, name, body, **query):
        """Send a body, as it stands or as JSON."""
        sent = body if isinstance(body, bytes) else json.dumps(body)
        return self.client.post(address(name), sent, content_type="application/json", query_params=query)

    def upload(self, *items, **about):
        """Send items and return the answer."""
        return self.post("desk_scans", {"device": "tablet-1", "clock": None, "items": list(items), **about}).json()

    def send(self, item, **about):
        """Send one item and return what came of it."""
        return self.upload(item, **about)["items"][0]


def address(name, language="en"):
    """Return an address in a language."""
    with translation.override(language):
        return reverse(name)


def token(party):
    """Return what the QR code of a party's pass holds."""
    return token_of(party.person.passes.get().code)


def item(kind, at, **about):
    """Return an item as a device sends it."""
    return {"key": str(uuid4()), "kind": kind, "at": at.isoformat(), **about}


def a_scan(session, text, at, **about):
    """Return a scan as a device sends it."""
    return item("scan", at, session=session.code, text=text, **about)


def a_count(door, heads, at, **about):
    """Return a count at a session's door or a zone's gate."""
    where = {"session": door.code} if hasattr(door, "code") else {"gate": door.slug}
    return item("count", at, heads=heads, **where, **about)


def an_undo(of, at, **about):
    """Return what takes an item back."""
    return item("undo", at, undoes=of["key"], **about)


def a_guest(session, at, **about):
    """Return a walk-in as a device sends it."""
    guest = {"name": "สมชาย", "phone": "081 234 5678", "size": 1}
    return {"key": str(uuid4()), "session": session.code, "at": at.isoformat(), "device": "tablet-1", **guest, **about}
