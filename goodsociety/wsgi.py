"""What a WSGI server serves: ``gunicorn goodsociety.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodsociety.settings")
application = get_wsgi_application()
