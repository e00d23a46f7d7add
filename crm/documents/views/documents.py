"""The documents of a record: listed, asked for, opened, mailed, made again."""

from zlib import crc32

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from crm.audit.actions import note
from crm.documents import actions, letters
from crm.documents.forms import DocumentForm, MailForm
from crm.documents.models import Document
from crm.documents.queries import correspondent_of, documents_of, templates_for
from crm.documents.rows import document_rows
from crm.documents.serving import serve
from crm.documents.views.base import PaperView
from crm.records import registry
from crm.ui.htmx import INVALID, done, go, target_of


class DocumentList(PaperView):
    """As a piece of the record's page it asks for itself anew while a document is being made; else a page.

    Asked with ?seen=<the states it shows> it answers only when they changed, so that an open menu stays open.
    """

    def get(self, request, key, pk):
        record = self.record(key, pk)
        documents = list(documents_of(record))
        states = str(crc32(" ".join(f"{document.pk} {document.state}" for document in documents).encode()))
        if request.GET.get("seen") == states:
            return HttpResponse(status=204)
        context = {
            "record": record,
            "record_type": registry.get(key),
            "record_url": url_of(record),
            "documents": document_rows(documents, may_edit=self.may_edit(record), member=self.member),
            "states": states,
            "making": any(document.state == Document.State.PENDING for document in documents),
            "may_make": self.may_edit(record) and templates_for(key).exists(),
        }
        name = "_document_list" if request.htmx else "document_list"
        return self.render(context, template=f"crm/documents/{name}.html")


class DocumentCreate(PaperView):
    right = "edit"

    def get(self, request, key, pk):
        return self.ask(DocumentForm(templates=templates_for(key)), self.record(key, pk))

    def post(self, request, key, pk):
        record = self.record(key, pk)
        form = DocumentForm(request.POST, templates=templates_for(key))
        if not form.is_valid():
            return self.ask(form, record, status=INVALID)
        language = form.cleaned_data["language"] or None
        actions.request(record, form.cleaned_data["template"], by=request.member, language=language)
        return finished(request, record, _("The document is being made."))

    def ask(self, form, record, status=200):
        title = _("New document")
        context = {
            "form": form,
            "title": title,
            "submit_label": _("Make document"),
            "cancel_url": url_of(record),
            "wide": ("template", "language"),
        }
        return self.render(context, template=form_template(self.request), status=status)


class DocumentFile(PaperView):
    def get(self, request, pk):
        document, record = self.paper(Document.objects.all(), pk)
        if not document.file:
            raise Http404
        self.refuse_hidden(document)
        note(self.member, "file.opened", record=record, data={"document": document.pk, "name": document.file_name})
        inline = "download" not in request.GET
        return serve(document.file, document.file_name, "application/pdf", inline=inline)


class DocumentAgain(PaperView):
    right = "edit"
    http_method_names = ["post"]

    def post(self, request, pk):
        document, record = self.paper(Document.objects.all(), pk)
        actions.make_again(document, by=request.member)
        return finished(request, record, _("The document is being made again."))


class DocumentMail(PaperView):
    right = "edit"

    def get(self, request, pk):
        document, record = self.paper(ready(), pk)
        self.refuse_hidden(document)
        initial = letters.first_words(document, correspondent_of(record), by=request.member)
        return self.ask(MailForm(initial=initial, member=request.member), document, record)

    def post(self, request, pk):
        document, record = self.paper(ready(), pk)
        self.refuse_hidden(document)
        form = MailForm(request.POST, member=request.member)
        if not form.is_valid():
            return self.ask(form, document, record, status=INVALID)
        actions.send(document, by=request.member, **form.cleaned_data)
        return finished(request, record, _("Sent to %(address)s.") % {"address": form.cleaned_data["to"]})

    def ask(self, form, document, record, status=200):
        context = {
            "form": form,
            "title": _("Send “%(title)s”") % {"title": document.title},
            "submit_label": _("Send"),
            "cancel_url": url_of(record),
            "wide": ("to", "subject", "body", "signed"),
            "document": document_rows([document], may_edit=False, member=self.member)[0],
            "note": "crm/documents/_enclosed.html",
        }
        return self.render(context, template=form_template(self.request), status=status)


def ready():
    return Document.objects.filter(state=Document.State.READY)


def url_of(record):
    return registry.of(record).url(record.pk)


def form_template(request):
    return "ui/form_drawer.html" if target_of(request) == "drawer" else "ui/form.html"


def finished(request, record, text):
    """In the drawer or a menu of the record's page that page stays; without script one is led back to it."""
    return done(text) if request.htmx else go(request, url_of(record), text)
