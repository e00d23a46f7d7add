from crm.notify.queries import unread_count
from crm.tenants.scope import tenant_scope
from crm.tenants.seats import seats_of

MOST_COUNTED = 20  # workspaces whose notices are counted: each costs a look behind its wall


def workspaces_of(user):
    """The workspaces in which the user has a seat in use, by name, each with `seat` and `unread`: how many notices wait
    there. Nobody needs that number who has only one.
    """
    seats = seats_of(user)
    for place, seat in enumerate(seats):
        seat.tenant.seat = seat
        seat.tenant.unread = _unread(seat) if place < MOST_COUNTED and len(seats) > 1 else 0
    return [seat.tenant for seat in seats]


def _unread(seat):
    with tenant_scope(seat.tenant_id, user_id=seat.user_id):
        return unread_count(seat)
