"""Who opens the workspace."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import translation

from tests.factories import UserFactory


def signed_in(user):
    """Return a browser in which a user has signed in."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def organiser(edition):
    """Return the browser of somebody who may do everything."""
    return signed_in(UserFactory(is_staff=True, is_superuser=True))


@pytest.fixture
def may(edition):
    """Return a function that gives the browser of staff with the named permissions and no others."""

    def browser(*codenames):
        user = UserFactory(is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        return signed_in(user)

    return browser


@pytest.fixture
def english():
    """Read the sentences in English, as they are written in the code."""
    with translation.override("en"):
        yield
