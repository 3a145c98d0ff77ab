"""Settings, from the environment. Unset means safe. A value that cannot be right stops the start.

| variable             | meaning                                             | when unset          |
| -------------------- | --------------------------------------------------- | ------------------- |
| `SECRET_KEY`         | signs sessions: 50 or more random characters        | refuses to start    |
| `ALLOWED_HOSTS`      | comma-separated names this site answers to          | refuses to start    |
| `DATABASE_URL`       | `postgresql://user:password@host/name` or           | SQLite in `VAR_DIR` |
|                      | `sqlite:////path`. Percent-encode the password      |                     |
| `HTTPS_ONLY`         | `on` or `off`: redirect to HTTPS, secure cookies,   | `on`                |
|                      | HSTS                                                |                     |
| `DEBUG`              | `on` or `off`. Never `on` where others reach the    | `off`               |
|                      | site                                                |                     |
| `TRUSTED_PROXIES`    | number of your own proxies before the site, each of | `0`: trust no       |
|                      | which adds to `X-Forwarded-For`                     | header              |
| `PAGE_CACHE_MB`      | memory in which each process keeps finished pages.  | `32`                |
|                      | 0 keeps none                                        |                     |
| `LINK_CHECK_CONTACT` | an e-mail address or the address of a page. Every   | this site's         |
|                      | site whose links are checked sees it                | `/about/`           |
| `LINK_CHECK_ALLOWED` | hosts, addresses or networks that links may lead to | the public web only |
|                      | although they are not on the public web, each with  |                     |
|                      | an optional `:port`, separated by commas, such as   |                     |
|                      | `10.1.0.0/16,intranet.example.org:8080`             |                     |
| `LINK_CHECK_DAYS`    | days until a link is checked again, 1 at least      | `7`                 |
| `ARCHIVE_CDX`        | address of a web archive's CDX interface, where     | the Wayback Machine |
|                      | archived copies are looked up. `off`: nowhere       |                     |
| `VAR_DIR`            | folder for what this machine writes: database,      | `var/`              |
|                      | static files, search index                          |                     |

`manage.py serve` supplies what a first look on one machine needs. See `dev_defaults.py`.
"""

import os
import re
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from resources.links.fetching.ssrf_guard import Allowlist

BASE_DIR = Path(__file__).resolve().parent.parent
ONE_YEAR = 365 * 24 * 60 * 60


def required(name, hint):
    """The variable's value. Raises ImproperlyConfigured, with `hint`, if it is unset."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {hint}")
    return value


def switch(name, *, default):
    """True for `on`, False for `off`."""
    value = os.environ.get(name, default).strip().lower()
    if value not in ("on", "off"):
        raise ImproperlyConfigured(f"{name} must be 'on' or 'off', not {value!r}.")
    return value == "on"


def whole_number(name, *, default):
    value = os.environ.get(name, default).strip()
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def page_address(name, *, default):
    """The URL that a variable holds; empty for `off`."""
    value = os.environ.get(name, "").strip() or default
    if value != "off" and not re.fullmatch(r"https?://[^\s/]+/\S*", value):
        raise ImproperlyConfigured(f"{name} must start with https://, or be 'off', not {value!r}.")
    return "" if value == "off" else value


def ssrf_exemptions(name):
    """The hosts and networks exempt from the SSRF guard; none if the variable is unset."""
    try:
        return Allowlist.parse(os.environ.get(name, ""))
    except ValueError as problem:
        raise ImproperlyConfigured(f"{name}: {problem}") from problem


def contact(name, *, default):
    """An e-mail address or a URL, without characters that a header's comment cannot hold."""
    value = os.environ.get(name, "").strip() or default
    if not (value.isascii() and re.fullmatch(r"(https?://|[^\s()@]+@)[^\s()@]+", value)):
        raise ImproperlyConfigured(
            f"{name} must be an e-mail address or start with https://, not {value!r}."
        )
    return value


def parse_database_url(url):
    """The parts of a database's URL. Raises ImproperlyConfigured, without showing the password."""
    is_sqlite = url.startswith("sqlite:///")
    # environ answers an unknown scheme with a warning that shows the whole address.
    if is_sqlite or url.startswith(("postgresql://", "postgres://")):
        with suppress(ValueError, KeyError, ImproperlyConfigured):
            config = environ.Env.db_url_config(url)
            # An unencoded "/" in a password leaves the rest of it, "@" and all, in the name;
            # a database in memory would be another one in every process.
            if config["NAME"] not in ("", ":memory:") and (is_sqlite or "@" not in config["NAME"]):
                return config
    raise ImproperlyConfigured(
        "DATABASE_URL must look like postgresql://user:password@host/name or"
        " sqlite:////path/to/file.sqlite3; percent-encode special characters of the password."
    )


def database(url):
    """Django's settings for the database at `url`."""
    config = parse_database_url(url) | {
        "CONN_MAX_AGE": 60
    }  # opening one costs more than most answers
    if config["ENGINE"].endswith("sqlite3"):
        # Writers queue instead of failing, readers never wait for them.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                " PRAGMA recursive_triggers=ON;"  # REPLACE fires them for rows it pushes out
            ),
        }
    else:
        config |= {"CONN_HEALTH_CHECKS": True}
        config["OPTIONS"] = {"connect_timeout": 5, **config.get("OPTIONS", {})}
    return config


DEBUG = switch("DEBUG", default="off")
HTTPS_ONLY = switch("HTTPS_ONLY", default="on")
SECRET_KEY = required("SECRET_KEY", "Set it to 50 or more random characters, and keep it secret.")
ALLOWED_HOSTS = [
    host.strip()
    for host in required(
        "ALLOWED_HOSTS", "Set it to the names this site answers to, separated by commas."
    ).split(",")
]
TRUSTED_PROXIES = whole_number("TRUSTED_PROXIES", default="0")
PAGE_CACHE_BYTES = whole_number("PAGE_CACHE_MB", default="32") * 1024 * 1024
LINK_CHECK_CONTACT = contact(
    "LINK_CHECK_CONTACT",
    default=f"{'https' if HTTPS_ONLY else 'http'}://{ALLOWED_HOSTS[0].lstrip('*.')}/about/",
)
LINK_CHECK_ALLOWED = ssrf_exemptions("LINK_CHECK_ALLOWED")
LINK_CHECK_DAYS = max(1, whole_number("LINK_CHECK_DAYS", default="7"))
ARCHIVE_CDX = page_address("ARCHIVE_CDX", default="https://web.archive.org/cdx/search/cdx")
VAR_DIR = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var")
DATABASES = {
    "default": database(
        os.environ.get("DATABASE_URL") or f"sqlite:///{quote(str(VAR_DIR / 'partnerkit.sqlite3'))}"
    )
}

INSTALLED_APPS = [
    "partnerkit.desk.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_filters",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "reversion",
    "partnerkit",
    "partnerships",
    "resources",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "partnerkit.middleware.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # for answers that page_cache.py does not compress
    "partnerkit.middleware.language_from_address",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "partnerkit.middleware.explain_refused_method",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "partnerkit.urls"
WSGI_APPLICATION = "partnerkit.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "partnerkit.context_processors.site",
            ],
        },
    }
]

# The desk's form of a long guide sends some 800 fields; more than this is an attack.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "partnerkit.desk.credentials.DeskBackend",
]
OTP_TOTP_ISSUER = "PartnerKit"  # what an app that makes codes calls us

# Five wrong passwords or codes for one name, from one address, lock both out for a quarter of an
# hour. Failed tries are stored with name and address. They are deleted when that time is over and
# anybody next signs in or out, or fails to. Nothing is stored of those who succeed.
AXES_ENABLED = True
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # a try while locked out writes nothing
AXES_CLIENT_IP_CALLABLE = "resources.web.views.client_address"
AXES_LOCKOUT_CALLABLE = "partnerkit.desk.sign_in.locked_out"
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "ip_address",
    "code",
    "resumed_post",
    "csrfmiddlewaretoken",
]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "partnerkit" / "locale"]
TIME_ZONE = "America/Los_Angeles"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "partnerkit.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = DEBUG

# Has the form of Django 6's setting of the same name; until then, middleware.py sends it.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Curators alone have a session. It ends with the browser, and after twelve hours at most.
SESSION_ENGINE = "partnerkit.desk.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "partnerkit.desk.sign_in.explain_stale_form"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_HSTS_SECONDS = ONE_YEAR if HTTPS_ONLY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS_ONLY
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Visitors' wrong addresses are no news for the operator, and a log must not keep them.
    "loggers": {
        "axes": {"level": "ERROR"},
        "django.request": {"level": "ERROR"},
    },
}
