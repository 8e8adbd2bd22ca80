"""The app's name for Django and for organisers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VolunteersConfig(AppConfig):
    """The app, and the heading organisers see over it."""

    name = "volunteers"
    verbose_name = _("volunteers")

    def ready(self) -> None:
        """Tell apps below what volunteers have promised."""
        from volunteers import promises  # noqa: F401, PLC0415 (they need the models)
