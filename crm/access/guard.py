"""How open a view is. The default, unsaid, is a signed-in member of the workspace in the address."""

MEMBER, USER, PUBLIC = "member", "user", "public"


def public(view):
    """Anyone may call this view; it stands outside any workspace and must open a scope by a token of its own."""
    view.access = PUBLIC
    return view


def signed_in(view):
    """Any signed-in user, outside any workspace (choosing one, making one)."""
    view.access = USER
    return view


def access_of(view):
    """The declared openness of a resolved view function or class-based view."""
    declared = getattr(view, "access", None) or getattr(getattr(view, "view_class", None), "access", None)
    if declared:
        return declared
    return PUBLIC if view.__module__.startswith("allauth.") else MEMBER
