from crm.tenants.seats import seats_of


def workspaces_of(user):
    """The workspaces in which the user has a seat in use, by name."""
    return [seat.tenant for seat in seats_of(user)]
