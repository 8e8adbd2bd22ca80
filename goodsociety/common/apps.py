"""The app that mentions no expo."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """What every other app may use."""

    name = "goodsociety.common"
    label = "common"
