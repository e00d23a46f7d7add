"""Making and changing a record: as a page, or in the drawer beside what one was at."""

from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from crm.records.fields.queries import fields_of
from crm.ui.conflicts import Merge, question
from crm.ui.custom import needed
from crm.ui.htmx import CONFLICT, INVALID, done, go, target_of
from crm.ui.saving import make_record, or_fault, save_changes
from crm.ui.views.base import RecordView


class RecordFormView(RecordView):
    """What making and changing have in common. `note` is a template shown above the fields."""

    note = ""

    def form(self, record=None, **kwargs):
        asked = self.request.POST if self.request.method == "POST" else None
        return self.record_type.resolve("form")(asked, member=self.member, record=record, **kwargs)

    def saved(self, form, *record):
        """The record as it is after `save`; None, and why beside the field, where an action finds fault."""
        return or_fault(form, self.save, form, *record)

    def show(self, form, *, title, submit_label, cancel_url, status=200, **more):
        context = {
            "form": form,
            "title": title,
            "submit_label": submit_label,
            "cancel_url": cancel_url,
            "wide": form.wide,
            "note": self.note,
            "record_type": self.record_type,
            **more,
        }
        template = "ui/form_drawer.html" if target_of(self.request) == "drawer" else "ui/form.html"
        return self.render(context, template=template, status=status)

    def came_from(self, url):
        """Whether the drawer stands beside the page at `url`."""
        page = self.request.htmx.current_url_abs_path if self.request.htmx else None
        return bool(page) and urlsplit(page).path == url


class RecordCreate(RecordFormView):
    """GET may bring values for the fields (?name=…). In the drawer, a list stays where it is and asks for itself anew;
    from anywhere else one is led to the new record."""

    right = "create"

    def get(self, request):
        return self.ask(self.form(initial=self.first_values(), only=self.asked_for()))

    def post(self, request):
        form = self.form(only=self.asked_for())
        if not form.is_valid() or self.doubts(form) or (record := self.saved(form)) is None:
            return self.ask(form, status=INVALID)
        text = _("%(name)s was added.") % {"name": record}
        if target_of(request) == "drawer" and self.came_from(self.record_type.list_url()):
            return done(text)
        return go(request, self.record_type.url(record.pk), text)

    def ask(self, form, status=200):
        title = self.record_type.label_new
        cancel = self.record_type.list_url()
        return self.show(form, title=title, submit_label=_("Create"), cancel_url=cancel, status=status)

    def asked_for(self):
        """The drawer asks for little, and for what the address brings values for; the page for all there is."""
        brief = self.record_type.resolve("form").brief
        if not brief or target_of(self.request) != "drawer":
            return ()
        return (*brief, *self.first_values(), *needed(self.key))

    def first_values(self):
        names = {*self.record_type.resolve("form").base_fields, *(field.key for field in fields_of(self.key))}
        return {name: value for name, value in self.request.GET.items() if name in names and value}

    def doubts(self, form):
        """Whether the form is shown once more though nothing is wrong with it, to warn of something."""
        return False

    def save(self, form):
        return make_record(form, by=self.member)


class RecordEdit(RecordFormView):
    right = "edit"

    def get(self, request, pk):
        record = self.fetch(pk)
        self.note_read("record.opened", record, form=True)
        return self.ask(self.form(record), record)

    def post(self, request, pk):
        """409 asks about what somebody else changed meanwhile."""
        with transaction.atomic():
            record = self.fetch(pk, lock=True)
            form = self.form(record)
            if not form.is_valid():
                return self.ask(form, record, status=INVALID)
            merge = Merge(form)
            if merge.clashes:
                return self.ask_which(merge, record)
            if or_fault(form, self.save, merge.values, record) is None:
                return self.ask(form, record, status=INVALID)
        url = self.record_type.url(pk)
        if target_of(request) == "drawer" and not self.came_from(url):
            return done(_("Saved."))
        return go(request, url, _("Saved."))

    def ask(self, form, record, status=200):
        title = _("Edit %(name)s") % {"name": record}
        return self.show(
            form,
            title=title,
            submit_label=_("Save"),
            cancel_url=self.record_type.url(record.pk),
            status=status,
            record=record,
        )

    def ask_which(self, merge, record):
        template = "ui/conflict_drawer.html" if target_of(self.request) == "drawer" else "ui/conflict.html"
        context = question(merge, record, cancel_url=self.record_type.url(record.pk))
        return self.render(context, template=template, status=CONFLICT)

    def save(self, values, record):
        return save_changes(self.record_type, record, values, by=self.member)
