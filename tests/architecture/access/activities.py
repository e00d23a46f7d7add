from datetime import timedelta

from django.utils import timezone

from crm.activities.actions import cancel, plan
from crm.activities.conversations import log_call
from tests import make
from tests.architecture.access import Row


def record(cast):
    """A person of the rep's, whom the agent may edit and the reader may see."""
    return make.contact("Noura", by=cast.rep)


def on_record(cast):
    return ("contact", record(cast).pk)


def planned(cast):
    return plan(subject="Call", due_at=timezone.now() + timedelta(hours=1), record=record(cast), by=cast.rep)


def task(cast):
    return (planned(cast).pk,)


def dropped(cast):
    return (cancel(planned(cast), by=cast.rep).pk,)


def call(cast):
    return (log_call(record(cast), outcome="reached", by=cast.rep).pk,)


def due(cast, args):
    return {"subject": "Call", "kind": "call", "due_at": "2030/01/01 10:00", "owner": cast.rep.pk}


def body(cast, args):
    return {"body": "Likes tea", "outcome": "reached", "direction": "out"}


SAVED = {"owner": 302, "manager": 302, "rep": 302, "agent": 302, "reader": 403}
READ_ONLY = {"reader": 403}


def post(name, **fields):
    return Row(url=f"activities:{name}", method="post", **{**SAVED, **fields})


def ask(name, **fields):
    return Row(url=f"activities:{name}", **{**READ_ONLY, **fields})


def show(name, **fields):
    return Row(url=f"activities:{name}", **fields)


ROWS = [
    show("today"),
    post("postponement", data=lambda cast, args: {"ids": task(cast)}, reader=302),
    show("task_list"),
    show("call_list"),
    ask("task_create"),
    post("task_create", data=lambda cast, args: {**due(cast, args), "owner": cast.owner.pk}),
    show("task", args=task),
    ask("task_edit", args=task),
    post("task_edit", args=task, data=due),
    ask("task_completion", args=task),
    post("task_completion", args=task, data=lambda cast, args: {"quick": "1"}),
    post("task_reopening", args=dropped),
    post("task_cancellation", args=task),
    post("task_postponement", args=task),
    show("call", args=call, **{**SAVED, "reader": 302}),
    show("record_tasks", args=on_record),
    *(ask(name, args=on_record) for name in ("note_create", "call_create", "task_on_record")),
    *(post(name, args=on_record, data=body) for name in ("note_create", "call_create")),
    post("task_on_record", args=on_record, data=due),
]
