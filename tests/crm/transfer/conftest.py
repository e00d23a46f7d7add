"""Workspaces of the firms whose files these are."""

import pytest


@pytest.fixture
def farsi(acme):
    """The workspace of a Persian firm."""
    acme.language, acme.calendar, acme.phone_region, acme.time_zone = "fa", "jalali", "IR", "Asia/Tehran"
    acme.save()


@pytest.fixture
def arabic(acme):
    """The workspace of a firm in Riyadh."""
    acme.language, acme.calendar, acme.phone_region, acme.time_zone = "ar", "gregorian", "SA", "Asia/Riyadh"
    acme.save()
