"""One settings file, driven by the environment. Apps stand in layer order, lowest first."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("WASL_VAR", BASE_DIR / "var"))


def _load_local_environment():
    """Take what the runner wrote (service addresses, the secret key) unless the environment already says it."""
    path = VAR_DIR / "env"
    if path.exists():
        for line in path.read_text().splitlines():
            name, found, value = line.partition("=")
            if found:
                os.environ.setdefault(name, value)


def _required(name):
    try:
        return os.environ[name]
    except KeyError:
        raise ImproperlyConfigured(f"{name} is not set. Start Wasl with `make run`, or set it yourself.") from None


_load_local_environment()

TESTING = "pytest" in sys.modules
DEBUG = os.environ.get("DEBUG") == "1"
SECRET_KEY = _required("SECRET_KEY")
PUBLIC_URL = os.environ.get("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
SERVED_SECURELY = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "*" if not SERVED_SECURELY else urlsplit(PUBLIC_URL).hostname).split(  # noqa: E501
    ","
)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "guardian",
    "django_filters",
    "django_htmx",
    "csp",
    "anymail",
    # the floor, low to high
    "crm.tenants",
    "crm.l10n",
    "crm.access",
    "crm.events",
    "crm.records",
    "crm.ui",
    "crm.activities",
    "crm.channels",
    "crm.documents",
    "crm.search",
    "crm.notify",
    "crm.automation",
    "crm.transfer",
    "crm.setup",
    # the rooms, left to right
    "contacts",
    "sales",
    "marketing",
    "reports",
    # the roof
    "crm.packs",
    "crm.demo",
    "crm.runner",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "crm.tenants.middleware.WorkspaceSlug",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "crm.access.middleware.MemberScope",
    "crm.l10n.middleware.MemberLocale",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "crm.urls"
WSGI_APPLICATION = "crm.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
_loaders = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": _loaders if DEBUG else [("django.template.loaders.cached.Loader", _loaders)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "crm.ui.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "crm.ui.templatetags.ui",
                "crm.l10n.templatetags.localized",
            ],
        },
    }
]

# Two doors into one database: the plain role for everything, the owner for migrations and cross-tenant upkeep.
_database = dj_database_url.parse(_required("DATABASE_URL"), conn_health_checks=True)
_database["ENGINE"] = "django.db.backends.postgresql"
_options = _database.pop("OPTIONS", {})  # sslmode and the like, from the address
# Part of the connection itself: Django's assume_role cannot be combined with its pool, and a RESET ROLE ends here too.
_as_plain_role = f"{_options.get('options', '')} -c role=crm_app".strip()
_pool = {"min_size": 1, "max_size": int(os.environ.get("DATABASE_POOL", "8")), "timeout": 20}
DATABASES = {
    "default": {
        **_database,
        "OPTIONS": {**_options, "options": _as_plain_role, **({} if TESTING else {"pool": _pool})},
    },
    "owner": {**_database, "OPTIONS": _options, "TEST": {"MIRROR": None}},
}
DATABASE_ROUTERS = ["crm.tenants.routers.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = _required("REDIS_URL")  # unix:///path/valkey.sock or redis://host:6379/0
# the queue's client spells a socket and its database number differently
_broker_url = REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": os.environ.get("CACHE_PREFIX", "wasl"),
    }
}

# Identity
AUTH_USER_MODEL = "tenants.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "crm.setup.accounts.passwords.NotAboutYou"},
    {"NAME": "crm.setup.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "crm.setup.accounts.passwords.NotCommon"},
]
ACCOUNT_ADAPTER = "crm.setup.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    name: f"crm.setup.accounts.forms.{name.title().replace('_', '')}Form"
    for name in "login signup reset_password reset_password_from_key change_password set_password".split()
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_SESSION_REMEMBER = None  # the sign-in form asks
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {"open_workspace": "10/h/user", "join": "30/m/ip"}  # beside allauth's own, kept in the cache
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = int(
    os.environ.get("TRUSTED_PROXIES", "0")
)  # whose X-Forwarded-For may be believed
SIGN_UP_OPEN = os.environ.get("SIGN_UP", "open") == "open"  # "closed": accounts by invitation only
PASSWORD_RESET_TIMEOUT = 86_400
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "setup:home"
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # rights are read by crm.access.policy, not through its backend
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SERVED_SECURELY
SESSION_COOKIE_NAME = "wasl_session"
SECURE_SSL_REDIRECT = SERVED_SECURELY
SECURE_HSTS_SECONDS = 31_536_000 if SERVED_SECURELY else 0
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]  # asked from inside
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SERVED_SECURELY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("ar", "العربية"), ("fa", "فارسی"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "crm" / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("WASL_STATIC", VAR_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder", "crm.ui.assets.PackageFinder"]
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if TESTING else "crm.ui.assets.HashedStorage"
    },
}
PRINT_FONTS = os.environ.get("PRINT_FONTS", BASE_DIR / "node_modules" / "vazirmatn" / "fonts" / "ttf")
PRINT_ENGINE = os.environ.get("PRINT_ENGINE", "")  # weasyprint or plutoprint; empty takes the best at hand
ATTACHMENT_LIMIT = int(os.environ.get("ATTACHMENT_LIMIT", 20 * 1024 * 1024))  # bytes of one file
FILE_UPLOAD_PERMISSIONS = 0o600
IMPORT_LARGEST = 200 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Mail: an SMTP address, or the development mailbox that shows what would have gone out.
EMAIL_URL = os.environ.get("EMAIL_URL", "")  # smtp://user:password@host:587/?tls=1
MAILBOX_OPEN = os.environ.get("WASL_MAILBOX") == "1"
EMAIL_BACKEND = "crm.channels.email.backend.SmtpOrMailbox"
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "Wasl <wasl@localhost>")

# Industry starters that a new workspace can choose among; crm.packs applies the chosen one.
PACKS = {
    "windows": {
        "label": _("Window installation"),
        "about": _("From the first call to the installed window: stages, tasks and papers are ready."),
    },
    "general": {"label": _("Something else"), "about": _("A plain pipeline that you shape yourself.")},
}

# The declarations of all record types.
RECORD_TYPES: list[str] = [
    "crm.activities.record",
    "crm.documents.record",
    "contacts.companies.record",
    "contacts.people.record",
    "sales.deals.record",
]

# The shell's menus. Only pages that exist stand here; `needs` is the right that shows an entry ("" shows it to all),
# `tab` puts it into the phone's tab bar too. crm.ui.nav reads this.
NAVIGATION: dict[str, list[dict]] = {
    "main": [
        {
            "key": "today",
            "label": _("Today"),
            "icon": "home",
            "url_name": "activities:today",
            "needs": "",
            "tab": True,
        },
        {
            "key": "deals",
            "label": _("Deals"),
            "icon": "layout-kanban",
            "url_name": "sales:deal_board",
            "needs": "deal.see",
            "group": _("Sales"),
            "tab": True,
        },
        {
            "key": "contact",
            "label": _("Contacts"),
            "icon": "users",
            "url_name": "contacts:contact_list",
            "needs": "contact.see",
            "group": _("Sales"),
            "tab": True,
        },
        {
            "key": "company",
            "label": _("Companies"),
            "icon": "building",
            "url_name": "contacts:company_list",
            "needs": "company.see",
            "group": _("Sales"),
        },
        {
            "key": "reports",
            "label": _("Dashboards"),
            "icon": "layout-dashboard",
            "url_name": "reports:dashboard",
            "needs": "reports",
            "group": _("Insight"),
        },
    ],
    "settings": [
        {
            "key": "general",
            "label": _("General"),
            "icon": "adjustments-horizontal",
            "url_name": "setup:general",
            "needs": "settings",
            "group": _("Workspace"),
        },
        {
            "key": "members",
            "label": _("People and teams"),
            "icon": "users",
            "url_name": "setup:members",
            "needs": "members",
            "group": _("Workspace"),
        },
        {
            "key": "roles",
            "label": _("Access rights"),
            "icon": "shield-lock",
            "url_name": "setup:roles",
            "needs": "settings",
            "group": _("Workspace"),
        },
        {
            "key": "pipelines",
            "label": _("Pipelines"),
            "icon": "layout-kanban",
            "url_name": "sales:pipeline_list",
            "needs": "settings",
            "group": _("Sales"),
        },
        {
            "key": "templates",
            "label": _("Document templates"),
            "icon": "template",
            "url_name": "documents:templates",
            "needs": "settings",
            "group": _("Sales"),
        },
        {
            "key": "webforms",
            "label": _("Web forms"),
            "icon": "forms",
            "url_name": "marketing:webform_list",
            "needs": "settings",
            "group": _("Sales"),
        },
        {
            "key": "imports",
            "label": _("Imports"),
            "icon": "upload",
            "url_name": "transfer:import_list",
            "needs": "import",
            "group": _("Data"),
        },
        {
            "key": "runs",
            "label": _("Rule log"),
            "icon": "robot",
            "url_name": "automation:runs",
            "needs": "settings",
            "group": _("Upkeep"),
        },
        {
            "key": "failures",
            "label": _("Failed work"),
            "icon": "alert-triangle",
            "url_name": "automation:failures",
            "needs": "settings",
            "group": _("Upkeep"),
        },
        {
            "key": "profile",
            "label": _("Your profile"),
            "icon": "user",
            "url_name": "setup:profile",
            "needs": "",
            "group": _("You"),
        },
    ],
}
UNREAD_COUNT = "crm.notify.queries.unread_count"  # unread(member) → how many notices wait, for the bell
MESSAGE_TAGS = {10: "", 20: "", 25: "green", 30: "amber", 40: "red"}  # message level → tone of its toast

# What happens after an event, in order; and what a due timer calls. Dotted paths: the two ways upward.
EVENT_CONSUMERS: list[str] = [
    "crm.records.activity.consume",
    "crm.activities.upkeep.consume",
    "crm.automation.engine.consume",
    "crm.packs.apply.consume",
    "crm.notify.recipients.consume",
]
TIMERS = {
    "events.fan_out": "crm.events.actions.fan_out",
    "activities.overdue": "crm.activities.reminders.overdue",
    "activities.due": "crm.activities.reminders.due",
    "channels.send": "crm.channels.email.actions.send",
    "automation.step": "crm.automation.engine.do_step",
    "documents.render": "crm.documents.actions.render",
    "transfer.run": "crm.transfer.pieces.resume",
    "webforms.accept": "marketing.webforms.actions.accept",
}

# What a rule can do: step(record, params, *, by, step) → what it made, by record key.
AUTOMATION_STEPS = {
    "create_task": "crm.automation.steps.create_task",
    "make_document": "crm.automation.steps.make_document",
    "notify": "crm.automation.steps.notify",
}

CELERY_BROKER_URL = _broker_url
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = int(os.environ.get("WORKERS", "2"))
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "global_keyprefix": os.environ.get("CACHE_PREFIX", "wasl") + ":",
}
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_BEAT_SCHEDULE = {
    # due timers: reminders, escalations, and events or mails that a crash left behind
    "sweep timers": {"task": "crm.events.tasks.sweep_timers", "schedule": 5.0, "options": {"expires": 5}},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING" if TESTING else "INFO")},
}
