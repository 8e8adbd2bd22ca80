"""Every public page is the same under eight threads as under one, byte for byte, made anew or kept."""

import random
import sys
import time
from functools import partial
from urllib.parse import unquote, urlsplit
from wsgiref.util import setup_testing_defaults

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.urls import path

from activities.models import Entry, Session
from goodsociety.operations.coming import load_coming_edition
from tests import factories as make
from tests.concurrency.crowd import at_once
from tests.conftest import NOON
from tests.public_pages import public_addresses
from zones.models import Edition

pytestmark = [pytest.mark.race]
THREADS = 8
#: How long a thread may go on before another one gets its turn; the usual time is so long that most pages fit into it.
OFTEN = 0.0001


def ask(application, address):
    """Return status, headers and body of an answer, as a server gets them."""
    path, query = urlsplit(address)[2:4]
    said = []
    environ = {"PATH_INFO": unquote(path), "QUERY_STRING": query, "HTTP_HOST": "testserver"}
    setup_testing_defaults(environ)
    answer = application(environ, lambda status, headers: said.append((status, sorted(headers))))
    try:
        return (*said[0], b"".join(answer))
    finally:
        answer.close()


def ask_all(application, addresses):
    """Return each address with its answer, asked in an order of chance."""
    order = random.sample(addresses, len(addresses))
    return [(address, ask(application, address)) for address in order]


def differences(application, addresses):
    """Return the addresses that answer anything else under threads than alone."""
    alone = {address: ask(application, address) for address in addresses}
    assert {answer[0] for answer in alone.values()} == {"200 OK"}
    usual = sys.getswitchinterval()
    sys.setswitchinterval(OFTEN)
    try:
        threads = at_once([partial(ask_all, application, addresses)] * THREADS)
    finally:
        sys.setswitchinterval(usual)
    for found in threads:
        if isinstance(found, Exception):
            raise found
    return {address for found in threads for address, answer in found if answer != alone[address]}


@pytest.fixture
def addresses(transactional_db):
    """Return every public page of an edition as large as the real one, at a moment that stands still."""
    with time_machine.travel(NOON, tick=False):
        load_coming_edition()
        edition = Edition.objects.open().get()
        drawn = Session.objects.public().of(edition).filter(entry=Entry.REGISTRATION).first()
        Session.objects.filter(pk=drawn.pk).update(entry=Entry.DRAW)
        make.DrawFactory(session=drawn)
        yield public_addresses(edition)


@pytest.mark.parametrize("are_kept", [False, True], ids=["made anew", "kept"])
def test_pages_are_the_same_under_eight_threads(addresses, settings, are_kept):
    settings.KEEP_PAGES = are_kept
    assert len(addresses) > 30

    assert differences(WSGIHandler(), addresses) == set()


# The control: what a view must not do is seen.

shared: dict[str, str] = {}


def careless(request):
    """Keep what this visitor asked where others find it, and take a moment."""
    shared["asked"] = request.GET["q"]
    time.sleep(0.001)
    return HttpResponse(shared["asked"])


urlpatterns = [path("careless/", careless)]


def test_a_view_that_shares_what_it_works_on_is_found_out(settings, transactional_db):
    settings.ROOT_URLCONF = __name__
    addresses = [f"/careless/?q={number}" for number in range(10)]

    assert differences(WSGIHandler(), addresses)
