"""What a WSGI server serves: ``gunicorn goodsociety.wsgi``."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodsociety.settings")
application = get_wsgi_application()
# What was loaded lives as long as the process and is not looked at again. A request makes some ten thousand objects;
# nearly all requests go without a collection.
gc.freeze()
gc.set_threshold(50_000)
