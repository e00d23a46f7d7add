"""Asking the installation's scanner of viruses: a clamd, over its own protocol, by a worker.

Nothing passes by accident: a file is given out only after the scanner said so in as many words. While it is down, files
wait, and the work stands among what failed.
"""

from urllib.parse import urlsplit

from clamav_client import clamd
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from crm.audit.actions import note
from crm.documents.models import Attachment
from crm.documents.sniffing import BY_TYPE
from crm.events.actors import SYSTEM
from crm.events.record import record_event
from crm.events.timers import Again, run_soon
from crm.records import registry

State = Attachment.State
SECONDS = 30  # for each step of the conversation


class NotScanned(RuntimeError):
    """The scanner cannot be reached, did not answer, or did not look at the file."""


def scan(attachment_id):
    """The work of the timer documents.scan: ask about a file that waits; it becomes ready, or is refused for good."""
    attachment = Attachment.objects.filter(pk=attachment_id, state=State.CHECKING).first()
    if attachment is None:
        return None
    try:
        with attachment.file.open("rb") as file:
            finding = finding_of(file)
    except NotScanned as reason:
        return Again(reason=f"NotScanned: {reason}")
    with transaction.atomic():  # not locked while the scanner thinks: it may be deleted meanwhile
        attachment = Attachment.objects.select_for_update().filter(pk=attachment_id, state=State.CHECKING).first()
        if attachment is not None:
            _refuse(attachment, finding) if finding else _release(attachment)
    return None


def finding_of(file):
    """What the scanner calls the harm in an open file; "" when it says that there is none. Raises NotScanned."""
    try:
        answers = _client().instream(file)
    except (clamd.ClamdError, OSError, ValueError) as error:
        raise NotScanned(f"{type(error).__name__}: {error}") from error
    [(status, finding)] = answers.values() or [("", None)]
    if status == "FOUND" and finding:
        return finding
    if status == "OK" and not finding:
        return ""
    raise NotScanned(f"it answered {answers}")


def _client():
    address = urlsplit(settings.SCANNER_URL)
    if address.scheme == "unix" and address.path:
        return clamd.ClamdUnixSocket(address.path, timeout=SECONDS)
    if address.scheme == "tcp" and address.hostname:
        return clamd.ClamdNetworkSocket(address.hostname, address.port or 3310, timeout=SECONDS)
    raise ImproperlyConfigured("SCANNER_URL is to be tcp://host:3310 or unix:///path/clamd.ctl")


def _release(attachment):
    attachment.state = State.READY
    attachment.save(update_fields=["state"])
    if BY_TYPE[attachment.content_type].decoder:
        run_soon("documents.thumbnail", attachment.pk)


def _refuse(attachment, finding):
    """Its row stays, so that whoever added it sees what became of it; its bytes go."""
    stored = attachment.file
    storage, name = stored.storage, stored.name
    attachment.state, attachment.finding, attachment.file = State.REFUSED, finding[:200], ""
    attachment.save(update_fields=["state", "finding", "file"])
    transaction.on_commit(lambda: storage.delete(name), robust=True)
    data = {"name": attachment.name, "finding": attachment.finding, "added_by": attachment.uploaded_by_id}
    record_event(attachment, "file.refused", by=SYSTEM, data=data)
    record = registry.find(attachment.record_type, attachment.record_id)
    note(SYSTEM, "file.refused", record=record, data={**data, "file": attachment.pk})
