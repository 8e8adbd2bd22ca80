"""The shipped edition of 2019 with its sample rows, and what a second loading finds there."""

import pytest

from activities.models import Activity, Registration, Session, State
from organizations.models import MediaCoverage, Organization, Participation
from tests.operations.edition_files import UNCHANGED, load, small, written
from tests.tables import everything
from volunteers.models import Shift
from zones.models import Edition, Place, Zone

pytestmark = pytest.mark.django_db


def test_2019_with_its_sample_rows(edition_2019):
    assert edition_2019.has_sample_rows
    assert not edition_2019.is_sample
    assert Zone.objects.filter(is_area_sample=True, area_sqm__gt=0).count() == 5
    assert not Zone.objects.filter(is_sample=True).exists()
    for model in (Place, Activity, Session, Shift, MediaCoverage):
        assert model.objects.exists()
        assert not model.objects.filter(is_sample=False).exists()
    assert Organization.objects.filter(is_sample=False).count() == 17
    assert Participation.objects.filter(is_sample=False).count() == 17
    assert set(Session.objects.values_list("state", flat=True)) == {State.RELEASED}


def test_2019_again_changes_nothing(edition_2019):
    before = everything()
    said = load("2019.yaml")
    assert UNCHANGED in said
    assert " 0 added, 0 changed, 327 unchanged" in said
    assert everything() == before


def test_the_facts_again_after_the_sample_rows_take_nothing_away(edition_2019):
    before = everything()
    assert UNCHANGED in load("2019.yaml", "--facts-only")
    assert everything() == before


def test_one_edition_leaves_the_other_alone(tmp_path, edition_2019):
    before = Registration.objects.count()
    load(written(tmp_path, small()))
    assert Edition.objects.count() == 2
    assert Registration.objects.count() == before
    assert UNCHANGED in load("2019.yaml")
