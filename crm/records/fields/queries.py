"""The definitions of a workspace's own fields, as every page needs them.

They are read once a process and kept under the mark of the tenant, which each change renews and which every request
reads anyway: so a field is everywhere with the next request, and a workspace without any asks the database nothing.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from crm.records.fields.models import CustomField, Layout
from crm.tenants.models import Tenant
from crm.tenants.scope import current_tenant, current_tenant_id


@dataclass(frozen=True)
class Definitions:
    """`fields` by key, retired ones too; `layouts` are sections by record type. To be read only."""

    fields: dict[str, CustomField] = field(default_factory=dict)
    layouts: dict[str, list] = field(default_factory=dict)
    in_use: dict[str, tuple[CustomField, ...]] = field(default_factory=dict)


NONE = Definitions()


def definitions():
    """The Definitions of the scope's workspace."""
    mark = _mark()
    return _read(current_tenant_id(), mark) if mark else NONE


def _mark():
    tenant = current_tenant()
    if tenant is not None:
        return tenant.fields_mark
    return Tenant.objects.values_list("fields_mark", flat=True).get(pk=current_tenant_id())


@lru_cache(maxsize=512)
def _read(tenant_id, mark):
    fields = {each.key: each for each in CustomField.objects.all()}
    in_use = {}
    for each in fields.values():
        if each.retired_at is None:
            in_use.setdefault(each.record_type, []).append(each)
    layouts = {layout.record_type: layout.sections for layout in Layout.objects.all()}
    return Definitions(fields, layouts, {key: tuple(found) for key, found in in_use.items()})


def fields_of(key):
    """The custom fields of a record type that are in use, in order."""
    return definitions().in_use.get(key, ())


def field_called(name):
    """The custom field of this key, in use or retired; None when there is none."""
    return definitions().fields.get(name)


def slot_of(name):
    """The column by which lists are sorted by the custom field of this key; "" where they are not."""
    field = field_called(name)
    return field.sorting if field else ""
