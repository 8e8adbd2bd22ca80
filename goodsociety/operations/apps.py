"""Acts over the whole expo; it has commands and no tables."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Loading an edition, checking invariants, the demo."""

    name = "goodsociety.operations"
    label = "operations"
