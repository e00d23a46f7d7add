"""Documents and files as a record's page shows them: plain, preformatted values."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from crm.documents.models import Document
from crm.documents.placeholders import label_of, types_with_documents
from crm.documents.sizes import format_size
from crm.documents.sniffing import BY_TYPE
from crm.l10n.dates import format_date
from crm.l10n.numbers import localize_digits
from crm.tenants.models import Language
from crm.ui.parts import Option

State = Document.State
TONES = {State.READY: "green", State.PENDING: "grey", State.INCOMPLETE: "amber", State.FAILED: "red"}
ICONS = {
    State.READY: "circle-check",
    State.PENDING: "clock",
    State.INCOMPLETE: "alert-triangle",
    State.FAILED: "alert-circle",
}


@dataclass(frozen=True, slots=True)
class DocumentRow:
    title: str
    code: str
    language: str
    url: str  # the PDF; empty while there is none
    sub: str
    state: str
    tone: str
    icon: str
    missing: tuple[str, ...]
    fault: str
    again_url: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class FileRow:
    name: str
    icon: str
    url: str
    sub: str
    inline: bool
    removal_url: str


def document_rows(documents, *, may_edit):
    return tuple(_document_row(document, may_edit) for document in documents)


def _document_row(document, may_edit):
    url = reverse("documents:document", args=[document.pk]) if document.file else ""
    again = reverse("documents:again", args=[document.pk]) if may_edit and document.state != State.PENDING else ""
    sent = _("Sent %(date)s") % {"date": format_date(localdate(document.sent_at))} if document.sent_at else ""
    made = format_date(localdate(document.made_at)) if document.made_at else ""
    return DocumentRow(
        title=document.title,
        code=localize_digits(document.code),
        language=document.get_language_display(),
        url=url,
        sub=" · ".join(filter(None, [made, format_size(document.size) if document.size else "", sent])),
        state=document.get_state_display(),
        tone=TONES[document.state],
        icon=ICONS[document.state],
        missing=tuple(str(label_of(document.record_type, name)) for name in document.missing),
        fault=document.error if document.state == State.FAILED else "",
        again_url=again,
        options=tuple(_options(document, url, again)) if document.state == State.READY else (),
    )


def _options(document, url, again):
    yield Option(label=_("Download"), url=f"{url}?download", icon="download")
    if again:
        mail = reverse("documents:mail", args=[document.pk])
        yield Option(label=_("Send by mail"), url=mail, icon="send", drawer=True)
        yield Option(label=_("Make again"), url=again, icon="refresh", post=True)


def file_rows(files, removable):
    """`removable(file)` says whether the member may take it away."""
    return tuple(
        FileRow(
            name=file.name,
            icon=BY_TYPE[file.content_type].icon,
            url=reverse("documents:file", args=[file.pk]),
            sub=" · ".join([format_date(localdate(file.created_at)), format_size(file.size), *_by(file)]),
            inline=BY_TYPE[file.content_type].inline,
            removal_url=reverse("documents:removal", args=[file.pk]) if removable(file) else "",
        )
        for file in files
    )


def _by(file):
    return [file.uploaded_by.name] if file.uploaded_by else []


@dataclass(frozen=True, slots=True)
class TemplateRow:
    name: str
    url: str
    record_type: str
    languages: tuple[str, ...]
    active: bool


def template_rows(templates):
    """Templates of types that have documents here; those of others wait for their type to come back."""
    labels = {each.key: str(each.label_plural) for each in types_with_documents()}
    return tuple(
        TemplateRow(
            name=str(template),
            url=reverse("documents:template", args=[template.pk]),
            record_type=labels[template.record_type],
            languages=tuple(Language(code).label for code in template.languages),
            active=template.active,
        )
        for template in templates
        if template.record_type in labels
    )
