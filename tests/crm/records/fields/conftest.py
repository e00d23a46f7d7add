"""Fields that the owner of acme adds to people."""

import pytest

from crm.records import registry
from crm.records.fields import actions


@pytest.fixture
def add(owner):
    """add(kind, name, record_type="contact", **said) → the CustomField; options are named by their words."""

    def make(kind, name, record_type="contact", *, options=(), **said):
        listed = [{"key": f"o{place}", "name": word, "names": {}} for place, word in enumerate(options, 1)]
        kind_of = registry.get(record_type)
        return actions.add_field(kind_of, kind=kind, name=name, options=listed, by=owner, **said)

    return make
