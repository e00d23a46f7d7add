"""Figures are for those with the right to see reports; each sees their own scope in them."""

from tests.architecture.access import Row

REPORTS = {"owner": 200, "manager": 200, "rep": 403, "agent": 403, "reader": 200}

ROWS = [
    Row(url="reports:dashboard", **REPORTS),
    Row(url="reports:rows", args=lambda cast: ("won",), names_object=False, **REPORTS),
]
