"""How open a view is. The default, unsaid, is a signed-in member of the workspace in the address."""

MEMBER, USER, PUBLIC, TOKEN = "member", "user", "public", "token"
PROGRAMS = "/api/v1/"  # below a workspace: programs come in here, by a token and never by a session


def public(view):
    """Anyone may call this view; it stands outside any workspace and must open a scope by a token of its own."""
    view.access = PUBLIC
    return view


def signed_in(view):
    """Any signed-in user, outside any workspace (choosing one, making one)."""
    view.access = USER
    return view


def ends_viewing(view):
    """Whether the view may be posted to by somebody who looks as another role: the way back."""
    return getattr(getattr(view, "view_class", view), "ends_viewing", False)


def opens_when_shut(view):
    """Whether the view may be called in a workspace that is about to be erased: what undoes that."""
    return getattr(getattr(view, "view_class", view), "opens_when_shut", False)


def access_of(view):
    """The declared openness of a resolved view function or class-based view."""
    declared = getattr(view, "access", None) or getattr(getattr(view, "view_class", None), "access", None)
    if declared:
        return declared
    return PUBLIC if view.__module__.startswith("allauth.") else MEMBER
