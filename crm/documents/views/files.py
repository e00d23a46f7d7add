"""The files of a record: listed, added, opened, taken away."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from crm.access.policy import can
from crm.documents.attachments import attach, remove
from crm.documents.models import Attachment
from crm.documents.queries import files_of
from crm.documents.rows import file_rows
from crm.documents.serving import serve
from crm.documents.sizes import format_size
from crm.documents.sniffing import ACCEPT, BY_TYPE
from crm.documents.views.base import PaperView
from crm.documents.views.documents import finished, url_of
from crm.records import registry
from crm.ui.htmx import INVALID, go


class FileList(PaperView):
    def get(self, request, key, pk):
        record = self.record(key, pk)
        context = {
            "record": record,
            "record_type": registry.get(key),
            "record_url": url_of(record),
            "files": file_rows(files_of(record), lambda file: may_remove(request.member, file, record)),
            "may_add": self.may_edit(record),
            "accept": ACCEPT,
            "most": format_size(settings.ATTACHMENT_LIMIT),
        }
        name = "_file_list" if request.htmx else "file_list"
        return self.render(context, template=f"crm/documents/{name}.html")


class FileAdd(PaperView):
    """Answers scripts with the fault alone, in words; without script one is led back to the record, which shows it."""

    right = "edit"
    http_method_names = ["post"]

    def post(self, request, key, pk):
        record = self.record(key, pk)
        try:
            added = attach(record, request.FILES.getlist("file"), by=request.member)
        except ValidationError as fault:
            return self.refused(record, " ".join(fault.messages))
        if request.htmx:
            return HttpResponse(status=204)
        return go(request, url_of(record), _("Added: %(names)s") % {"names": ", ".join(file.name for file in added)})

    def refused(self, record, words):
        if self.request.htmx:
            return HttpResponse(words, status=INVALID, content_type="text/plain; charset=utf-8")
        messages.error(self.request, words)
        return go(self.request, url_of(record))


class FileContent(PaperView):
    def get(self, request, pk):
        file, _record = self.paper(Attachment.objects.all(), pk)
        inline = BY_TYPE[file.content_type].inline and "download" not in request.GET
        return serve(file.file, file.name, file.content_type, inline=inline)


class FileRemoval(PaperView):
    right = "edit"

    def get(self, request, pk):
        file, record = self.removable(pk)
        context = {
            "title": _("Delete “%(name)s”?") % {"name": file.name},
            "text": _("The file goes for good. That it was here stays on the timeline."),
            "submit_label": _("Delete file"),
            "cancel_url": url_of(record),
        }
        return self.render(context, template="ui/_confirm.html" if request.htmx else "ui/confirm.html")

    def post(self, request, pk):
        file, record = self.removable(pk)
        remove(file, by=request.member)
        return finished(request, record, _("“%(name)s” was deleted.") % {"name": file.name})

    def removable(self, pk):
        file, record = self.paper(Attachment.objects.all(), pk)
        if not may_remove(self.request.member, file, record):
            raise PermissionDenied
        return file, record


def may_remove(member, file, record):
    """Whoever added the file and may still edit the record; else whoever may delete the record itself."""
    if file.uploaded_by_id == member.pk and can(member, f"{record.record_key}.edit", record):
        return True
    return can(member, f"{record.record_key}.delete", record)
