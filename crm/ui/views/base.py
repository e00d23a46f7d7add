"""The base of every page behind a workspace's address: who may come in, and how a record is fetched."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils.functional import cached_property
from django.views import View

from crm.access.pace import seconds_to_wait
from crm.access.policy import can, require
from crm.audit.actions import note
from crm.records import registry
from crm.records.types import with_related
from crm.ui import live
from crm.ui.htmx import varied
from crm.ui.views.refusals import refuse


class MemberView(View):
    """A view for members of the workspace who hold the right `needs` ("" is any member).

    The middleware has set request.member; strangers never get here. `pace` names a limit in settings.PACES, which
    counts what is asked with the methods in `paced`; one too many is answered by 429 and when to come back.
    A page that draws itself anew when somebody changes what it shows says so by `watches` (crm.ui.live).
    """

    needs = ""
    pace, paced = "", ("POST",)
    template = ""
    watches = ()

    def dispatch(self, request, *args, **kwargs):
        self.member = request.member
        if self.member is None:
            raise Http404
        if self.needs:
            require(self.member, self.needs)
        if self.watches and request.method == "GET" and not request.htmx:
            request.live = live.shown([topic.format(**kwargs) for topic in self.watches])
        return self._slowed_down() or super().dispatch(request, *args, **kwargs)

    def http_method_not_allowed(self, request, *args, **kwargs):
        """405 as a page: whoever signs in again after pressing a button is sent to the address it posts to."""
        refusal = super().http_method_not_allowed(request, *args, **kwargs)
        response = refuse(request, "405.html", refusal.status_code)
        response.headers["Allow"] = refusal.headers["Allow"]
        return response

    def _slowed_down(self):
        windows = settings.PACES.get(self.pace) if self.request.method in self.paced else None
        wait = seconds_to_wait(self.pace, self.member.pk, windows) if windows else 0
        if not wait:
            return None
        response = refuse(self.request, "too_often.html", 429)
        response.headers["Retry-After"] = str(wait)
        return response

    def render(self, context, *, template="", status=200):
        return varied(render(self.request, template or self.template, context, status=status))


class OfRecords:
    """How the records of one type are reached: for views that know `record_type` and `member`. `right` is what must be
    allowed on the record, or on the type at all."""

    right = "see"

    def rows(self, *, mine=False):
        """The records of the type that the member sees, or owns, with what a page of them shows."""
        return with_related(self.record_type.visible(self.member, mine=mine), self.record_type.related)

    def fetch(self, pk, right="", *, lock=False):
        """The record: 404 when the member does not see it, 403 when they see it and may not do this with it. With
        `lock`, kept from others until the end of the transaction."""
        rows = self.record_type.stated(self.rows(), *self.record_type.related).filter(pk=pk)
        record = (rows.select_for_update(of=("self",)) if lock else rows).first()
        if record is None:
            raise Http404
        if not self.allowed(right or self.right, record):
            raise PermissionDenied
        return record

    def note_read(self, action, record=None, **data):
        """Keep in the audit trail that personal data was shown; other types are read freely."""
        if self.record_type.personal:
            note(self.member, action, record=record, data=data)

    def decorate(self, rows):
        """Attach what a page of rows shows besides, in a fixed number of statements."""
        if self.record_type.decorate and rows:
            self.record_type.resolve("decorate")(rows, self.member)

    def allowed(self, right, record=None):
        return can(self.member, self.record_type.right(right), record)


class RecordView(OfRecords, MemberView):
    """A view of one record type: give `key`."""

    key = ""

    @cached_property
    def record_type(self):
        return registry.get(self.key)

    def dispatch(self, request, *args, **kwargs):
        self.needs = self.record_type.right(self.right if self.right == "create" else "see")
        return super().dispatch(request, *args, **kwargs)
