"""The Celery application (``celery -A goodsociety.celery:app worker``): it only wakes what the database holds."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodsociety.settings")
app = Celery("goodsociety")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["goodsociety.common", "volunteers"])
