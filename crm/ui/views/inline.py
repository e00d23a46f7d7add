"""One fact of a record, changed where it stands."""

from django.db import transaction
from django.http import Http404, HttpResponseRedirect

from crm.ui.conflicts import Merge, last_change, seen_of
from crm.ui.htmx import CONFLICT, INVALID, fragment, trigger
from crm.ui.panels import fact_of
from crm.ui.rows import Drawing
from crm.ui.saving import or_fault, save_changes
from crm.ui.views.base import RecordView


class InlineEdit(RecordView):
    """GET shows the field (or, with ?show, the fact again); POST saves it and answers with the fact."""

    right = "edit"

    def get(self, request, pk, name):
        record = self.fetch(pk)
        if not request.htmx:
            return HttpResponseRedirect(self.record_type.path("edit", pk))
        if "show" in request.GET:
            return self.fact(record, name)
        return self.ask(self.form(record, name), pk, name)

    def post(self, request, pk, name):
        with transaction.atomic():
            record = self.fetch(pk, lock=True)
            form = self.form(record, name, request.POST)
            if not form.is_valid():
                return self.ask(form, pk, name, status=INVALID)
            merge = Merge(form)
            if merge.clashes:
                return self.ask_which(merge, record, name)
            if or_fault(form, save_changes, self.record_type, record, merge.values, by=self.member) is None:
                return self.ask(form, pk, name, status=INVALID)
        if not request.htmx:
            return HttpResponseRedirect(self.record_type.url(pk))
        return trigger(self.fact(self.fetch(pk), name), changed={})

    def form(self, record, name, data=None):
        form = self.record_type.resolve("form")(data, member=self.member, record=record, only=(name,))
        if name not in form.fields:
            raise Http404
        return form

    def ask_which(self, merge, record, name):
        """The field once more, with what somebody else wrote: saving puts this in its place, leaving keeps theirs."""
        who, when = last_change(record)
        more = {"clash": merge.clashes[0], "seen": seen_of(merge.form), "who": who, "when": when}
        return self.ask(merge.form, record.pk, name, status=CONFLICT, **more)

    def ask(self, form, pk, name, status=200, **more):
        url = self.record_type.path("fact", pk, name)
        context = {"form": form, "key": name, "save_url": url, "cancel_url": f"{url}?show", "seen": form.seen, **more}
        return fragment(self.request, "ui/_fact_form.html", context, status=status)

    def fact(self, record, name):
        facts = self.record_type.shown(self.record_type.all_facts(), self.member)
        columns = [column for column in facts if column.edit == name]
        if not columns:
            raise Http404
        drawing = Drawing(self.record_type, self.member, [record])
        fact = fact_of(drawing, columns[0], record, editable=True)
        return fragment(self.request, "ui/_fact.html", {"fact": fact})
