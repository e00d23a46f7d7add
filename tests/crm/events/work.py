"""Timer handlers and consumers for the tests: each leaves a team behind, so that what was rolled back shows."""

from crm.access.models import Team
from crm.events.timers import Again, run_soon

plan = {"crash": None, "fail": 0, "again": 0, "pause": None}
calls = []


class Crash(BaseException):
    """The process dies here: nothing in the application may catch it."""


def reset():
    plan.update(crash=None, fail=0, again=0, pause=None)
    calls.clear()


def handle(object_id):
    calls.append(object_id)
    Team.objects.create(name=f"made for {object_id}, call {len(calls)}")
    if plan["pause"]:
        plan["pause"](object_id)
    if plan["crash"] == "handler":
        raise Crash
    if plan["fail"]:
        plan["fail"] -= 1
        raise ValueError("out of glass")
    if plan["again"]:
        plan["again"] -= 1
        return Again(0)
    return None


def reschedule_itself(object_id):
    calls.append(object_id)
    if len(calls) < 3:
        run_soon("test.itself", object_id)


def first(event):
    Team.objects.create(name=f"first heard {event.pk}")


def second(event):
    if plan["crash"] == "second":
        raise Crash
    if plan["fail"]:
        plan["fail"] -= 1
        raise ValueError("second is ill")
    Team.objects.create(name=f"second heard {event.pk}")


def third(event):
    Team.objects.create(name=f"third heard {event.pk}")
