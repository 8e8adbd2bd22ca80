"""Making sample people: the same for the same seed, as many as asked for, or an error where there is no room."""

from copy import deepcopy

import pytest
from django.db import transaction
from django.utils import translation

from accounts.models import Person
from activities.models import CheckIn, Registration, Session
from donations.models import Payment, Pledge
from goodsociety.common.models import AuditEntry
from goodsociety.operations.invariants import findings
from goodsociety.operations.loading.errors import BadEditionFile
from goodsociety.operations.loading.reading import read_edition
from goodsociety.operations.loading.writing import load_edition
from tests import factories as make
from tests.operations.edition_files import UNCHANGED, crowd, load, organization, small, written
from tests.tables import everything, our_models
from volunteers.models import Shift, SignUp

pytestmark = pytest.mark.django_db
#: Drawn by chance; everything else is the same at each loading.
BY_CHANCE = {"id", "code", "reference", "client_key", "what_key"}


def in_its_place():
    """Return every row without what chance drew, other rows named by their place in their table."""
    models = [model for model in our_models(with_links=True) if model is not AuditEntry]
    rows = {model: list(model._default_manager.order_by("pk")) for model in models}
    places = {model: {row.pk: place for place, row in enumerate(each)} for model, each in rows.items()}
    found = {model._meta.label: [row_in_place(row, places) for row in each] for model, each in rows.items()}
    # Django adds several links at once in no order of their own.
    found["activities.Activity_hosts"].sort(key=lambda link: (link["activity"], link["organization"]))
    return found


def row_in_place(row, places):
    """Return a row's values, with the places of the rows it points to."""
    return {
        field.name: places[field.related_model].get(getattr(row, field.attname))
        if field.related_model
        else getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in BY_CHANCE
    }


def rows_of(document):
    """Load a document, return its rows and undo the loading."""
    with transaction.atomic():
        load_edition(document, with_sample=True)
        assert list(findings()) == []
        rows = in_its_place()
        transaction.set_rollback(True)
    return rows


def test_the_same_file_makes_the_same_rows(document_2019):
    first = rows_of(document_2019)
    assert len(first["accounts.Person"]) > 2000
    assert rows_of(deepcopy(document_2019)) == first


# A small crowd.


def document_with(folder, **numbers):
    """Return the checked small file with a crowd, two field tours and two organizations that visit."""
    document = small()
    document["organizations"] += [organization(f"school-{n}", part="field_tour_visitor") for n in (1, 2)]
    document["sample"]["activities"][1]["kind"] = "field_tour"
    document["sample"]["crowd"] = crowd(**numbers)
    return read_edition(written(folder, document))


ENOUGH = {
    "volunteers": 10, "attendees": 12, "field_tour_people": 9, "pledged_baht": 900, "paid_baht": 500,
    "nearly_full_sessions": 2,
}  # fmt: skip


@pytest.mark.parametrize("seed", range(1, 9))
def test_a_crowd_of_an_open_edition(tmp_path, seed):
    load_edition(document_with(tmp_path, **ENOUGH, seed=seed), with_sample=True)
    assert list(findings()) == []
    assert SignUp.objects.values("person").distinct().count() == 10
    tours = Registration.objects.filter(session__activity__kind="field_tour")
    assert sorted(tours.values_list("party_size", flat=True)) == [4, 5]
    assert {row.organization.slug for row in tours} == {"school-1", "school-2"}
    assert not CheckIn.objects.exists()
    assert sum(Pledge.objects.values_list("amount_satang", flat=True)) == 900_00
    assert sum(Payment.objects.values_list("amount_satang", flat=True)) == 500_00
    left = [session.seats_left for session in Session.objects.filter(activity__kind="workshop")]
    assert sorted(left) in ([0, 1], [0, 0], [1, 1])


def test_a_crowd_is_made_once(tmp_path):
    document = small()
    document["sample"]["crowd"] = crowd(volunteers=3)
    path = written(tmp_path, document)
    assert "people: 3 added" in load(path)
    before = everything()
    assert UNCHANGED in load(path)
    assert everything() == before


def test_a_crowd_takes_no_seat_that_is_taken(tmp_path):
    load(written(tmp_path, small()))
    for slot in (*Session.objects.all(), *Shift.objects.all()):
        slot.seats_held = slot.capacity - 1
        slot.save()
    own = make.SessionFactory(activity__edition__year=2027, capacity=50)
    document = small()
    document["sample"]["crowd"] = crowd(volunteers=3, attendees=2)
    load(written(tmp_path, document))
    own.refresh_from_db()
    assert own.seats_taken == 0, "a session that is no sample gets no sample people"
    assert {slot.seats_left for slot in Shift.objects.all()} == {0}


@pytest.mark.parametrize(
    ("numbers", "key", "phrase"),
    [
        ({"volunteers": 13}, "volunteers", "room for 12 only"),
        ({"attendees": 31}, "attendees", "room for "),
        ({"field_tour_people": 1}, "field_tour_people", "are 2; each of them sends somebody"),
        ({"field_tour_people": 31}, "field_tour_people", "No field tour has room for a party of 16."),
    ],
)
def test_a_crowd_for_whom_there_is_no_room(tmp_path, numbers, key, phrase):
    document = document_with(tmp_path, **numbers)
    before = everything()
    with pytest.raises(BadEditionFile) as caught, translation.override("en"):
        load_edition(document, with_sample=True)
    ((path, sentence),) = caught.value.errors
    assert path == f"sample.crowd.{key}"
    assert phrase in sentence
    assert everything() == before


def test_visitors_of_field_tours_without_a_field_tour(tmp_path):
    document = document_with(tmp_path, field_tour_people=2)
    document["sample"]["activities"][1]["kind"] = "workshop"
    with pytest.raises(BadEditionFile, match="field_tour_people"):
        load_edition(document, with_sample=True)


def test_nobody_at_all(tmp_path):
    load_edition(document_with(tmp_path), with_sample=True)
    assert not Person.objects.exists()
