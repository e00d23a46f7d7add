"""Making and changing a record: as a page, or in the drawer beside what one was at."""

from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from crm.ui.htmx import INVALID, done, go, target_of
from crm.ui.views.base import RecordView


class RecordFormView(RecordView):
    """What making and changing have in common. `note` is a template shown above the fields."""

    note = ""

    def form(self, record=None, **kwargs):
        asked = self.request.POST if self.request.method == "POST" else None
        return self.record_type.resolve("form")(asked, member=self.member, record=record, **kwargs)

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
        if not form.is_valid() or self.doubts(form):
            return self.ask(form, status=INVALID)
        record = self.save(form)
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
        return (*brief, *self.first_values()) if brief and target_of(self.request) == "drawer" else ()

    def first_values(self):
        names = self.record_type.resolve("form").base_fields
        return {name: value for name, value in self.request.GET.items() if name in names and value}

    def doubts(self, form):
        """Whether the form is shown once more though nothing is wrong with it, to warn of something."""
        return False

    def save(self, form):
        values = form.values()
        if self.record_type.gather:
            values = self.record_type.resolve("gather")(values)
        return self.record_type.resolve("create")(by=self.member, **values)


class RecordEdit(RecordFormView):
    right = "edit"

    def get(self, request, pk):
        record = self.fetch(pk)
        return self.ask(self.form(record), record)

    def post(self, request, pk):
        record = self.fetch(pk)
        form = self.form(record)
        if not form.is_valid():
            return self.ask(form, record, status=INVALID)
        record = self.save(form, record)
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

    def save(self, form, record):
        return save_changes(self.record_type, record, form.values(), by=self.member)


def save_changes(record_type, record, values, *, by):
    """Write the values of a form; giving the record to somebody else is an act of its own."""
    if "owner" in values:
        owner = values.pop("owner")
        if owner != record.owner:
            record = record_type.resolve("assign")(record, to=owner, by=by)
    return record_type.resolve("update")(record, by=by, **values) if values else record
