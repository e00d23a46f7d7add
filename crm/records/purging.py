"""A deleted record goes for good, with all that is its own: history, tasks, calls, notes, papers, files, mails, shares.

What hangs on records says so by two columns, `record_type` and `record_id`, whatever app its table is of: so one that
is added tomorrow goes too. What keeps a record under another name is asked by settings.FORGETTERS. The audit trail
stays: it says that there was such a record, who deleted it and who purged it.
"""

import logging
from datetime import timedelta
from functools import lru_cache

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from crm.audit.actions import note
from crm.audit.models import Entry
from crm.events.actors import SYSTEM
from crm.events.timers import Again
from crm.l10n.names import series
from crm.records import registry
from crm.records.models import BulkChange
from crm.tenants.base import tenant_models
from crm.tenants.models import Tenant

A_PIECE = 50
A_DAY = 24 * 60 * 60
log = logging.getLogger(__name__)


class StillNeeded(Exception):  # noqa: N818  # says what is so, not that something broke
    """Others need the record. `by` names them."""

    def __init__(self, record, by):
        self.by = by
        super().__init__(_("%(name)s stays, for it is needed by: %(others)s.") % {"name": record, "others": series(by)})


@transaction.atomic
def purge(record, *, by):
    """Remove a record that is in the bin, and all that only it owns, so that nobody brings it back.

    Links from other records to it end. Keeps <type>.purged in the audit trail. Files go after the commit. Raises
    StillNeeded, and removes nothing, where another row may not be without it; ValueError when it was not deleted.
    """
    record = type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
    if record.deleted_at is None:
        raise ValueError(f"{record!r} is not in the bin")
    _forget(record.record_key, [record.pk])
    note(by, f"{record.record_key}.purged", record=record)
    try:
        record.delete()
    except models.ProtectedError as error:
        raise StillNeeded(record, sorted({_called(each) for each in error.protected_objects})[:3]) from error


def empty_bin(tenant_id):
    """The work of the timer records.empty_bin: a piece of what lay in the bin longer than the workspace keeps it.

    Called again at once while there is more, else a day later; never again when the bin is empty.
    """
    days = Tenant.objects.values_list("bin_days", flat=True).get(pk=tenant_id)
    kinds = [kind for kind in registry.all_types() if kind.restore]
    binned = [kind.model_class.objects.filter(deleted_at__isnull=False).filter(kind.binned) for kind in kinds]
    until = timezone.now() - timedelta(days=days)
    # any of them rather than the oldest: one that has to stay does not stand in the way of the others
    due = [rows.filter(deleted_at__lte=until).order_by("?") for rows in binned] if days else []
    gone = sum(_purged(record) for rows in due for record in rows[:A_PIECE])
    if gone:
        return Again(0)
    return Again(A_DAY) if any(rows.exists() for rows in binned) else None


def _purged(record):
    try:
        purge(record, by=SYSTEM)
    except StillNeeded as reason:
        log.info("bin: %s %s stays, %s need it", record.record_key, record.pk, len(reason.by))
        return False
    return True


def _forget(key, ids):
    """Remove what hangs on records of one type, and what hangs on that in turn."""
    for path in settings.FORGETTERS:
        import_string(path)(key, ids)
    BulkChange.objects.filter(job__record_type=key, record_id__in=ids).delete()
    for model in hanging():
        rows = model.objects.filter(record_type=key, record_id__in=ids)
        own_key = getattr(model, "record_key", "")
        if own_key and (hung := list(rows.values_list("pk", flat=True))):
            _forget(own_key, hung)
        _drop_files(model, rows)
        rows.delete()


def _drop_files(model, rows):
    for name in [field.name for field in model._meta.concrete_fields if isinstance(field, models.FileField)]:
        for path in rows.exclude(**{name: ""}).values_list(name, flat=True):
            transaction.on_commit(lambda path=path: default_storage.delete(path), robust=True)


@lru_cache
def hanging():
    """Every model whose rows hang on a record of any type, but for the audit trail."""
    return tuple(
        model
        for model in tenant_models(apps)
        if model is not Entry and {"record_type", "record_id"} <= {field.name for field in model._meta.fields}
    )


def _called(other):
    named = registry.of(other).label if registry.knows(getattr(other, "record_key", "")) else other._meta.verbose_name
    return f"{named} {other}"
