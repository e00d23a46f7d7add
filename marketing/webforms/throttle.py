"""How often one address may send one form."""

from crm.access.pace import seconds_to_wait

WINDOWS = ((60, 10), (3600, 60))  # seconds, requests


def is_too_often(form_id, address):
    """Count this request, and say whether it is one too many. A customer's words are worth more than a limit: without a
    cache nobody is turned away."""
    return bool(seconds_to_wait(f"webform:{form_id}", address, WINDOWS))
