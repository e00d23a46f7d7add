"""The import rule as data: each name may import only from what stands before it, and from itself."""

FLOOR = (
    {"lib"}, {"tenants"}, {"l10n"}, {"access"}, {"events"}, {"audit", "worktime"}, {"records"}, {"ui"},
    {"channels"}, {"activities", "documents", "search"}, {"notify"}, {"automation", "transfer", "api"}, {"setup"},
)  # fmt: skip
ROOMS = ({"contacts"}, {"sales"}, {"marketing", "service"}, {"reports"})
ROOF = {"backup", "demo", "moving", "packs", "runner"}
WIRING = {"settings", "navigation", "identity", "upkeep", "urls", "celery", "wsgi", "asgi"}
BANNED_FILES = {"utils", "helpers", "common", "misc", "base_utils"}
BUSINESS_WORDS = ("deals?", "lead", "tickets?", "campaigns?", "invoices?")
