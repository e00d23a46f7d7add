"""Fetching what hangs on a record: who does not see the record does not see its papers."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from crm.access.policy import can
from crm.documents.queries import parent_of, prints_hidden
from crm.records import registry
from crm.ui.views import MemberView


class PaperView(MemberView):
    """`right` is what the member must be allowed on the record behind the paper."""

    right = "see"

    def record(self, key, pk):
        """The record itself: 404 when the member does not see it, 403 when they may not do this with it."""
        return self._allowed(registry.fetch(key, pk, self.request.member))

    def paper(self, rows, pk):
        """(document or file, its record), under the same rule."""
        paper = get_object_or_404(rows, pk=pk)
        return paper, self._allowed(parent_of(paper, self.request.member))

    def refuse_hidden(self, document):
        """A paper that prints what the reader's role hides is not for them: PermissionDenied."""
        if prints_hidden(document, self.request.member):
            raise PermissionDenied(_("This paper shows details that your role does not."))

    def may_edit(self, record):
        return can(self.request.member, f"{record.record_key}.edit", record)

    def _allowed(self, record):
        if record is None:
            raise Http404
        if not can(self.request.member, f"{record.record_key}.{self.right}", record):
            raise PermissionDenied
        return record
