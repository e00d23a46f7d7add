"""Putting files on records and taking them away."""

import hashlib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.documents.models import Attachment
from crm.documents.room import check_room, claim_room
from crm.documents.sizes import format_size
from crm.documents.sniffing import BY_TYPE, clean_name, kind_of
from crm.events.record import record_event
from crm.events.timers import run_soon
from crm.tenants.models import Member

State = Attachment.State


def attach(record, files, *, by):
    """Keep the uploaded files with the record, all or none. Records file.attached for each; returns them.

    Where a scanner is configured they wait for it. Raises ValidationError, in words for whoever chose the files, with a
    sentence for each that is too large, empty, or of a kind that is not kept here; or when there is no room for them.
    """
    kinds, size = _checked(files), sum(file.size for file in files)
    check_room(size)
    kept = []
    try:
        with transaction.atomic():
            for file, kind in zip(files, kinds, strict=True):
                kept.append(_store(record, file, kind, by))
            claim_room(size)  # after the bytes went over, which takes its time, so that nobody waits for that
            for attachment in kept:
                _keep(attachment, by)
    except BaseException:
        for attachment in kept:
            attachment.file.storage.delete(attachment.file.name)
        raise
    return kept


def _checked(files):
    kinds, faults = [], [] if files else [_("Choose a file first.")]
    for file in files:
        try:
            kinds.append(_kind(file))
        except ValidationError as fault:
            faults.append(fault)
    if faults:
        raise ValidationError(faults)
    return kinds


def _kind(file):
    if file.size > settings.ATTACHMENT_LIMIT:
        shown = {"name": file.name, "size": format_size(file.size), "most": format_size(settings.ATTACHMENT_LIMIT)}
        raise ValidationError(_("“%(name)s” has %(size)s; the most is %(most)s.") % shown, code="size")
    return kind_of(file, file.name)


def _store(record, file, kind, by):
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    attachment = Attachment(
        record_type=record.record_key, record_id=record.pk, name=clean_name(file.name, kind), size=file.size,
        content_type=kind.type, sha256=digest.hexdigest(), uploaded_by=by if isinstance(by, Member) else None,
        state=State.CHECKING if settings.SCANNER_URL else State.READY,
    )  # fmt: skip
    attachment.file.save("file", file, save=False)
    return attachment


def _keep(attachment, by):
    attachment.save()
    record_event(attachment, "file.attached", by=by, data={"file": attachment.pk, "name": attachment.name})
    if attachment.state == State.CHECKING:
        run_soon("documents.scan", attachment.pk)
    elif BY_TYPE[attachment.content_type].decoder:
        run_soon("documents.thumbnail", attachment.pk)


@transaction.atomic
def remove(attachment, *, by):
    """Take a file off its record, and its bytes off the disk once that is certain. Records file.removed."""
    record_event(attachment, "file.removed", by=by, data={"name": attachment.name})
    stored = [file for file in (attachment.file, attachment.thumbnail) if file]
    attachment.delete()
    for file in stored:
        transaction.on_commit(lambda name=file.name, storage=file.storage: storage.delete(name), robust=True)
