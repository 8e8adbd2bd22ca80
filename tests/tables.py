"""Every table of ours, looked at from outside: which there are, and everything that stands in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from goodsociety.common.refusals import Refusal

#: Tables whose rows never change.
APPEND_ONLY = (
    "activities_checkin",
    "activities_draw",
    "activities_headcount",
    "common_auditentry",
    "donations_payment",
    "reports_snapshot",
)


def our_models(*, with_links: bool = False) -> list[type[models.Model]]:
    """Return the project's own models; with the tables between many and many when asked."""
    configs = [config for config in apps.get_app_configs() if not config.name.startswith("django.")]
    ours = [config for config in configs if "site-packages" not in config.path]
    return [model for config in ours for model in config.get_models(include_auto_created=with_links)]


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, so that two moments can be compared."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in our_models(with_links=True)
    }


def row_counts() -> dict[str, int]:
    """Return how many rows each table holds, empty tables apart."""
    return {label: len(rows) for label, rows in everything().items() if rows}


def written(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """Return how many rows each table got, tables that got none apart."""
    gained = {label: after.get(label, 0) - before.get(label, 0) for label in {*before, *after}}
    return {label: number for label, number in gained.items() if number}


@contextmanager
def refused(refusal: type[Refusal]) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """Expect exactly this refusal, and every table as it was before."""
    before = everything()
    with pytest.raises(refusal) as caught:
        yield caught
    assert type(caught.value) is refusal
    assert everything() == before
