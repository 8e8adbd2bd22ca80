"""The platform of Good Society Expo."""

from goodsociety.celery import app as celery_app

__all__ = ["celery_app"]
