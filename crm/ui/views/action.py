"""A verb as a resource: POST /…/<pk>/stage/ does one thing to one record and answers with the pieces that changed."""

from crm.ui.htmx import INVALID, fragment, go
from crm.ui.views.base import RecordView


class RecordAction(RecordView):
    """Fetch through what the member sees → right → form → action → partials.

    `form` is a form class or None; `perform` does the work with its values. The reply to htmx is `partials`, each
    drawn with `context(record)`; without script it leads back to the record.
    """

    right = "edit"
    form = None
    form_template = "ui/form_modal.html"
    partials = ()
    http_method_names = ["post"]

    def post(self, request, pk):
        record = self.fetch(pk)
        values = {}
        if self.form is not None:
            form = self.make_form(record, request.POST)
            if not form.is_valid():
                return self.invalid(form, record)
            values = form.cleaned_data
        return self.reply(self.perform(record, by=self.member, **values) or record)

    def make_form(self, record, data=None):
        return self.form(data)

    def perform(self, record, *, by, **values):
        """Call the action. Returns the record as it is now."""
        raise NotImplementedError

    def invalid(self, form, record):
        return fragment(self.request, self.form_template, {"form": form, **self.context(record)}, status=INVALID)

    def reply(self, record):
        if self.request.htmx and self.partials:
            return fragment(self.request, self.partials, self.context(record))
        return go(self.request, self.record_type.url(record.pk))

    def context(self, record):
        return {"record": record, "record_type": self.record_type}
