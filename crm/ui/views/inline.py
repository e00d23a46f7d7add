"""One fact of a record, changed where it stands."""

from django.http import Http404, HttpResponseRedirect

from crm.ui.htmx import INVALID, fragment, trigger
from crm.ui.panels import fact_of
from crm.ui.rows import Drawing
from crm.ui.views.base import RecordView
from crm.ui.views.edit import save_changes


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
        record = self.fetch(pk)
        form = self.form(record, name, request.POST)
        if not form.is_valid():
            return self.ask(form, pk, name, status=INVALID)
        save_changes(self.record_type, record, form.values(), by=self.member)
        if not request.htmx:
            return HttpResponseRedirect(self.record_type.url(pk))
        return trigger(self.fact(self.fetch(pk), name), changed={})

    def form(self, record, name, data=None):
        form = self.record_type.resolve("form")(data, member=self.member, record=record, only=(name,))
        if name not in form.fields:
            raise Http404
        return form

    def ask(self, form, pk, name, status=200):
        url = self.record_type.path("fact", pk, name)
        context = {"form": form, "key": name, "save_url": url, "cancel_url": f"{url}?show"}
        return fragment(self.request, "ui/_fact_form.html", context, status=status)

    def fact(self, record, name):
        columns = [column for section in self.record_type.facts for column in section.columns if column.edit == name]
        if not columns:
            raise Http404
        drawing = Drawing(self.record_type, self.member, [record])
        fact = fact_of(drawing, columns[0], record, editable=True)
        return fragment(self.request, "ui/_fact.html", {"fact": fact})
