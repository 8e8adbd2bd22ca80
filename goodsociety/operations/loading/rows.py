"""Rows found by their stable keys and brought to what a file says, or added; all of it counted."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

from goodsociety.operations.loading.errors import Document
from goodsociety.operations.loading.tally import Tally
from organizations.models import Organization
from zones.models import Edition, Place, Zone

Row = TypeVar("Row", bound=models.Model)
NAMES = ("name_th", "name_en")
DESCRIBED = (*NAMES, "description_th", "description_en")
#: Columns that are made from others.
KEYS = ("sort_key", "search_key")
SUMMED_UP = (*NAMES, "summary_th", "summary_en")


@dataclass
class Loading:
    """One loading: the document, whether every row of it is a sample, and what is found and counted on the way."""

    document: Document
    at: dt.datetime
    is_sample: bool = False
    tally: Tally = field(default_factory=Tally)
    errors: list[tuple[str, str]] = field(default_factory=list)
    zones: dict[str, Zone] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    edition: Edition = field(init=False)

    def put(self, model: type[Row], key: Document, values: Document) -> Row:
        """Find a row by its key and bring it to the values, or add it."""
        row = model._default_manager.filter(**key).first()
        return self.bring(row, values) if row else self.add(model, {**key, **values})

    def add(self, model: type[Row], values: Document) -> Row:
        """Add a row."""
        self.tally.added[model] += 1
        return model._default_manager.create(**values)

    def bring(self, row: Row, values: Document) -> Row:
        """Bring a row that was found to the values."""
        self.tally.found.setdefault(row, [])
        values = dict(column(*pair) for pair in values.items())
        stale = [name for name, value in values.items() if getattr(row, name) != value]
        if stale:
            for name in stale:
                setattr(row, name, values[name])
            row.save(update_fields=[*stale, *(key for key in KEYS if hasattr(row, key))])
            self.tally.note(row, stale)
        return row

    def zone(self, slug: str | None) -> Zone | None:
        """Return the zone of an address, where there is one."""
        return self.zones[slug] if slug else None


def chosen(row: Document, *names: str) -> Document:
    """Return some values of a part of the file."""
    return {name: row[name] for name in names}


def column(name: str, value: Any) -> tuple[str, Any]:
    """Return a value under its column's own name, so that comparing it reads no other row."""
    return (f"{name}_id", value.pk) if isinstance(value, models.Model) else (name, value)
