"""Reading documents, templates and files."""

from django.db.models.functions import Collate

from crm.access.fields import hides
from crm.documents.models import Attachment, Document, DocumentTemplate
from crm.l10n.names import shown_name
from crm.l10n.state import current
from crm.records import registry


def correspondent_of(record):
    """The Correspondent that the record's type names, or None."""
    record_type = registry.of(record)
    return record_type.resolve("correspondent")(record) if record_type.correspondent else None


def documents_of(record):
    """The record's documents, newest first, each with its template and its maker."""
    documents = Document.objects.filter(record_type=record.record_key, record_id=record.pk)
    return documents.select_related("template", "created_by").order_by("-pk")


def prints_hidden(document, member):
    """Whether the document prints a field that the member's role hides."""
    return any(hides(member, *field.split(".")) for field in document.tells)


def files_of(record):
    """The record's files, newest first, each with who put it there."""
    files = Attachment.objects.filter(record_type=record.record_key, record_id=record.pk)
    return files.select_related("uploaded_by").order_by("-pk")


def templates():
    """Every template, in the order of the names that the reader knows them by."""
    language = current().language
    return DocumentTemplate.objects.order_by(Collate(shown_name(language), f"crm_{language}"), "pk")


def templates_for(record_type_key):
    """The templates in use for records of a type."""
    return templates().filter(record_type=record_type_key, active=True)


def parent_of(paper, member, action="see"):
    """The record a document or file belongs to, if the member may `action` it; otherwise None."""
    return registry.fetch(paper.record_type, paper.record_id, member, action)
