from crm.notify.actions import notify_member
from tests.architecture.access import Row


def notice(cast):
    """Something only the rep was told."""
    return (notify_member(cast.rep, "task.due", key="x", data={"subject": "Call"}).pk,)


ROWS = [
    Row(url="notify:notice_list"),
    Row(url="notify:bell"),
    Row(url="notify:reading", method="post", owner=302, manager=302, rep=302, agent=302, reader=302),
    Row(url="notify:notice", args=notice, owner=404, manager=404, rep=302, agent=404, reader=404),
]
