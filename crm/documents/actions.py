"""What people and playbooks do with templates and documents. Rights are the callers' business."""

import hashlib
import logging

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from crm.channels.email.actions import queue_mail
from crm.channels.email.letters import written
from crm.documents import liquid, placeholders, sheets
from crm.documents.faults import TemplateFault
from crm.documents.models import Document, DocumentTemplate
from crm.documents.numbers import take_number
from crm.documents.queries import correspondent_of
from crm.documents.render import render_pdf
from crm.events.actors import SYSTEM
from crm.events.record import record_event
from crm.events.timers import Again, run_soon
from crm.l10n import state
from crm.records import registry
from crm.tenants import logos
from crm.tenants.models import Member

log = logging.getLogger(__name__)
State = Document.State


class NotReady(Exception):
    """The document has no PDF yet, so it cannot be sent."""


@transaction.atomic
def create_template(*, name, record_type, bodies, by, names=None, active=True):
    """A template for records of the type called `record_type`; `bodies` is {"ar": {"title", "source"}, …}.

    Records document_template.created. Raises TemplateFault when a source cannot be read or names an unknown value.
    """
    check_bodies(record_type, bodies)
    template = DocumentTemplate.objects.create(
        name=name, names=names or {}, record_type=record_type, bodies=bodies, active=active
    )
    record_event(template, "document_template.created", by=by, data={"name": name})
    return template


@transaction.atomic
def update_template(template, *, by, **fields):
    """Change name, names, bodies or active. Documents already made stay as they are.

    Records document_template.changed. Raises TemplateFault.
    """
    if unknown := set(fields) - {"name", "names", "bodies", "active"}:
        raise TypeError(f"a template's {', '.join(sorted(unknown))} cannot be changed")
    check_bodies(template.record_type, fields.get("bodies", {}))
    for name, value in fields.items():
        setattr(template, name, value)
    template.save(update_fields=[*fields, "updated_at"])
    record_event(template, "document_template.changed", by=by, data={"name": template.name, "fields": sorted(fields)})
    return template


def check_bodies(record_type, bodies):
    """Raises TemplateFault for the first source that templates of the type cannot use."""
    names = placeholders.available(registry.get(record_type))
    for body in bodies.values():
        liquid.parse(body.get("source", ""), names)


@transaction.atomic
def request(record, template, *, by, language=None):
    """Have a document made for the record, by a worker, right after commit. Returns it, pending, with its number.

    The language is the given one, else the correspondent's, else the workspace's, as far as the template is written
    in it. Records document.requested.
    """
    correspondent = correspondent_of(record)
    preferred = (language, correspondent and correspondent.language, record.tenant.language)
    language = template.written_in(*filter(None, preferred))
    document = Document.objects.create(
        record_type=record.record_key, record_id=record.pk, template=template, language=language,
        number=take_number("document"), title=template.title_in(language),
        created_by=by if isinstance(by, Member) else None,
    )  # fmt: skip
    _record(document, "document.requested", by)
    run_soon("documents.render", document.pk)
    return document


@transaction.atomic
def make_again(document, *, by):
    """Have the document made anew from today's data and template, under its old number. Records document.requested.

    The PDF it has stays until the new one takes its place.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    document.state, document.error = State.PENDING, ""
    document.save(update_fields=["state", "error"])
    _record(document, "document.requested", by)
    run_soon("documents.render", document.pk)
    return document


def render(document_id):
    """The work of the timer documents.render: fill in, print and keep the PDF of a pending or failed document.

    Ends in ready, incomplete (with the names of what is missing) or failed (tried again by the timer, unless the
    template itself is at fault), and records document.ready, .incomplete or .failed. Calling it twice does it once.
    """
    document = Document.objects.select_for_update().select_related("template").filter(pk=document_id).first()
    if document is None or document.state not in (State.PENDING, State.FAILED):
        return None
    record_type = registry.get(document.record_type)
    record = record_type.model_class.objects.get(pk=document.record_id)
    try:
        with transaction.atomic(), state.using(state.for_tenant(record.tenant, language=document.language)):
            return _make(document, record_type, record)
    except TemplateFault as fault:
        _fail(document, str(fault))
        return None
    except Exception as error:  # noqa: BLE001  # the record's page shows it, and the timer tries again
        log.exception("document %s could not be made", document.pk)
        _fail(document, f"{type(error).__name__}: {error}")
        return Again(reason=document.error)


def _make(document, record_type, record):
    paper = placeholders.Paper(record.tenant, document.code, timezone.localdate())
    source = document.template.bodies[document.language]["source"]
    names = placeholders.available(record_type)
    rendered = liquid.render(source, placeholders.values(record_type, record, paper), names)
    if rendered.missing:
        document.state, document.error = State.INCOMPLETE, ""
        document.missing = placeholders.without_words(rendered.missing)
        document.save(update_fields=["state", "missing", "error"])
        _record(document, "document.incomplete", SYSTEM, missing=document.missing)
        return
    document.title = document.template.title_in(document.language)
    document.tells = placeholders.told_by(names, liquid.used_names(liquid.parse(source, names)))
    html = sheets.page(
        rendered.html, tenant=record.tenant, title=document.title, code=document.code, day=paper.day,
        logo=logos.printed(),
    )  # fmt: skip
    _keep(document, render_pdf(html))
    _record(document, "document.ready", SYSTEM)


def _keep(document, pdf):
    """Store the PDF and let go of the one before it, unless a mail still carries that."""
    before, was_sent = document.file.name, document.sent_at is not None
    storage = document.file.storage
    document.file.save("document.pdf", ContentFile(pdf), save=False)
    document.size, document.sha256 = len(pdf), hashlib.sha256(pdf).hexdigest()
    document.state, document.missing, document.error = State.READY, [], ""
    document.made_at, document.sent_at = timezone.now(), None
    document.save()
    if before and not was_sent:
        transaction.on_commit(lambda: storage.delete(before), robust=True)


def _fail(document, reason):
    first_time = document.state != State.FAILED
    document.state, document.error = State.FAILED, reason[:2000]
    document.save(update_fields=["state", "error"])
    if first_time:
        _record(document, "document.failed", SYSTEM)


@transaction.atomic
def send(document, *, to, subject, body, by, signed=False):
    """Mail the document's PDF to the address `to`, in the document's language. Records document.sent.

    Answers go to `by`, whose signature stands below where it is `signed`. Raises NotReady.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.state != State.READY:
        raise NotReady
    preferences = state.for_tenant(document.tenant, language=document.language)
    signature = by.signature if signed else ""
    letter = written(subject, body, preferences=preferences, firm=document.tenant.name, signature=signature)
    attachment = (document.file_name, document.file.name, "application/pdf")
    record = registry.get(document.record_type).model_class.objects.get(pk=document.record_id)
    queue_mail(to=to, letter=letter, record=record, by=by, attachments=[attachment])
    document.sent_at = timezone.now()
    document.save(update_fields=["sent_at"])
    _record(document, "document.sent", by, to=to)
    return document


def _record(document, kind, by, **data):
    data |= {"title": document.title, "number": document.code, "asked_by": document.created_by_id}
    record_event(document, kind, by=by, data=data)
