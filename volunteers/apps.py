"""The app's name for Django and for organisers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VolunteersConfig(AppConfig):
    """The app, and the heading organisers see over it."""

    name = "volunteers"
    verbose_name = _("volunteers")

    def ready(self) -> None:
        """Listen to what happens below, and tell apps there what volunteers have promised."""
        from volunteers import promises, receivers  # noqa: F401, PLC0415 (they need the models)
