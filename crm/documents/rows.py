"""Documents and files as a record's page shows them: plain, preformatted values."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from crm.documents.models import Attachment, Document
from crm.documents.placeholders import label_of, types_with_documents
from crm.documents.queries import prints_hidden
from crm.documents.sizes import format_size
from crm.documents.sniffing import BY_TYPE, PDF
from crm.l10n.dates import format_date
from crm.l10n.numbers import localize_digits
from crm.tenants.models import Language
from crm.ui.parts import Option

State, Kept = Document.State, Attachment.State
DRAWN_WITHIN = timedelta(minutes=1)  # a page waits so long for a small picture, and then shows an icon for good
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
    pk: int
    name: str
    icon: str
    url: str
    sub: str
    content_type: str
    preview_url: str  # empty where a browser cannot show it
    thumbnail_url: str
    removal_url: str
    state: str  # in words; empty when it is ready
    tone: str
    state_icon: str
    waiting: bool  # it is being checked, or its small picture is about to come

    @property
    def is_picture(self):
        return self.content_type != PDF.type


def document_rows(documents, *, may_edit, member):
    """A document that prints what the member's role hides is named, and cannot be opened or sent."""
    return tuple(_document_row(document, may_edit, closed=prints_hidden(document, member)) for document in documents)


def _document_row(document, may_edit, *, closed):
    url = reverse("documents:document", args=[document.pk]) if document.file and not closed else ""
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
        options=tuple(_options(document, url, again)) if url and document.state == State.READY else (),
    )


def _options(document, url, again):
    yield Option(label=_("Download"), url=f"{url}?download", icon="download")
    if again:
        mail = reverse("documents:mail", args=[document.pk])
        yield Option(label=_("Send by mail"), url=mail, icon="send", drawer=True)
        yield Option(label=_("Make again"), url=again, icon="refresh", post=True)


def file_rows(files, removable):
    """`removable(file)` says whether the member may take it away."""
    return tuple(_file_row(file, removable(file)) for file in files)


def _file_row(file, removable):
    """One that is being checked, or was refused, is named and cannot be opened."""
    kind, ready, checking = BY_TYPE[file.content_type], file.state == Kept.READY, file.state == Kept.CHECKING
    added_by = [file.uploaded_by.name] if file.uploaded_by else []
    found = [file.finding] if file.finding else []
    drawing = ready and kind.decoder and not file.thumbnail and now() - file.created_at < DRAWN_WITHIN
    return FileRow(
        pk=file.pk,
        name=file.name,
        icon=kind.icon,
        url=reverse("documents:file", args=[file.pk]) if ready else "",
        sub=" · ".join([*found, format_date(localdate(file.created_at)), format_size(file.size), *added_by]),
        content_type=file.content_type,
        preview_url=reverse("documents:file_preview", args=[file.pk]) if ready and kind.inline else "",
        thumbnail_url=reverse("documents:thumbnail", args=[file.pk]) if file.thumbnail else "",
        removal_url=reverse("documents:removal", args=[file.pk]) if removable else "",
        state="" if ready else file.get_state_display(),
        tone="grey" if checking else "red",
        state_icon="clock" if checking else "shield-x",
        waiting=bool(checking or drawing),
    )


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


@dataclass(frozen=True, slots=True)
class StorageRow:
    said: str
    files: str
    papers: str
    percent: int | None  # None where nothing bounds it
    tone: str


def storage_row(room):
    """How full a workspace's storage is (room.Room), for its settings."""
    shown = {"used": format_size(room.used), "most": format_size(room.most)}
    percent = room.percent if room.most else None
    return StorageRow(
        said=_("%(used)s of %(most)s") % shown if room.most else shown["used"],
        files=format_size(room.files),
        papers=format_size(room.papers),
        percent=percent,
        tone="red" if room.most and percent >= 90 else "",
    )
