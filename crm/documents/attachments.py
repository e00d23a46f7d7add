"""Putting files on records and taking them away."""

import hashlib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.documents.models import Attachment
from crm.documents.sizes import format_size
from crm.documents.sniffing import clean_name, kind_of
from crm.events.record import record_event
from crm.tenants.models import Member


@transaction.atomic
def attach(record, files, *, by):
    """Keep the uploaded files with the record, all or none. Records file.attached for each; returns them.

    Raises ValidationError, in words for whoever chose the files, when one is too large, empty, or of a kind that is
    not kept here.
    """
    kinds = [_checked(file) for file in files]
    return [_keep(record, file, kind, by) for file, kind in zip(files, kinds, strict=True)]


def _checked(file):
    if file.size > settings.ATTACHMENT_LIMIT:
        shown = {"name": file.name, "size": format_size(file.size), "most": format_size(settings.ATTACHMENT_LIMIT)}
        raise ValidationError(_("“%(name)s” has %(size)s; the most is %(most)s.") % shown, code="size")
    return kind_of(file, file.name)


def _keep(record, file, kind, by):
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    attachment = Attachment(
        record_type=record.record_key, record_id=record.pk, name=clean_name(file.name, kind), size=file.size,
        content_type=kind.type, sha256=digest.hexdigest(), uploaded_by=by if isinstance(by, Member) else None,
    )  # fmt: skip
    attachment.file.save("file", file, save=False)
    attachment.save()
    record_event(attachment, "file.attached", by=by, data={"file": attachment.pk, "name": attachment.name})
    return attachment


@transaction.atomic
def remove(attachment, *, by):
    """Take a file off its record, and its bytes off the disk once that is certain. Records file.removed."""
    record_event(attachment, "file.removed", by=by, data={"name": attachment.name})
    storage, path = attachment.file.storage, attachment.file.name
    attachment.delete()
    transaction.on_commit(lambda: storage.delete(path), robust=True)
