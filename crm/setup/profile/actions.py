"""What a member decides for themselves: nothing here touches anybody else, so nobody is told."""

from django.db import transaction

FIELDS = ("name", "language", "calendar", "digits", "time_zone", "theme", "density", "signature")


@transaction.atomic
def change_profile(member, **values):
    """Change the member's own name and how they read the screen. Raises TypeError for other fields."""
    if unknown := values.keys() - set(FIELDS):
        raise TypeError(f"not the member's to change: {sorted(unknown)}")
    for name, value in values.items():
        setattr(member, name, value)
    member.save(update_fields=list(values))
    return member
