"""Settings: the workspace as an archive, for owners: asked for with proof of oneself, followed, fetched, given up."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.audit.actions import note
from crm.backup.views import OwnerView
from crm.documents.sizes import format_size
from crm.moving import actions
from crm.moving.forms import TakeAlongForm
from crm.moving.models import Archive
from crm.ui.htmx import INVALID, fragment, go


class ArchivePage(OwnerView):
    """GET shows an archive, the last unless one is named, which asks for itself while a worker writes; POST asks for
    one."""

    template = "crm/moving/archive.html"
    pace = "export"

    def get(self, request, pk=None):
        archive = self.archive(pk)
        if request.htmx:
            return fragment(request, "crm/moving/_archive.html", self.told(archive))
        return self.ask(TakeAlongForm(user=request.user), archive)

    def post(self, request):
        form = TakeAlongForm(request.POST, user=request.user)
        if form.is_valid():
            try:
                actions.start(by=self.member)
            except ValidationError as error:
                form.add_error(None, error)
        if not form.is_valid():
            return self.ask(form, self.archive(), status=INVALID)
        return go(request, reverse("moving:archive"), _("A worker is writing the archive. You will be told."))

    def ask(self, form, archive, status=200):
        return self.render({"form": form, **self.told(archive)}, status=status)

    def archive(self, pk=None):
        archives = Archive.objects.select_related("member")
        archive = archives.filter(pk=pk).first() if pk else archives.first()
        if pk and archive is None:
            raise Http404
        return archive

    def told(self, archive):
        if archive is None:
            return {"archive": None}
        done, total = actions.progress(archive) if archive.is_busy else (0, 0)
        return {"archive": archive, "done": done, "total": total, "size": format_size(archive.size)}


class ArchiveFile(OwnerView):
    """The file, while it is kept. Each download is kept in the audit trail."""

    def get(self, request, pk):
        archive = Archive.objects.filter(pk=pk).first()
        if archive is None:
            raise Http404
        if not archive.is_ready:
            return go(request, reverse("moving:archive"))
        if not actions.may_have(self.member):
            raise PermissionDenied
        try:
            file = default_storage.open(archive.file)
        except FileNotFoundError:
            raise Http404 from None
        note(self.member, "archive.opened", record=archive, data=actions.told(archive))
        response = FileResponse(file, as_attachment=True, filename=archive.file_name, content_type="application/zip")
        response["Cache-Control"] = "private, no-store"
        return response


class ArchiveDiscard(OwnerView):
    """POST stops the archive, or deletes its file."""

    http_method_names = ["post"]

    def post(self, request, pk):
        archive = Archive.objects.filter(pk=pk).first()
        if archive is None:
            raise Http404
        actions.discard(archive, by=self.member)
        return go(request, reverse("moving:archive"))
