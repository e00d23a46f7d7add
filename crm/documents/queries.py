"""Reading documents, templates and files."""

from crm.documents.models import Attachment, Document, DocumentTemplate
from crm.records import registry


def correspondent_of(record):
    """The Correspondent that the record's type names, or None."""
    record_type = registry.of(record)
    return record_type.resolve("correspondent")(record) if record_type.correspondent else None


def documents_of(record):
    """The record's documents, newest first, each with its template and its maker."""
    documents = Document.objects.filter(record_type=record.record_key, record_id=record.pk)
    return documents.select_related("template", "created_by").order_by("-pk")


def files_of(record):
    """The record's files, newest first, each with who put it there."""
    files = Attachment.objects.filter(record_type=record.record_key, record_id=record.pk)
    return files.select_related("uploaded_by").order_by("-pk")


def templates_for(record_type_key):
    """The templates in use for records of a type."""
    return DocumentTemplate.objects.filter(record_type=record_type_key, active=True)


def parent_of(paper, member, action="see"):
    """The record a document or file belongs to, if the member may `action` it; otherwise None."""
    return registry.fetch(paper.record_type, paper.record_id, member, action)
