"""Templates that a firm writes, the documents made from them, and files that people attach."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm.l10n.names import Named
from crm.lib.carrying import File, OfType, Source, Words
from crm.tenants.base import TenantForeignKey, TenantModel
from crm.tenants.models import Language


def private_path(kind, instance, filename):
    """Where a file lies: nothing in it can be guessed, and nothing a person typed is in it."""
    suffix = ".pdf" if filename.endswith(".pdf") else ""
    return f"{instance.tenant_id}/{kind}/{secrets.token_urlsafe(24)}{suffix}"


def document_path(instance, filename):
    return private_path("documents", instance, filename)


def attachment_path(instance, filename):
    return private_path("files", instance, filename)


def thumbnail_path(instance, filename):
    return private_path("thumbnails", instance, filename)


class DocumentTemplate(Named, TenantModel):
    """What documents of one kind say, per language: `bodies` maps ar|fa|en to {"title", "source"}, source in Liquid."""

    record_key = "document_template"
    archive_refs = {"bodies": Source()}

    record_type = models.CharField(max_length=30)
    bodies = models.JSONField(default=dict)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(TenantModel.Meta):
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["tenant", "record_type"], name="documenttemplate_of_type")]

    @property
    def languages(self):
        """The languages it is written in, in the product's order."""
        return [code for code in Language.values if self.bodies.get(code, {}).get("source")]

    def written_in(self, *preferred):
        """The first of the preferred languages that it is written in, else the first it has at all."""
        return next((code for code in (*preferred, *self.languages) if code in self.languages), "")

    def title_in(self, language):
        return self.bodies.get(language, {}).get("title") or self.name_in(language or get_language())


class Document(TenantModel):
    """One paper about one record: asked for, made by a worker, kept, downloaded, sent."""

    record_key = "document"
    archive_refs = {"record_id": OfType(), "missing": Words(), "tells": Words(), "file": File()}
    archive_words = ("document",)
    archive_timers = ("documents.render",)

    class State(models.TextChoices):
        PENDING = "pending", _("Being made")
        READY = "ready", _("Ready")
        INCOMPLETE = "incomplete", _("Data missing")
        FAILED = "failed", _("Failed")

    record_type = models.CharField(max_length=30)
    record_id = models.BigIntegerField()
    template = TenantForeignKey(DocumentTemplate, on_delete=models.PROTECT, related_name="documents")
    language = models.CharField(max_length=2, choices=Language)
    number = models.PositiveIntegerField()
    title = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    missing = models.JSONField(default=list)  # keys of the placeholders that were empty
    tells = models.JSONField(default=list)  # "<record key>.<field>" of what it prints, for those to whom that is hidden
    error = models.TextField(blank=True)
    file = models.FileField(upload_to=document_path, max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    created_by = TenantForeignKey("tenants.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    made_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["tenant", "record_type", "record_id", "-id"], name="document_of_record")]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "number"], name="document_number"),
            models.CheckConstraint(condition=~Q(state="ready") | ~Q(file=""), name="document_ready_has_file"),
        ]

    def __str__(self):
        return self.title

    def timeline_parents(self):
        return [(self.record_type, self.record_id)]

    @property
    def code(self):
        """The number as it is printed, before its digits are chosen."""
        return f"{self.number:04d}"

    @property
    def file_name(self):
        return f"{self.title} {self.code}.pdf"


class Counter(TenantModel):
    """The last number given out. Its row is locked until the taker commits, so no number is skipped or given twice."""

    key = models.CharField(max_length=30)
    last = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="counter_key")]


class Attachment(TenantModel):
    """A file that somebody put on a record. What it is was read from its bytes, not from its name."""

    record_key = "attachment"
    archive_refs = {"record_id": OfType(), "file": File(), "thumbnail": File()}
    archive_words = ("file",)
    archive_timers = ("documents.scan", "documents.thumbnail")

    class State(models.TextChoices):
        READY = "ready", _("Ready")
        CHECKING = "checking", _("Being checked")  # by the scanner; nobody gets it before
        REFUSED = "refused", _("Refused")  # its bytes are gone

    record_type = models.CharField(max_length=30)
    record_id = models.BigIntegerField()
    file = models.FileField(upload_to=attachment_path, max_length=200, blank=True)
    thumbnail = models.FileField(upload_to=thumbnail_path, max_length=200, blank=True)
    name = models.TextField()
    size = models.PositiveIntegerField()
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    uploaded_by = TenantForeignKey("tenants.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=State, default=State.READY)
    finding = models.TextField(blank=True)  # what the scanner called the harm in it

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["tenant", "record_type", "record_id", "-id"], name="attachment_of_record")]
        constraints = [
            models.CheckConstraint(condition=Q(state="refused") | ~Q(file=""), name="attachment_has_file"),
            models.CheckConstraint(condition=Q(state="ready") | Q(thumbnail=""), name="attachment_unseen_unchecked"),
        ]

    def __str__(self):
        return self.name

    def timeline_parents(self):
        return [(self.record_type, self.record_id)]
