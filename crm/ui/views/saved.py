"""Saved views of lists: opened, kept, changed, pinned, given up."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm.access.policy import require
from crm.lib.addresses import address
from crm.records import registry
from crm.ui.htmx import INVALID, go, target_of
from crm.ui.listing import Listing
from crm.ui.saved import actions
from crm.ui.saved.choices import choose_columns, pin, pinned, unpin
from crm.ui.saved.forms import ViewForm
from crm.ui.saved.queries import find_view, may_change
from crm.ui.views.base import MemberView


class ListPart(MemberView):
    """Something about the list of one record type, or about one view of it, as its address asks for it."""

    def listed(self, key):
        """The list; 404 for no type, 403 for one whose records the member may not see."""
        if not registry.knows(key) or not registry.get(key).filterset:
            raise Http404
        require(self.member, f"{key}.see")
        return Listing(registry.get(key), self.member, self.request.GET)

    @cached_property
    def view(self):
        return find_view(self.kwargs["pk"], self.member)

    def view_to_change(self):
        if not may_change(self.view, self.member):
            raise PermissionDenied
        return self.view

    def drawer_or_page(self, context, *, status=200):
        template = "ui/form_drawer.html" if target_of(self.request) == "drawer" else "ui/form.html"
        return self.render(context, template=template, status=status)


def shown(listing):
    """What a view keeps of a list."""
    return {
        "asked": listing.state(),
        "mine": listing.is_mine,
        "columns": [column.name for column in listing.columns],
    }


def list_address(record_type, parameters):
    return f"{record_type.list_url()}?{urlencode(parameters)}"


class OpenView(ListPart):
    """Leads to the list as the view has it, without filters by what the reader may not know of."""

    def get(self, request, pk):
        listing = self.listed(self.view.record_type)
        known = {"q", "sort", *listing.filters.filters}
        asked = {name: value for name, value in self.view.asked.items() if name in known}
        return HttpResponseRedirect(list_address(listing.record_type, {"view": pk, **asked}))


class SaveView(ListPart):
    def get(self, request, key):
        return self.ask(self.listed(key), ViewForm(member=self.member))

    def post(self, request, key):
        listing = self.listed(key)
        form = ViewForm(request.POST, member=self.member)
        if not form.is_valid():
            return self.ask(listing, form, status=INVALID)
        wants_pin = form.cleaned_data.pop("pin")
        view = actions.save_view(listing.record_type, **shown(listing), **form.cleaned_data, by=self.member)
        if wants_pin:
            pin(self.member, view)
        return go(request, address("lists:view", view.pk), _("The view was saved."))

    def ask(self, listing, form, status=200):
        context = {
            "form": form,
            "title": _("Save as a new view"),
            "submit_label": _("Save view"),
            "cancel_url": list_address(listing.record_type, self.request.GET.dict()),
            "wide": form.wide,
        }
        return self.drawer_or_page(context, status=status)


class UpdateView(ListPart):
    """POST: the view shows from now on what the address asks for, for everybody who shares it."""

    http_method_names = ["post"]

    def post(self, request, pk):
        view = self.view_to_change()
        listing = self.listed(view.record_type)
        actions.update_view(view, **{**shown(listing), "mine": view.mine}, by=self.member)
        choose_columns(self.member, listing.record_type, [], view)  # they are the view's now
        return go(request, address("lists:view", view.pk), _("The view was saved."))


class EditView(ListPart):
    def get(self, request, pk):
        return self.ask(ViewForm(member=self.member, view=self.view_to_change()))

    def post(self, request, pk):
        view = self.view_to_change()
        form = ViewForm(request.POST, member=self.member, view=view)
        if not form.is_valid():
            return self.ask(form, status=INVALID)
        actions.revise_view(view, **form.cleaned_data, by=self.member)
        return go(request, address("lists:view", pk), _("Saved."))

    def ask(self, form, status=200):
        context = {
            "form": form,
            "title": _("Name and sharing"),
            "submit_label": _("Save"),
            "cancel_url": address("lists:view", self.view.pk),
            "wide": form.wide,
        }
        return self.drawer_or_page(context, status=status)


class DeleteView(ListPart):
    """GET asks, for others may be using it."""

    def get(self, request, pk):
        view = self.view_to_change()
        context = {
            "title": _("Delete the view “%(name)s”?") % {"name": view.name},
            "text": _("The records stay. Whoever shares the view will not have it any more."),
            "submit_label": _("Delete this view"),
            "cancel_url": address("lists:view", pk),
        }
        name = "_confirm" if target_of(request) == "modal-content" else "confirm"
        return self.render(context, template=f"ui/{name}.html")

    def post(self, request, pk):
        view = self.view_to_change()
        kind, name = registry.get(view.record_type), view.name
        actions.delete_view(view, by=self.member)
        return go(request, kind.list_url(), _("%(name)s was deleted.") % {"name": name})


class PinView(ListPart):
    """POST puts the view into the member's sidebar, or takes it out again."""

    http_method_names = ["post"]

    def post(self, request, pk):
        (unpin if pk in pinned(self.member) else pin)(self.member, self.view)
        kind = registry.get(self.view.record_type)
        return go(request, list_address(kind, {"view": pk, **request.GET.dict()}))
