"""Deleting a record, and taking that back."""

from django.http import Http404
from django.utils.translation import gettext as _

from crm.ui.htmx import done, go
from crm.ui.views.base import RecordView


class RecordDelete(RecordView):
    """POST deletes; the message that says so can undo it, so nothing is asked before."""

    right = "delete"
    http_method_names = ["post"]

    def post(self, request, pk):
        record = self.record_type.resolve("delete")(self.fetch(pk), by=self.member)
        text = _("%(name)s was deleted.") % {"name": record}
        return go(request, self.record_type.list_url(), text, undo=self.record_type.path("restore", pk))


class RecordRestore(RecordView):
    """POST brings a deleted record back, for those who may delete it."""

    right = "delete"
    http_method_names = ["post"]

    def post(self, request, pk):
        record = self.record_type.gone(self.member, "delete").filter(pk=pk).first()
        if record is None:
            raise Http404
        record = self.record_type.resolve("restore")(record, by=self.member)
        text = _("%(name)s is back.") % {"name": record}
        return done(text) if request.htmx else go(request, self.record_type.url(pk), text)
