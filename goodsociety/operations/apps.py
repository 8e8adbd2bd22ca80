"""Acts over the whole expo; it has commands and no tables."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Loading an edition, checking invariants, the demo."""

    name = "goodsociety.operations"
    label = "operations"

    def ready(self) -> None:
        """Listen to the hours that pass."""
        from goodsociety.operations import receivers  # noqa: F401, PLC0415 (they need the models)
