"""Choosing and ordering the columns of a list: by keyboard and mouse, with scripts or without."""

from django.utils.translation import gettext as _

from crm.ui.htmx import done, go, target_of
from crm.ui.saved.choices import choose_columns
from crm.ui.views.saved import ListPart, list_address


class ColumnChooser(ListPart):
    """POST order=<name>… columns=<name>… keeps those chosen in that order; up=<name> or down=<name> moves one and asks
    again; reset=1 goes back to what is shown to everybody. In a view, the choice is for that view."""

    def get(self, request, key):
        listing = self.listed(key)
        return self.ask(listing, [column.name for column in listing.columns])

    def post(self, request, key):
        listing = self.listed(key)
        known = self.known(listing)
        order = [name for name in dict.fromkeys(request.POST.getlist("order")) if name in known]
        chosen = [name for name in order if name in request.POST.getlist("columns")]
        if moved := request.POST.get("up") or request.POST.get("down"):
            return self.ask(listing, chosen, _moved(order, moved, -1 if "up" in request.POST else 1), moved)
        names = [] if "reset" in request.POST else [listing.record_type.columns[0].name, *chosen]
        choose_columns(self.member, listing.record_type, list(dict.fromkeys(names)), listing.view)
        if target_of(request) == "drawer":
            return done()
        return go(request, list_address(listing.record_type, request.GET.dict()), _("Saved."))

    def known(self, listing):
        """{name: column} of all that can be chosen."""
        return {column.name: column for column in listing.record_type.offered(self.member)}

    def ask(self, listing, chosen, order=(), moved=""):
        """The form: what is chosen, then the rest, unless it stands in an order already."""
        known = self.known(listing)
        title = listing.record_type.columns[0].name
        names = [name for name in dict.fromkeys([*(order or chosen), *known]) if name != title]
        context = {
            "title": _("Columns"),
            "first": known[title].label,
            "columns": [(name, known[name].label, name in chosen, name == moved) for name in names],
            "cancel_url": list_address(listing.record_type, self.request.GET.dict()),
            "view": listing.view,
        }
        name = "columns_drawer" if target_of(self.request) == "drawer" else "columns"
        return self.render(context, template=f"ui/{name}.html")


def _moved(order, name, by):
    """The names with one of them moved up or down by a place, as far as that goes."""
    if name not in order:
        return order
    place = order.index(name)
    rest = [other for other in order if other != name]
    rest.insert(max(place + by, 0), name)
    return rest
