"""One settings file, driven by the environment. Apps stand in layer order, lowest first."""

import os
import sys
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from crm.identity import *  # noqa: F403  # accounts and signing in: a file of their own
from crm.lib.storage import storage_of
from crm.navigation import *  # noqa: F403  # the pages in the menus: likewise
from crm.upkeep import *  # noqa: F403  # backups: likewise

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
SECRET_KEY_FALLBACKS = os.environ.get("SECRET_KEY_FALLBACKS", "").split()  # keys it replaced, newest first
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
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
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
    "crm.audit",
    "crm.worktime",
    "crm.records",
    "crm.ui",
    "crm.activities",
    "crm.channels",
    "crm.documents",
    "crm.search",
    "crm.notify",
    "crm.automation",
    "crm.transfer",
    "crm.api",
    "crm.setup",
    # the rooms, left to right
    "contacts",
    "sales",
    "marketing",
    "reports",
    # the roof
    "crm.packs",
    "crm.demo",
    "crm.backup",
    "crm.moving",
    "crm.runner",
]

MIDDLEWARE = [
    "crm.runner.requests.RequestTrail",
    "crm.runner.headers.BrowserRules",
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
    "crm.setup.accounts.middleware.LastSeen",
    "crm.access.middleware.MemberScope",
    "crm.setup.accounts.middleware.SecondStepNeeded",
    "crm.l10n.middleware.MemberLocale",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "crm.urls"
WSGI_APPLICATION = "crm.wsgi.application"
FORM_RENDERER = "crm.ui.renderer.Renderer"
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
                "django.templatetags.cache",
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
        "BACKEND": "crm.lib.cache.Cache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": os.environ.get("CACHE_PREFIX", "wasl"),
        "OPTIONS": {"socket_timeout": 3, "socket_connect_timeout": 3},  # one that stands still must not hold up a page
    },
    # What every page of the shell repeats, kept in the process that writes it (crm.ui.context.Shell.mark).
    "frame": {
        "BACKEND": "django.core.cache.backends.dummy.DummyCache" if DEBUG else "crm.lib.cache.Frame",
        "LOCATION": "frame",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 4096},
    },
}

# Identity
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SERVED_SECURELY  # tried out on this machine
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # rights are read by crm.access.policy, not through its backend
SESSION_ENGINE = "crm.lib.sessions"
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
    "default": storage_of(os.environ.get("STORAGE_URL", ""), folder=VAR_DIR / "files"),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if TESTING else "crm.ui.assets.HashedStorage"
    },
}
PRINT_FONTS = os.environ.get("PRINT_FONTS", BASE_DIR / "node_modules" / "vazirmatn" / "fonts" / "ttf")
PRINT_ENGINE = os.environ.get("PRINT_ENGINE", "")  # weasyprint or plutoprint; empty takes the best at hand
ATTACHMENT_LIMIT = int(os.environ.get("ATTACHMENT_LIMIT", 20 * 1024 * 1024))  # bytes of one file
STORAGE_QUOTA = int(os.environ.get("STORAGE_QUOTA", 0))  # bytes a workspace may keep; 0 sets no bound
SCANNER_URL = os.environ.get("SCANNER_URL", "")  # tcp://clamd:3310 or unix:///run/clamav/clamd.ctl
LOGO_INSIDE = os.environ.get("LOGO_INSIDE") == "1"  # logos may come from our own network, without TLS too
FILE_UPLOAD_PERMISSIONS = 0o600
IMPORT_LARGEST = 200 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Mail: an SMTP address, or the development mailbox that shows what would have gone out.
EMAIL_URL = os.environ.get("EMAIL_URL", "")  # smtp://user:password@host:587/?tls=1
MAILBOX_OPEN = os.environ.get("WASL_MAILBOX") == "1"
EMAIL_BACKEND = "crm.channels.email.backend.SmtpOrMailbox"
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "Wasl <wasl@localhost>")

# Push to members' browsers: our key (manage.py push_key makes one), and whom their makers may ask about us.
PUSH_KEY = os.environ.get("PUSH_KEY", "")
PUSH_CONTACT = PUBLIC_URL if SERVED_SECURELY else f"mailto:{parseaddr(DEFAULT_FROM_EMAIL)[1]}"
PUSH_INSIDE = os.environ.get("PUSH_INSIDE") == "1"  # their services may stand in our own network, without TLS too

# Webhooks go to the public internet by HTTPS only, unless the environment says that receivers may stand in our own
# network, without TLS too.
WEBHOOK_INSIDE = os.environ.get("WEBHOOK_INSIDE") == "1"

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

UNREAD_COUNT = "crm.notify.queries.unread_count"  # unread(member) → how many notices wait, for the bell
BACKUP_WARNING = "crm.backup.queries.warning"  # warning() → what is wrong with the proof of backups, None when nothing
FAILED_COUNT = "crm.automation.queries.failure_count"  # count() → how much failed work there is, for settings pages
RULE_NAMES = ["sales.playbooks.queries.called"]  # called(rules) → {id of a rule: what its reader knows it by}
MESSAGE_TAGS = {10: "", 20: "", 25: "green", 30: "amber", 40: "red"}  # message level → tone of its toast

# What sees an event in the transaction that makes it so: witness(event). For what may not be missing for a moment.
EVENT_WITNESSES: list[str] = ["crm.audit.actions.witness", "crm.ui.live.witness"]

# What happens after an event, in order; and what a due timer calls. Dotted paths: the two ways upward.
EVENT_CONSUMERS: list[str] = [
    "crm.records.activity.consume",
    "crm.activities.upkeep.consume",
    "crm.automation.engine.consume",
    "crm.packs.apply.consume",
    "crm.notify.recipients.consume",
    "crm.api.actions.consume",
    "crm.api.webhooks.consumer.consume",
]
TIMERS = {
    "events.fan_out": "crm.events.actions.fan_out",
    "activities.overdue": "crm.activities.reminders.overdue",
    "activities.due": "crm.activities.reminders.due",
    "channels.send": "crm.channels.email.actions.send",
    "notify.mail": "crm.notify.deliver.mail_waiting",
    "notify.push": "crm.notify.push.push_waiting",
    "automation.step": "crm.automation.engine.do_step",
    "documents.render": "crm.documents.actions.render",
    "documents.thumbnail": "crm.documents.thumbnails.make_thumbnail",
    "documents.scan": "crm.documents.scanning.scan",
    "transfer.run": "crm.transfer.pieces.resume",
    "transfer.export": "crm.transfer.exporting.pieces.resume",
    "transfer.export_end": "crm.transfer.exporting.actions.expire",
    "records.bulk": "crm.ui.bulk.pieces.resume",
    "records.slot": "crm.records.fields.slots.work",
    "records.words": "crm.records.fields.words.gather",
    "records.empty_bin": "crm.records.purging.empty_bin",
    "api.webhook": "crm.api.webhooks.sending.send_waiting",
    "api.webhook_log": "crm.api.webhooks.actions.prune",
    "setup.handover": "crm.setup.handover.pieces.resume",
    "webforms.accept": "marketing.webforms.actions.accept",
    "moving.write": "crm.moving.actions.write",
    "moving.end": "crm.moving.actions.expire",
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
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
    "global_keyprefix": os.environ.get("CACHE_PREFIX", "wasl") + ":",
}
# A message that cannot be handed over is given up soon: the sweep finds its timer, and a person waits for the page.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1, "interval_max": 0.1}
CELERY_TASK_DEFAULT_QUEUE = "default"
# What keeps the rest going has a queue of its own, of which workers take in turn: behind ten thousand messages it would
# expire again and again, and a timer whose message was lost would wait for all of them.
CELERY_TASK_QUEUES = [Queue(name, routing_key=name) for name in ("default", "upkeep")]
CELERY_TASK_ROUTES = {
    name: {"queue": "upkeep"}
    for name in ("crm.events.tasks.sweep_timers", "crm.audit.tasks.seal", "crm.setup.accounts.tasks.sweep_account_mail")
}
CELERY_BEAT_SCHEDULE = {
    # due timers: reminders, escalations, and events or mails that a crash left behind
    "sweep timers": {"task": "crm.events.tasks.sweep_timers", "schedule": 5.0, "options": {"expires": 5}},
    "seal the audit trail": {"task": "crm.audit.tasks.seal", "schedule": 10.0, "options": {"expires": 10}},
    "publish the seals": {"task": "crm.audit.tasks.publish_heads", "schedule": 3600.0, "options": {"expires": 600}},
    # backups and their proofs, when their time has come or somebody asked
    "keep backups": {"task": "crm.backup.tasks.keep_backups", "schedule": 600.0, "options": {"expires": 600}},
    "erase workspaces": {"task": "crm.backup.tasks.erase_workspaces", "schedule": 900.0, "options": {"expires": 900}},
    # mails about accounts, which have no tenant and so no timer
    "sweep account mail": {"task": "crm.setup.accounts.tasks.sweep_account_mail", "schedule": 10.0},
}

LOG_FORMAT = "json" if os.environ.get("LOG_FORMAT") == "json" else "line"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "crm.runner.logs.Line"}, "json": {"()": "crm.runner.logs.Json"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING" if TESTING else "INFO")},
}
