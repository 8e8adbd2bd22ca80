"""The app that mentions no expo."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    """What every other app may use."""

    name = "goodsociety.common"
    label = "common"
    verbose_name = _("mail and records")
