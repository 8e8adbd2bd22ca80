"""Rows that are inserted unless another stands in their way."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import Person
from goodsociety.common.inserting import insert_new
from goodsociety.common.models import AuditEntry, IdempotencyKey

pytestmark = pytest.mark.django_db


def test_a_row_is_inserted_with_all_that_was_set_and_gets_its_key(django_assert_num_queries):
    person = Person(name="ใจดี น้ำใจ", email="jaidee@example.org", phone=None)
    with django_assert_num_queries(1):
        assert insert_new(person)
    stored = Person.objects.get(pk=person.pk)
    assert (stored.name, stored.email, stored.phone, stored.created_at) == (
        person.name, person.email, None, person.created_at,
    )  # fmt: skip
    person.name = "another"
    person.save()
    assert Person.objects.get().name == "another", "it was not inserted once more"


def test_a_row_in_whose_way_another_stands_is_left_out(django_assert_num_queries):
    assert insert_new(Person(name="first", email="one@example.org"))
    second = Person(name="second", email="one@example.org")
    with django_assert_num_queries(1):
        assert not insert_new(second)
    assert second.pk is None
    assert Person.objects.get().name == "first"


def test_a_row_that_breaks_another_law_is_refused():
    with pytest.raises(IntegrityError):
        insert_new(Person(name="nobody can be reached"))


def test_json_comes_back_as_it_was():
    numbers = {"session": 7, "result": "ยินดีต้อนรับ", "none": None}
    insert_new(AuditEntry(at=timezone.now(), actor="visitor", verb="try", subject="x", subject_key=1, numbers=numbers))
    assert AuditEntry.objects.get().numbers == numbers
    insert_new(IdempotencyKey(endpoint="e", key="k", digest="d", at=timezone.now()))
    assert IdempotencyKey.objects.filter(answer__isnull=True).exists(), "nothing is nothing, not the text null"
