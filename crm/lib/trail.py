"""Which request, or which message of the queue, the code that runs right now belongs to."""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Trail:
    """`request_id` is the same in the request, in what it sends to workers, in logs and in the audit trail."""

    request_id: str = ""
    address: str = ""  # of the visitor; empty in a worker


NOWHERE = Trail()
_current: ContextVar[Trail] = ContextVar("trail", default=NOWHERE)


def current_trail() -> Trail:
    """The trail of the request or message at hand; one without words outside of both."""
    return _current.get()


@contextmanager
def on_trail(trail):
    """Everything inside belongs to `trail`."""
    token = _current.set(trail)
    try:
        yield trail
    finally:
        _current.reset(token)
