"""The app's name for Django and for organisers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    """The app, and the heading organisers see over it."""

    name = "activities"
    verbose_name = _("programme and registrations")

    def ready(self) -> None:
        """Listen to what happens below."""
        from activities import receivers  # noqa: F401, PLC0415 (they need the models)
