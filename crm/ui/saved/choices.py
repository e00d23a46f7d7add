"""What a member chose for their own lists: columns, and views pinned in the sidebar. It stands in `Member.lists`, which
every page has at hand, and concerns nobody else, so nobody is told."""

from django.db import transaction

from crm.tenants.models import Member

COLUMNS, PINS = "columns", "pins"
MOST_PINS = 12


def place_of(record_type, view=None):
    """Under what the columns of a list, or of one view of it, are kept."""
    return f"{record_type.key}:{view.pk}" if view else record_type.key


def chosen_columns(member, record_type, view=None):
    """The names of the columns that the member chose here, else those of the view; none means the type's own."""
    return member.lists.get(COLUMNS, {}).get(place_of(record_type, view)) or (view.columns if view else [])


def choose_columns(member, record_type, names, view=None):
    """Show these columns to the member from now on; with no names, go back to those that are shown to everybody."""

    def change(lists):
        columns = {**lists.get(COLUMNS, {}), place_of(record_type, view): list(names)}
        lists[COLUMNS] = {place: chosen for place, chosen in columns.items() if chosen}

    _change(member, change)


def pinned(member):
    """Ids of the views in the member's sidebar, in its order."""
    return member.lists.get(PINS, [])


def pin(member, view):
    """Put the view at the end of the member's sidebar; the oldest of too many makes room."""

    def change(lists):
        lists[PINS] = [*(pk for pk in lists.get(PINS, []) if pk != view.pk), view.pk][-MOST_PINS:]

    _change(member, change)


def unpin(member, view):
    """Take the view out of the member's sidebar."""

    def change(lists):
        lists[PINS] = [pk for pk in lists.get(PINS, []) if pk != view.pk]

    _change(member, change)


@transaction.atomic
def _change(member, change):
    """Write what `change(lists)` makes of the member's choices as they are now."""
    lists = Member.objects.select_for_update(of=("self",)).get(pk=member.pk).lists
    change(lists)
    member.lists = lists
    member.save(update_fields=["lists"])
