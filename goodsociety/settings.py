"""The project's only settings file: values come from the environment, .env.example explains each.

Three ways to start: DEBUG (the default, for developers), DEMO (``make run``: behaves like production on this machine
alone, nothing leaves it) and production (both off: whatever is missing is named and the start refused).
"""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from goodsociety import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

DEMO = env.flag("DEMO", default=False)
DEBUG = env.flag("DEBUG", default=not DEMO)
IS_PRODUCTION = not DEBUG and not DEMO
if DEMO and DEBUG:
    raise ImproperlyConfigured("DEMO and DEBUG are both on: the demo shows the site as visitors see it, set DEBUG=0.")
if IS_PRODUCTION:
    env.refuse_missing("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL", "EMAIL_HOST", "DEFAULT_FROM_EMAIL")

SECRET_KEY = env.text("SECRET_KEY") or env.secret_key(VAR_DIR / "secret_key")
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = LOCAL_HOSTS if DEMO else env.words("ALLOWED_HOSTS") or LOCAL_HOSTS
SITE_URL = env.address("SITE_URL", "http://127.0.0.1:8000", "http", "https")

INSTALLED_APPS = [
    "reports",
    "volunteers",
    "donations",
    "activities",
    "organizations",
    "zones",
    "accounts",
    "goodsociety.operations",
    "goodsociety.common",
    "goodsociety.pages.apps.WorkspaceConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "rest_framework",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Before whatever belongs to one visitor; what stands above applies to kept pages as well.
    "goodsociety.common.caching.middleware.KeepPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "goodsociety.common.middleware.api_language",
    "goodsociety.common.middleware.refuse_nul_bytes",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "goodsociety.common.middleware.show_refusals",
]
ROOT_URLCONF = "goodsociety.urls"
WSGI_APPLICATION = "goodsociety.wsgi.application"
ASGI_APPLICATION = "goodsociety.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["goodsociety.common.templatetags.site", "goodsociety.common.templatetags.look"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
DATABASES = {"default": env.database(env.text("DATABASE_URL"), VAR_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.address("REDIS_URL", "", "redis", "rediss", "unix")
CACHES: dict[str, Any] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if REDIS_URL:
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    # Pages that one process made, for the others; whoever waits for them is better off making them anew.
    WAITS = {"socket_connect_timeout": 0.2, "socket_timeout": 0.2}
    CACHES["pages"] = {**CACHES["default"], "KEY_PREFIX": "pages", "OPTIONS": WAITS}
#: Public pages are kept, except for developers, who change templates and rows by hand.
KEEP_PAGES = not DEBUG

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
SIGN_IN_CODES_PER_ADDRESS = env.number("SIGN_IN_CODES_PER_ADDRESS", 300)

LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("Thai")), ("en", _("English"))]
# Our own sentences, then those that Django and its companions lack in Thai.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_libraries"]
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True

STATIC_URL = "/static/"
# Elsewhere nothing is collected: files are served from where they lie.
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles"))) if IS_PRODUCTION else None
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
# Nothing of ours is for other sites' pages.
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "goodsociety.common.static_files.SiteStorage"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_PRODUCTION
IS_BEHIND_PROXY = env.flag("TRUSTED_PROXY", default=False)
if IS_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
SPREADSHEET_MEGABYTES = env.number("SPREADSHEET_MEGABYTES", 5)

EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Good Society Expo <expo@example.org>")
# The demo and a developer's machine hand mail to nobody: the demo's /mailbox/ shows what was sent.
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if IS_PRODUCTION else "django.core.mail.backends.dummy.EmailBackend"
)

CELERY_BROKER_URL = REDIS_URL or None
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 5}
CELERY_BEAT_SCHEDULE = {
    "send what is due": {"task": "goodsociety.common.tasks.send_outbox", "schedule": 30.0},
    "do what is due each minute": {
        "task": "goodsociety.common.tasks.go_round",
        "schedule": 60.0,
        # Where no worker ran for an hour, one round does what sixty would.
        "options": {"expires": 60},
    },
    "let go of what was kept long enough": {"task": "goodsociety.common.tasks.tidy", "schedule": 3600.0},
}

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["goodsociety.common.api.bodies.ObjectParser"],
    "DEFAULT_PAGINATION_CLASS": "goodsociety.common.api.lists.Pages",
    "ALLOWED_VERSIONS": ["1"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "EXCEPTION_HANDLER": "goodsociety.common.api.errors.answer_exception",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Good Society Expo",
    "DESCRIPTION": "Programme, registration, volunteering, giving and outcomes of Good Society Expo, read by anybody.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PATH_CONVERTER_OVERRIDES": {
        "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
        "edition_key": {"type": "string", "pattern": "^[0-9]{4}-[-a-zA-Z0-9_]+$", "example": "2019-education"},
        "year": {"type": "integer", "minimum": 1900, "maximum": 2700, "example": 2019},
    },
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "ENUM_NAME_OVERRIDES": {
        "Access": "activities.models.Access",
        "ActivityKind": "activities.models.Kind",
        "ActivityLanguage": "activities.models.Language",
        "CampaignGoal": "donations.models.Campaign.Goal",
        "Entry": "activities.models.Entry",
        "EditionStatus": "zones.models.Edition.Status",
        "InKind": "donations.models.InKindGift.Kind",
        "InKindStatus": "donations.models.InKindGift.Status",
        "OrganizationKind": "organizations.models.Kind",
        "Part": "organizations.models.Part",
        "PlaceKind": "zones.models.Place.Kind",
        "PledgeStatus": "donations.models.Pledge.Status",
        "QualificationKind": "volunteers.models.Qualification.Kind",
        "QuestionKind": "activities.models.Question.Kind",
        "Qualifier": "reports.models.PublishedFigure.Qualifier",
        "RegistrationStatus": "activities.models.Registration.Status",
        "Sector": "organizations.models.Sector",
        "SessionState": "activities.models.State",
        "ShownAs": "donations.models.Pledge.Shown",
        "SignUpStatus": "volunteers.models.SignUp.Status",
        "Standing": "activities.models.choices.Standing",
        "Way": "activities.models.Way",
    },
}

# The payment provider: off unless all three are set (docs/operations.md).
env.all_or_none("GATEWAY_URL", "GATEWAY_KEY", "GATEWAY_WEBHOOK_SECRET")
GATEWAY_URL = env.address("GATEWAY_URL", "", "https")
GATEWAY_KEY = env.text("GATEWAY_KEY")
GATEWAY_WEBHOOK_SECRET = env.text("GATEWAY_WEBHOOK_SECRET")

# Off, the next visit of each browser takes the service worker and all it saved away (docs/operations.md).
SERVICE_WORKER = env.flag("SERVICE_WORKER", default=True)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"fontTools": {"level": "WARNING"}},
}
