"""What migrating from nothing spends most of its time on, left out.

A migration keeps a picture of all models, and draws anew whatever is related to one that changes: behind the tenant
wall that is nearly every model. An index or a constraint changes no relation, so that it is enough to tell its model.
"""

from contextlib import contextmanager
from functools import wraps

from django.db.migrations.state import ProjectState

CHANGES = ("_append_option", "_remove_option")  # of indexes and constraints, and of nothing else


@contextmanager
def relatives_kept():
    """While this is open, no change of an index or a constraint draws other models anew."""
    drawing = {name: getattr(ProjectState, name) for name in CHANGES}
    for name, change in drawing.items():
        setattr(ProjectState, name, _told(change))
    try:
        yield
    finally:
        for name, change in drawing.items():
            setattr(ProjectState, name, change)


def _told(change):
    @wraps(change)
    def changed(state, app_label, model_name, option, what):
        state.reload_model = lambda *_model, **_how: None
        try:
            change(state, app_label, model_name, option, what)
        finally:
            del state.reload_model
        if "apps" in state.__dict__:  # drawn already; to ask for it would draw it
            model = state.apps.get_model(app_label, model_name)
            setattr(model._meta, option, list(state.models[app_label, model_name].options[option]))

    return changed
