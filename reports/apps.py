"""The app's name for Django and for organisers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """The app, and the heading organisers see over it."""

    name = "reports"
    verbose_name = _("outcomes")
