"""The app's name for Django and for organisers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The app, and the heading organisers see over it."""

    name = "accounts"
    verbose_name = _("people and sign-in")

    def ready(self) -> None:
        """Listen to what happens below."""
        from accounts import receivers  # noqa: F401, PLC0415 (they need the models)
