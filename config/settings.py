"""One settings file; everything that differs between machines comes from the environment.

Each variable is explained in docs/operations/settings.md, which a test compares with what is read
here. On a private machine (only loopback names are served) the defaults are enough; as soon as
`ATHAR_HOSTS` names a public host, defaults that would be unsafe there are refused.
"""

from pathlib import Path

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from config import environment as env
from config import refusals

BASE = Path(__file__).resolve().parent.parent
LOCAL = BASE / ".local"

# --- who is served, and how safely ----------------------------------------------------------------
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
DEBUG = env.flag("ATHAR_DEBUG", False)
PUBLIC_HOSTS = [host for host in env.words("ATHAR_HOSTS") if host not in LOOPBACK]
ALLOWED_HOSTS = PUBLIC_HOSTS + LOOPBACK
HTTPS = env.flag("ATHAR_HTTPS", bool(PUBLIC_HOSTS))
SECRET_KEY = env.text("ATHAR_SECRET_KEY", refusals.PRIVATE_KEY)
SECRET_KEY_FALLBACKS = env.words("ATHAR_OLD_SECRET_KEYS")
TRUSTED_PROXIES = env.words("ATHAR_TRUSTED_PROXIES")
refusals.check(
    debug=DEBUG, secret_key=SECRET_KEY, public_hosts=PUBLIC_HOSTS, proxies=TRUSTED_PROXIES
)

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.number("ATHAR_HSTS_SECONDS", 31_536_000, least=0) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
# The desk and the account stand under each language, so these go to public pages too, which read
# none of them (desk.middleware). The language is a cookie of the administration alone.
CSRF_COOKIE_PATH = SESSION_COOKIE_PATH = "/"
LANGUAGE_COOKIE_PATH = "/admin/"
CSRF_FAILURE_VIEW = "frontend.views.errors.form_expired"
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
X_FRAME_OPTIONS = "DENY"

# An operator may lay raster tiles under our map; none are asked for unless this is set.
RASTER_TILES = env.address("ATHAR_RASTER_TILES")
RASTER_ATTRIBUTION = env.text("ATHAR_RASTER_ATTRIBUTION", "")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *env.origins(RASTER_TILES)],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- database -------------------------------------------------------------------------------------
ROLE = env.choice("ATHAR_ROLE", ["web", "owner"], "web")
WEB_URL = env.text("DATABASE_URL", "postgresql://athar_web@/athar")
OWNER_URL = env.text("DATABASE_OWNER_URL", WEB_URL)
WEB_ROLE = env.database(WEB_URL)["USER"]
DATABASES = {
    "default": env.database(OWNER_URL if ROLE == "owner" else WEB_URL)
    | {
        # A new connection costs 20 ms: each thread keeps its own, and asks first whether it lives.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": env.text("ATHAR_TEST_DATABASE", "test_athar"), "TEMPLATE": "template1"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The libraries that ship inside the wheels: newer than Debian's, the same on every machine.
GDAL_LIBRARY_PATH = env.bundled("pyogrio", "pyogrio.libs/libgdal*")
GEOS_LIBRARY_PATH = env.bundled("shapely", "shapely.libs/libgeos_c*")

# --- rooms ----------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config",
    "frontend",
    "api",
    "desk",
    "evidence",
    "directory",
    "geodata",
    "desk.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.gis",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "drf_spectacular",
    "leaflet",
    "procrastinate.contrib.django",
    "rest_framework",
    "rest_framework_gis",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.RequestRecord",  # static files need no record
    "desk.middleware.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "desk.middleware.Accounts",
    "desk.middleware.Messages",
    "allauth.account.middleware.AccountMiddleware",  # asks nothing outside its own addresses
    "desk.middleware.NeverKept",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
AUTH_USER_MODEL = "desk.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    ]
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "desk.accounts.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]  # a password is set afterwards, by who wants one
ACCOUNT_FORMS = {
    "login": "desk.forms.entrance.LoginForm",
    "signup": "desk.forms.entrance.SignupForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "fax"
MFA_ADAPTER = "desk.accounts.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Athar"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute wrong
# Limits are counted for all workers together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "desk_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- jobs -----------------------------------------------------------------------------------------
# What a worker slept through is done when it starts, once: the last time of each timetable counts.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 24 * 60 * 60}  # seconds; none is longer than a day

# --- mail -----------------------------------------------------------------------------------------
# Without a server mails stay in the outbox, where the operator reads them.
MAIL_SERVER = env.mail("ATHAR_MAIL")
EMAIL_HOST, EMAIL_PORT = MAIL_SERVER["host"], MAIL_SERVER["port"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER["user"], MAIL_SERVER["password"]
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SERVER["starttls"], MAIL_SERVER["ssl"]
EMAIL_TIMEOUT = 10
# Who is responsible for what is kept of people (law 09-08), and how to reach them.
OPERATOR = env.text("ATHAR_OPERATOR", "").strip()
OPERATOR_CONTACT = env.text("ATHAR_OPERATOR_CONTACT", "").strip()
# Where the site stands, if anybody said so: what is kept for ever names no other place.
NAMED_ADDRESS = env.address("ATHAR_ADDRESS") or (
    f"{'https' if HTTPS else 'http'}://{PUBLIC_HOSTS[0]}" if PUBLIC_HOSTS else ""
)
SITE_ADDRESS = NAMED_ADDRESS or "http://localhost:8000"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = (
    env.text("ATHAR_MAIL_FROM", "")
    or f"Athar <athar@{PUBLIC_HOSTS[0] if PUBLIC_HOSTS else 'localhost'}>"
)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "api.schema.ResourceSchema",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Athar",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
}

# How many answers may be streamed (exports) at once by one worker, beside its pages.
STREAMS = env.number("ATHAR_STREAMS", 4, least=1)
# Where published editions lie.
EDITIONS = Path(env.text("ATHAR_EDITIONS", str(LOCAL / "editions")))
# The list of who was erased: a file outside the database, for what a restored backup brings back.
ERASURES = Path(env.text("ATHAR_ERASURES", str(LOCAL / "erasures.jsonl")))
TILE_CACHE_MIB = env.number("ATHAR_TILE_CACHE", 16, least=0)

# --- languages ------------------------------------------------------------------------------------
# Our texts are written in English, so that is what an unreviewed text falls back to.
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("ar", _("Arabic")),
    ("fr", _("French")),
    ("en", _("English")),
    ("es", _("Spanish")),
    ("zgh", _("Tamazight")),
]
LANG_INFO["zgh"] = {
    "bidi": False,
    "code": "zgh",
    "name": "Standard Moroccan Tamazight",
    "name_local": "ⵜⴰⵎⴰⵣⵉⵖⵜ",
}
LOCALE_PATHS = [BASE / "config" / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Africa/Casablanca"
USE_TZ = True

# --- static files ---------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = LOCAL / "static"
STATICFILES_FINDERS = [
    "frontend.sheets.SheetFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.storage.HashedFiles"
    }
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False  # pages ask no other host, and no other page asks us

# --- logs -----------------------------------------------------------------------------------------
LOG_REQUESTS = env.flag("ATHAR_LOG_REQUESTS", False)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "config.logs.WithRequest"}},
    "formatters": {
        "json": {"()": "config.logs.JSONLines"},
        "plain": {"format": "{levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["request"],
            "formatter": "plain" if DEBUG else "json",
        }
    },
    "root": {
        "handlers": ["console"],
        "level": env.choice(
            "ATHAR_LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], "WARNING"
        ),
    },
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        # A refused request is the visitor's business; the answer already says what was wrong.
        "django.request": {"level": "ERROR"},
        "athar.requests": {"level": "INFO"},
    },
}
