"""Settings: backups of the installation and their proofs, for owners. Figures of the whole, nothing of any firm."""

from celery import current_app
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.access.authority import OWNER
from crm.audit.actions import note
from crm.backup import actions, queries
from crm.backup.models import Run
from crm.backup.wording import keeping, told
from crm.ui.htmx import go
from crm.ui.views import MemberView

TASK = "crm.backup.tasks.keep_backups"


class OwnerView(MemberView):
    """For owners of the workspace: the right to change settings is not enough."""

    def dispatch(self, request, *args, **kwargs):
        if request.member is not None and request.member.role.key != OWNER:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class Runs(OwnerView):
    template = "crm/backup/runs.html"

    def get(self, request):
        context = {
            "runs": [told(run) for run in queries.recent()],
            "under_way": queries.under_way(),
            "backup": told(queries.last_done(Run.Kind.BACKUP)),
            "proof": told(queries.last_done(Run.Kind.PROOF)),
            "keeping": keeping(),
            "warning": queries.warning_now(),
            "refresh_url": request.get_full_path(),
        }
        return self.render(context)


class Asking(OwnerView):
    """POST has a worker do it: at once, or within minutes if that message is lost."""

    kind = ""

    def post(self, request):
        actions.ask(self.kind, by=self.member)
        note(self.member, f"backup.{self.kind}_asked")
        transaction.on_commit(lambda: current_app.send_task(TASK, ignore_result=True), robust=True)
        return go(request, reverse("backup:runs"), self.said())


class BackUp(Asking):
    kind = Run.Kind.BACKUP

    def said(self):
        return _("A worker is making the backup.")


class Prove(Asking):
    kind = Run.Kind.PROOF

    def said(self):
        return _("A worker is restoring the newest backup into a scratch database.")
