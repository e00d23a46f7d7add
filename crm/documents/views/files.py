"""The files of a record: listed, added, opened, taken away."""

import logging
from zlib import crc32

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.access.policy import can
from crm.audit.actions import note
from crm.documents import thumbnails
from crm.documents.attachments import attach, remove
from crm.documents.models import Attachment
from crm.documents.queries import files_of
from crm.documents.rows import file_rows
from crm.documents.serving import BARE, serve
from crm.documents.sizes import format_size
from crm.documents.sniffing import ACCEPT, BY_TYPE
from crm.documents.views.base import PaperView
from crm.documents.views.documents import finished, url_of
from crm.l10n.names import series
from crm.records import registry
from crm.ui.htmx import INVALID, go, target_of

log = logging.getLogger(__name__)


class FileList(PaperView):
    """While small pictures are being made it asks for itself anew, and answers ?seen=<what it shows> only with news."""

    def get(self, request, key, pk):
        record = self.record(key, pk)
        files = file_rows(files_of(record), lambda file: may_remove(request.member, file, record))
        seen = str(
            crc32(" ".join(f"{file.name} {file.url} {file.state} {file.thumbnail_url}" for file in files).encode())
        )
        if request.GET.get("seen") == seen:
            return HttpResponse(status=204)
        context = {
            "record": record,
            "record_type": registry.get(key),
            "record_url": url_of(record),
            "files": files,
            "seen": seen,
            "waiting": any(file.waiting for file in files),
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
    pace = "upload"

    def post(self, request, key, pk):
        record = self.record(key, pk)
        try:
            added = attach(record, request.FILES.getlist("file"), by=request.member)
        except ValidationError as fault:
            return self.refused(record, " ".join(fault.messages))
        except OSError:  # a disk that is full, a bucket that does not answer
            log.exception("files of %s %s could not be stored", key, pk)
            return self.refused(record, _("The files could not be stored. Try again in a moment."))
        if request.htmx:
            return HttpResponse(status=204)
        return go(request, url_of(record), _("Added: %(names)s") % {"names": series(file.name for file in added)})

    def refused(self, record, words):
        if self.request.htmx:
            return HttpResponse(words, status=INVALID, content_type="text/plain; charset=utf-8")
        messages.error(self.request, words)
        return go(self.request, url_of(record))


class CheckedView(PaperView):
    """What the scanner has not passed is given to nobody, whatever their rights."""

    def checked(self, pk):
        """(file, its record), as `paper`; PermissionDenied while it is being checked, and once it was refused."""
        file, record = self.paper(Attachment.objects.all(), pk)
        if file.state == Attachment.State.CHECKING:
            raise PermissionDenied(_("This file is still being checked for viruses."))
        if file.state != Attachment.State.READY:
            raise PermissionDenied(_("This file was refused by the scanner and is not kept."))
        return file, record


class FileContent(CheckedView):
    def get(self, request, pk):
        file, record = self.checked(pk)
        note(self.member, "file.opened", record=record, data={"file": file.pk, "name": file.name})
        inline = BY_TYPE[file.content_type].inline and "download" not in request.GET
        return serve(file.file, file.name, file.content_type, inline=inline)


class FileThumbnail(CheckedView):
    """No entry of its own in the audit trail: the page that shows it has one."""

    def get(self, request, pk):
        file, _record = self.checked(pk)
        if not file.thumbnail:
            raise Http404
        return serve(file.thumbnail, "thumbnail.webp", thumbnails.TYPE, inline=True, policy=BARE)


class FilePreview(CheckedView):
    """A picture or a paper over the page, with the way to the ones before and after it; without script a page."""

    def get(self, request, pk):
        file, record = self.checked(pk)
        rows = file_rows(files_of(record), lambda file: may_remove(request.member, file, record))
        shown = [row for row in rows if row.preview_url]
        place = next((n for n, row in enumerate(shown) if row.url == reverse("documents:file", args=[file.pk])), None)
        if place is None:
            raise Http404
        context = {
            "record": record,
            "record_url": url_of(record),
            "file": shown[place],
            "place": place + 1,
            "count": len(shown),
            "previous": shown[place - 1] if place else None,
            "next": shown[place + 1] if place + 1 < len(shown) else None,
        }
        name = "_preview" if target_of(request) == "modal-content" else "preview"
        return self.render(context, template=f"crm/documents/{name}.html")


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
