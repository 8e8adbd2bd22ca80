"""Works out anew what rows are sorted and found by."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db.models import Model

from goodsociety.common.thai import SearchKeyField, SortKeyField

Key = SortKeyField | SearchKeyField


class Command(BaseCommand):
    """Writes the keys of all rows anew: after a change of how they are made, or of names by a bulk update."""

    help = "Work out anew what rows are sorted and found by; only what is out of date is written."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write what is out of date."""
        written = sum(
            renew(row, keys) for model in apps.get_models() if (keys := keys_of(model)) for row in rows(model)
        )
        self.stdout.write(f"Rows whose keys were out of date: {written}")


def keys_of(model: type[Model]) -> list[Key]:
    """Return the columns of a model that are worked out from others."""
    return [field for field in model._meta.concrete_fields if isinstance(field, Key)]


def rows(model: type[Model]) -> list[Model]:
    """Return all rows of a model."""
    return list(model._default_manager.all())


def renew(row: Model, keys: list[Key]) -> bool:
    """Write the keys of a row where they are out of date; say whether they were."""
    before = [getattr(row, key.attname) for key in keys]
    is_stale = before != [key.pre_save(row, add=False) for key in keys]
    if is_stale:
        row.save(update_fields=[key.name for key in keys])
    return is_stale
