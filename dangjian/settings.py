"""Every setting of the portal, read from the environment; safe for production by default.

`.env.example` lists the variables. `SECRET_KEY` has no default: the portal does not start without one.
A path that is not absolute is that of the portal's own folder, whatever the working directory.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from common.databases import database, refuse_unreadable
from dangjian import environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
ENV_FILE = BASE_DIR / env.str("ENV_FILE", ".env")
refuse_unreadable(ENV_FILE)
environment.read(ENV_FILE)

SECRET_KEY = env.str("SECRET_KEY")
DEBUG = env.bool("DEBUG", False)
ALLOW_HTTP = env.bool("ALLOW_HTTP", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# ID numbers and phones: the first key encrypts, all decrypt, the last also makes the digests.
PERSONAL_DATA_KEYS = env.list("PERSONAL_DATA_KEYS", default=[])

INSTALLED_APPS = [
    "portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "bootstrap",
    "django_filters",
    "django_tables2",
    "import_export",
    "simple_history",
    "axes",
    "csp",
    "django_tasks",
    "portal.apps.PortalConfig",
    "records",
    "audit",
    "operations",
    "tasks",
    "communities",
    "members",
    "accounts",
    "meetings",
    "funding",
    "visits",
    "mediation",
    "services",
    "duties",
    "assessment",
    "ledgers",
    "reports",
    "imports",
    "demo",
]

MIDDLEWARE = [
    "portal.middleware.TrustedProxies",
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.CompressedPages",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.middleware.PrivatePages",
    "portal.middleware.Probes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.IdleTimeout",
    "accounts.middleware.OwnPasswordFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.middleware.WordsForWrongMethod",
    "portal.middleware.NumbersOutOfAddresses",
    "access.middleware.ReachGuard",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "dangjian.urls"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["portal.templates.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.frame",
            ],
        },
    },
]

# ── Database ────────────────────────────────────────────────────────────────
DATABASES = {"default": database(env.str("DATABASE_URL", "sqlite:///var/portal.sqlite3"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Room for a pasted block; a form says itself when it is too long.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
# The files of records (operations.files), uploads until they are imported or a day old,
# and work rooms of commands. Nothing of it is served.
PRIVATE_ROOT = BASE_DIR / env.str("PRIVATE_ROOT", "var/private")

# What apps whose files are in no backup do to a restored database: callables given its alias.
AFTER_RESTORE = [
    "imports.jobs.give_up_what_was_under_way",
    "imports.delivering.give_up_what_was_under_way",
]

# ── Work that takes long ────────────────────────────────────────────────────
# What carries it out; an engine with a queue of its own takes the place of the first (see docs/adr/0020).
TASKS = {
    "default": {"BACKEND": "tasks.engine.ProcessBackend"},
    "small": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
}

# ── Language and time ───────────────────────────────────────────────────────
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FORMAT_MODULE_PATH = ["dangjian.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]  # what Django itself has not translated yet

# ── Static files ────────────────────────────────────────────────────────────
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / env.str("STATIC_ROOT", "var/static")
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # no page names the others
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "portal.staticfiles.ServedFilesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# ── People ──────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "accounts.backends.ReaderBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_AGE = 30 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# A whole office sits behind one address: an account is locked at its address, never the address itself.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the same time, whoever goes on trying
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_HANDLER = "accounts.lockout.Handler"
AXES_CLIENT_IP_CALLABLE = "audit.addresses.address_of"
AXES_LOCKOUT_CALLABLE = "accounts.lockout.refusal"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SIMPLE_HISTORY_REVERT_DISABLED = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True  # a name that begins with = stays text

# ── Browser security ────────────────────────────────────────────────────────
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's CSS carries its arrows as data: pictures
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not ALLOW_HTTP
SECURE_HSTS_SECONDS = 0 if ALLOW_HTTP else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # other systems of the office may share the domain
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
# Addresses and networks of proxies whose word about a client counts; `BEHIND_PROXY`: the one on this machine.
TRUSTED_PROXIES = [entry.strip() for entry in env.list("TRUSTED_PROXIES", default=[])]
if env.bool("BEHIND_PROXY", False):
    TRUSTED_PROXIES += ["127.0.0.1", "::1"]
SILENCED_SYSTEM_CHECKS = [
    *("security.W005", "security.W021"),  # other systems of the office may share the domain
    *("security.W009", "security.W018", "security.W020"),  # `readiness` says them in Chinese, and refuses
]
if ALLOW_HTTP:  # `dangjian.W002` says what it means
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W008", "security.W012", "security.W016"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

DJANGO_TABLES2_TEMPLATE = "records/table.html"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"private": {"()": "common.logs.PrivateFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "private"}},
    # Django's own handlers, which would mail whole requests, are taken off
    "loggers": {"django": {"handlers": [], "level": "NOTSET"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
