"""The app's name for Django and for organisers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DonationsConfig(AppConfig):
    """The app, and the heading organisers see over it."""

    name = "donations"
    verbose_name = _("giving")

    def ready(self) -> None:
        """Listen to what happens below."""
        from donations import receivers  # noqa: F401, PLC0415 (it needs the models)
