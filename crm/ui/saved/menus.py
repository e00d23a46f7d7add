"""What stands around a list: tabs of its views, the menu of what can be done with it, and pins in the sidebar."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.access.policy import can
from crm.lib.addresses import address
from crm.records import registry
from crm.ui.listing import ALL, MINE
from crm.ui.nav import NavItem
from crm.ui.parts import Option
from crm.ui.saved.choices import pinned
from crm.ui.saved.queries import may_change, pinned_views
from crm.ui.tables import View


def default_view(listing):
    """The view with which the list opens for the member's role, if any."""
    return next((view for view in listing.views if view.is_default), None)


def view_tabs(listing):
    """All, the reader's own, and the views they keep or share. "All" says so where the list opens otherwise."""
    views, here = listing.views, listing.view
    every = f"?view={ALL}" if any(view.is_default for view in views) else "?"
    is_mine = not here and listing.is_mine
    return (
        View(label=_("All"), url=every, current=not here and not is_mine),
        View(label=_("Mine"), url=f"?view={MINE}", current=is_mine),
        *(View(label=view.name, url=address("lists:view", view.pk), current=view == here) for view in views),
    )


def query_of(listing):
    """The list as an address has it, without the place in it."""
    return urlencode({**listing.kept("view"), **listing.state()})


def list_menu(listing):
    """What may be done with the list as it stands: its columns, its views, its file."""
    view, query = listing.view, query_of(listing)

    def at(name, *args):
        return f"{reverse(f'lists:{name}', args=args)}?{query}"

    options = [Option(label=_("Columns"), url=at("columns", listing.record_type.key), icon="columns", drawer=True)]
    if view and may_change(view, listing.member) and _differs(listing):
        options.append(Option(label=_("Save changes to this view"), url=at("update", view.pk), icon="check", post=True))
    options.append(
        Option(label=_("Save as a new view"), url=at("save", listing.record_type.key), icon="plus", drawer=True)
    )
    if can(listing.member, listing.record_type.right("export")):
        url = f"{reverse('transfer:export_create', args=[listing.record_type.key])}?{query}"
        options.append(Option(label=_("Export"), url=url, icon="download", drawer=True))
    if view:
        options += _view_options(view, listing.member, at)
    if listing.record_type.restore:
        bin_url = f"{reverse('ui:bin')}?{urlencode({'type': listing.record_type.key})}"
        options.append(Option(label=_("Recycle bin"), url=bin_url, icon="trash"))
    return options


def _differs(listing):
    """Whether the list shows something else than its view does for this reader."""
    view = listing.view
    known = {"q", "sort", *listing.filters.filters}
    kept = {name: value for name, value in view.asked.items() if name in known}
    chosen = [column.name for column in listing.columns]
    given = [column.name for column in listing.record_type.columns_for(listing.member, view.columns)]
    return kept != listing.state() or chosen != given


def _view_options(view, member, at):
    is_pinned = view.pk in pinned(member)
    label = _("Remove from the sidebar") if is_pinned else _("Pin to the sidebar")
    yield Option(label=label, url=at("pin", view.pk), icon="pinned-off" if is_pinned else "pin", post=True)
    if may_change(view, member):
        yield Option(label=_("Name and sharing"), url=at("edit", view.pk), icon="pencil", drawer=True)
        yield Option(label=_("Delete this view"), url=at("delete", view.pk), icon="trash", modal=True, danger=True)


def pins(request):
    """The member's pinned views, for the sidebar."""
    here = request.GET.get("view", "")
    shown = []
    for view in pinned_views(request.member):
        kind = registry.get(view.record_type)
        active = str(view.pk) == here and request.path == kind.list_url()
        shown.append(NavItem(label=view.name, icon=kind.icon, url=address("lists:view", view.pk), active=active))
    return shown
