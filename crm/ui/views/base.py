"""The base of every page behind a workspace's address: who may come in, and how a record is fetched."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils.functional import cached_property
from django.views import View

from crm.access.policy import can, require
from crm.records import registry
from crm.ui.htmx import varied


class MemberView(View):
    """A view for members of the workspace who hold the right `needs` ("" is any member).

    The middleware has set request.member; strangers never get here.
    """

    needs = ""
    template = ""

    def dispatch(self, request, *args, **kwargs):
        self.member = request.member
        if self.member is None:
            raise Http404
        if self.needs:
            require(self.member, self.needs)
        return super().dispatch(request, *args, **kwargs)

    def render(self, context, *, template="", status=200):
        return varied(render(self.request, template or self.template, context, status=status))


class RecordView(MemberView):
    """A view of one record type: give `key`. `right` is what must be allowed on the record, or on the type at all."""

    key = ""
    right = "see"

    @cached_property
    def record_type(self):
        return registry.get(self.key)

    def dispatch(self, request, *args, **kwargs):
        self.needs = self.record_type.right(self.right if self.right == "create" else "see")
        return super().dispatch(request, *args, **kwargs)

    def rows(self, *, mine=False):
        """The records of the type that the member sees, or owns, with what a page of them shows."""
        return self.record_type.visible(self.member, mine=mine).select_related(*self.record_type.related)

    def fetch(self, pk, right=""):
        """The record: 404 when the member does not see it, 403 when they see it and may not do this with it."""
        record = self.rows().filter(pk=pk).first()
        if record is None:
            raise Http404
        if not self.allowed(right or self.right, record):
            raise PermissionDenied
        return record

    def decorate(self, rows):
        """Attach what a page of rows shows besides, in a fixed number of statements."""
        if self.record_type.decorate and rows:
            self.record_type.resolve("decorate")(rows, self.member)

    def allowed(self, right, record=None):
        return can(self.member, self.record_type.right(right), record)
