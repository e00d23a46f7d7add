"""How the log is written: a line for people, or a JSON object for machines (LOG_FORMAT=json). Neither holds what could
tell who a customer is: texts are scrubbed of mail addresses and phone numbers, and of the values that PostgreSQL adds.
"""

import json
import logging
import re
from datetime import UTC, datetime

from crm.lib.trail import current_trail
from crm.tenants.scope import current_tenant_id, has_tenant

FACTS = ("method", "route", "status", "ms", "tenant", "member", "task")  # extra values that a line may carry
MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w.-])(?:\+|00|0)\d(?:[ ()-]?\d){7,13}(?![\w.-])")
VALUES = re.compile(r"^(DETAIL|CONTEXT|HINT):.*$|(Key \([^)]*\)=)\(.*?\)", re.MULTILINE)


def scrub(text):
    """The text without mail addresses, phone numbers and the values of rows."""
    text = VALUES.sub(lambda found: f"{found[2] or found[1] + ': '}(left out)", text)
    return PHONE.sub("(phone)", MAIL.sub("(mail)", text))


def _whereabouts(record):
    """The request and the workspace that a record belongs to."""
    tenant = getattr(record, "tenant", None) or (current_tenant_id() if has_tenant() else None)
    return {"request_id": current_trail().request_id or None, "tenant": tenant}


class Line(logging.Formatter):
    def __init__(self):
        super().__init__("{asctime} {levelname} {name} {message}", style="{")

    def format(self, record):
        request = current_trail().request_id
        text = scrub(super().format(record))
        return f"{text} [{request}]" if request else text


class Json(logging.Formatter):
    """One object a line: at (UTC), level, logger, message, request_id, tenant, what a request or task says, error."""

    def format(self, record):
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": scrub(record.getMessage()),
            **_whereabouts(record),
            **{name: getattr(record, name) for name in FACTS if getattr(record, name, None) is not None},
        }
        if record.exc_info:
            told["error"] = scrub(self.formatException(record.exc_info))
        return json.dumps({name: value for name, value in told.items() if value is not None}, ensure_ascii=False)
