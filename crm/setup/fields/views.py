"""The fields of a record type: the workspace's own, and the order of all of them on forms and pages."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm.l10n.forms import NamedForm
from crm.records import registry
from crm.records.fields import actions
from crm.records.fields.kinds import KINDS
from crm.records.models import CustomField
from crm.setup.fields.forms import FieldForm
from crm.setup.fields.rows import rows_of
from crm.ui.htmx import go, target_of
from crm.ui.views import MemberView
from crm.ui.views.drawer import DrawerForm


def types():
    return [each for each in registry.all_types() if each.customisable]


def page_of(key):
    return reverse("setup:field_list", args=[key])


class Fields(MemberView):
    needs = "settings"

    def get(self, request):
        return redirect("setup:field_list", types()[0].key)


class TypeView(MemberView):
    """A page about the fields of the type that the address names."""

    needs = "settings"

    @cached_property
    def record_type(self):
        found = next((each for each in types() if each.key == self.kwargs["key"]), None)
        if found is None:
            raise Http404
        return found

    @property
    def page_url(self):
        return page_of(self.record_type.key)

    @property
    def group(self):
        """The section that the address names."""
        found = next((each for each in self.record_type.groups() if each.key == self.kwargs["section"]), None)
        if found is None:
            raise Http404
        return found


class FieldList(TypeView):
    template = "crm/setup/fields/list.html"

    def get(self, request, key):
        retired = CustomField.objects.filter(record_type=self.record_type.key, retired_at__isnull=False)
        context = {
            "types": types(),
            "record_type": self.record_type,
            "rows": rows_of(self.record_type),
            "retired": retired,
            "arranged": self.record_type.is_arranged(),
        }
        return self.render(context)


class FieldKinds(TypeView):
    """The first question about a new field: what it takes."""

    def get(self, request, key):
        context = {"record_type": self.record_type, "kinds": KINDS.items(), "cancel_url": self.page_url}
        name = "kinds_drawer" if target_of(request) == "drawer" else "kinds"
        return self.render(context, template=f"crm/setup/fields/{name}.html")


class FieldCreate(TypeView, DrawerForm):
    def prepare(self, key, kind):
        if kind not in KINDS:
            raise Http404
        self.title, self.submit_label = _("New field: %(kind)s") % {"kind": KINDS[kind].label}, _("Create")

    def form(self, data):
        asked = {"record_type": self.record_type, "kind": self.kwargs["kind"], "language": self.request.tenant.language}
        return FieldForm(data, **asked)

    def save(self, form):
        actions.add_field(self.record_type, kind=self.kwargs["kind"], by=self.member, **form.values())
        return self.page_url

    def cancel_url(self):
        return self.page_url


class FieldView(MemberView):
    needs = "settings"

    @cached_property
    def field(self):
        found = CustomField.objects.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found


class FieldEdit(FieldView, DrawerForm):
    def prepare(self, pk):
        self.title = _("Edit the field %(name)s") % {"name": self.field}

    def form(self, data):
        kind_of = registry.get(self.field.record_type)
        asked = {"record_type": kind_of, "kind": self.field.kind, "language": self.request.tenant.language}
        return FieldForm(data, thing=self.field, **asked)

    def save(self, form):
        actions.change_field(self.field, by=self.member, **form.values())
        return self.cancel_url()

    def cancel_url(self):
        return page_of(self.field.record_type)


class FieldRetirement(FieldView):
    """POST shows the field nowhere any more; POST restore=1 shows it again."""

    http_method_names = ["post"]

    def post(self, request, pk):
        try:
            if "restore" in request.POST:
                actions.restore_field(self.field, by=self.member)
            else:
                actions.retire_field(self.field, by=self.member)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return go(request, page_of(self.field.record_type))


class FieldOrder(TypeView):
    """POST order=<field or section:key>… after a drag; POST name= and way=up|down from a button."""

    http_method_names = ["post"]

    def post(self, request, key):
        order = request.POST.getlist("order")
        if "way" in request.POST:
            order = self._shifted(request.POST.get("name", ""), -1 if request.POST["way"] == "up" else 1)
        actions.arrange(self.record_type, order, by=self.member)
        place = f"{self.page_url}#row-{request.POST.get('name', '')}"
        return HttpResponse(status=204) if request.htmx else go(request, place)

    def _shifted(self, name, by):
        order = [row.name for row in rows_of(self.record_type)]
        if name in order:
            place = order.index(name)
            order.insert(max(place + by, 0), order.pop(place))
        return order


class SectionCreate(TypeView, DrawerForm):
    def prepare(self, key):
        self.title, self.submit_label = _("New section"), _("Create")

    def form(self, data):
        return NamedForm(data, language=self.request.tenant.language)

    def save(self, form):
        actions.add_section(self.record_type, by=self.member, **form.values())
        return self.page_url

    def cancel_url(self):
        return self.page_url


class SectionEdit(SectionCreate):
    def prepare(self, key, section):
        self.title = _("Rename the section %(name)s") % {"name": self.group.label}

    def form(self, data):
        return NamedForm(data, language=self.request.tenant.language, thing=_Heading(self.group))

    def save(self, form):
        actions.rename_section(self.record_type, self.group.key, by=self.member, **form.values())
        return self.page_url


class _Heading:
    """A section as a form for names takes it."""

    def __init__(self, group):
        self.name, self.names = group.name or str(group.label), group.names or {}


class SectionRemoval(TypeView):
    http_method_names = ["post"]

    def post(self, request, key, section):
        actions.remove_section(self.record_type, self.group.key, by=self.member)
        return go(request, self.page_url)


class LayoutReset(TypeView):
    http_method_names = ["post"]

    def post(self, request, key):
        actions.reset_layout(self.record_type, by=self.member)
        return go(request, self.page_url, _("The fields stand as they did at first."))
